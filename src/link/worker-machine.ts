/** Opens the machine that the page asked for. */
import * as words from '#words/worker.ts';
import { accelerators } from '../engine/devices/accelerator/accelerator.ts';
import type { DeviceModule } from '../engine/devices/host.ts';
import { tiers } from '../engine/devices/tiers.ts';
import type { Machine } from '../engine/machine.ts';
import { loadMachine, SnapshotError } from '../snapshot/load.ts';
import type { Problem } from '../snapshot/problems.ts';
import { parseSnapshotText } from '../snapshot/check.ts';
import type * as Language from '../console/shell-language.ts';
import { bundledTitle } from './bundled.ts';
import type { BootView, MachineSource } from './messages.ts';
import { presetOf } from './presets.ts';
import type { PresetId } from './presets.ts';
import type * as Boot from './worker-boot.ts';
import type * as Tables from './worker-tables.ts';

/** The code that makes machines nobody recorded. */
export type Booting = typeof Boot;
type Head = ReturnType<Booting['headOf']>;

/** A machine that has just booted. */
export interface Opened {
  readonly machine: Machine;
  /** What a reboot of it needs to know. */
  readonly head: (booting: Booting) => Head;
  /** Of a machine from a command line. */
  readonly boot: BootView | undefined;
}
type Progress = (what: string, fraction: number) => void;

/** Fetches the rooms of devices beyond DIMMs. */
export const loadModules = async (): Promise<readonly DeviceModule[]> =>
  (await import('../console/device-modules.ts')).DEVICE_MODULES;

/** Rooms for a machine: where none were fetched, those that every machine has. */
const roomsOf = (modules: readonly DeviceModule[]): readonly DeviceModule[] =>
  modules.length === 0 ? [tiers, accelerators] : modules;

/** Whether a machine's file shows devices that those rooms are for. */
export const needsModules = (text: string): boolean =>
  /\/sys\/bus\/(?:dax|nd)\/|: (?:Soft Reserved|Persistent Memory)|virtio-(?:mem|pmem)|nvdimm/.test(text);

/** The guest shell and completion. */
export type ShellLanguage = typeof Language;
/** Fetches them. */
export const loadShell = (): Promise<ShellLanguage> => import('../console/shell-language.ts');

/** Answers to questions about page tables. */
export type TableAnswers = typeof Tables;
/** Fetches them. */
export const loadTables = (): Promise<TableAnswers> => import('./worker-tables.ts');

/** Fetches that code. */
export const loadBooting = (): Promise<Booting> => import('./worker-boot.ts');

/** The machine of a source, or what is wrong with its file, field by field. `booting`: needed where no file describes it. */
export function openMachine(
  source: MachineSource,
  text: string | undefined,
  booting: Booting | undefined,
  modules: readonly DeviceModule[],
  progress: Progress,
): Opened | { readonly problems: readonly Problem[] } {
  const needed = (): Booting => {
    if (booting === undefined) throw new Error('nothing has fetched the code that makes machines');
    return booting;
  };
  switch (source.kind) {
    case 'preset':
      if (source.id !== '64TiB') return fromPreset(source.id, text, needed(), modules, progress);
      progress(words.building64Tib, 0);
      return { machine: needed().bigMachine(roomsOf(modules)), head: () => undefined, boot: undefined };
    case 'bundled':
      return text === undefined
        ? { problems: [{ field: `${source.id}.json`, why: words.wasNotFetched }] }
        : fromText(text, modules, progress, bundledTitle(source.id));
    case 'file':
      return fromText(source.text, modules, progress);
    case 'qemu':
      return fromCommandLine(source, text, needed(), modules, progress);
  }
}

/** The machine of a file. `title`: what it is called where the file does not say. */
function fromText(
  text: string,
  modules: readonly DeviceModule[],
  progress: Progress,
  title?: string,
): ReturnType<typeof openMachine> {
  progress(words.readingSnapshot, 0);
  const parsed = parseSnapshotText(text);
  if (!parsed.ok) return { problems: parsed.problems };
  progress(words.buildingMachine, 0.5);
  let head: { readonly is: Head } | undefined;
  try {
    return {
      machine: loadMachine(title === undefined ? parsed.snapshot : { title, ...parsed.snapshot }, roomsOf(modules)),
      head: (booting) => (head ??= { is: booting.headOf(text) }).is,
      boot: undefined,
    };
  } catch (error) {
    if (error instanceof SnapshotError) return { problems: error.problems };
    throw error;
  }
}

/** What the file of a bundled machine says of its kernel, under the machine's title. */
function lentBy(text: string | undefined, booting: Booting): Head {
  const head = text === undefined ? undefined : booting.headOf(text);
  return head?.name === undefined ? head : { title: bundledTitle(head.name), ...head };
}

function fromPreset(
  id: Exclude<PresetId, '64TiB'>,
  text: string | undefined,
  booting: Booting,
  modules: readonly DeviceModule[],
  progress: Progress,
): ReturnType<typeof openMachine> {
  progress(words.booting, 0);
  const base = lentBy(text, booting);
  if (base === undefined) return { problems: [{ field: id, why: words.machineWhoseKernelIt }] };
  const { boot, head } = booting.bootPreset(id, presetOf(id)?.title ?? id, base, modules);
  return {
    machine: boot.machine,
    head: () => head,
    boot: {
      kernelOf: base.title ?? base.name ?? '',
      // nobody typed its command line
      ignored: [],
      notes: [
        ...boot.problems.map((p) => p.why),
        ...(boot.machine.k.geometry.verified ? [] : [words.unverifiedItFollowsKernels]),
        ...(base.arch === 'riscv64' ? [words.itsBoardHasSlots] : []),
      ],
    },
  };
}

function fromCommandLine(
  source: Extract<MachineSource, { kind: 'qemu' }>,
  text: string | undefined,
  booting: Booting,
  modules: readonly DeviceModule[],
  progress: Progress,
): ReturnType<typeof openMachine> {
  progress(words.booting, 0);
  const base = lentBy(text, booting);
  const started = booting.bootPasted(source.text, source.cmdline, base, modules);
  if ('wrong' in started) return { problems: started.wrong };
  const { machine, ignored, problems } = started.boot;
  return {
    machine,
    head: () => started.head,
    boot: { kernelOf: base?.title ?? base?.name ?? '', ignored, notes: problems.map((p) => p.why) },
  };
}

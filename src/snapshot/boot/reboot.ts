/**
 * The same machine once more, under other words of its kernel: QEMU starts anew with the DIMMs that are plugged now on its
 * command line, as `-device`, where they are.
 */
import * as wording from '#words/boot.ts';
import type { DeviceModule } from '../../engine/devices/host.ts';
import { parseOptions } from '../../engine/devices/dimm/options.ts';
import type { Machine } from '../../engine/machine.ts';
import { Problems } from '../problems.ts';
import { boot, BootError } from './boot.ts';
import { turnKnobs } from './knobs.ts';
import type { BootQuestion } from './question.ts';
import { readBootQuestion } from './question.ts';

/** What a machine's file says of its kernel and its board; undefined: it says too little to boot from. */
export function headOf(text: string): BootQuestion | undefined {
  try {
    return readBootQuestion(JSON.parse(text), new Problems());
  } catch {
    // whoever loaded the machine has told what is wrong with its file
    return undefined;
  }
}

/** `(option, value)` pairs of a command line become others; options without a value pass. */
function mapOptions(
  argv: readonly string[],
  change: (option: string, value: string) => readonly string[] | undefined,
): string[] {
  const out: string[] = [];
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i] ?? '';
    const next = argv[i + 1];
    const changed = next === undefined ? undefined : change(word.replace(/^--/, '-'), next);
    if (changed === undefined) out.push(word);
    else {
      out.push(...changed);
      i++;
    }
  }
  return out;
}

/** The command line that starts QEMU as it stands now: its backends and DIMMs, each where it is. */
export function argvNow(machine: Machine, cmdline: string): readonly string[] {
  const backends = machine.backends.list.value;
  const known = new Set<string>();
  const kept = mapOptions(machine.files.baseline.value.qemu.argv, (option, value) => {
    if (option === '-append') return [option, cmdline];
    if (option === '-object') {
      const { values } = parseOptions(value, 'qom-type');
      if (values.get('qom-type')?.startsWith('memory-backend-') !== true) return [option, value];
      const id = values.get('id') ?? '';
      if (!backends.some((b) => b.id === id)) return [];
      known.add(id);
      return [option, value];
    }
    if (option === '-device' && parseOptions(value, 'driver').values.get('driver') === 'pc-dimm') return [];
    return undefined;
  });
  const objects = backends
    .filter((b) => !known.has(b.id))
    .flatMap(({ id, type, size }) => [
      '-object',
      `${type},id=${id},size=${size}${type === 'memory-backend-file' ? `,mem-path=${id}` : ''}`,
    ]);
  const devices = machine.dimms.list.value.flatMap(({ id, named, memdev, node, addr, slot }) => [
    '-device',
    `pc-dimm${named ? `,id=${id}` : ''},memdev=${memdev},node=${node},addr=0x${addr.toString(16)},slot=${slot}`,
  ]);
  // before the devices whose place nobody tells: those then go around them as they did
  const at = kept.findIndex((word) => word === '-device' || word === '--device');
  const end = at < 0 ? kept.length : at;
  return [...kept.slice(0, end), ...objects, ...devices, ...kept.slice(end)];
}

/** Without X86_5LEVEL the kernel has four levels of page tables on any CPU (arch/x86/include/asm/pgtable_64_types.h). */
const levelsOf = ({ arch, kernel }: BootQuestion, config: Readonly<Record<string, string>>) =>
  arch === 'x86_64' && kernel.levels === 5 && config['CONFIG_X86_5LEVEL'] !== 'y'
    ? { levels: 4, va_bits: 48, max_physmem_bits: 46 }
    : {};

/** Whether the kernel that runs has a range soft-reserved: that is what kexec hands on (arch/x86/kernel/kexec-bzimage64.c: setup_e820_entries). */
const isSoft = (machine: Machine, s: { readonly start: number; readonly end: number }): boolean =>
  machine.resources.tree.value.some((r) => r.name === 'Soft Reserved' && r.start <= s.start && s.end <= r.end + 1);

/** A machine that has started anew, or why it did not; `output` is what the world answers. */
export function reboot(
  head: BootQuestion | undefined,
  machine: Machine,
  words: readonly string[],
  modules: readonly DeviceModule[] = [],
): { readonly machine: Machine | undefined; readonly output: string } {
  if (head === undefined) return { machine: undefined, output: `boot: ${wording.wasGenerated}\n` };
  const { release, config, cmdline, version } = machine.k.config;
  const [first] = words;
  const kexec = first === 'kexec';
  const { special = [], arch } = machine.options.board;
  const turned = turnKnobs(
    {
      arch,
      cmdline,
      config,
      version,
      special: special.map(({ start, end }) => ({
        start,
        end,
        ...(kexec ? { carried: isSoft(machine, { start, end }) ? ('soft' as const) : ('ram' as const) } : {}),
      })),
    },
    kexec ? words.slice(1) : words,
  );
  if (typeof turned === 'string') return { machine: undefined, output: `boot: ${turned}\n` };
  if (arch !== 'x86_64' && (turned.special ?? []).length > 0)
    return { machine: undefined, output: `boot: ${wording.specialOnX86Only}\n` };
  try {
    const started = boot(
      {
        ...head,
        name: machine.options.id,
        title: machine.options.title,
        kernel: {
          ...head.kernel,
          ...levelsOf(head, turned.config),
          release,
          config: turned.config,
          version: turned.version,
        },
        qemu: { ...head.qemu, argv: argvNow(machine, turned.cmdline) },
        cmdline: turned.cmdline,
        special: (turned.special ?? []).map((s) => ({ ...s })),
      },
      modules,
      machine.devices.flatMap((d) => d.kept?.() ?? []),
    );
    const idle = turned.cmdline
      .split(/\s+/)
      .filter((w) => started.ignored.includes(w) && !cmdline.split(/\s+/).includes(w));
    const changed = Object.keys({ ...config, ...turned.config }).filter((key) => config[key] !== turned.config[key]);
    return {
      machine: started.machine,
      output: [
        (kexec ? wording.startedByKexec : wording.startedWith)(release, turned.cmdline),
        ...(turned.version === undefined ? [] : [wording.followsRulesOf(turned.version)]),
        ...changed.map((key) =>
          turned.config[key] === undefined ? `# ${key} is not set` : `${key}=${turned.config[key]}`,
        ),
        ...idle.map(wording.changesNothing),
        ...started.problems.map((p) => `${p.field} ${p.why}`),
      ]
        .map((line) => `${line}\n`)
        .join(''),
    };
  } catch (error) {
    if (error instanceof BootError)
      return { machine: undefined, output: `boot: ${error.message.replaceAll('\n', '\nboot: ')}\n` };
    throw error;
  }
}

/** A machine from a QEMU command line that somebody pasted; the kernel is that of a machine that is known. */
import * as wording from '#words/boot.ts';
import { formatBytes } from '#words/numbers.ts';
import { cxlRefusals, hasCxl } from '../../engine/devices/cxl/windows.ts';
import type { DeviceModule } from '../../engine/devices/host.ts';
import { GiB } from '../../engine/units.ts';
import { Problems } from '../problems.ts';
import type { Problem } from '../problems.ts';
import { NEWER_QEMU, newerQemu, parseArgv } from '../parse/argv.ts';
import { boot, BootError } from './boot.ts';
import type { Boot } from './boot.ts';
import { splitCommandLine } from './command-line.ts';
import type { BootQuestion } from './question.ts';
import { refusals } from './refusals.ts';
import { isModel } from './devices.ts';

const PROGRAMS: Readonly<Record<string, BootQuestion['arch']>> = {
  x86_64: 'x86_64',
  aarch64: 'arm64',
  riscv64: 'riscv64',
};
/** Boards that are modelled, by architecture. */
const BOARDS: Readonly<Record<BootQuestion['arch'], readonly string[]>> = {
  x86_64: ['pc', 'q35'],
  arm64: ['virt'],
  riscv64: ['virt'],
};

/** A started machine with what played no part, or what is wrong. */
export type Pasted = { readonly boot: Boot; readonly head: BootQuestion } | { readonly wrong: readonly Problem[] };

const wrong = (...why: readonly string[]): Pasted => ({ wrong: why.map((w) => ({ field: '', why: w })) });

function titleOf(argv: readonly string[], machine: string, ramBytes: number, nodes: number): string {
  const name = argv[argv.findIndex((w) => /^--?name$/.test(w)) + 1];
  const given = argv.some((w) => /^--?name$/.test(w)) ? (name ?? '').replace(/^guest=/, '').split(',')[0] : undefined;
  if (given !== undefined && given !== '') return given;
  return wording.machineTitle(machine, formatBytes(ramBytes), nodes);
}

/** Boots a pasted command line with the kernel of `base`; `cmdline` stands for -append, `modules` are the device rooms it may need. */
export function bootPasted(
  text: string,
  cmdline: string | undefined,
  base: BootQuestion | undefined,
  modules: readonly DeviceModule[] = [],
  named?: string,
): Pasted {
  const words = splitCommandLine(text);
  // what a shell has before the program (sudo, variables, a prompt) plays no part
  const at = words.findIndex((w) => /(^|[\\/])qemu-system-\w+(\.exe)?$/.test(w));
  const program = words[at]?.replace(/^.*[\\/]/, '').replace(/\.exe$/, '') ?? '';
  if (at < 0) return wrong(wording.noQemu);
  const arch = PROGRAMS[program.replace('qemu-system-', '')];
  if (arch === undefined) return wrong(wording.programsHere(program));
  if (base === undefined) return wrong(wording.noKernelFor(program));
  if (arch !== base.arch) return wrong(wording.doesNotGoWith(program, base.title ?? base.name ?? base.arch));
  // only one of these words counts: which QEMU it is to be
  const version = words.slice(0, at).findLast((w) => w.startsWith(NEWER_QEMU));
  const argv = [`${version === undefined ? '' : `${version} `}${program}`, ...words.slice(at + 1)];
  const problems = new Problems();
  const d = parseArgv(argv, arch, problems);
  const { machine } = d.board;
  if (machine === '' && arch !== 'x86_64') problems.add('-machine', wording.noDefaultBoard);
  else if (machine !== '' && !BOARDS[arch].includes(machine))
    problems.add('-machine', wording.boardNotModelled(machine, BOARDS[arch]));
  if (problems.count === 0) for (const why of [...refusals(d), ...cxlRefusals(argv, d.board)]) problems.add('', why);
  const limit = 2 ** base.kernel.max_physmem_bits;
  const tooMuch = wording.moreThanKernelKnows(formatBytes(limit));
  if (d.board.ramBytes + 4 * GiB > limit) problems.add('-m', tooMuch);
  for (const { id, size } of d.backends) if (size > limit) problems.add(`-object ${id}`, tooMuch);
  // a PC without a word about its board is pc
  if (machine === '') argv.splice(1, 0, '-machine', 'pc');
  if (problems.count > 0) return { wrong: problems.list.map(plain) };
  const append = cmdline ?? d.append ?? '';
  // what the words say of the known machine's own tables and tracer is not true of this one
  const { traced: _traced, srat_override: _srat, device_tree: _tree, ...kernel } = base.kernel;
  const title = named ?? titleOf(argv, machine === '' ? 'pc' : machine, d.board.ramBytes, d.numa.length);
  const cxl = hasCxl(argv);
  const head: BootQuestion = {
    ...base,
    name: 'qemu',
    title,
    // the kernels that are known were built without CXL
    kernel: cxl ? { ...kernel, config: { ...kernel.config, ...CXL_CONFIG } } : kernel,
    qemu: { ...base.qemu, argv },
    cmdline: append,
  };
  try {
    const started = boot(head, modules);
    if (started.problems.length > 0)
      return { wrong: started.problems.map((p) => hint(plain(p), arch, newerQemu(argv))) };
    const notes = [...(newerQemu(argv) ? [UNVERIFIED] : []), ...(cxl ? [CXL_NOTE] : [])];
    return { boot: { ...started, problems: notes }, head };
  } catch (error) {
    if (error instanceof BootError)
      return wrong(...error.message.split('\n').map((l) => l.replace(/^qemu\.argv:? /, '')));
    throw error;
  }
}

const CXL_CONFIG = Object.fromEntries(
  [
    'CXL_BUS',
    'CXL_PCI',
    'CXL_ACPI',
    'CXL_MEM',
    'CXL_PMEM',
    'CXL_REGION',
    // a guest cannot drop the caches of a range: only a kernel for tests makes regions all the same
    'CXL_REGION_INVALIDATION_TEST',
    'DEV_DAX_CXL',
  ].map((name) => [`CONFIG_${name}`, 'y']),
);
const CXL_NOTE: Problem = {
  field: '',
  why: wording.unverifiedCxl,
};

/** What is said of a machine that no recording could confirm. */
const UNVERIFIED: Problem = {
  field: '',
  why: wording.unverifiedQemu,
};

/** A refusal of QEMU 7.2 that a newer one would not make says so. */
function hint(p: Problem, arch: BootQuestion['arch'], newer: boolean): Problem {
  const driver = /^-device (?:driver=)?([\w-]+)/.exec(p.why)?.[1] ?? '';
  if (newer || !p.why.endsWith('is not a valid device model name') || !isModel(driver, arch, true)) return p;
  return { ...p, why: wording.newerQemuKnowsIt(p.why, `${NEWER_QEMU}9`) };
}

const plain = ({ field, why }: Problem): Problem => ({ field: field === 'qemu.argv' ? '' : field, why });

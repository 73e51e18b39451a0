/** lsmem and chmem of util-linux 2.38 over the guest's sysfs. */
import { humanSize, lsmem } from '../../../engine/files/lsmem.ts';
import { ERRNO_TEXT } from '../../../engine/kernel/errno.ts';
import type { Proc } from '../../../engine/kernel/scheduler.ts';
import type { ConsoleFiles } from '../../host.ts';
import type { Context, ShellCommand } from '../context.ts';

const MEMORY = '/sys/devices/system/memory';

/** Text of a file without its newline; undefined: it cannot be read. */
function text(files: ConsoleFiles, path: string): string | undefined {
  const read = files.read(path);
  return 'text' in read ? read.text.replace(/\n$/, '') : undefined;
}

/** Numbers of the memory blocks, ascending. */
function blockNumbers(files: ConsoleFiles): number[] {
  const listed = files.list(MEMORY);
  if ('errno' in listed) return [];
  return listed.entries
    .flatMap((e) => /^memory(\d+)$/.exec(e.name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
}
const blockBytes = (files: ConsoleFiles): number =>
  Number.parseInt(text(files, `${MEMORY}/block_size_bytes`) ?? '0', 16);

/** Options that print about lsmem itself. */
const isAbout = (args: readonly string[]): boolean => args.some((a) => /^(-[a-zA-Z]*[hV]|--help|--version)$/.test(a));

function* runLsmem(context: Context, args: readonly string[]): Proc<number> {
  // a wrong option is told first
  const { stdout, stderr, status } = lsmem(args, context.machine.files.lsmemSource());
  if (status === 0 && stdout !== '' && 'errno' in context.machine.files.list(MEMORY) && !isAbout(args)) {
    yield* context.complain(`cannot open ${MEMORY}: No such file or directory`);
    return 1;
  }
  yield* context.print(stdout);
  if (stderr !== '') yield* context.streams.err.write(stderr);
  return status;
}

const ZONES = ['DMA', 'DMA32', 'Normal', 'Highmem', 'Movable', 'Device'];
const EXIT_SOME = 64;

/** What a chmem line asks for. */
interface Wish {
  readonly enable: boolean;
  readonly verbose: boolean;
  /** Zone by its name as chmem writes it; undefined: not asked for, or the kernel has no valid_zones. */
  readonly zone: string | undefined;
  readonly haveZones: boolean;
}
type Target =
  | { readonly kind: 'size'; readonly blocks: number }
  | { readonly kind: 'range'; readonly start: number; readonly end: number };

/** A problem that ends chmem: its text, and whether the hint at --help follows. */
interface Problem {
  readonly problem: string;
  readonly hint?: boolean;
}

const HELP =
  '\nUsage:\n chmem [options] [SIZE|RANGE|BLOCKRANGE]\n\nSet a particular size or range of memory online or offline.\n\nOptions:\n' +
  ' -e, --enable       enable memory\n -d, --disable      disable memory\n -b, --blocks       use memory blocks\n' +
  ' -z, --zone <name>  select memory zone (see below)\n -v, --verbose      verbose output\n -h, --help         display this help\n' +
  ' -V, --version      display version\n\nSupported zones:\n' +
  `${ZONES.map((z) => ` ${z}\n`).join('')}\nFor more details see chmem(8).\n`;

function* chmem(context: Context, args: readonly string[]): Proc<number> {
  const { files } = context.machine;
  const size = blockBytes(files);
  if (!(size > 0)) {
    yield* context.complain(`Failed to read ${MEMORY}: No such file or directory`);
    return 1;
  }
  const read = readArguments(args);
  if ('print' in read) {
    yield* context.print(read.print);
    return 0;
  }
  let problem: Problem | undefined = 'problem' in read ? read : undefined;
  const haveZones = text(files, `${MEMORY}/memory0/valid_zones`) !== undefined;
  if (!('problem' in read)) {
    const target = readTarget(read.target, read.useBlocks, size);
    if ('problem' in target) problem = target;
    else {
      if (read.zone !== undefined && !haveZones)
        yield* context.complain('zone ignored, no valid_zones sysfs attribute present');
      const asked = haveZones ? read.zone : undefined;
      const zone = ZONES.find((z) => z.toLowerCase() === asked?.toLowerCase());
      if (asked !== undefined && zone === undefined) problem = { problem: `unknown memory zone: ${asked}`, hint: true };
      else {
        const wish: Wish = { enable: read.enable, verbose: read.verbose, zone, haveZones };
        return target.kind === 'size'
          ? yield* changeSize(context, wish, target.blocks, size)
          : yield* changeRange(context, wish, target, size);
      }
    }
  }
  if (problem !== undefined) {
    yield* context.complain(problem.problem);
    if (problem.hint === true) yield* context.streams.err.write("Try 'chmem --help' for more information.\n");
  }
  return 1;
}

interface Arguments {
  readonly enable: boolean;
  readonly useBlocks: boolean;
  readonly verbose: boolean;
  readonly zone: string | undefined;
  readonly target: string;
}
const LONG: Readonly<Record<string, string>> = {
  block: 'b',
  blocks: 'b',
  disable: 'd',
  enable: 'e',
  help: 'h',
  verbose: 'v',
  version: 'V',
  zone: 'z',
};

function readArguments(args: readonly string[]): Arguments | Problem | { readonly print: string } {
  let command: 'e' | 'd' | undefined;
  let useBlocks = false;
  let verbose = false;
  let zone: string | undefined;
  const operands: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? '';
    if (!arg.startsWith('-') || arg === '-') {
      operands.push(arg);
      continue;
    }
    const long = /^--([a-z]+)(?:=(.*))?$/s.exec(arg);
    const name = long?.[1];
    if (arg.startsWith('--') && (name === undefined || LONG[name] === undefined))
      return { problem: `unrecognized option '${arg}'`, hint: true };
    const letters = name === undefined ? arg.slice(1) : (LONG[name] ?? '');
    for (let at = 0; at < letters.length; at++) {
      const letter = letters.charAt(at);
      if (letter === 'e' || letter === 'd') {
        if (command !== undefined && command !== letter)
          return { problem: 'mutually exclusive arguments: --disable --enable' };
        command = letter;
      } else if (letter === 'b') useBlocks = true;
      else if (letter === 'v') verbose = true;
      else if (letter === 'h') return { print: HELP };
      else if (letter === 'V') return { print: 'chmem from util-linux 2.38.1\n' };
      else if (letter === 'z') {
        const value = long?.[2] ?? (name === undefined && at + 1 < letters.length ? letters.slice(at + 1) : args[++i]);
        if (value === undefined) return { problem: "option requires an argument -- 'z'", hint: true };
        zone = value;
        break;
      } else return { problem: `invalid option -- '${letter}'`, hint: true };
    }
  }
  const [target] = operands;
  if (command === undefined || target === undefined || operands.length > 1) return { problem: 'bad usage', hint: true };
  return { enable: command === 'e', useBlocks, verbose, zone, target };
}

const SUFFIX = 'KMGTPEZY';

function readTarget(param: string, useBlocks: boolean, size: number): Target | Problem {
  const parts = param.split('-');
  if (parts.length > 2) return { problem: `Invalid parameter: ${param}` };
  const [first = '', last] = parts;
  if (useBlocks) {
    const wrong = [first, last ?? first].findIndex((t) => !/^\d{1,15}$/.test(t));
    const what = last === undefined ? 'block number' : wrong === 0 ? 'start' : 'end';
    if (wrong >= 0) return { problem: `Failed to parse ${what}: '${wrong === 0 ? first : (last ?? '')}'` };
    return inOrder({ kind: 'range', start: Number(first), end: Number(last ?? first) }, param);
  }
  if (last === undefined) {
    // a plain number is MiB; hexadecimal and fractions are sizes too
    const m = /^(0[xX][0-9a-fA-F]+|\d+(?:\.\d+)?)([KMGTPEZYkmgtpezy])?(?:iB|B)?$/.exec(first);
    if (m === null) return { problem: `Failed to parse size: '${first}': Invalid argument` };
    const base = Number(m[1]) * 1024 ** (SUFFIX.indexOf((m[2] ?? '?').toUpperCase()) + 1);
    const wanted = /\d$/.test(first) ? base * 1024 * 1024 : base;
    if (wanted >= 2 ** 64) return { problem: `Failed to parse size: '${first}': Numerical result out of range` };
    if (wanted % size !== 0) return { problem: `Size must be aligned to memory block size (${humanSize(size)})` };
    return { kind: 'size', blocks: wanted / size };
  }
  if (first.charAt(1) !== 'x') return { problem: `Invalid start address format: ${first}` };
  if (last.charAt(1) !== 'x') return { problem: `Invalid end address format: ${last}` };
  for (const [t, what] of [
    [first, 'start'],
    [last, 'end'],
  ] as const) {
    if (!/^0x[0-9a-fA-F]{1,16}$/.test(t)) return { problem: `Failed to parse ${what} address: '${t}'` };
  }
  const [start, end] = [BigInt(first), BigInt(last)];
  const block = BigInt(size);
  if (start % block !== 0n || (end + 1n) % block !== 0n) {
    return { problem: `Start address and (end address + 1) must be aligned to memory block size (${humanSize(size)})` };
  }
  return inOrder({ kind: 'range', start: Number(start / block), end: Number(end / block) }, param);
}
const inOrder = (t: Target & { kind: 'range' }, param: string): Target | Problem =>
  t.start > t.end ? { problem: `Invalid range: ${param}` } : t;

const blockName = (index: number, size: number): string => {
  const hex = (n: number): string => `0x${n.toString(16).padStart(16, '0')}`;
  return `Memory Block ${index} (${hex(index * size)}-${hex((index + 1) * size - 1)})`;
};
const verb = (wish: Wish): string => (wish.enable ? 'enable' : 'disable');

/** What is written into `state`; undefined: the block's zones do not fit the wish. */
function valueFor(wish: Wish, zones: string): string | undefined {
  if (wish.zone !== undefined) {
    const at = zones.toLowerCase().indexOf(wish.zone.toLowerCase());
    if (wish.enable ? at < 0 : at !== 0) return undefined;
    return wish.enable ? (wish.zone === 'Movable' ? 'online_movable' : 'online_kernel') : 'offline';
  }
  if (!wish.enable) return 'offline';
  return wish.haveZones && zones.toLowerCase().includes('movable') ? 'online_movable' : 'online';
}
const already = (files: ConsoleFiles, dir: string, wish: Wish): boolean =>
  (text(files, `${dir}/state`) ?? '').startsWith(wish.enable ? 'online' : 'offlin');

/** SIZE: blocks upwards when enabling, downwards when disabling, passing over what is already there or does not fit. */
function* changeSize(context: Context, wish: Wish, blocks: number, size: number): Proc<number> {
  const { files } = context.machine;
  let left = blocks;
  const numbers = blockNumbers(files);
  for (const index of wish.enable ? numbers : numbers.reverse()) {
    if (left === 0) break;
    const dir = `${MEMORY}/memory${index}`;
    if (already(files, dir, wish)) continue;
    const value = valueFor(wish, wish.haveZones ? (text(files, `${dir}/valid_zones`) ?? '') : '');
    if (value === undefined) continue;
    const errno = yield* files.write(`${dir}/state`, value);
    if (wish.verbose)
      yield* context.print(`${blockName(index, size)} ${verb(wish)}${errno === undefined ? 'd' : ' failed'}\n`);
    if (errno === undefined) left--;
    if (errno === 'EINTR') break;
  }
  if (left > 0) yield* context.complain(`Could only ${verb(wish)} ${humanSize((blocks - left) * size)} of memory`);
  return left === 0 ? 0 : left === blocks ? 1 : EXIT_SOME;
}

/** RANGE: every block in it; one that is already there counts as done. */
function* changeRange(
  context: Context,
  wish: Wish,
  { start, end }: Target & { kind: 'range' },
  size: number,
): Proc<number> {
  const { files } = context.machine;
  const wanted = end - start + 1;
  let left = wanted;
  for (const index of blockNumbers(files)) {
    if (index < start) continue;
    if (index > end) break;
    const dir = `${MEMORY}/memory${index}`;
    const name = blockName(index, size);
    if (already(files, dir, wish)) {
      if (wish.verbose) yield* context.print(`${name} already ${verb(wish)}d\n`);
      left--;
      continue;
    }
    const value = valueFor(wish, wish.haveZones ? (text(files, `${dir}/valid_zones`) ?? '') : '');
    if (value === undefined) {
      yield* context.complain(`${name} ${verb(wish)} failed: Zone mismatch`);
      continue;
    }
    const errno = yield* files.write(`${dir}/state`, value);
    if (errno !== undefined) yield* context.complain(`${name} ${verb(wish)} failed: ${ERRNO_TEXT[errno]}`);
    else {
      left--;
      if (wish.verbose) yield* context.print(`${name} ${verb(wish)}d\n`);
    }
    if (errno === 'EINTR') break;
  }
  return left === 0 ? 0 : left === wanted ? 1 : EXIT_SOME;
}

/** The commands of this file. */
export const MEMORY_COMMANDS: readonly ShellCommand[] = [
  {
    name: 'chmem',
    usage: 'chmem -e|-d [-b] [-v] [-z ZONE] SIZE|RANGE|BLOCKRANGE',
    run: chmem,
  },
  {
    name: 'lsmem',
    usage: 'lsmem [-abJnPr] [-o LIST] [-S LIST] [--summary[=WHEN]]',
    run: runLsmem,
  },
];

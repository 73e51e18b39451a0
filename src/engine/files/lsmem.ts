/**
 * lsmem of util-linux 2.38 as a pure function of what it would read below /sys/devices/system/memory.
 *
 * Neighbouring blocks that are equal in every "split" column become one row; without -S the split columns are the
 * output columns, so asking for NODE or ZONES also splits by them.
 */
import { alignedTable, jsonTable, pairsTable, rawTable } from './columns.ts';
import type { Cell, TableColumn } from './columns.ts';

/** What lsmem reads of one memory block directory. */
export interface LsmemBlock {
  /** N of memoryN. */
  readonly index: number;
  /** Text of `state` without newline. */
  readonly state: string;
  readonly removable: boolean;
  /** Number of the first node link; undefined when there is none. */
  readonly node: number | undefined;
  /** Text of `valid_zones` without newline; undefined when the file is missing. */
  readonly zones: string | undefined;
}

/** The memory directory: block size in bytes and the blocks in ascending order. */
export interface LsmemSource {
  readonly blockBytes: number;
  readonly blocks: Iterable<LsmemBlock>;
}

type Column = 'RANGE' | 'SIZE' | 'STATE' | 'REMOVABLE' | 'BLOCK' | 'NODE' | 'ZONES';
const COLUMNS: readonly Column[] = ['RANGE', 'SIZE', 'STATE', 'REMOVABLE', 'BLOCK', 'NODE', 'ZONES'];
const DEFAULT_COLUMNS: readonly Column[] = ['RANGE', 'SIZE', 'STATE', 'REMOVABLE', 'BLOCK'];
const ABOUT: Readonly<Record<Column, string>> = {
  RANGE: 'addresses, the last one included',
  SIZE: 'size of the range',
  STATE: 'online, offline or on the way',
  REMOVABLE: 'what the kernel says in removable',
  BLOCK: 'numbers of the memory blocks',
  NODE: 'NUMA node',
  ZONES: 'zone, or zones to choose from',
};
/** Names lsmem knows; valid_zones is compared without regard to case. */
const ZONE_WORDS: readonly string[] = ['DMA', 'DMA32', 'Normal', 'Highmem', 'Movable', 'Device', 'None'];

/** How the rows are made and printed. */
export interface LsmemOptions {
  readonly columns: readonly Column[];
  /** Columns whose values must be equal for blocks to share a row; undefined: the output columns. */
  readonly split: readonly Column[] | undefined;
  /** -a: every block on its own row. */
  readonly all: boolean;
  readonly bytes: boolean;
  readonly headings: boolean;
  readonly format: 'table' | 'json' | 'pairs' | 'raw';
  readonly table: boolean;
  readonly summary: boolean;
}

/** lsmem without options. */
export const LSMEM_DEFAULTS: LsmemOptions = { columns: DEFAULT_COLUMNS, split: undefined, all: false, bytes: false, headings: true, format: 'table', table: true, summary: true };
/** The columns of all kinds, as `--output-all` and the recordings of real machines ask for. */
export const LSMEM_ALL_COLUMNS: readonly Column[] = COLUMNS;

/** What a command printed and its exit status. */
export interface CommandResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number;
}

interface Row {
  readonly index: number;
  count: number;
  readonly first: LsmemBlock;
  readonly zones: readonly string[];
}

/**
 * A size as util-linux prints it: one letter, one decimal rounded at the half of the third digit, no trailing zero
 * (lib/strutils.c: size_to_human_string).
 */
export function humanSize(bytes: number): string {
  const letters = 'BKMGTPE';
  let exp = 0;
  while (exp < letters.length - 1 && bytes >= 1024 ** (exp + 1)) exp++;
  const unit = 1024 ** exp;
  let whole = Math.floor(bytes / unit);
  let tenth = Math.floor((Math.floor(((bytes % unit) * 1000) / unit) + 50) / 100);
  if (tenth === 10) {
    whole++;
    tenth = 0;
  }
  return `${whole}${tenth > 0 ? `.${tenth}` : ''}${letters[exp] ?? ''}`;
}

const zoneWords = (text: string | undefined): readonly string[] =>
  text === undefined ? [] : text.split(' ').filter((w) => w !== '').map((w) => ZONE_WORDS.find((z) => z.toLowerCase() === w.toLowerCase()) ?? 'Unknown');

function rowsOf(blocks: readonly LsmemBlock[], options: LsmemOptions, haveNodes: boolean, haveZones: boolean): Row[] {
  const split = new Set(options.split ?? options.columns);
  const rows: Row[] = [];
  for (const block of blocks) {
    const zones = haveZones ? zoneWords(block.zones) : [];
    const last = rows.at(-1);
    const joins =
      last !== undefined &&
      !options.all &&
      last.index + last.count === block.index &&
      !(split.has('STATE') && last.first.state !== block.state) &&
      !(split.has('REMOVABLE') && last.first.removable !== block.removable) &&
      !(split.has('NODE') && haveNodes && last.first.node !== block.node) &&
      !(split.has('ZONES') && haveZones && (last.zones.length !== zones.length || zones.some((z, i) => z === 'Unknown' || z !== last.zones[i])));
    if (joins) last.count++;
    else rows.push({ index: block.index, count: 1, first: block, zones });
  }
  return rows;
}

/** The text lsmem prints for a memory directory. */
export function lsmemText(source: LsmemSource, options: LsmemOptions): string {
  const blocks = [...source.blocks];
  const size = source.blockBytes;
  const haveNodes = blocks[0]?.node !== undefined;
  // 2.38 looks at block 0 only: without it no zone is ever shown
  const haveZones = blocks[0]?.index === 0 && blocks[0].zones !== undefined;
  const hex = (n: number): string => `0x${n.toString(16).padStart(16, '0')}`;
  const cell = (column: Column, row: Row): Cell => {
    switch (column) {
      case 'RANGE':
        return `${hex(row.index * size)}-${hex((row.index + row.count) * size - 1)}`;
      case 'SIZE':
        return options.bytes ? String(row.count * size) : humanSize(row.count * size);
      case 'STATE':
        return row.first.state === 'online' || row.first.state === 'offline' ? row.first.state : row.first.state === 'going-offline' ? 'on->off' : '?';
      case 'REMOVABLE':
        return row.first.state === 'online' ? (row.first.removable ? 'yes' : 'no') : undefined;
      case 'BLOCK':
        return row.count === 1 ? String(row.index) : `${row.index}-${row.index + row.count - 1}`;
      case 'NODE':
        return haveNodes ? String(row.first.node ?? -1) : undefined;
      case 'ZONES':
        return haveZones ? row.zones.join('/') : undefined;
    }
  };
  let out = '';
  if (options.table) {
    const columns = options.columns.map(
      (name): TableColumn => ({
        name,
        alignRight: name !== 'RANGE',
        widthHint: name === 'SIZE' ? 5 : 0,
        json: name === 'NODE' || (name === 'SIZE' && options.bytes) ? 'number' : name === 'REMOVABLE' ? 'boolean' : 'string',
      }),
    );
    const rows = rowsOf(blocks, options, haveNodes, haveZones).map((row) => options.columns.map((c) => cell(c, row)));
    switch (options.format) {
      case 'table':
        out += alignedTable(columns, rows, options.headings);
        break;
      case 'raw':
        out += rawTable(columns, rows, options.headings);
        break;
      case 'pairs':
        out += pairsTable(columns, rows);
        break;
      case 'json':
        out += jsonTable('memory', columns, rows);
        break;
    }
    if (options.summary) out += '\n';
  }
  if (options.summary) {
    const online = blocks.filter((b) => b.state === 'online').length * size;
    const amount = (n: number): string => (options.bytes ? String(n).padStart(15) : humanSize(n).padStart(5));
    const line = (label: string, n: number): string => `${label.padEnd(23)} ${amount(n)}\n`;
    out += line('Memory block size:', size) + line('Total online memory:', online) + line('Total offline memory:', blocks.length * size - online);
  }
  return out;
}

const HELP = `
Usage:
 lsmem [options]

Shows the ranges of memory and whether they are online.

Options:
 -J, --json              JSON output
 -P, --pairs             key="value" output
 -a, --all               one row for every memory block
 -b, --bytes             sizes in bytes
 -n, --noheadings        no header line
 -o, --output <list>     columns to print
     --output-all        print every column
 -r, --raw               raw output
 -S, --split <list>      columns that separate rows ("none": adjacency alone)
 -s, --sysroot <dir>     another system root
     --summary[=<when>]  never, always or only

 -h, --help              this text
 -V, --version           version

Columns:
${COLUMNS.map((c) => `${c.padStart(11)}  ${ABOUT[c]}`).join('\n')}
`;

const LONG: Readonly<Record<string, string>> = { json: 'J', pairs: 'P', all: 'a', bytes: 'b', noheadings: 'n', output: 'o', 'output-all': 'O', raw: 'r', split: 'S', sysroot: 's', summary: 'y', help: 'h', version: 'V' };
const NEEDS_ARGUMENT = 'oSs';
const EXCLUSIVE: readonly (readonly [string, string])[][] = [
  [['J', '--json'], ['P', '--pairs'], ['r', '--raw']],
  [['S', '--split'], ['a', '--all']],
];

/**
 * Runs lsmem with command line arguments (without the program's name). Options may be joined (`-Jb`), take their value
 * from the next word or after `=`, and long ones may be shortened as getopt_long allows.
 */
export function lsmem(args: readonly string[], source: LsmemSource): CommandResult {
  const fail = (message: string): CommandResult => ({ stdout: '', stderr: `lsmem: ${message}\n`, status: 1 });
  const tryHelp = (message: string): CommandResult => fail(`${message}\nTry 'lsmem --help' for more information.`);
  const given: { readonly opt: string; readonly value: string | undefined }[] = [];
  const words: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? '';
    if (arg === '--') {
      words.push(...args.slice(i + 1));
      break;
    }
    if (arg.startsWith('--')) {
      const [name = '', ...rest] = arg.slice(2).split('=');
      let value = rest.length > 0 ? rest.join('=') : undefined;
      const names = Object.hasOwn(LONG, name) ? [name] : Object.keys(LONG).filter((n) => n.startsWith(name));
      if (names.length === 0) return tryHelp(`unrecognized option '--${name}'`);
      if (names.length > 1) return tryHelp(`option '--${name}' is ambiguous; possibilities:${names.map((n) => ` '--${n}'`).join('')}`);
      const full = names[0] ?? '';
      const opt = LONG[full] ?? '';
      if (NEEDS_ARGUMENT.includes(opt)) {
        value ??= args[++i];
        if (value === undefined) return tryHelp(`option '--${full}' requires an argument`);
      } else if (value !== undefined && opt !== 'y') return tryHelp(`option '--${full}' doesn't allow an argument`);
      given.push({ opt, value });
    } else if (arg.startsWith('-') && arg.length > 1) {
      for (let at = 1; at < arg.length; at++) {
        const opt = arg.charAt(at);
        if (NEEDS_ARGUMENT.includes(opt)) {
          const value = at + 1 < arg.length ? arg.slice(at + 1) : args[++i];
          if (value === undefined) return tryHelp(`option requires an argument -- '${opt}'`);
          given.push({ opt, value });
          break;
        }
        if (!'JPabnrhV'.includes(opt)) return tryHelp(`invalid option -- '${opt}'`);
        given.push({ opt, value: undefined });
      }
    } else words.push(arg);
  }
  let o = LSMEM_DEFAULTS;
  let output: string | undefined;
  let splitList: string | undefined;
  for (const [n, { opt, value }] of given.entries()) {
    for (const group of EXCLUSIVE) {
      const member = group.some(([c]) => c === opt);
      if (member && given.slice(0, n).some((g) => g.opt !== opt && group.some(([c]) => c === g.opt))) return fail(`mutually exclusive arguments: ${group.map(([, name]) => name).join(' ')}`);
    }
    switch (opt) {
      case 'J':
      case 'P':
      case 'r':
        o = { ...o, format: opt === 'J' ? 'json' : opt === 'P' ? 'pairs' : 'raw', summary: false };
        break;
      case 'a':
        o = { ...o, all: true };
        break;
      case 'b':
        o = { ...o, bytes: true };
        break;
      case 'n':
        o = { ...o, headings: false };
        break;
      case 'o':
        output = value;
        break;
      case 'O':
        o = { ...o, columns: COLUMNS };
        break;
      case 'S':
        splitList = value;
        break;
      case 's':
        return fail(`cannot open ${value ?? ''}/sys/devices/system/memory: No such file or directory`);
      case 'y':
        if (value === 'never') o = { ...o, summary: false };
        else if (value === 'always') o = { ...o, summary: true };
        else if (value === undefined || value === 'only') o = { ...o, table: false };
        else return fail('unsupported --summary argument');
        break;
      case 'h':
        return { stdout: HELP, stderr: '', status: 0 };
      default:
        return { stdout: 'lsmem from util-linux 2.38.1\n', stderr: '', status: 0 };
    }
  }
  if (words.length > 0) return tryHelp('bad usage');
  const list = (text: string): readonly Column[] | string => {
    const found: Column[] = [];
    for (const word of text.split(',')) {
      const column = COLUMNS.find((c) => c.toLowerCase() === word.toLowerCase());
      if (column === undefined) return word;
      found.push(column);
    }
    return found;
  };
  if (output !== undefined) {
    const more = list(output.startsWith('+') ? output.slice(1) : output);
    if (typeof more === 'string') return fail(`unknown column: ${more}`);
    o = { ...o, columns: output.startsWith('+') ? [...o.columns, ...more] : more };
  }
  if (splitList !== undefined) {
    const split = splitList.toLowerCase() === 'none' ? [] : list(splitList);
    if (typeof split === 'string') return fail(`unknown column: ${split}`);
    o = { ...o, split };
  }
  return { stdout: lsmemText(source, o), stderr: '', status: 0 };
}

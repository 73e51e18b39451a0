/** lsmem's command line (util-linux 2.38: sys-utils/lsmem.c). */
import { COLUMNS, LSMEM_DEFAULTS, lsmemText } from './lsmem-table.ts';
import type { Column, LsmemSource } from './lsmem-table.ts';

export { humanSize } from './lsmem-table.ts';
export type { LsmemBlock, LsmemSource } from './lsmem-table.ts';

/** What a command printed and its exit status. */
export interface CommandResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number;
}

const ABOUT: Readonly<Record<Column, string>> = {
  RANGE: 'addresses, the last one included',
  SIZE: 'size of the range',
  STATE: 'online, offline or on the way',
  REMOVABLE: 'what the kernel says in removable',
  BLOCK: 'numbers of the memory blocks',
  NODE: 'NUMA node',
  ZONES: 'zone, or zones to choose from',
};
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

const LONG: Readonly<Record<string, string>> = {
  json: 'J',
  pairs: 'P',
  all: 'a',
  bytes: 'b',
  noheadings: 'n',
  output: 'o',
  'output-all': 'O',
  raw: 'r',
  split: 'S',
  sysroot: 's',
  summary: 'y',
  help: 'h',
  version: 'V',
};
const NEEDS_ARGUMENT = 'oSs';
const EXCLUSIVE: readonly (readonly [string, string])[][] = [
  [
    ['J', '--json'],
    ['P', '--pairs'],
    ['r', '--raw'],
  ],
  [
    ['S', '--split'],
    ['a', '--all'],
  ],
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
      if (names.length > 1)
        return tryHelp(`option '--${name}' is ambiguous; possibilities:${names.map((n) => ` '--${n}'`).join('')}`);
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
      if (member && given.slice(0, n).some((g) => g.opt !== opt && group.some(([c]) => c === g.opt)))
        return fail(`mutually exclusive arguments: ${group.map(([, name]) => name).join(' ')}`);
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

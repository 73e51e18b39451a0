/** Commands that need no files: echo, printf, seq, sleep, test and their like. */
import { stoppedAfterNumbers } from '#words/shell.ts';
import { logLines } from '../../../engine/kernel/kernel.ts';
import type { Proc } from '../../../engine/kernel/scheduler.ts';
import type { Context, ShellCommand } from '../context.ts';
import { exists } from '../glob.ts';

/** Backslash sequences of echo -e and printf. */
function unescape(text: string): string {
  const named: Readonly<Record<string, string>> = {
    a: '\x07',
    b: '\b',
    e: '\x1b',
    f: '\f',
    n: '\n',
    r: '\r',
    t: '\t',
    v: '\v',
    '\\': '\\',
  };
  return text.replace(
    /\\(?:0([0-7]{1,3})|x([0-9a-fA-F]{1,2})|([abefnrtv\\]))/g,
    (_, octal?: string, hex?: string, letter?: string) =>
      octal !== undefined
        ? String.fromCharCode(Number.parseInt(octal, 8))
        : hex !== undefined
          ? String.fromCharCode(Number.parseInt(hex, 16))
          : (named[letter ?? ''] ?? ''),
  );
}

function* echo(context: Context, args: readonly string[]): Proc<number> {
  let from = 0;
  let newline = true;
  let escapes = false;
  for (; /^-[neE]+$/.test(args[from] ?? ''); from++) {
    const letters = args[from] ?? '';
    if (letters.includes('n')) newline = false;
    if (letters.includes('e')) escapes = true;
  }
  const text = args.slice(from).join(' ');
  yield* context.print((escapes ? unescape(text) : text) + (newline ? '\n' : ''));
  return 0;
}

function* printf(context: Context, args: readonly string[]): Proc<number> {
  const [format, ...values] = args;
  if (format === undefined) {
    yield* context.streams.err.write('printf: usage: printf FORMAT [ARG]...\n');
    return 1;
  }
  let at = 0;
  let out = '';
  do {
    out += unescape(format).replace(
      /%(?:%|(-?0?\d*)([sdiuxXc]))/g,
      (whole, width: string | undefined, kind: string | undefined) => {
        if (kind === undefined) return whole === '%%' ? '%' : whole;
        const value = values[at++] ?? '';
        const n = /^-?(0[xX][0-9a-fA-F]+|\d+)$/.test(value)
          ? BigInt(value.replace('-', '')) * (value.startsWith('-') ? -1n : 1n)
          : 0n;
        const text =
          kind === 's'
            ? value
            : kind === 'c'
              ? value.charAt(0)
              : kind === 'x' || kind === 'X'
                ? n.toString(16)
                : n.toString();
        const shown = kind === 'X' ? text.toUpperCase() : text;
        const columns = Math.min(Math.abs(Number(width ?? 0)), 1000);
        if (width?.startsWith('-') === true) return shown.padEnd(columns);
        return shown.padStart(columns, width?.startsWith('0') === true ? '0' : ' ');
      },
    );
  } while (at > 0 && at < values.length && out.length < 100_000);
  yield* context.print(out);
  return 0;
}

const SEQ_LIMIT = 100_000;
function* seq(context: Context, args: readonly string[]): Proc<number> {
  const separator = args[0] === '-s' ? (args[1] ?? '') : '\n';
  const numbers = args.slice(args[0] === '-s' ? 2 : 0).map((a) => (/^-?\d+(\.\d+)?$/.test(a) ? Number(a) : Number.NaN));
  if (numbers.length < 1 || numbers.length > 3 || numbers.some(Number.isNaN)) {
    yield* context.streams.err.write('Usage: seq [-s SEP] [FIRST [INC]] LAST\n');
    return 1;
  }
  const last = numbers.at(-1) ?? 0;
  const first = numbers.length > 1 ? (numbers[0] ?? 1) : 1;
  const step = numbers.length > 2 ? (numbers[1] ?? 1) : 1;
  const out: string[] = [];
  for (let v = first; step >= 0 ? v <= last : v >= last; v += step) {
    if (out.length >= SEQ_LIMIT) {
      yield* context.complain(stoppedAfterNumbers(SEQ_LIMIT));
      return 1;
    }
    out.push(String(v));
  }
  if (out.length > 0) yield* context.print(`${out.join(separator)}\n`);
  return 0;
}

function* sleep(context: Context, args: readonly string[]): Proc<number> {
  if (args.length === 0) {
    yield* context.streams.err.write('Usage: sleep [N]...\n');
    return 1;
  }
  const bad = args.find((a) => !/^\d+(\.\d+)?[smhd]?$/.test(a));
  if (bad === undefined) return 0;
  yield* context.complain(`invalid number '${bad}'`);
  return 1;
}

/** One expression of test: its words without the brackets. Undefined: not an expression. */
function evaluate(context: Context, words: readonly string[]): boolean | undefined {
  const [a = '', b, c] = words;
  if (words.length === 0) return false;
  if (a === '!' && words.length > 1) {
    const inner = evaluate(context, words.slice(1));
    return inner === undefined ? undefined : !inner;
  }
  if (words.length === 1) return a !== '';
  if (words.length === 2) {
    const { files } = context.machine;
    const path = context.resolve(b ?? '');
    if (a === '-n') return b !== '';
    if (a === '-z') return b === '';
    if (a === '-e') return exists(files, path);
    if (a === '-d') return files.exists(path) === 'dir';
    if (a === '-f' || a === '-r' || a === '-w') return files.exists(path) === 'file';
    return undefined;
  }
  if (words.length !== 3 || b === undefined || c === undefined) return undefined;
  if (b === '=' || b === '==') return a === c;
  if (b === '!=') return a !== c;
  if (!/^-?\d+$/.test(a) || !/^-?\d+$/.test(c)) return undefined;
  const [x, y] = [BigInt(a), BigInt(c)];
  switch (b) {
    case '-eq':
      return x === y;
    case '-ne':
      return x !== y;
    case '-lt':
      return x < y;
    case '-le':
      return x <= y;
    case '-gt':
      return x > y;
    case '-ge':
      return x >= y;
    default:
      return undefined;
  }
}

function* test(context: Context, args: readonly string[]): Proc<number> {
  const value = evaluate(context, args);
  if (value !== undefined) return value ? 0 : 1;
  yield* context.streams.err.write(`sh: test: bad expression\n`);
  return 2;
}

function* bracket(context: Context, args: readonly string[]): Proc<number> {
  if (args.at(-1) === ']') return yield* test(context, args.slice(0, -1));
  yield* context.streams.err.write('sh: missing ]\n');
  return 2;
}

function* cd(context: Context, args: readonly string[]): Proc<number> {
  const name = args[0] ?? '/';
  const path = context.resolve(name);
  if (path !== '/' && context.machine.files.exists(path) !== 'dir') {
    const why = exists(context.machine.files, path) ? 'Not a directory' : 'No such file or directory';
    yield* context.streams.err.write(`sh: cd: line 0: can't cd to ${name}: ${why}\n`);
    return 2;
  }
  context.env.cwd = path;
  context.env.variables.set('PWD', path);
  return 0;
}

function* print(context: Context, text: string): Proc<number> {
  yield* context.print(text);
  return 0;
}
// eslint-disable-next-line require-yield -- commands are procedures, these just wait for nothing
function* status(value: number): Proc<number> {
  return value;
}

function* uname(context: Context, args: readonly string[]): Proc<number> {
  const { release } = context.machine.k.config;
  return yield* print(
    context,
    args[0] === '-r' ? `${release}\n` : args[0] === '-a' ? `Linux (none) ${release}\n` : 'Linux\n',
  );
}

/** The commands of this file. */
export const BASIC: readonly ShellCommand[] = [
  { name: 'echo', builtin: true, usage: 'echo [-neE] [ARG]...', run: echo },
  { name: 'printf', builtin: true, usage: 'printf FORMAT [ARG]...', run: printf },
  { name: 'seq', usage: 'seq [-s SEP] [FIRST [INC]] LAST', run: seq },
  { name: 'sleep', usage: 'sleep [N]...', run: sleep },
  { name: 'true', builtin: true, usage: 'true', run: () => status(0) },
  { name: ':', builtin: true, usage: ':', run: () => status(0) },
  { name: 'false', builtin: true, usage: 'false', run: () => status(1) },
  { name: 'test', builtin: true, usage: 'test EXPRESSION', run: test },
  { name: '[', builtin: true, usage: '[ EXPRESSION ]', run: bracket },
  { name: 'cd', builtin: true, usage: 'cd [DIR]', run: cd },
  {
    name: 'pwd',
    builtin: true,
    usage: 'pwd',
    run: (context) => print(context, `${context.env.cwd}\n`),
  },
  { name: 'uname', usage: 'uname [-ar]', run: uname },
  {
    name: 'dmesg',
    usage: 'dmesg',
    run: (context) =>
      print(
        context,
        logLines(context.machine.k.log.value)
          .map((l) => `${l}\n`)
          .join(''),
      ),
  },
  {
    name: 'history',
    builtin: true,
    usage: 'history',
    run: (context) => print(context, context.history.map((l, i) => `${String(i).padStart(5)} ${l}\n`).join('')),
  },
];

/** Commands that read files: cat, ls, grep, head, tail, wc, sort, uniq, tee. */
import { ERRNO_TEXT } from '../../../engine/kernel/errno.ts';
import type { Proc } from '../../../engine/kernel/scheduler.ts';
import type { DirEntry } from '../../../engine/files/types.ts';
import type { Context, ShellCommand } from '../context.ts';
import { byBytes, exists } from '../glob.ts';
import { FileSink, OUTPUT_LIMIT, faultText, openForWriting } from '../io.ts';
import { Regex } from '../regex.ts';
import { options } from './options.ts';

/** An input with its name; undefined for standard input. */
interface Input {
  readonly name: string | undefined;
  readonly text: string;
}

/** Reads the named files, or standard input when none is named; reports what cannot be read with `say`. */
function* inputs(
  context: Context,
  names: readonly string[],
  say: (name: string, errno: keyof typeof ERRNO_TEXT) => string,
): Proc<{ read: Input[]; failed: boolean }> {
  if (names.length === 0) return { read: [{ name: undefined, text: context.streams.input ?? '' }], failed: false };
  const read: Input[] = [];
  let failed = false;
  let size = 0;
  for (const name of names) {
    if (size > OUTPUT_LIMIT) {
      yield* context.complain(`${name}: File too large`);
      return { read, failed: true };
    }
    if (name === '-') {
      size += context.streams.input?.length ?? 0;
      read.push({ name: '(standard input)', text: context.streams.input ?? '' });
      continue;
    }
    const result = name === '/dev/null' ? { text: '' } : context.machine.files.read(context.resolve(name));
    if ('text' in result) {
      size += result.text.length;
      read.push({ name, text: result.text });
    } else {
      failed = true;
      yield* context.complain(say(name, result.errno));
    }
  }
  return { read, failed };
}
const plainly = (name: string, errno: keyof typeof ERRNO_TEXT): string => `${name}: ${ERRNO_TEXT[errno]}`;
/** cat and tail: opening and reading fail with different words. */
const opening = (name: string, errno: keyof typeof ERRNO_TEXT): string =>
  errno === 'ENOENT' || errno === 'EACCES' || errno === 'ENOTDIR'
    ? `can't open '${name}': ${ERRNO_TEXT[errno]}`
    : `read error: ${ERRNO_TEXT[errno]}`;

const linesOf = (text: string): string[] => {
  if (text === '') return [];
  return (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
};
const joined = (lines: readonly string[]): string => (lines.length === 0 ? '' : `${lines.join('\n')}\n`);

function* cat(context: Context, args: readonly string[]): Proc<number> {
  const parsed = yield* options(context, args, 'nu', 'cat [-n] [FILE]...');
  if (parsed === undefined) return 1;
  let failed = false;
  let n = 0;
  // file by file: what was readable before an error is printed before it
  for (const name of parsed.operands.length === 0 ? [undefined] : parsed.operands) {
    const got = yield* inputs(context, name === undefined ? [] : [name], opening);
    failed ||= got.failed;
    for (const { text } of got.read) {
      yield* context.print(
        parsed.flags.has('n') ? joined(linesOf(text).map((l) => `${String(++n).padStart(6)}\t${l}`)) : text,
      );
    }
  }
  return failed ? 1 : 0;
}

const MODE: Readonly<Record<DirEntry['kind'], string>> = { dir: 'drwxr-xr-x', link: 'lrwxrwxrwx', file: '-rw-r--r--' };

function* ls(context: Context, args: readonly string[]): Proc<number> {
  const parsed = yield* options(context, args, '1aAdFl', 'ls [-1AadFl] [FILE]...');
  if (parsed === undefined) return 1;
  const { flags } = parsed;
  const { files } = context.machine;
  const show = (e: DirEntry): string => {
    const mark = flags.has('F') && e.kind === 'dir' ? '/' : flags.has('F') && e.kind === 'link' ? '@' : '';
    const target = flags.has('l') && e.target !== undefined ? ` -> ${e.target}` : '';
    return `${flags.has('l') ? `${MODE[e.kind]} ` : ''}${e.name}${target === '' ? mark : target}`;
  };
  const names = parsed.operands.length === 0 ? ['.'] : [...parsed.operands].sort(byBytes);
  const single: DirEntry[] = [];
  const dirs: { readonly name: string; readonly entries: readonly DirEntry[] }[] = [];
  let failed = false;
  for (const name of names) {
    const path = context.resolve(name);
    const listed = files.list(path);
    if ('entries' in listed && !flags.has('d')) dirs.push({ name, entries: listed.entries });
    else if ('entries' in listed) single.push({ name, kind: 'dir' });
    else if (exists(files, path)) single.push({ ...entryOf(context, path), name });
    else {
      failed = true;
      yield* context.complain(`${name}: ${ERRNO_TEXT[listed.errno === 'ENOTDIR' ? 'ENOENT' : listed.errno]}`);
    }
  }
  const blocks = single.length === 0 ? [] : [joined(single.map(show))];
  for (const { name, entries } of dirs) {
    const shown = entries
      .filter((e) => flags.has('a') || flags.has('A') || !e.name.startsWith('.'))
      .sort((a, b) => byBytes(a.name, b.name));
    blocks.push(`${names.length > 1 ? `${name}:\n` : ''}${joined(shown.map(show))}`);
  }
  yield* context.print(blocks.join('\n'));
  return failed ? 1 : 0;
}

function entryOf(context: Context, path: string): DirEntry {
  const cut = path.lastIndexOf('/');
  const parent = context.machine.files.list(cut <= 0 ? '/' : path.slice(0, cut));
  const name = path.slice(cut + 1);
  return ('entries' in parent ? parent.entries.find((e) => e.name === name) : undefined) ?? { name, kind: 'file' };
}

/** All matches in a line, from left to right, each as long as can be. Of a very long line only the beginning is searched. */
function matchesIn(wanted: Regex, line: string): string[] {
  const out: string[] = [];
  for (let at = 0; at < Math.min(line.length, SEARCHED);) {
    const match = wanted.matchAt(line, at) ?? '';
    if (match !== '') out.push(match);
    at += Math.max(1, match.length);
  }
  return out;
}
const SEARCHED = 2000;

function* grep(context: Context, args: readonly string[]): Proc<number> {
  const usage = 'grep [-HhivwxnlcoqsEF] [-m N] [-e PATTERN] PATTERN [FILE]...';
  const parsed = yield* options(context, args, 'HhivwxnlcoqsEFre:m:', usage);
  if (parsed === undefined) return 2;
  const { flags, values } = parsed;
  const pattern = values.get('e') ?? parsed.operands[0];
  if (pattern === undefined) {
    yield* context.streams.err.write(`Usage: ${usage}\n`);
    return 2;
  }
  const wanted = Regex.compile(pattern, {
    extended: flags.has('E'),
    fixed: flags.has('F'),
    ignoreCase: flags.has('i'),
    around: flags.has('x') ? 'line' : flags.has('w') ? 'word' : undefined,
  });
  if (wanted === undefined) {
    yield* context.complain(`bad regex '${pattern}'`);
    return 2;
  }
  const names = values.has('e') ? parsed.operands : parsed.operands.slice(1);
  const { read, failed } = yield* inputs(context, names, plainly);
  const most = Number(values.get('m') ?? Number.POSITIVE_INFINITY);
  const withName = flags.has('H') || (names.length > 1 && !flags.has('h'));
  let matched = false;
  const out: string[] = [];
  for (const { name, text } of read) {
    const prefix = withName ? `${name ?? '(standard input)'}:` : '';
    let count = 0;
    for (const [i, line] of linesOf(text).entries()) {
      if (count >= most) break;
      if (wanted.test(line) === flags.has('v')) continue;
      count++;
      if (flags.has('c') || flags.has('l') || flags.has('q')) continue;
      const number = flags.has('n') ? `${i + 1}:` : '';
      const all = flags.has('o') ? matchesIn(wanted, line) : [line];
      for (const shown of all) out.push(`${prefix}${number}${shown}`);
    }
    matched ||= count > 0;
    if (flags.has('c')) out.push(`${prefix}${count}`);
    if (flags.has('l') && count > 0) out.push(name ?? '(standard input)');
  }
  if (!flags.has('q')) yield* context.print(joined(out));
  return failed && !flags.has('s') ? 2 : matched ? 0 : 1;
}

const lineCount = /^[+-]?\d{1,9}$/;

function* headOrTail(context: Context, args: readonly string[], tail: boolean): Proc<number> {
  const short = /^-\d+$/.test(args[0] ?? '') ? ['-n', (args[0] ?? '').slice(1), ...args.slice(1)] : args;
  const parsed = yield* options(context, short, 'n:c:qv', `${context.name} [-n N] [FILE]...`);
  if (parsed === undefined) return 1;
  const asked = parsed.values.get('n') ?? '10';
  if (!lineCount.test(asked)) {
    yield* context.complain(`invalid number '${asked}'`);
    return 1;
  }
  const n = Math.abs(Number(asked));
  const { read, failed } = yield* inputs(context, parsed.operands, tail ? opening : plainly);
  if (tail && failed && read.length === 0) yield* context.complain('no files');
  const parts = read.map(({ name, text }) => {
    const lines = linesOf(text);
    const kept = tail
      ? asked.startsWith('+')
        ? lines.slice(Math.max(0, n - 1))
        : lines.slice(Math.max(0, lines.length - n))
      : asked.startsWith('-')
        ? lines.slice(0, Math.max(0, lines.length - n))
        : lines.slice(0, n);
    return `${parsed.operands.length > 1 ? `==> ${name ?? 'standard input'} <==\n` : ''}${joined(kept)}`;
  });
  yield* context.print(parts.join('\n'));
  return failed ? 1 : 0;
}

function* wc(context: Context, args: readonly string[]): Proc<number> {
  const parsed = yield* options(context, args, 'clwm', 'wc [-clw] [FILE]...');
  if (parsed === undefined) return 1;
  const { flags } = parsed;
  const { read, failed } = yield* inputs(context, parsed.operands, plainly);
  const count = (text: string): number[] => [
    ...(flags.size === 0 || flags.has('l') ? [text.split('\n').length - 1] : []),
    ...(flags.size === 0 || flags.has('w') ? [(text.match(/\S+/g) ?? []).length] : []),
    ...(flags.size === 0 || flags.has('c') || flags.has('m') ? [text.length] : []),
  ];
  const rows = read.map((i) => ({ name: i.name, numbers: count(i.text) }));
  if (rows.length > 1)
    rows.push({
      name: 'total',
      numbers: rows[0]?.numbers.map((_, i) => rows.reduce((sum, r) => sum + (r.numbers[i] ?? 0), 0)) ?? [],
    });
  const wide = rows.length > 1 || (rows[0]?.numbers.length ?? 0) > 1;
  yield* context.print(
    rows
      .map(
        (r) =>
          `${r.numbers.map((x) => (wide ? String(x).padStart(9) : String(x))).join(' ')}${r.name === undefined ? '' : ` ${r.name}`}\n`,
      )
      .join(''),
  );
  return failed ? 1 : 0;
}

function* sort(context: Context, args: readonly string[]): Proc<number> {
  const parsed = yield* options(context, args, 'nru', 'sort [-nru] [FILE]...');
  if (parsed === undefined) return 1;
  const { flags, operands } = parsed;
  const { read, failed } = yield* inputs(context, operands, plainly);
  const number = (l: string): number => Number(/^\s*-?\d+/.exec(l)?.[0] ?? 0);
  let lines = read
    .flatMap((i) => linesOf(i.text))
    .sort((a, b) => (flags.has('n') ? number(a) - number(b) : 0) || byBytes(a, b));
  if (flags.has('r')) lines.reverse();
  if (flags.has('u')) lines = [...new Set(lines)];
  yield* context.print(joined(lines));
  return failed ? 2 : 0;
}

function* uniq(context: Context, args: readonly string[]): Proc<number> {
  const parsed = yield* options(context, args, 'c', 'uniq [-c] [FILE]');
  if (parsed === undefined) return 1;
  const { read, failed } = yield* inputs(context, parsed.operands.slice(0, 1), plainly);
  const runs: { line: string; n: number }[] = [];
  for (const line of read.flatMap((i) => linesOf(i.text))) {
    const last = runs.at(-1);
    if (last?.line === line) last.n++;
    else runs.push({ line, n: 1 });
  }
  yield* context.print(
    joined(runs.map((r) => (parsed.flags.has('c') ? `${String(r.n).padStart(7)} ${r.line}` : r.line))),
  );
  return failed ? 1 : 0;
}

function* tee(context: Context, args: readonly string[]): Proc<number> {
  const parsed = yield* options(context, args, 'a', 'tee [-a] [FILE]...');
  if (parsed === undefined) return 1;
  const text = context.streams.input ?? '';
  let status = 0;
  const { files } = context.machine;
  for (const name of parsed.operands) {
    if (name === '/dev/null') continue;
    const path = context.resolve(name);
    const errno = openForWriting(files, path);
    const fault = errno === undefined ? yield* new FileSink(files, path, name).write(text) : undefined;
    if (errno === undefined && fault === undefined) continue;
    status = 1;
    if (errno !== undefined) yield* context.complain(plainly(name, errno));
    else if (fault !== undefined)
      yield* context.complain(fault.opening === undefined ? faultText(fault) : plainly(name, fault.errno));
  }
  yield* context.print(text);
  return status;
}

/** The commands of this file. */
export const FILE_COMMANDS: readonly ShellCommand[] = [
  { name: 'cat', usage: 'cat [-n] [FILE]...', run: cat },
  { name: 'grep', usage: 'grep [-HhivwxnlcoqsEF] PATTERN [FILE]...', run: grep },
  {
    name: 'head',
    usage: 'head [-n N] [FILE]...',
    run: (c, a) => headOrTail(c, a, false),
  },
  { name: 'ls', usage: 'ls [-1AadFl] [FILE]...', run: ls },
  { name: 'sort', usage: 'sort [-nru] [FILE]...', run: sort },
  { name: 'tail', usage: 'tail [-n N] [FILE]...', run: (c, a) => headOrTail(c, a, true) },
  { name: 'tee', usage: 'tee [-a] [FILE]...', run: tee },
  { name: 'uniq', usage: 'uniq [-c] [FILE]', run: uniq },
  { name: 'wc', usage: 'wc [-clw] [FILE]...', run: wc },
];

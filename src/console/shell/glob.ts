/** File names that match a pattern with `*`, `?` and `[…]`. */
import type { ConsoleFiles } from '../host.ts';
import { resolvePath } from './context.ts';

/** A character of a word; `quoted` ones are never part of a pattern. */
export interface Char {
  readonly c: string;
  readonly quoted: boolean;
}

const isMagic = (chars: readonly Char[]): boolean =>
  chars.some(({ c, quoted }) => !quoted && (c === '*' || c === '?' || c === '['));

// a pattern that goes up and down again finds everything many times over: beyond these it finds nothing
const PATTERN_LIMIT = 4096;
const NAME_LIMIT = 100_000;

/** Names matching the pattern, in byte order; empty when there is none (the shell then keeps the word as it is). */
export function glob(files: ConsoleFiles, cwd: string, pattern: readonly Char[]): string[] {
  if (!isMagic(pattern)) return [];
  let found = [''];
  if (pattern.length > PATTERN_LIMIT) return [];
  const steps = split(pattern);
  for (const [i, step] of steps.entries()) {
    const last = i === steps.length - 1;
    const prefix = i === 0 ? '' : '/';
    found = found.flatMap((base) => {
      if (!isMagic(step)) return [base + prefix + step.map((x) => x.c).join('')];
      const listed = files.list(resolvePath(cwd, base === '' && i > 0 ? '/' : base));
      if ('errno' in listed) return [];
      const wanted = toRegExp(step);
      const names = listed.entries.filter(
        (e) => wanted.test(e.name) && (last || e.kind !== 'file') && (step[0]?.c === '.' || !e.name.startsWith('.')),
      );
      return names.map((e) => base + prefix + e.name);
    });
    if (found.length > NAME_LIMIT) return [];
  }
  // what the last step found in a listing is there; a fixed name behind a pattern may not be
  const listed = isMagic(steps.at(-1) ?? []);
  return found.filter((path) => listed || exists(files, resolvePath(cwd, path))).sort(byBytes);
}

/** Order of names as strcmp gives it. */
export const byBytes = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Whether a path names anything. */
export function exists(files: ConsoleFiles, path: string): boolean {
  return files.exists(path) !== undefined;
}

function split(pattern: readonly Char[]): Char[][] {
  const steps: Char[][] = [[]];
  for (const x of pattern) {
    if (x.c === '/') steps.push([]);
    else steps.at(-1)?.push(x);
  }
  return steps;
}

/** A pattern without slashes as a regular expression over a whole name. */
export function toRegExp(step: readonly Char[]): RegExp {
  let source = '';
  for (let i = 0; i < step.length; i++) {
    const x = step[i];
    if (x === undefined) break;
    if (x.quoted) source += literal(x.c);
    else if (x.c === '*') source += '.*';
    else if (x.c === '?') source += '.';
    else if (x.c === '[') {
      const end = step.findIndex((y, j) => j > i + 1 && y.c === ']');
      if (end < 0) source += '\\[';
      else {
        const inside = step
          .slice(i + 1, end)
          .map((y) => y.c)
          .join('');
        const negated = /^[!^]/.test(inside);
        source += bracket(negated ? inside.slice(1) : inside, negated);
        i = end;
      }
    } else source += literal(x.c);
  }
  return new RegExp(`^${source}$`, 's');
}

const literal = (c: string): string => c.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

/** [a-c3]: a range that runs backwards matches nothing, as in fnmatch. */
function bracket(inside: string, negated: boolean): string {
  let source = '';
  for (let i = 0; i < inside.length; i++) {
    const [from, to] = [inside.charAt(i), inside.charAt(i + 2)];
    if (inside.charAt(i + 1) === '-' && to !== '') {
      if (from <= to) source += `${literal(from)}-${literal(to)}`;
      i += 2;
    } else source += literal(from);
  }
  if (source === '') return negated ? '.' : '(?!)';
  return `[${negated ? '^' : ''}${source}]`;
}

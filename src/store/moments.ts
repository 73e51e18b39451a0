/**
 * Moments by number. Number 0 is the boot; each line has one number for each of its kernel steps and one for its end:
 *
 *   boot   line 1 (3 steps)   line 2 (0 steps)   line 3 (2 steps)
 *    0       1  2  3 | 4            | 5             6  7 | 8
 *
 * so that every moment has a number, numbers never change while the session grows, and one can be said aloud or pasted.
 */
import * as words from '#words/store.ts';
import type { Bookmark, Moment } from '../link/messages.ts';

/** What a line must tell: how many kernel steps it took. */
interface Stepped {
  readonly steps: number;
}

/** Numbers of the lines' ends, the boot's first. */
export function endsOf(lines: readonly Stepped[]): readonly number[] {
  const ends = [0];
  for (const { steps } of lines) ends.push((ends.at(-1) ?? 0) + steps + 1);
  return ends;
}

/** The number of a moment; `ends`: of endsOf. */
export function numberOf(ends: readonly number[], { line, step }: Moment): number {
  const last = ends.length - 2;
  const at = Math.max(-1, Math.min(line, last));
  if (step === undefined || at < 0 || line > last) return ends[at + 1] ?? 0;
  return Math.min((ends[at] ?? 0) + step, ends[at + 1] ?? 0);
}

/** The moment of a number; one beyond the last is the last. */
export function momentOf(
  ends: readonly number[],
  number: number,
): { readonly line: number; readonly step: number | undefined } {
  const n = Math.max(0, Math.min(Math.round(number), ends.at(-1) ?? 0));
  // the first end at or after it
  let low = 0;
  let high = ends.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[middle] ?? 0) >= n) high = middle;
    else low = middle + 1;
  }
  return ends[low] === n ? { line: low - 1, step: undefined } : { line: low - 1, step: n - (ends[low - 1] ?? 0) };
}

/** `#214 · line 12 step 40` */
export function momentText(ends: readonly number[], moment: Moment): string {
  const { line, step } = momentOf(ends, numberOf(ends, moment));
  const where = line < 0 ? words.boot : step === undefined ? words.line(line) : words.lineStep(line, step);
  return `#${numberOf(ends, moment)} · ${where}`;
}

/**
 * The moment that a text names: `#214` or `214`, `line 12`, `line 12 step 40` or `12.40`, `boot`, `now`, a bookmark's label.
 * What momentText gives, too. A text that names none, or one that is not there, gives the reason.
 */
export function parseMoment(
  text: string,
  ends: readonly number[],
  bookmarks: readonly Bookmark[] = [],
): Moment | { readonly why: string } {
  const word = text.trim();
  const mark = bookmarks.find((b) => b.label.toLowerCase() === word.toLowerCase());
  if (mark !== undefined) return { line: mark.line, step: mark.step };
  if (/^boot$/i.test(word)) return { line: -1, step: undefined };
  const last = ends.length - 2;
  if (/^now$/i.test(word)) return { line: last, step: undefined };
  const number = /^#?\s*(\d[\d,]*)(?:\s*·.*)?$/.exec(word)?.[1]?.replaceAll(',', '');
  if (number !== undefined) {
    const most = ends.at(-1) ?? 0;
    return Number(number) <= most ? momentOf(ends, Number(number)) : { why: words.sessionEnds(most) };
  }
  const m = /^(?:line\s+(\d+)(?:\s*,?\s*step\s+(\d+))?|(\d+)\.(\d+))$/i.exec(word);
  if (m === null) return { why: words.momentIsNumberSuch };
  const line = Number(m[1] ?? m[3]) - 1;
  const step = m[2] ?? m[4];
  if (line > last) return { why: words.sessionHas(last) };
  if (step === undefined || line < 0) return { line, step: undefined };
  const steps = (ends[line + 1] ?? 0) - (ends[line] ?? 0) - 1;
  return Number(step) <= steps ? { line, step: Number(step) } : { why: words.lineHasSteps(line, steps) };
}

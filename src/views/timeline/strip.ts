/**
 * Where the moments of a session stand on its strip. A line's width grows with the root of its kernel steps, so that a line
 * of a thousand steps does not hide those of one; its steps share its width evenly.
 *
 *   boot| line 1  ' ' ' '| line 2 ' | line 3 ' ' ' ' ' ' ' |
 */
import type { Window } from './view.ts';

/** Of each line where it begins, in units; one more than there are lines: the last is the end. */
export interface StripLayout {
  readonly starts: readonly number[];
  readonly steps: readonly number[];
}
/** Steps narrower than this, in pixels, are passed over by the pointer. */
const LEAST_STEP = 0.2;
/** Units of the boot. */
const BOOT = 4;

export function stripOf(lines: readonly { readonly steps: number }[]): StripLayout {
  const starts = [BOOT];
  for (const { steps } of lines) starts.push((starts.at(-1) ?? 0) + 5 + 3 * Math.sqrt(steps));
  return { starts, steps: lines.map((l) => l.steps) };
}

/** All units. */
export const unitsOf = (strip: StripLayout): number => strip.starts.at(-1) ?? BOOT;

/** Where a moment stands, in units: the end of a line is where the next begins. */
export function unitOf(strip: StripLayout, line: number, step: number | undefined): number {
  if (line < 0) return BOOT;
  const from = strip.starts[line] ?? unitsOf(strip);
  const to = strip.starts[line + 1] ?? unitsOf(strip);
  const steps = strip.steps[line] ?? 0;
  return step === undefined ? to : from + ((to - from) * Math.min(step, steps)) / (steps + 1);
}

/** The moment nearest to a place; `scale`: pixels a unit. Steps too narrow to be meant are passed over for their line's ends. */
export function momentAtUnit(
  strip: StripLayout,
  unit: number,
  scale: number,
): { readonly line: number; readonly step: number | undefined } {
  const { starts, steps } = strip;
  if (unit <= BOOT || steps.length === 0) return { line: -1, step: undefined };
  let line = starts.findLastIndex((start) => start <= unit);
  if (line >= steps.length) return { line: steps.length - 1, step: undefined };
  line = Math.max(0, line);
  const [from, to] = [starts[line] ?? 0, starts[line + 1] ?? 0];
  const share = (unit - from) / (to - from);
  const count = (steps[line] ?? 0) + 1;
  if (((to - from) * scale) / count < LEAST_STEP)
    return share < 0.5 ? { line: line - 1, step: undefined } : { line, step: undefined };
  const step = Math.round(share * count);
  if (step >= count) return { line, step: undefined };
  return step === 0 ? { line: line - 1, step: undefined } : { line, step };
}

/** The lines at least partly in a window, [from, to). */
export function linesIn(
  { starts, steps }: StripLayout,
  window: Window,
): { readonly from: number; readonly to: number } {
  const from = Math.max(
    0,
    starts.findLastIndex((start) => start <= window.from),
  );
  const beyond = starts.findIndex((start) => start > window.to);
  return { from, to: beyond < 0 ? steps.length : Math.min(steps.length, beyond) };
}

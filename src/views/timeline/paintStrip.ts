/** Draws the strip of the whole session. Units: CSS pixels. */
import type { Bookmark, SessionLine } from '../../link/messages.ts';
import type { Palette } from '../../ui/palette.ts';
import type { Ctx } from '../map/paint/ctx.ts';
import type { StripLayout } from './strip.ts';
import { linesIn, unitOf } from './strip.ts';
import type { Window } from './view.ts';

/** Rows of the strip: flags of bookmarks, the lines, forks. */
const FLAGS = 7;
const FORKS = 4;
/** Steps are drawn one by one where they stand at least this far apart. */
const STEP_GAP = 3;

export interface StripPlace {
  readonly strip: StripLayout;
  readonly lines: readonly SessionLine[];
  readonly window: Window;
  /** Pixels a unit. */
  readonly scale: number;
  readonly width: number;
  readonly height: number;
}
interface Place {
  readonly line: number;
  readonly step: number | undefined;
}
export interface StripMarks {
  readonly at: Place;
  readonly over: Place | undefined;
  readonly bookmarks: readonly Bookmark[];
  /** Lines after which another branch leaves. */
  readonly forks: readonly number[];
}

export function paintStrip(g: Ctx, place: StripPlace, palette: Palette, marks: StripMarks): void {
  const { strip, lines, window, scale, width, height } = place;
  const x = (unit: number): number => (unit - window.from) * scale;
  const top = FLAGS;
  const base = height - FORKS;
  g.clearRect(0, 0, width, height);
  g.fillStyle = palette.textFaint;
  g.fillRect(x(0), base - 6, Math.max(1, x(3) - x(0)), 6);
  const shown = linesIn(strip, window);
  for (let i = shown.from; i < shown.to; i++) {
    const line = lines[i];
    if (line === undefined) continue;
    paintLine(g, line, x(strip.starts[i] ?? 0), x(strip.starts[i + 1] ?? 0), {
      top,
      base,
      future: line.index > marks.at.line,
      palette,
    });
  }
  g.globalAlpha = 1;
  g.fillStyle = palette.border;
  g.fillRect(0, base, width, 1);
  g.fillStyle = palette.accent;
  for (const after of marks.forks) {
    const at = Math.round(x(unitOf(strip, after - 1, undefined)));
    g.fillRect(at - 0.5, base + 1, 1.5, 3);
    g.fillRect(at, height - 1.5, 7, 1.5);
  }
  g.fillStyle = palette.memmap;
  for (const { line, step } of marks.bookmarks) {
    const at = Math.round(x(unitOf(strip, line, step)));
    g.fillRect(at - 0.5, 0, 1, base);
    g.beginPath();
    g.moveTo(at, 0);
    g.lineTo(at + 6, 2.8);
    g.lineTo(at, 5.6);
    g.closePath();
    g.fill();
  }
  if (marks.over !== undefined) {
    g.globalAlpha = 0.45;
    g.fillStyle = palette.selection;
    g.fillRect(Math.round(x(unitOf(strip, marks.over.line, marks.over.step))) - 0.5, top, 1, base - top);
    g.globalAlpha = 1;
  }
  g.fillStyle = palette.selection;
  const head = Math.min(width - 1, Math.round(x(unitOf(strip, marks.at.line, marks.at.step))));
  g.fillRect(head - 1, 2, 2, height - 2);
  g.beginPath();
  g.moveTo(head - 4.5, 0);
  g.lineTo(head + 4.5, 0);
  g.lineTo(head, 5.5);
  g.closePath();
  g.fill();
}

/** One line: as high as it is long, a tick for each step where there is room. */
function paintLine(
  g: Ctx,
  { source, steps, reply }: SessionLine,
  from: number,
  to: number,
  {
    top,
    base,
    future,
    palette,
  }: { readonly top: number; readonly base: number; readonly future: boolean; readonly palette: Palette },
): void {
  const person = source === 'person';
  const refused = reply.errno !== undefined || (reply.status ?? 0) !== 0;
  const tall = person ? Math.min(base - top, 7 + Math.log2(1 + steps) * 1.2) : 4;
  const width = Math.max(1, to - from - 1.5);
  const each = (to - from) / (steps + 1);
  g.fillStyle = !person ? palette.borderStrong : refused ? palette.trouble : palette.accent;
  g.globalAlpha = future ? 0.4 : 1;
  if (steps === 0 || each < STEP_GAP) {
    g.fillRect(from + 0.5, base - tall, width, tall);
    return;
  }
  g.globalAlpha = future ? 0.18 : 0.35;
  g.fillRect(from + 0.5, base - tall, width, tall);
  g.globalAlpha = future ? 0.4 : 1;
  for (let step = 1; step <= steps; step++)
    g.fillRect(Math.round(from + each * step) - 0.5, base - tall + 3, 1, tall - 3);
}

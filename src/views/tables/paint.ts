/**
 * Draws the entries of a table. Told apart without colour:
 *
 *   empty        a faint square              contiguous   leaves that have grown together
 *   table        a low bar                   invalid      an empty frame, crossed
 *   leaf         a full square
 *
 * and what the last operation did: added = bright with a notch, freed = a bright frame with nothing in it, split = a
 * bright bar under what is left of the leaf, changed = a bright dot, below = a bright line under a table.
 */
import type { TableView } from '../../engine/mapping/table-views.ts';
import type { Palette } from '../../ui/palette.ts';
import type { Ctx } from '../map/paint/ctx.ts';
import { ENTRY, MARK } from './entries.ts';
import type { CellGrid } from './grid.ts';
import { cellRect, runRects } from './grid.ts';

/** Entries [from, to). */
export interface Run {
  readonly from: number;
  readonly to: number;
}

/** What lies over the entries. */
export interface Overlay {
  /** The entry the walk passes. */
  readonly selected: number | undefined;
  /** The keyboard is here: the entry's frame is bold. */
  readonly chosen: boolean;
  /** Entries that the selection covers. */
  readonly range: Run | undefined;
  readonly hover: Run | undefined;
  /** Entries that point to tables nobody frees. */
  readonly orphans: readonly number[];
}

/** Colours of entries. */
export interface EntryInks {
  readonly empty: string;
  readonly table: string;
  readonly leaf: string;
  readonly fresh: string;
  readonly trouble: string;
  readonly selection: string;
  readonly hover: string;
  readonly ground: string;
  readonly soft: string;
}

/** The colours of a region's tables: leaves of the direct map are memory, leaves of the vmemmap hold the memmap. */
export function entryInks(palette: Palette, region: TableView['region']): EntryInks {
  return {
    empty: palette.border,
    table: palette.textFaint,
    leaf: region === 'vmemmap' ? palette.memmap : region === 'direct-map' ? palette.zone.Normal : palette.textMuted,
    fresh: palette.fresh,
    trouble: palette.trouble,
    selection: palette.selection,
    hover: palette.hover,
    ground: palette.surfaceRaised,
    soft: palette.accentSoft,
  };
}

type Drawn = Pick<TableView, 'kinds' | 'marks' | 'gone'>;

/** Entries that a contiguous mapping joins: they share a bit in every entry, and their number is fixed. */
const CONTIGUOUS = 16;

/** Draws all entries and what lies over them. The context is in CSS pixels. */
export function paintTable(
  g: Ctx,
  grid: CellGrid,
  view: Drawn,
  inks: EntryInks,
  overlay: Overlay,
  contiguous: number = CONTIGUOUS,
): void {
  g.clearRect(-4, -4, grid.width + 8, grid.height + 8);
  const small = Math.min(grid.cellW, grid.cellH) < 7;
  if (overlay.range !== undefined) {
    g.fillStyle = inks.soft;
    for (const r of runRects(grid, overlay.range.from, overlay.range.to))
      g.fillRect(r.x - 1.5, r.y - 1.5, r.w + 3, r.h + 3);
  }
  for (let i = 0; i < view.kinds.length; i++) paintEntry(g, grid, view, i, inks, small, contiguous);
  if (overlay.range !== undefined) frame(g, grid, overlay.range, inks.fresh, 1);
  if (overlay.hover !== undefined) frame(g, grid, overlay.hover, inks.hover, 1);
  for (const at of overlay.orphans) frame(g, grid, { from: at, to: at + 1 }, inks.trouble, 1.5);
  if (overlay.selected !== undefined) {
    const r = cellRect(grid, overlay.selected);
    // around the cell, never over it
    const width = overlay.chosen ? 2.5 : 1.75;
    for (const [color, line, out] of [
      [inks.ground, width + 1.5, (width + 1.5) / 2],
      [overlay.chosen ? inks.fresh : inks.selection, width, 0.5 + width / 2],
    ] as const) {
      g.strokeStyle = color;
      g.lineWidth = line;
      g.strokeRect(r.x - out, r.y - out, r.w + 2 * out, r.h + 2 * out);
    }
  }
}

function paintEntry(
  g: Ctx,
  grid: CellGrid,
  view: Drawn,
  i: number,
  inks: EntryInks,
  small: boolean,
  contiguous: number,
): void {
  const { x, y, w, h } = cellRect(grid, i);
  const kind = view.kinds[i];
  const mark = view.gone ? MARK.freed : (view.marks[i] ?? MARK.same);
  const bright = mark === MARK.added || mark === MARK.joined;
  g.fillStyle = inks.empty;
  if (kind !== ENTRY.leaf && kind !== ENTRY.contiguous) g.fillRect(x, y, w, h);
  if (mark === MARK.freed) {
    g.strokeStyle = inks.fresh;
    g.lineWidth = 1;
    g.strokeRect(x + 0.5, y + 0.5, Math.max(0.5, w - 1), Math.max(0.5, h - 1));
    return;
  }
  g.fillStyle = bright ? inks.fresh : kind === ENTRY.table ? inks.table : inks.leaf;
  if (kind === ENTRY.leaf) g.fillRect(x, y, w, h);
  else if (kind === ENTRY.contiguous) {
    const last = i % contiguous === contiguous - 1 || (i + 1) % grid.columns === 0;
    g.fillRect(x, y, last ? w : grid.cellW + 0.25, h);
    // a thread through the run: one entry of the TLB holds them all
    if (!small) {
      g.fillStyle = inks.ground;
      g.fillRect(x, y + h / 2 - 0.5, last ? w : grid.cellW, 1);
    }
  } else if (kind === ENTRY.table) g.fillRect(x, y + Math.round(h * 0.42), w, h - Math.round(h * 0.42));
  else if (kind === ENTRY.invalid) {
    g.strokeStyle = g.fillStyle;
    g.lineWidth = 1;
    g.strokeRect(x + 0.5, y + 0.5, w - 1, h - 1);
    g.beginPath();
    g.moveTo(x, y + h);
    g.lineTo(x + w, y);
    g.stroke();
  }
  switch (mark) {
    case MARK.added:
      if (!small) notch(g, x, y, Math.min(w, h) * 0.42, inks.ground);
      break;
    case MARK.split:
      g.fillStyle = inks.leaf;
      g.fillRect(x, y, w, Math.max(1, h * 0.3));
      g.fillStyle = inks.fresh;
      g.fillRect(x, y + h * 0.42, w, h - h * 0.42);
      break;
    case MARK.changed: {
      const side = Math.max(1.5, Math.min(w, h) * 0.42);
      g.fillStyle = inks.fresh;
      g.fillRect(x + (w - side) / 2, y + (h - side) / 2, side, side);
      break;
    }
    case MARK.below:
      g.fillStyle = inks.fresh;
      g.fillRect(x, y + h - Math.max(1, h * 0.22), w, Math.max(1, h * 0.22));
      break;
    default:
  }
}

/** A corner cut off. */
function notch(g: Ctx, x: number, y: number, side: number, color: string): void {
  g.fillStyle = color;
  g.beginPath();
  g.moveTo(x, y);
  g.lineTo(x + side, y);
  g.lineTo(x, y + side);
  g.fill();
}

function frame(g: Ctx, grid: CellGrid, run: Run, color: string, width: number): void {
  g.strokeStyle = color;
  g.lineWidth = width;
  for (const r of runRects(grid, run.from, run.to)) g.strokeRect(r.x - 1, r.y - 1, r.w + 2, r.h + 2);
}

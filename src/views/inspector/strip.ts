/** How the entries of a table are laid out and drawn. */
import type { Palette } from '../../ui/palette.ts';

export interface StripLayout {
  readonly columns: number;
  readonly rows: number;
  /** Side of a cell in CSS pixels, its gap included. */
  readonly cell: number;
  readonly gap: number;
  readonly width: number;
  readonly height: number;
}
const LARGEST_CELL = 14;

/** 512 entries are 8 rows of 64; larger tables take more columns so that every table is about as high. */
export function stripLayout(entries: number, width: number): StripLayout {
  const columns = entries <= 64 ? entries : entries <= 512 ? 64 : entries <= 2048 ? 128 : 256;
  const rows = Math.ceil(entries / columns);
  const cell = Math.min(LARGEST_CELL, width / columns);
  return { columns, rows, cell, gap: cell >= 3.5 ? 1 : 0, width: columns * cell, height: rows * cell };
}

/** Middle of an entry's cell. */
export function cellCentre(layout: StripLayout, index: number): { readonly x: number; readonly y: number } {
  const column = index % layout.columns;
  const row = Math.floor(index / layout.columns);
  return { x: (column + 0.5) * layout.cell, y: (row + 0.5) * layout.cell };
}

/** The entry at a point; undefined: beside the table. */
export function entryAt(layout: StripLayout, entries: number, x: number, y: number): number | undefined {
  const column = Math.floor(x / layout.cell);
  const row = Math.floor(y / layout.cell);
  const index = row * layout.columns + column;
  return column < 0 || column >= layout.columns || row < 0 || index >= entries ? undefined : index;
}

export const EMPTY_ENTRY = 0;
export const TABLE_ENTRY = 1;
export const LEAF_ENTRY = 2;

/** How many entries are empty, tables, leaves. */
export function countEntries(strip: Uint8Array): readonly [empty: number, tables: number, leaves: number] {
  const counts: [number, number, number] = [0, 0, 0];
  for (const kind of strip) if (kind === EMPTY_ENTRY || kind === TABLE_ENTRY || kind === LEAF_ENTRY) counts[kind]++;
  return counts;
}

/**
 * Draws the entries. A table is a low bar, a leaf fills its cell: told apart without colour.
 * @param marked entries that the last change touched
 */
export function paintStrip(
  g: CanvasRenderingContext2D,
  layout: StripLayout,
  strip: Uint8Array,
  selected: number,
  marked: Uint8Array | undefined,
  palette: Palette,
): void {
  const { cell, gap, columns } = layout;
  const side = cell - gap;
  g.clearRect(0, 0, layout.width + 4, layout.height + 4);
  for (let i = 0; i < strip.length; i++) {
    const x = (i % columns) * cell;
    const y = Math.floor(i / columns) * cell;
    const kind = strip[i];
    const touched = marked !== undefined && marked[i] === 1;
    g.fillStyle = palette.border;
    g.fillRect(x, y, side, side);
    if (kind === LEAF_ENTRY) {
      g.fillStyle = touched ? palette.accent : palette.zone.Normal;
      g.fillRect(x, y, side, side);
    } else if (kind === TABLE_ENTRY) {
      g.fillStyle = touched ? palette.accent : palette.textMuted;
      g.fillRect(x, y + side * 0.45, side, side * 0.55);
    } else if (touched) {
      // taken away by the last change
      g.strokeStyle = palette.trouble;
      g.lineWidth = 1;
      g.strokeRect(x + 0.5, y + 0.5, Math.max(1, side - 1), Math.max(1, side - 1));
    }
  }
  const at = cellCentre(layout, selected);
  const half = Math.max(3.5, side / 2 + 1.5);
  g.lineWidth = 1.5;
  g.strokeStyle = palette.selection;
  g.strokeRect(at.x - gap / 2 - half, at.y - gap / 2 - half, half * 2, half * 2);
}

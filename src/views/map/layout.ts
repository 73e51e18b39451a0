/**
 * Where every row of memory stands in the world, and back. Rows stand under each other like lines of a newspaper; a
 * column breaks at a power of two of rows, so that columns mean something too (512 rows of 1 GiB: one PGD entry).
 *
 *     column 0          column 1
 *   row 0  [][][]     row 512 [][][]
 *   row 1  [][][]     row 513 [][][]
 *   ·· hole · 2 GiB ··   …
 *   row 4  [][][]
 */
import type { SectionNr } from '../../engine/units.ts';
import type { Segment } from './extents.ts';
import { FOLD_HEIGHT, PITCH_X, PITCH_Y, ROW_WIDTH, TILE, TILES_PER_ROW, sectionAt } from './grid.ts';
import type { Grid, Rect } from './grid.ts';

/** Units between two columns. */
export const COLUMN_GAP = 7;
export const COLUMN_PITCH = ROW_WIDTH + COLUMN_GAP;

/** A segment, or the part of it in one column. */
export interface Placed extends Segment {
  readonly y: number;
  readonly height: number;
  /** Shown rows above it in its column: its line in the section raster. */
  readonly line: number;
}
export interface Column {
  readonly x: number;
  readonly from: number;
  readonly to: number;
  readonly height: number;
  readonly segments: readonly Placed[];
}
export interface Layout {
  readonly columns: readonly Column[];
  readonly width: number;
  readonly height: number;
  readonly rowsPerColumn: number;
  /** Most shown rows in one column. */
  readonly lines: number;
  /** Rows shown in all. */
  readonly rows: number;
}

/** Places segments in columns of at most `rowsPerColumn` rows of address space. */
export function layOut(segments: readonly Segment[], rowsPerColumn: number): Layout {
  const columns: {
    x: number;
    from: number;
    to: number;
    height: number;
    segments: Placed[];
    lines: number;
    key: number;
  }[] = [];
  let rows = 0;
  const columnFor = (key: number, from: number) => {
    let column = columns.at(-1);
    if (column === undefined || column.key !== key) {
      column = { x: columns.length * COLUMN_PITCH, from, to: from, height: 0, segments: [], lines: 0, key };
      columns.push(column);
    }
    return column;
  };
  const place = (column: (typeof columns)[number], from: number, to: number, fold: Segment['fold']): void => {
    const height = fold === undefined ? (to - from) * PITCH_Y : FOLD_HEIGHT;
    column.segments.push({ from, to, fold, y: column.height, height, line: column.lines });
    column.height += height;
    column.to = to;
    if (fold !== undefined) return;
    column.lines += to - from;
    rows += to - from;
  };
  const all = segments.reduce((n, s) => n + (s.fold === undefined ? s.to - s.from : 0), 0);
  for (const s of segments) {
    if (s.fold !== undefined) {
      place(columns.at(-1) ?? columnFor(Math.floor(s.from / rowsPerColumn), s.from), s.from, s.to, s.fold);
      continue;
    }
    for (let from = s.from; from < s.to;) {
      const key = Math.floor(from / rowsPerColumn);
      const to = Math.min(s.to, (key + 1) * rowsPerColumn);
      // a machine that starts with a hole keeps its fold above its first row
      const first = columns.length === 1 && rows === 0 ? columns[0] : undefined;
      if (first !== undefined) first.key = key;
      const open = columns.at(-1);
      // a few last rows go under the last column: a column of their own would make everything smaller
      const tail = open !== undefined && rows > 0 && all - rows <= rowsPerColumn / 4;
      const until = tail ? s.to : to;
      place(first ?? (tail ? open : columnFor(key, from)), from, until, undefined);
      from = until;
    }
  }
  return {
    columns,
    width: Math.max(ROW_WIDTH, columns.length * COLUMN_PITCH - COLUMN_GAP),
    height: Math.max(PITCH_Y, ...columns.map((c) => c.height)),
    rowsPerColumn,
    lines: Math.max(1, ...columns.map((c) => c.lines)),
    rows,
  };
}

/** The layout whose picture is largest when all of it is fitted into a view of this size. */
export function bestLayout(
  segments: readonly Segment[],
  view: { readonly width: number; readonly height: number },
): Layout {
  const end = segments.at(-1)?.to ?? 1;
  let best: Layout | undefined;
  let bestScale = 0;
  const shown = segments.reduce((n, s) => n + (s.fold === undefined ? s.to - s.from : 0), 0);
  for (let rows = 8; ; rows *= 2) {
    // hundreds of columns side by side are never the largest picture
    if (shown / rows < 600 || rows >= end) {
      const layout = layOut(segments, rows);
      const scale = Math.min(view.width / layout.width, view.height / layout.height);
      // columns must pay: fewer and longer ones are easier to read
      if (best === undefined || scale >= bestScale * 0.97) {
        best = layout;
        bestScale = Math.max(scale, bestScale);
      }
    }
    if (rows >= end) return best ?? layOut(segments, rows);
  }
}

/** The index of the segment that holds a row, and its column. */
export function locateRow(
  layout: Layout,
  row: number,
): { readonly column: Column; readonly index: number; readonly segment: Placed } | undefined {
  let lo = 0;
  let hi = layout.columns.length - 1;
  while (lo <= hi) {
    const mid = (lo + hi) >> 1;
    const column = layout.columns[mid];
    if (column === undefined) return undefined;
    if (row < column.from) hi = mid - 1;
    else if (row >= column.to) lo = mid + 1;
    else {
      const segment = column.segments.find((s) => row >= s.from && row < s.to);
      return segment && { column, index: mid, segment };
    }
  }
  return undefined;
}

/** Where a row begins; a folded row stands where its fold does. */
export function rowOrigin(
  layout: Layout,
  row: number,
): { readonly x: number; readonly y: number; readonly folded: boolean } | undefined {
  const at = locateRow(layout, row);
  if (at === undefined) return undefined;
  const folded = at.segment.fold !== undefined;
  return { x: at.column.x, y: at.segment.y + (folded ? 0 : (row - at.segment.from) * PITCH_Y), folded };
}

/** The rectangle of a section's tile; undefined where it is folded away. */
export function tileRect(layout: Layout, nr: number): Rect | undefined {
  const origin = rowOrigin(layout, Math.floor(nr / TILES_PER_ROW));
  if (origin === undefined || origin.folded) return undefined;
  return { x: origin.x + (nr % TILES_PER_ROW) * PITCH_X, y: origin.y, w: TILE, h: TILE };
}

/** The rectangle of one cell of a section's tile. */
export function cellRect(layout: Layout, grid: Grid, nr: number, cell: number): Rect | undefined {
  const tile = tileRect(layout, nr);
  if (tile === undefined) return undefined;
  const size = TILE / grid.cellSide;
  return {
    x: tile.x + (cell % grid.cellSide) * size,
    y: tile.y + Math.floor(cell / grid.cellSide) * size,
    w: size,
    h: size,
  };
}

/**
 * The rectangles that sections [from, to) cover, full rows of a segment joined: their number grows with columns and
 * folds, not with sections.
 */
export function rectsOf(layout: Pick<Layout, 'columns'>, from: number, to: number): Rect[] {
  const out: Rect[] = [];
  const add = (column: Column, y: number, tile: number, tiles: number, rows: number): void => {
    out.push({
      x: column.x + tile * PITCH_X,
      y,
      w: tiles * PITCH_X - (PITCH_X - TILE),
      h: rows * PITCH_Y - (PITCH_Y - TILE),
    });
  };
  for (const column of layout.columns) {
    if (column.to * TILES_PER_ROW <= from || column.from * TILES_PER_ROW >= to) continue;
    for (const s of column.segments) {
      if (s.fold !== undefined) continue;
      const a = Math.max(from, s.from * TILES_PER_ROW);
      const b = Math.min(to, s.to * TILES_PER_ROW);
      if (a >= b) continue;
      const yOf = (row: number): number => s.y + (row - s.from) * PITCH_Y;
      let row = Math.floor(a / TILES_PER_ROW);
      const lastRow = Math.floor((b - 1) / TILES_PER_ROW);
      const head = a % TILES_PER_ROW;
      const tail = ((b - 1) % TILES_PER_ROW) + 1;
      if (row === lastRow) {
        add(column, yOf(row), head, tail - head, 1);
        continue;
      }
      if (head > 0) add(column, yOf(row++), head, TILES_PER_ROW - head, 1);
      const full = tail === TILES_PER_ROW ? lastRow + 1 : lastRow;
      if (full > row) add(column, yOf(row), 0, TILES_PER_ROW, full - row);
      if (tail < TILES_PER_ROW) add(column, yOf(lastRow), 0, tail, 1);
    }
  }
  return out;
}

/** What lies at a point of the world. `page`: 0…1 inside the cell, for page frames. */
export type Hit =
  | {
      readonly kind: 'cell';
      readonly section: SectionNr;
      readonly cell: number;
      readonly fx: number;
      readonly fy: number;
    }
  | { readonly kind: 'gap'; readonly section: SectionNr }
  | { readonly kind: 'fold'; readonly segment: Placed };

/** The inverse of all of the above. */
export function hitTest(layout: Layout, grid: Grid, x: number, y: number): Hit | undefined {
  const column = layout.columns[Math.floor(x / COLUMN_PITCH)];
  if (column === undefined || x < column.x || x >= column.x + ROW_WIDTH || y < 0) return undefined;
  const s = column.segments.find((segment) => y >= segment.y && y < segment.y + segment.height);
  if (s === undefined) return undefined;
  if (s.fold !== undefined) return { kind: 'fold', segment: s };
  const row = s.from + Math.floor((y - s.y) / PITCH_Y);
  const tile = Math.min(TILES_PER_ROW - 1, Math.floor((x - column.x) / PITCH_X));
  const section = sectionAt(row, tile);
  const inX = x - column.x - tile * PITCH_X;
  const inY = y - s.y - (row - s.from) * PITCH_Y;
  if (inX >= TILE || inY >= TILE) return { kind: 'gap', section };
  const size = TILE / grid.cellSide;
  const cx = Math.floor(inX / size);
  const cy = Math.floor(inY / size);
  return { kind: 'cell', section, cell: cy * grid.cellSide + cx, fx: inX / size - cx, fy: inY / size - cy };
}

/** Nearest row to a point, also outside of columns: for the ruler and for keeping one's place when the layout changes. */
export function rowNear(layout: Layout, x: number, y: number): number | undefined {
  const index = Math.max(0, Math.min(layout.columns.length - 1, Math.floor(x / COLUMN_PITCH)));
  const segments = layout.columns[index]?.segments;
  const s = segments?.find((segment) => y < segment.y + segment.height) ?? segments?.at(-1);
  if (s === undefined) return undefined;
  if (s.fold !== undefined) return s.from;
  return Math.max(s.from, Math.min(s.to - 1, s.from + Math.floor((y - s.y) / PITCH_Y)));
}

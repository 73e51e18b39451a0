/**
 * How the entries of one table lie on the screen.
 *
 *   512 entries   64 × 8, or 32 × 16 where it is narrow: a row of a PMD table is one 128 MiB section
 *   2,048         128 × 16 or 64 × 32
 *   8,192         128 × 64
 */
export interface CellGrid {
  readonly columns: number;
  readonly rows: number;
  /** A cell with its gap, in CSS pixels. */
  readonly cellW: number;
  readonly cellH: number;
  readonly gap: number;
  readonly width: number;
  readonly height: number;
}

/** Columns that tables have wherever their cells are not smaller than this: 8 rows of 64. */
const USUAL: Readonly<Record<number, { readonly columns: number; readonly cell: number }>> = {
  512: { columns: 64, cell: 3.4 },
  2048: { columns: 128, cell: 2.6 },
  8192: { columns: 128, cell: 1.6 },
};
/** Small tables have cells of at most this size. */
const LARGEST = 22;
/** Below this a cell cannot be told from its neighbour. */
const SMALLEST = 2.5;
/** Tables of thousands of entries may take this much height. */
const TALLEST = 224;

/**
 * Lays a table out.
 * @param width CSS pixels there are
 * @param height CSS pixels there should be at most; large tables take more
 * @param flat keeps the usual number of columns while they can be told apart, so that tables side by side look alike
 */
export function cellGrid(entries: number, width: number, height: number, flat = true): CellGrid {
  let best: CellGrid | undefined;
  const usual = USUAL[entries];
  for (let columns = Math.min(entries, 16); columns <= Math.min(entries, 512); columns *= 2) {
    const rows = Math.ceil(entries / columns);
    const cellW = Math.min(LARGEST, width / columns);
    const room = Math.max(height, Math.min(TALLEST, rows * SMALLEST));
    const cellH = Math.min(LARGEST, cellW * 1.15, room / rows);
    const gap = Math.min(cellW, cellH) >= 3.2 ? 1 : 0;
    const candidate = { columns, rows, cellW, cellH, gap, width: cellW * columns, height: cellH * rows };
    if (flat && usual?.columns === columns && cellW >= usual.cell) return candidate;
    // the largest cells; among equals the flatter table
    if (best === undefined || score(candidate) > score(best) - 0.05) best = candidate;
  }
  return best ?? { columns: 1, rows: 1, cellW: width, cellH: height, gap: 0, width, height };
}

const score = (grid: CellGrid): number => Math.min(grid.cellW, grid.cellH);

/** The rectangle of an entry without its gap. */
export function cellRect(grid: CellGrid, index: number): { x: number; y: number; w: number; h: number } {
  return {
    x: (index % grid.columns) * grid.cellW,
    y: Math.floor(index / grid.columns) * grid.cellH,
    w: grid.cellW - grid.gap,
    h: grid.cellH - grid.gap,
  };
}

/** The entry at a point; undefined: beside the table. */
export function entryAt(grid: CellGrid, entries: number, x: number, y: number): number | undefined {
  const column = Math.floor(x / grid.cellW);
  const row = Math.floor(y / grid.cellH);
  const index = row * grid.columns + column;
  return column < 0 || column >= grid.columns || row < 0 || index >= entries ? undefined : index;
}

/** Rectangles that together cover entries [from, to): the rest of the first row, whole rows, the start of the last. */
export function runRects(
  grid: CellGrid,
  from: number,
  to: number,
): readonly { readonly x: number; readonly y: number; readonly w: number; readonly h: number }[] {
  const out: { x: number; y: number; w: number; h: number }[] = [];
  let at = from;
  while (at < to) {
    const row = Math.floor(at / grid.columns);
    const column = at % grid.columns;
    const wholeRows = column === 0 ? Math.floor((to - at) / grid.columns) : 0;
    const rows = Math.max(1, wholeRows);
    const count = wholeRows > 0 ? wholeRows * grid.columns : Math.min(grid.columns - column, to - at);
    out.push({
      x: column * grid.cellW,
      y: row * grid.cellH,
      w: (wholeRows > 0 ? grid.columns : count) * grid.cellW - grid.gap,
      h: rows * grid.cellH - grid.gap,
    });
    at += count;
  }
  return out;
}

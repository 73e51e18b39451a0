import { expect, it } from 'vitest';
import { MARK, ENTRY, countsOf, entrance, seek } from './entries.ts';
import { cellGrid, cellRect, entryAt, runRects } from './grid.ts';

it('lays tables of every size out inside their room', () => {
  for (const entries of [2, 16, 32, 64, 512, 1024, 2048, 8192])
    for (const width of [300, 360, 700, 1200]) {
      const grid = cellGrid(entries, width, 60);
      expect(grid.columns * grid.rows, `${entries} in ${width}`).toBeGreaterThanOrEqual(entries);
      expect(grid.width).toBeLessThanOrEqual(width + 1e-6);
      expect(grid.height).toBeLessThanOrEqual(entries > 512 ? 224.001 : 60.001);
      // nothing is too small to be seen
      expect(Math.min(grid.cellW, grid.cellH), `${entries} in ${width}`).toBeGreaterThan(1.1);
    }
  expect(cellGrid(512, 620, 72)).toMatchObject({ columns: 64, rows: 8 });
});

it('finds an entry where it is drawn', () => {
  for (const entries of [64, 512, 8192]) {
    const grid = cellGrid(entries, 640, 80);
    for (const i of [0, 1, grid.columns - 1, grid.columns, entries - 1]) {
      const r = cellRect(grid, i);
      expect(entryAt(grid, entries, r.x + r.w / 2, r.y + r.h / 2)).toBe(i);
    }
    expect(entryAt(grid, entries, -1, 2)).toBeUndefined();
    expect(entryAt(grid, entries, 2, grid.height + 1)).toBeUndefined();
  }
});

it('covers a run with rectangles, row by row', () => {
  const grid = cellGrid(512, 640, 80);
  const cells = (from: number, to: number): number =>
    runRects(grid, from, to).reduce(
      (sum, r) => sum + Math.round((r.w + grid.gap) / grid.cellW) * Math.round((r.h + grid.gap) / grid.cellH),
      0,
    );
  for (const [from, to] of [
    [0, 1],
    [0, 512],
    [60, 70],
    [3, 400],
    [64, 128],
  ] as const)
    expect(cells(from, to)).toBe(to - from);
});

it('counts, seeks and enters', () => {
  const view = { kinds: new Uint8Array(8), marks: new Uint8Array(8) };
  view.kinds.set([ENTRY.table, ENTRY.leaf, ENTRY.contiguous], 2);
  view.marks[3] = MARK.added;
  view.marks[6] = MARK.freed;
  expect(countsOf(view)).toMatchObject({ none: 5, tables: 1, leaves: 1, contiguous: 1, marks: { added: 1, freed: 1 } });
  expect(entrance(view)).toBe(3);
  expect(entrance({ ...view, marks: new Uint8Array(8) })).toBe(2);
  expect(seek(view, 2, 1, (kind) => kind !== 0)).toBe(3);
  expect(seek(view, 4, 1, (kind) => kind !== 0)).toBeUndefined();
  expect(seek(view, 2, -1, (kind) => kind !== 0)).toBeUndefined();
});

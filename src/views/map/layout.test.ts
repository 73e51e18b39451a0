import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { segmentsOf } from './extents.ts';
import { gridOf } from './grid.ts';
import {
  COLUMN_PITCH,
  bestLayout,
  cellRect,
  hitTest,
  layOut,
  rectsOf,
  rowNear,
  rowOrigin,
  tileRect,
} from './layout.ts';
import { geometry64K, testInfo } from './testing.ts';

const grid = gridOf(testInfo());
const small = segmentsOf(
  [
    { from: 0, to: 2 },
    { from: 4, to: 6 },
  ],
  { from: 6, to: 38 },
);

describe('layOut', () => {
  it('puts the rows of a small machine under each other, holes as one line', () => {
    const layout = layOut(small, 64);
    expect(layout.columns).toHaveLength(1);
    expect(rowOrigin(layout, 0)).toEqual({ x: 0, y: 0, folded: false });
    expect(rowOrigin(layout, 2)).toEqual({ x: 0, y: 20, folded: true });
    expect(rowOrigin(layout, 4)).toEqual({ x: 0, y: 24, folded: false });
    expect(layout.height).toBe(20 + 4 + 30 + 4);
  });

  it('breaks columns at powers of two and leaves empty ones out', () => {
    const layout = layOut(
      segmentsOf(
        [
          { from: 0, to: 20 },
          { from: 100, to: 112 },
        ],
        undefined,
      ),
      16,
    );
    expect(
      layout.columns.map((c) => [c.from, c.segments.filter((s) => s.fold === undefined).map((s) => s.to - s.from)]),
    ).toEqual([
      [0, [16]],
      [16, [4]],
      [100, [12]],
    ]);
  });

  it('hangs a short rest under the last column', () => {
    expect(layOut(segmentsOf([{ from: 0, to: 66 }], undefined), 16).columns.map((c) => c.to)).toEqual([16, 32, 48, 66]);
  });

  it('shows memory that begins above a hole (arm64) in its first column', () => {
    const layout = layOut(segmentsOf([{ from: 1, to: 3 }], undefined), 8);
    expect(layout.columns).toHaveLength(1);
    expect(tileRect(layout, 8)).toEqual({ x: 0, y: 4, w: 8, h: 8 });
  });

  it('fits 64 TiB into few enough columns and keeps every row findable', () => {
    const layout = bestLayout(segmentsOf([{ from: 0, to: 65536 }], { from: 65536, to: 131072 }), {
      width: 1000,
      height: 600,
    });
    expect(layout.columns.length).toBeLessThan(300);
    for (const row of [0, 1, 511, 512, 40000, 65535]) {
      const o = rowOrigin(layout, row);
      expect(o && rowNear(layout, o.x + 1, o.y + 1)).toBe(row);
    }
  });
});

describe('hitTest', () => {
  it('is the inverse of cellRect on every machine', () => {
    for (const g of [grid, gridOf(testInfo({ geometry: geometry64K }))]) {
      const layout = layOut(small, 4);
      fc.assert(
        fc.property(fc.nat(63), fc.nat(g.cellsPerTile - 1), (nr, cell) => {
          const r = cellRect(layout, g, nr, cell);
          fc.pre(r !== undefined);
          expect(hitTest(layout, g, r.x + r.w / 2, r.y + r.h / 2)).toMatchObject({ kind: 'cell', section: nr, cell });
        }),
      );
    }
  });

  it('tells gaps, folds and nothing apart', () => {
    const layout = layOut(small, 64);
    expect(hitTest(layout, grid, 8.5, 1)).toEqual({ kind: 'gap', section: 0 });
    expect(hitTest(layout, grid, 5, 22)).toMatchObject({ kind: 'fold' });
    expect(hitTest(layout, grid, COLUMN_PITCH - 1, 1)).toBeUndefined();
    expect(hitTest(layout, grid, -1, 1)).toBeUndefined();
    expect(hitTest(layout, grid, 1, 1e6)).toBeUndefined();
  });
});

describe('rectsOf', () => {
  it('joins full rows and cuts at folds and columns', () => {
    const layout = layOut(small, 64);
    expect(rectsOf(layout, 0, 16)).toEqual([{ x: 0, y: 0, w: 71, h: 18 }]);
    expect(rectsOf(layout, 2, 4)).toEqual([{ x: 18, y: 0, w: 17, h: 8 }]);
    expect(rectsOf(layout, 6, 34)).toEqual([
      { x: 54, y: 0, w: 17, h: 8 },
      { x: 0, y: 10, w: 71, h: 8 },
      { x: 0, y: 24, w: 17, h: 8 },
    ]);
  });

  it('covers every tile of a range exactly once', () => {
    const layout = layOut(small, 4);
    fc.assert(
      fc.property(fc.nat(60), fc.nat(60), (a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b) + 1];
        const rects = rectsOf(layout, from, to);
        for (let nr = 0; nr < 64; nr++) {
          const t = tileRect(layout, nr);
          if (t === undefined) continue;
          const inside = rects.filter(
            (r) => t.x >= r.x && t.x + t.w <= r.x + r.w && t.y >= r.y && t.y + t.h <= r.y + r.h,
          ).length;
          expect(inside).toBe(nr >= from && nr < to ? 1 : 0);
        }
      }),
    );
  });
});

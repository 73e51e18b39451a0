import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinRuns, segmentsOf } from './extents.ts';

describe('segmentsOf', () => {
  it('folds the hole, opens a spare row behind the last memory and folds the rest of the hot-plug region', () => {
    expect(
      segmentsOf(
        [
          { from: 0, to: 2 },
          { from: 4, to: 6 },
        ],
        { from: 6, to: 38 },
      ),
    ).toEqual([
      { from: 0, to: 2, fold: undefined },
      { from: 2, to: 4, fold: 'hole' },
      { from: 4, to: 7, fold: undefined },
      { from: 7, to: 38, fold: 'hotplug' },
    ]);
  });

  it('keeps small gaps between DIMMs open and folds large ones', () => {
    const hot = { from: 10, to: 100 };
    const near = segmentsOf(
      [
        { from: 0, to: 2 },
        { from: 13, to: 14 },
      ],
      hot,
    );
    expect(near.find((s) => s.from <= 11 && s.to > 11)?.fold).toBeUndefined();
    const far = segmentsOf(
      [
        { from: 0, to: 2 },
        { from: 40, to: 41 },
      ],
      hot,
    );
    expect(far.find((s) => s.from <= 20 && s.to > 20)?.fold).toBe('hotplug');
  });

  it('opens the rows a ghost needs', () => {
    const segments = segmentsOf([{ from: 0, to: 2 }], { from: 6, to: 38 }, [{ from: 30, to: 31 }]);
    expect(segments.find((s) => s.from <= 30 && s.to > 30)?.fold).toBeUndefined();
  });

  it('has no hot-plug room on a machine without memory hotplug', () => {
    expect(segmentsOf([{ from: 1, to: 3 }], undefined)).toEqual([
      { from: 0, to: 1, fold: 'hole' },
      { from: 1, to: 3, fold: undefined },
    ]);
  });

  it('covers everything once, in order, with all memory shown', () => {
    const run = fc.tuple(fc.nat(200), fc.integer({ min: 1, max: 20 })).map(([from, n]) => ({ from, to: from + n }));
    fc.assert(
      fc.property(fc.array(run, { maxLength: 8 }), fc.option(run, { nil: undefined }), (runs, hot) => {
        const present = joinRuns(runs);
        const segments = segmentsOf(present, hot);
        let at = 0;
        for (const s of segments) {
          expect(s.from).toBe(at);
          expect(s.to).toBeGreaterThan(s.from);
          at = s.to;
        }
        for (const p of present)
          for (let row = p.from; row < p.to; row++)
            expect(segments.find((s) => row >= s.from && row < s.to)?.fold).toBeUndefined();
      }),
    );
  });
});

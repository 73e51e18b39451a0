import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Checkpoints } from './checkpoints.ts';

const at = (lines: number, ticks = 0) => ({ lines, ticks });
/** A checkpoint is the list of pages it holds. */
const budget = (count: number, bytes = 1e9) => ({
  count,
  bytes,
  weigh: (mark: readonly number[], before: readonly number[]) => mark.filter((x) => !before.includes(x)).length,
});

describe('checkpoints', () => {
  it('leave no gap much longer than the others, and stay within their number', () => {
    const marks = new Checkpoints<readonly number[]>([], budget(100));
    for (let i = 1; i <= 5000; i++) marks.add(at(i), i, [i]);
    expect(marks.count).toBe(100);
    const places = Array.from({ length: 5001 }, (_, i) => marks.before(at(i)).place.lines);
    // 68 of them share what lies before the latest 32
    expect(Math.max(...places.map((p, i) => i - p))).toBeLessThanOrEqual(2 * Math.ceil(5000 / 68));
    expect(places.at(-1)).toBe(5000);
    expect(places.at(-2)).toBe(4999);
  });

  it('stay within what they may hold', () => {
    const marks = new Checkpoints<readonly number[]>([], budget(1000, 60));
    for (let i = 1; i <= 300; i++) marks.add(at(i), i, [i]);
    expect(marks.bytes).toBeLessThanOrEqual(60);
    expect(marks.count).toBe(61);
  });

  it('stay within what they may hold, where each one dropped leaves most of what it held to the next', () => {
    const marks = new Checkpoints<readonly number[]>([], budget(1000, 120));
    // every line changes one of 50 pages for good and one page anew
    const pages = Array.from({ length: 50 }, (_, i) => i);
    for (let i = 1; i <= 600; i++) {
      pages[i % 50] = 1000 + i;
      pages[(i * 7) % 50] = 5000 + i;
      marks.add(at(i), i, [...pages]);
      expect(marks.bytes).toBeLessThanOrEqual(120);
    }
    const places = Array.from({ length: 601 }, (_, i) => marks.before(at(i)).place.lines);
    expect(places.at(-1)).toBe(600);
    expect(places.at(-20)).toBe(581);
  });

  it('know what they hold, whatever is added, cut and dropped', () => {
    const place = fc.nat({ max: 40 });
    const act = fc.record({
      do: fc.constantFrom('add', 'cut', 'halve', 'upTo'),
      n: place,
      pages: fc.array(fc.nat({ max: 9 })),
    });
    fc.assert(
      fc.property(fc.array(act), (all) => {
        let marks = new Checkpoints<readonly number[]>([], budget(12));
        const held = new Map<number, readonly number[]>();
        for (const { do: what, n, pages } of all) {
          if (what === 'add' && !marks.has(at(n))) {
            held.set(n, pages);
            marks.add(at(n), n, pages);
          } else if (what === 'cut') marks.cut(at(n));
          else if (what === 'halve') marks.halve();
          else if (what === 'upTo') marks = marks.upTo(at(n));
          const places = [...new Set(Array.from({ length: 50 }, (_, i) => marks.before(at(i)).place.lines))];
          expect(places.length).toBe(marks.count);
          let bytes = 0;
          let before: readonly number[] = [];
          for (const p of places.slice(1)) {
            const checkpoint = held.get(p) ?? [];
            expect(marks.before(at(p)).checkpoint).toBe(checkpoint);
            bytes += checkpoint.filter((x) => !before.includes(x)).length;
            before = checkpoint;
          }
          expect(marks.bytes).toBe(bytes);
        }
      }),
    );
  });
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { linesIn, momentAtUnit, stripOf, unitOf, unitsOf } from './strip.ts';

const lines = fc.array(fc.record({ steps: fc.nat({ max: 40 }) }), { minLength: 1, maxLength: 15 });

it('a moment is found where it stands', () => {
  fc.assert(
    fc.property(lines, (all) => {
      const strip = stripOf(all);
      let before = unitOf(strip, -1, undefined);
      for (const [line, { steps }] of all.entries()) {
        for (let step = 1; step <= steps; step++) {
          const at = unitOf(strip, line, step);
          expect(at).toBeGreaterThan(before);
          before = at;
          expect(momentAtUnit(strip, at, 10)).toEqual({ line, step });
        }
        const end = unitOf(strip, line, undefined);
        expect(end).toBeGreaterThan(before);
        before = end;
        expect(momentAtUnit(strip, end, 10)).toEqual({ line, step: undefined });
      }
      expect(before).toBe(unitsOf(strip));
      expect(momentAtUnit(strip, 0, 10)).toEqual({ line: -1, step: undefined });
      expect(linesIn(strip, { from: 0, to: before + 1 })).toEqual({ from: 0, to: all.length });
    }),
  );
});

it('from afar only the ends of lines are meant', () => {
  const strip = stripOf([{ steps: 1000 }, { steps: 0 }]);
  expect(momentAtUnit(strip, 30, 0.1)).toEqual({ line: -1, step: undefined });
  expect(momentAtUnit(strip, 80, 0.1)).toEqual({ line: 0, step: undefined });
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { endsOf, momentOf, momentText, numberOf, parseMoment } from './moments.ts';

const lines = fc.array(fc.record({ steps: fc.nat({ max: 20 }) }), { maxLength: 20 });

it('every moment has one number, and every number is one moment', () => {
  fc.assert(
    fc.property(lines, (all) => {
      const ends = endsOf(all);
      const last = ends.at(-1) ?? 0;
      for (let n = 0; n <= last; n++) {
        const moment = momentOf(ends, n);
        expect(numberOf(ends, moment)).toBe(n);
        // what is written can be pasted
        expect(parseMoment(momentText(ends, moment), ends)).toEqual(moment);
        expect(parseMoment(`#${n}`, ends)).toEqual(moment);
      }
      for (const [line, { steps }] of all.entries()) {
        expect(momentOf(ends, numberOf(ends, { line, step: undefined }))).toEqual({ line, step: undefined });
        for (let step = 1; step <= steps; step++)
          expect(momentOf(ends, numberOf(ends, { line, step }))).toEqual({ line, step });
      }
    }),
  );
});

it('numbers stay while the session grows', () => {
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      const [short, long] = [endsOf(before), endsOf([...before, ...after])];
      for (let n = 0; n <= (short.at(-1) ?? 0); n++) expect(momentOf(long, n)).toEqual(momentOf(short, n));
    }),
  );
});

it('reads what a person writes, and says why it cannot', () => {
  const ends = endsOf([{ steps: 3 }, { steps: 0 }, { steps: 2 }]);
  const marks = [{ label: 'Before the pull', branch: 1, line: 1 }];
  const read = (text: string) => parseMoment(text, ends, marks);
  expect(read(' line 3 step 2 ')).toEqual({ line: 2, step: 2 });
  expect(read('Line 3, step 1')).toEqual({ line: 2, step: 1 });
  expect(read('1.2')).toEqual({ line: 0, step: 2 });
  expect(read('line 2')).toEqual({ line: 1, step: undefined });
  expect(read('boot')).toEqual({ line: -1, step: undefined });
  expect(read('now')).toEqual({ line: 2, step: undefined });
  expect(read('before the pull')).toEqual({ line: 1, step: undefined });
  expect(read('#9')).toEqual({ why: 'the session ends at #8' });
  expect(read('line 4')).toEqual({ why: 'the session has 3 lines' });
  expect(read('line 1 step 4')).toEqual({ why: 'line 1 has 3 steps' });
  expect(read('yesterday')).toEqual({ why: 'a moment is a number such as #214, or “line 12 step 40”' });
});

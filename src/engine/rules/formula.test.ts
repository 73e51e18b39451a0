import { expect, it } from 'vitest';
import { filled, named, slots } from './formula.ts';
import { RULES } from './index.ts';

it('reads a formula with names and with values', () => {
  const formula = '{min} = {pages_min} × {managed} ÷ {all}, {min}';
  expect(slots(formula)).toEqual(['min', 'pages_min', 'managed', 'all']);
  expect(named(formula)).toBe('min = pages_min × managed ÷ all, min');
  expect(filled(formula, { min: '5', managed: '1,000' })).toBe('5 = pages_min × 1,000 ÷ all, 5');
});
it('every formula has something to fill in, and no brace is left over', () => {
  for (const { id, formula } of RULES)
    if (formula !== undefined) {
      expect(slots(formula).length, id).toBeGreaterThan(0);
      expect(named(formula), id).not.toMatch(/[{}]/);
    }
});

import { expect, it } from 'vitest';
import { RULES } from '../../engine/rules/index.ts';
import { originOf, proofOf } from './origin.ts';

const recorded = RULES.find((rule) => proofOf(rule).recordings.length > 0);
const unproven = RULES.find((rule) => proofOf(rule).recordings.length === 0);

it('tells what was read, what follows from confirmed rules, what no recording shows, and what was chosen', () => {
  if (recorded === undefined || unproven === undefined) throw new Error('no such rules');
  expect(originOf(recorded, 'recorded', true).word).toBe('recorded');
  // a line later the rule has made the figure
  expect(originOf(recorded, 'recorded', false).word).toBe('derived');
  expect(originOf(recorded, 'derived', true).word).toBe('derived');
  expect(originOf(unproven, 'derived', true).word).toBe('unverified');
  expect(originOf(unproven, 'recorded', true).word).toBe('recorded');
  expect(originOf(recorded, 'modelled', true).word).toBe('modelled');
  expect(originOf(recorded, undefined, false).word).toBe('derived');
});

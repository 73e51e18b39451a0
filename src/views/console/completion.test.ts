import { expect, test } from 'vitest';
import { commonStart, replaced } from './completion.ts';

test('the common start of candidates', () => {
  expect(commonStart(['memory40', 'memory41', 'memory4'])).toBe('memory4');
  expect(commonStart(['a', 'b'])).toBe('');
  expect(commonStart([])).toBe('');
});
test('a completion replaces what was typed of it', () => {
  expect(replaced('cat /sys/ke | head', 9, 11, 'kernel/')).toEqual({ text: 'cat /sys/kernel/ | head', cursor: 16 });
});

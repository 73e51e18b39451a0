import { expect, it } from 'vitest';
import { TERM_NAMES } from '#words/term-names.ts';
import { TERMS } from '#words/terms.ts';

it('names exactly the entries that there are', () => {
  expect([...TERM_NAMES].sort()).toEqual(Object.keys(TERMS).sort());
});

it('says something about each, and where the kernel says it', () => {
  for (const [name, { title, text, source }] of Object.entries(TERMS)) {
    expect(text.length, name).toBeGreaterThan(40);
    expect(text, name).toMatch(/[.)]$/);
    expect(title, name).not.toBe('');
    if (source !== undefined) expect(source[0], name).toMatch(/^[\w/.-]+\.[ch]$/);
  }
});

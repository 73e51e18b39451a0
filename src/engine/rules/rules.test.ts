import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { RULES, TOPICS } from './index.ts';
import { rulesDocument } from './markdown.ts';

describe('rules', () => {
  it('stand in docs/rules.md with the same words (npm run rules writes it)', () =>
    expect(readFileSync('docs/rules.md', 'utf8')).toBe(rulesDocument(TOPICS)));
  it('have ids of their own', () => expect(new Set(RULES.map((r) => r.id)).size).toBe(RULES.length));
  it.each(TOPICS)('$title: ids have one prefix and rise', ({ rules }) => {
    expect(new Set(rules.map((r) => r.id.split('-')[0])).size).toBe(1);
    const numbers = rules.map((r) => Number(r.id.split('-')[1]));
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  });
  it.each(RULES)('$id names files that exist', ({ source, tests }) => {
    expect(existsSync(`src/${source}`)).toBe(true);
    expect(tests.length).toBeGreaterThan(0);
    for (const t of tests) expect(existsSync(t.includes('/') ? t : `test/recordings/${t}.json.gz`), t).toBe(true);
  });
});

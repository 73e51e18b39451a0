import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { RULES, TOPICS } from './index.ts';
import { rulesDocument } from './markdown.ts';
import { told } from './rule.ts';

describe('rules', () => {
  it('stand in docs/rules.md with the same words (npm run rules writes it)', () =>
    expect(readFileSync('docs/rules.md', 'utf8')).toBe(rulesDocument(TOPICS)));
  it('have a text each, and no text is left over', () => {
    const rule = { id: 'ADD-1', fn: '', since: '', source: '', tests: [] } as const;
    expect(told({ 'ADD-1': 'so it is' }, [rule])[0]?.text).toBe('so it is');
    // @ts-expect-error a rule without a text
    told({}, [rule]);
    // @ts-expect-error a text without a rule
    told({ 'ADD-1': '', 'ADD-2': '' }, [rule]);
    for (const { id, text } of RULES) expect(text, id).not.toBe('');
  });
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

import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { RULES } from './rules.ts';

describe('rules', () => {
  it('stand in docs/rules.md with the same words', () => {
    const rows = readFileSync('docs/rules.md', 'utf8')
      .split('\n')
      .filter((l) => /^\| [A-Z]{3}-\d+ +\|/.test(l))
      .map((l) => l.replace(/\s+/g, ' '));
    expect(rows).toEqual(
      RULES.map(
        (r) =>
          `| ${r.id} | ${r.text} | \`${r.fn}\` | [${r.since}, ${r.until ?? ''}) | \`src/${r.source}\` | ${r.tests.map((t) => `\`${t}\``).join(', ')} |`,
      ),
    );
  });
  it('have ids of their own', () => expect(new Set(RULES.map((r) => r.id)).size).toBe(RULES.length));
  it.each(RULES)('$id names files that exist', ({ source, tests }) => {
    expect(existsSync(`src/${source}`)).toBe(true);
    expect(tests.length).toBeGreaterThan(0);
    for (const t of tests) expect(existsSync(t.includes('/') ? t : `test/recordings/${t}.json.gz`), t).toBe(true);
  });
});

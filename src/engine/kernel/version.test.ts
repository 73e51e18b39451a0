import { describe, expect, it } from 'vitest';
import { compareVersions, holds, parseVersion, versionOf } from './version.ts';

const kernel = (release: string, version?: `v${number}.${number}`) => ({
  release,
  config: {},
  cmdline: '',
  ...(version === undefined ? {} : { version }),
});

describe('kernel versions', () => {
  it.each([
    ['v5.2', 'v5.2'],
    ['5.2', 'v5.2'],
    ['6.12.117', 'v6.12'],
    ['6.1.0-18-amd64', 'v6.1'],
    ['next', undefined],
    ['', undefined],
  ])('reads %s', (text, version) => expect(parseVersion(text)).toBe(version));
  it('orders by number, not by text', () => {
    expect(compareVersions('v5.10', 'v5.9')).toBeGreaterThan(0);
    expect(compareVersions('v4.20', 'v5.0')).toBeLessThan(0);
    expect(compareVersions('v6.12', 'v6.12')).toBe(0);
  });
  it('follow the release unless the knob says otherwise', () => {
    expect(versionOf(kernel('6.12.117'))).toBe('v6.12');
    expect(versionOf(kernel('6.12.117', 'v5.2'))).toBe('v5.2');
    expect(versionOf(kernel('somebody'))).toBe('v6.12');
  });
  it('hold from since up to until', () => {
    const rule = { since: 'v4.5', until: 'v5.3' } as const;
    expect(holds(kernel('5.2.21'), rule)).toBe(true);
    expect(holds(kernel('5.3.0'), rule)).toBe(false);
    expect(holds(kernel('6.12.0'), { since: 'v5.3' })).toBe(true);
    expect(holds(kernel('6.12.0', 'v5.2'), { since: 'v5.3' })).toBe(false);
  });
});

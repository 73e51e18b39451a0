import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Regex } from './regex.ts';
import type { RegexFlags } from './regex.ts';

const basic: RegexFlags = { extended: false, fixed: false, ignoreCase: false, around: undefined };
const extended: RegexFlags = { ...basic, extended: true };
const test = (pattern: string, line: string, flags = basic) => Regex.compile(pattern, flags)?.test(line);

describe('Regex', () => {
  it.each<[string, string, boolean, RegexFlags?]>([
    ['abc', 'xabcx', true],
    ['^abc$', 'abc', true],
    ['^abc$', 'abcd', false],
    ['a.c', 'abc', true],
    ['ab*c', 'ac', true],
    ['a+', 'aa', false],
    ['a\\+', 'aa', true],
    ['*a', '*a', true],
    ['a|b', 'b', false],
    ['a\\|b', 'b', true],
    ['x\\(ab\\)*y', 'xababy', true],
    ['a\\{2,3\\}b', 'aab', true],
    ['^a\\{2\\}$', 'aaa', false],
    ['a|b', 'b', true, extended],
    ['^(ab)+$', 'abab', true, extended],
    ['colou?r', 'color', true, extended],
    ['^[0-9a-f]{4}$', '12af', true, extended],
    ['^a{2,}$', 'a', false, extended],
    ['[^a-c]', 'abc', false],
    ['[]x]', ']', true],
    ['[[:digit:]]-[[:digit:]]', '4-5', true],
    ['a\\.b', 'axb', false],
    ['^$', '', true],
    ['a$b', 'a$b', true],
    ['a.b', 'a.b', true, { ...basic, fixed: true }],
    ['a.b', 'axb', false, { ...basic, fixed: true }],
    ['ABC', 'xabc', true, { ...basic, ignoreCase: true }],
    ['[A-C]', 'b', true, { ...basic, ignoreCase: true }],
    ['ram', 'System ram', true, { ...basic, around: 'word' }],
    ['ram', 'program', false, { ...basic, around: 'word' }],
    ['ram', 'ram x', false, { ...basic, around: 'line' }],
  ])('%j on %j: %j', (pattern, line, matches, flags = basic) => expect(test(pattern, line, flags)).toBe(matches));

  it.each(['[', '\\(', '(', 'a{2', 'a\\', '[z-a]', '[[:nosuch:]]', 'a{3,2}'])('refuses %j', (pattern) => {
    expect([Regex.compile(pattern, basic), Regex.compile(pattern, extended)]).toContain(undefined);
  });
  it('finds the longest match at a place', () => {
    expect(Regex.compile('a|ab|abc', extended)?.matchAt('xabcd', 1)).toBe('abc');
    expect(Regex.compile('b', extended)?.matchAt('ab', 0)).toBeUndefined();
  });
  it('never hangs', () => {
    const line = `${'a'.repeat(20_000)}!`;
    expect(test('^(a+)+$', line, extended)).toBe(false);
    expect(test('(a|aa)*b', line, extended)).toBe(false);
    expect(Regex.compile('((a{200}){200}){200}', extended)).toBeUndefined();
    expect(Regex.compile('('.repeat(1000), extended)).toBeUndefined();
  });
  it('agrees with the host about simple patterns', () => {
    const pattern = fc.array(fc.constantFrom('a', 'b', '.', 'a*', 'b?', '(a|b)', '(ab)+', '[ab]', '[^a]', 'a{1,2}'), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(pattern, fc.string({ unit: fc.constantFrom('a', 'b', 'c') }), (parts, line) => {
        const source = `^${parts.join('')}$`;
        expect(test(source, line, extended)).toBe(new RegExp(source).test(line));
      }),
    );
  });
});

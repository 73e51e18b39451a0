import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isIdentifier, parseInteger, parseOptions, parseSize, parseSwitch } from './options.ts';

const entries = (text: string): [string, string][] => [...parseOptions(text, 'driver').values];

describe('parseOptions', () => {
  it('gives the first word its key and keeps the order', () => {
    expect(entries('pc-dimm,id=d,memdev=m')).toEqual([
      ['driver', 'pc-dimm'],
      ['id', 'd'],
      ['memdev', 'm'],
    ]);
  });
  it('takes a doubled comma for one inside a value', () => {
    expect(entries('pc-dimm,,id=k')).toEqual([['driver', 'pc-dimm,id=k']]);
    expect(entries('x,path=a,,b,y=1')).toEqual([
      ['driver', 'x'],
      ['path', 'a,b'],
      ['y', '1'],
    ]);
  });
  it('lets the last of equal keys count', () => {
    expect(entries('x,size=1G,size=2G')).toEqual([
      ['driver', 'x'],
      ['size', '2G'],
    ]);
  });
  it('takes a word without a value for a switch', () => {
    const { values, bare } = parseOptions('x,share,nodump', 'driver');
    expect(bare).toEqual(['share', 'nodump']);
    expect(values.get('share')).toBe('on');
    expect(values.get('dump')).toBe('off');
  });
  it('answers any text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(parseOptions(text, 'driver').values.size).toBeLessThanOrEqual(text.length + 1);
      }),
    );
  });
});

// each checked against QEMU 7.2
describe('parseSize', () => {
  it.each([
    ['1G', 2 ** 30],
    ['1g', 2 ** 30],
    ['1.5G', 1.5 * 2 ** 30],
    ['1.G', 2 ** 30],
    ['+1G', 2 ** 30],
    ['1000', 1000],
    ['0777', 777],
    ['0x100000', 2 ** 20],
    ['8E', 2 ** 63],
    ['0', 0],
  ])('%s', (text, size) => expect(parseSize(text)).toBe(size));
  it.each(['1X', 'abc', '-1', '', '1Gi', '1e6', '1.5', '.5G', '16E', '99999999999999999999'])('refuses %j', (text) =>
    expect(parseSize(text)).toBeUndefined(),
  );
});

describe('parseInteger', () => {
  it.each([
    ['12', 12n],
    ['0x2', 2n],
    ['010', 8n],
    ['-1', -1n],
    ['18446744073709551615', 2n ** 64n - 1n],
  ])('%s', (text, n) => expect(parseInteger(text)).toBe(n));
  it.each(['x', '', '1G', '1.0', '99999999999999999999'])('refuses %j', (text) =>
    expect(parseInteger(text)).toBeUndefined(),
  );
});

it('knows identifiers and switches', () => {
  expect(['d', 'mem-1.a_b', 'x9'].every(isIdentifier)).toBe(true);
  expect(['', '1x', 'x y', '"x"', 'x,y', 'ü'].some(isIdentifier)).toBe(false);
  expect(['on', 'yes', 'true', 'y'].map(parseSwitch)).toEqual([true, true, true, true]);
  expect(['off', 'no', 'false', 'n', 'maybe'].map(parseSwitch)).toEqual([false, false, false, false, undefined]);
});

import { describe, expect, test } from 'vitest';
import { geometryFor } from '../../engine/arch/layout.ts';
import { bitAt, mapHex, parsePlace, popcount, splitVa, withIndex } from './bits.ts';

const x86 = geometryFor({ arch: 'x86_64', pageSize: 4096, levels: 4, vaBits: 48, maxPhysmemBits: 46 });
const arm64k = geometryFor({ arch: 'arm64', pageSize: 65536, levels: 3, vaBits: 52, maxPhysmemBits: 52 });

test('a bitmap reads as the kernel would print its longs', () => {
  expect(mapHex([0xffffffff, 0xffffffff])).toBe('0xffffffffffffffff');
  expect(mapHex([1, 0x80000000])).toBe('0x8000000000000001');
  expect(popcount([0xffffffff, 1])).toBe(33);
  expect([0, 31, 32, 33].map((i) => bitAt([1 << 31, 1], i))).toEqual([false, true, true, false]);
});

describe('splitVa', () => {
  test('x86_64, four levels', () => {
    const fields = splitVa(0xffff888180000123n, x86);
    expect(fields.map((f) => [f.name, f.bits, Number(f.value)])).toEqual([
      ['sign', 16, 0xffff],
      ['PGD', 9, 273],
      ['PUD', 9, 6],
      ['PMD', 9, 0],
      ['PTE', 9, 0],
      ['offset', 12, 0x123],
    ]);
  });
  test('below a leaf of 1 GiB there is only an offset', () => {
    const fields = splitVa(0xffff888180000123n, x86, 30);
    expect(fields.filter((f) => f.kind === 'inside').map((f) => f.name)).toEqual(['PMD', 'PTE']);
    expect(fields.at(-1)).toMatchObject({ name: 'offset', bits: 30, value: 0x123n });
  });
  test('arm64 with 64K pages has a large bottom and a small top', () => {
    const fields = splitVa(0xfff0000020010001n, arm64k);
    expect(fields.map((f) => f.bits)).toEqual([12, 10, 13, 13, 16]);
    expect(fields.reduce((sum, f) => sum + f.bits, 0)).toBe(64);
    expect(fields.map((f) => Number(f.value))).toEqual([0xfff, 0, 1, 1, 1]);
  });
  test('another index keeps what is above and clears what is below', () => {
    expect(withIndex(0xffff888180000123n, x86, 30, 7)).toBe(0xffff8881c0000000n);
    expect(withIndex(0xffff888180000123n, x86, 39, 468)).toBe(0xffffea0000000000n);
    expect(withIndex(0xffff888180000123n, x86, 39, 0)).toBe(0n);
    expect(withIndex(0xfff0000020010001n, arm64k, 42, 3)).toBe(0xfff00c0000000000n);
  });
});

test('places', () => {
  expect(parsePlace(' 0xffff_8881_8000_0000 ')).toEqual({ kind: 'va', va: 0xffff888180000000n });
  expect(parsePlace('0x1_8000_0000')).toEqual({ kind: 'phys', address: 0x180000000 });
  expect(parsePlace('1572864')).toEqual({ kind: 'pfn', pfn: 1572864 });
  expect(parsePlace('memory48')).toEqual({ kind: 'block', id: 48 });
  expect(parsePlace('dimm1')).toBeUndefined();
  expect(parsePlace('')).toBeUndefined();
  expect(parsePlace('0x1ffffffffffffff')).toEqual({ kind: 'va', va: 0x1ffffffffffffffn });
  expect(parsePlace('0x3fffffffffffff')).toBeUndefined();
});

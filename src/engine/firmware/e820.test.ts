import { describe, expect, it } from 'vitest';
import { E820, e820ForKernel, e820Ram, e820Update, memparse, ramBuffers } from './e820.ts';

const MiB = 2 ** 20;
const GiB = 2 ** 30;
const map = [
  { start: 0, end: 0x9fc00, type: E820.ram },
  { start: 0x9fc00, end: 0xa0000, type: E820.reserved },
  { start: MiB, end: 2 * GiB, type: E820.ram },
  { start: 4 * GiB, end: 6 * GiB, type: E820.ram },
];
const ram = (cmdline: string): string[] =>
  e820Ram(e820ForKernel(map, cmdline), 4096).map((r) => `${r.start.toString(16)}-${r.end.toString(16)}`);

describe('e820', () => {
  it('lets the larger type win where entries overlap', () => {
    expect(
      e820Update([
        { start: 0, end: 100, type: E820.ram },
        { start: 40, end: 60, type: E820.reserved },
      ]),
    ).toEqual([
      { start: 0, end: 40, type: E820.ram },
      { start: 40, end: 60, type: E820.reserved },
      { start: 60, end: 100, type: E820.ram },
    ]);
  });
  it('keeps the first page and whole pages only', () => {
    expect(ram('')).toEqual(['1000-9f000', '100000-80000000', '100000000-180000000']);
  });
  it('reads sizes as the kernel does', () => {
    expect(memparse('0x10M,x')).toEqual({ value: 16 * MiB, rest: ',x' });
    expect(memparse('010k')).toEqual({ value: 8 * 1024, rest: '' });
    expect(memparse('k')).toBeUndefined();
  });
  it('mem= and memmap= act in their order', () => {
    expect(ram('mem=5G')).toEqual(['1000-9f000', '100000-80000000', '100000000-140000000']);
    expect(ram('mem=1G memmap=1G@4G')).toEqual(['1000-9f000', '100000-40000000', '100000000-140000000']);
    expect(ram('memmap=exactmap memmap=636K@0,1G@1M')).toEqual(['1000-9f000', '100000-40100000']);
    expect(ram('memmap=1G%5G-1+0xefffffff')).toEqual(['1000-9f000', '100000-80000000', '100000000-140000000']);
    expect(ram('memmap=rubbish mem=0')).toEqual(ram(''));
  });
  it('pads RAM that ends off a border', () => {
    expect(ramBuffers([{ start: MiB, end: 1500 * MiB, type: E820.ram }])).toEqual([
      { start: 1500 * MiB, end: 1536 * MiB },
    ]);
    expect(ramBuffers([{ start: MiB, end: 2 * GiB, type: E820.ram }])).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { formatPlural } from '#words/numbers.ts';
import {
  formatAddress,
  formatAddressRange,
  formatBytes,
  formatBytesShort,
  formatCount,
  formatQemuSize,
  formatRuns,
  parseSize,
} from './format.ts';

describe('sizes', () => {
  it('keep the unit in which they are at least 1', () => {
    expect([0, 512, 1024, 2 ** 27, 1.5 * 2 ** 30, 2 ** 46].map(formatBytes)).toEqual([
      '0 B',
      '512 B',
      '1 KiB',
      '128 MiB',
      '1.5 GiB',
      '64 TiB',
    ]);
    expect(formatBytesShort(768 * 2 ** 20)).toBe('768M');
  });

  it('keep their zeros', () => {
    expect(formatBytes(100 * 2 ** 20)).toBe('100 MiB');
    expect(formatBytes(1010 * 2 ** 20)).toBe('1010 MiB');
  });

  it('are exact where QEMU reads them', () => {
    expect(formatQemuSize(1.5 * 2 ** 30)).toBe('1536M');
    expect(formatQemuSize(2 ** 40)).toBe('1T');
    expect(formatQemuSize(1000)).toBe('1000');
  });

  it('are read as people write them', () => {
    expect(['512M', '1.5 GiB', '2t', '134217728', '4 kb', '7B'].map(parseSize)).toEqual([
      2 ** 29,
      1.5 * 2 ** 30,
      2 ** 41,
      2 ** 27,
      4096,
      7,
    ]);
    expect(['', 'G', '-1G', '1 PiB', '1.3K', '99999999999T'].map(parseSize)).toEqual(Array(6).fill(undefined));
  });
});

describe('addresses', () => {
  it('are grouped by four digits from the right', () => {
    expect(formatAddress(0x1_8000_0000)).toBe('0x1_8000_0000');
    expect(formatAddress(0xfff)).toBe('0xfff');
    expect(formatAddress(0xffff_8881_8000_0000n)).toBe('0xffff_8881_8000_0000');
    expect(formatAddressRange(0, 0x800_0000)).toBe('0x0 – 0x7ff_ffff');
  });
});

describe('counts', () => {
  it('are grouped by three', () => {
    expect([0, 999, 1000, 524288].map(formatCount)).toEqual(['0', '999', '1,000', '524,288']);
    expect([formatPlural(1, 'block'), formatPlural(8, 'block')]).toEqual(['1 block', '8 blocks']);
  });

  it('are joined to runs', () => {
    expect(formatRuns([48, 49, 50, 53], 'memory')).toBe('memory48–50, memory53');
    expect(formatRuns([])).toBe('');
  });
});

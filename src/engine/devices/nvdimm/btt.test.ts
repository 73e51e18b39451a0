import { describe, expect, it } from 'vitest';
import { GiB, MiB } from '../../units.ts';
import { SECTOR_SIZES, arenasOf, bttSize } from './btt.ts';

describe('block translation tables', () => {
  // what /dev/pmemNs of Linux 6.12.107 shows
  it.each([
    [64 * MiB, 4096, 65_961_984],
    [128 * MiB, 512, 133_013_504],
    [128 * MiB, 520, 118_321_664],
    [512 * MiB, 4096, 535_265_280],
  ])('leave of %d bytes with sectors of %d: %d', (size, sector, shown) =>
    expect(bttSize(arenasOf(size, sector), sector)).toBe(shown),
  );

  it('need 16 MiB behind the first page, and begin anew after 512 GiB', () => {
    expect(arenasOf(16 * MiB, 4096)).toEqual([]);
    expect(arenasOf(16 * MiB + 4096, 4096)).toHaveLength(1);
    const two = arenasOf(513 * GiB, 4096);
    expect(two.map((a) => a.end - a.start)).toEqual([512 * GiB, GiB - 4096]);
    expect(two[1]?.start).toBe(two[0]?.end);
  });

  it('lay an arena out without gaps, its parts on whole pages', () => {
    for (const sector of SECTOR_SIZES)
      for (const a of arenasOf(100 * MiB, sector)) {
        const parts = [a.start, a.data, a.map, a.log, a.info2, a.end];
        expect(parts).toEqual(parts.toSorted((x, y) => x - y));
        expect(parts.every((at) => at % 4096 === 0)).toBe(true);
        expect(a.map - a.data).toBeGreaterThanOrEqual((a.sectors + 256) * sector);
        expect(a.log - a.map).toBeGreaterThanOrEqual(a.sectors * 4);
      }
  });
});

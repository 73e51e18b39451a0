import { describe, expect, it } from 'vitest';
import { geometryFor } from '../../engine/arch/layout.ts';
import { pfn } from '../../engine/units.ts';
import {
  cursorsOf,
  entriesIn,
  entryStart,
  indexAt,
  isCanonical,
  mappedAt,
  regionOf,
  selectEntry,
  tableStart,
} from './cursor.ts';

const x86 = geometryFor({ arch: 'x86_64', pageSize: 4096, levels: 4, vaBits: 48, maxPhysmemBits: 46 });
const arm64 = geometryFor({ arch: 'arm64', pageSize: 4096, levels: 4, vaBits: 48, maxPhysmemBits: 52 });
const arm64k = geometryFor({ arch: 'arm64', pageSize: 65536, levels: 3, vaBits: 48, maxPhysmemBits: 52 });

describe('the place of the selection in the tables', () => {
  it('finds both mappings of page frames', () => {
    const range = { start: pfn(0x180000), end: pfn(0x1c0000) };
    const cursors = cursorsOf(x86, { kind: 'dimm', id: 'dimm1' }, range);
    expect(cursors.direct).toEqual({ va: 0xffff888180000000n, bytes: 1n << 30n, level: undefined });
    expect(cursors.vmemmap).toEqual({ va: 0xffffea0006000000n, bytes: 16n << 20n, level: undefined });
    expect(cursors.own).toBeUndefined();
  });

  it('keeps the entry that was chosen, and follows it in the other map', () => {
    const entry = selectEntry(x86, 1, tableStart(x86, 1, 0xffff888180000000n), 6);
    expect(entry).toEqual({ kind: 'va', va: 0xffff888180000000n, bytes: 2 ** 30 });
    const cursors = cursorsOf(x86, entry, undefined);
    expect(cursors.own).toBe('direct-map');
    expect(cursors.direct?.level).toBe(1);
    expect(cursors.vmemmap).toEqual({ va: 0xffffea0006000000n, bytes: 16n << 20n, level: undefined });
    expect(cursors.range).toEqual({ start: 0x180000, end: 0x1c0000 });
  });

  it('takes an entry that begins before its region as one of it', () => {
    // arm64: the PGD entry of the vmemmap begins in vmalloc
    const entry = selectEntry(
      arm64,
      0,
      tableStart(arm64, 0, arm64.vmemmap.start),
      indexAt(arm64, 0, arm64.vmemmap.start),
    );
    if (entry.kind !== 'va') throw new Error('an entry is an address');
    expect(regionOf(arm64, entry.va)).toBeUndefined();
    const cursors = cursorsOf(arm64, entry, undefined);
    expect(cursors.own).toBe('vmemmap');
    expect(cursors.vmemmap?.level).toBe(0);
    expect(cursors.elsewhere).toBeUndefined();
  });

  it('knows addresses of neither map', () => {
    const cursors = cursorsOf(x86, { kind: 'va', va: 0xffffc90000000000n }, undefined);
    expect(cursors.elsewhere?.va).toBe(0xffffc90000000000n);
    expect(cursors.direct).toBeUndefined();
    expect(isCanonical(x86, 0xffffc90000000000n)).toBe(true);
    expect(isCanonical(x86, 0x0000800000000000n)).toBe(false);
    expect(isCanonical(arm64, 0xfffe000000000000n)).toBe(false);
  });
});

describe('tables and their entries', () => {
  it('puts the top table at 0 where both halves share it, at the kernel’s half on arm64', () => {
    expect(tableStart(x86, 0, 0xffff888180000000n)).toBe(0n);
    expect(entryStart(x86, 0, 0n, 273)).toBe(0xffff888000000000n);
    expect(entryStart(x86, 0, 0n, 255)).toBe(0x00007f8000000000n);
    expect(tableStart(arm64, 0, arm64.directMap.start)).toBe(0xffff000000000000n);
    expect(entryStart(arm64, 0, 0xffff000000000000n, 1)).toBe(0xffff008000000000n);
  });

  it('finds every entry at the address it says it has', () => {
    for (const geometry of [x86, arm64, arm64k])
      for (const region of ['direct-map', 'vmemmap'] as const) {
        const { va } = mappedAt(geometry, { start: pfn(0x123456), end: pfn(0x123457) }, region);
        geometry.levels.forEach(({ entries }, level) => {
          const start = tableStart(geometry, level, va);
          const index = indexAt(geometry, level, va);
          expect(index).toBeLessThan(entries);
          const own = entryStart(geometry, level, start, index);
          expect(own <= va && va < own + (1n << BigInt(geometry.levels[level]?.shift ?? 0))).toBe(true);
          expect(entriesIn(geometry, level, start, entries, va, 1n)).toEqual({ from: index, to: index + 1 });
        });
      }
  });

  it('cuts a range to the table', () => {
    const start = tableStart(x86, 2, 0xffff888180000000n);
    expect(entriesIn(x86, 2, start, 512, 0xffff888180000000n, 64n << 21n)).toEqual({ from: 0, to: 64 });
    expect(entriesIn(x86, 2, start, 512, 0xffff888180000000n, 1n << 40n)).toEqual({ from: 0, to: 512 });
    expect(entriesIn(x86, 2, start, 512, 0xffff888000000000n, 1n << 20n)).toBeUndefined();
    expect(entriesIn(x86, 0, 0n, 512, 0xffff888000000000n, 1n << 40n)).toEqual({ from: 273, to: 275 });
  });
});

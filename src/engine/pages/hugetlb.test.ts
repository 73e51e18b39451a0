import { describe, expect, it } from 'vitest';
import { ZONE_NAMES } from '../zones/types.ts';
import { nodeId, pfn } from '../units.ts';
import { addSections, offline, online, ref, sectionsAt, testRooms } from './testing.ts';
import type { PageRooms } from './testing.ts';
import { pageFaults } from './invariants.ts';

const N2 = nodeId(2);
/** Four blocks of Movable memory on node 2, which has no CPU. */
function rooms(): PageRooms {
  const m = testRooms();
  addSections(m, sectionsAt(48, 4), 2);
  for (let s = 48; s < 52; s++) online(m, sectionsAt(s), ref(2, 'Movable'));
  return m;
}
/** Pageblocks, counted from section 48, that are free huge pages of node 2. */
const free = (m: PageRooms): number[] => m.pages.hugetlb.of(2).free.map((h) => h / 512 - 48 * 64);
const upTo = (n: number, from = 0): number[] => Array.from({ length: n - from }, (_, i) => from + i);
const sound = (m: PageRooms): void => expect(pageFaults(m.pages.core)).toEqual([]);

describe('the pool of huge pages', () => {
  it('grows upward and shrinks from the head', () => {
    const m = rooms();
    m.pages.setMaxHugePages(100, N2);
    expect(free(m)).toEqual(upTo(100));
    m.pages.setMaxHugePages(150, N2);
    expect(free(m)).toEqual([...upTo(150, 100), ...upTo(100)]);
    m.pages.setMaxHugePages(20, N2);
    expect(free(m)).toEqual(upTo(100, 80));
    sound(m);
    m.pages.setMaxHugePages(0, N2);
    expect(m.pages.freeIn(ref(2, 'Movable'))).toBe(4 * 32768);
  });
  it('stays smaller where memory is short', () => {
    const m = rooms();
    m.pages.setMaxHugePages(10_000, N2);
    expect(m.pages.hugetlb.total(2)).toBeLessThanOrEqual(256);
    expect(m.pages.hugetlb.total(2)).toBeGreaterThan(250);
    expect(m.pages.hugetlb.total(1)).toBe(0);
    sound(m);
  });
  it('takes in turn from all nodes, and gives back so', () => {
    const m = rooms();
    m.pages.setMaxHugePages(31, undefined);
    expect([0, 1, 2].map((n) => m.pages.hugetlb.total(n))).toEqual([11, 10, 10]);
    m.pages.setMaxHugePages(4, undefined);
    expect(m.pages.hugetlb.counts()).toEqual({ total: 4, free: 4, surplus: 0 });
    sound(m);
  });
  it('lets a process use what there is; what is too much leaves when it is given back', () => {
    const m = rooms();
    m.pages.setMaxHugePages(10, N2);
    expect(m.pages.useHugePages('a', 11 * 512, N2, true)).toBeUndefined();
    expect(m.pages.useHugePages('a', 8 * 512, N2, true)?.[0]?.pfn).toBe(48 * 32768);
    m.pages.setMaxHugePages(3, N2);
    expect(m.pages.hugetlb.counts()).toEqual({ total: 8, free: 0, surplus: 5 });
    m.pages.releaseHugePages('a');
    expect(m.pages.hugetlb.counts()).toEqual({ total: 3, free: 3, surplus: 0 });
    sound(m);
  });
  it('loses free pages to offlining; used ones go to the pools of other nodes, then to new pages', () => {
    const m = rooms();
    m.pages.setMaxHugePages(100, N2);
    m.pages.setMaxHugePages(5, nodeId(0));
    m.pages.useHugePages('h', 8 * 512, N2, true);
    const before = m.pages.freeIn(ref(0, 'DMA32'));
    expect(offline(m, sectionsAt(49), ref(2, 'Movable'))).toBeUndefined();
    expect(m.pages.hugetlb.counts()).toEqual({ total: 69, free: 61, surplus: 0 });
    expect(offline(m, sectionsAt(48), ref(2, 'Movable'))).toBeUndefined();
    // five went to the free pages of node 0, three to fresh ones
    expect(m.pages.hugetlb.of(0)).toMatchObject({ free: [], used: 8 });
    expect(m.pages.freeIn(ref(0, 'DMA32'))).toBe(before - 3 * 512);
    expect(m.pages.hugetlb.total(2)).toBe(0);
    m.pages.releaseHugePages('h');
    expect(m.pages.hugetlb.counts()).toEqual({ total: 8, free: 8, surplus: 0 });
    sound(m);
  });
  it('uses pageblock 1 of every block first where the block holds its own memmap', () => {
    const m = testRooms();
    addSections(m, sectionsAt(48, 4), 2);
    for (let s = 48; s < 52; s++) {
      const { start, end } = sectionsAt(s);
      const memmap = { start, end: pfn(start + 512) };
      m.zones.movePfnRangeToZone(ref(2, 'Movable'), memmap);
      m.pages.placeSelfHostedMemmap(ref(2, 'Movable'), memmap);
      m.sections.setZone(m.sections.pfnToSection(start), ZONE_NAMES.indexOf('Movable'));
      online(m, { start: memmap.end, end }, ref(2, 'Movable'));
    }
    m.pages.setMaxHugePages(80, N2);
    const perBlock = [0, 1, 2, 3].map((b) => free(m).filter((pb) => Math.floor(pb / 64) === b).length);
    expect(perBlock).toEqual([63, 15, 1, 1]);
  });
});

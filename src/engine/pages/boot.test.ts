import { describe, expect, it } from 'vitest';
import { sectionNr } from '../units.ts';
import { ref, sectionsAt, testRooms } from './testing.ts';
import type { PageRooms } from './testing.ts';
import { pageFaults } from './invariants.ts';

// as Linux 6.12.117 booted on a node of 2 GiB: 6 unmovable and 2 reclaimable pageblocks with 378 and 654 free pages
const normal = ref(1, 'Normal');
const booted = (): PageRooms =>
  testRooms(undefined, {
    free: [{ ref: normal, pages: 262144 - 5000 - 3300, movable: 133 }],
    blocks: [{ ref: normal, unmovable: 6, reclaimable: 2, free: { unmovable: 378, reclaimable: 654 } }],
  });
const blocks = (m: PageRooms, section: number): { readonly type: string; readonly used: number }[] =>
  m.pages.pageblocksOf(sectionNr(section)).map(({ type, used }) => ({ type, used }));

describe('boot memory whose pageblocks are counted', () => {
  it("has the kernel's pages in as many pageblocks, from the bottom", () => {
    const low = blocks(booted(), 32).slice(0, 9);
    expect(low.map((b) => b.type)).toEqual([
      ...Array.from({ length: 6 }, () => 'unmovable'),
      'reclaimable',
      'reclaimable',
      'movable',
    ]);
    expect(low.map((b) => b.used)).toEqual([512, 512, 512, 512, 512, 134, 370, 0, 116]);
  });
  it('has the others in what memblock left at the top, then behind them', () => {
    const m = booted();
    // 5,000 pages of memblock: nine pageblocks and 392 pages of the tenth; 116 pages find no room there
    expect(
      blocks(m, 39)
        .slice(-11, -8)
        .map((b) => b.used),
    ).toEqual([0, 512, 512]);
    expect(blocks(m, 32)[8]).toEqual({ type: 'movable', used: 116 });
    expect(pageFaults(m.pages.core)).toEqual([]);
    expect(m.pages.whyNot(sectionsAt(33))).toBeUndefined();
  });
});

describe('a free run of one pageblock beside what memblock took', () => {
  it('has been begun when the kernel counts none', () => {
    const used = (halves: number): number | undefined => {
      const m = testRooms(undefined, {
        free: [{ ref: ref(0, 'DMA32'), pages: 262144 - 5000 - 20000, movable: 100, halves }],
      });
      expect(pageFaults(m.pages.core)).toEqual([]);
      return blocks(m, 15).at(-6)?.used;
    };
    expect([used(1), used(0)]).toEqual([0, 1]);
  });
});

import { describe, expect, it } from 'vitest';
import { nodeId, pfn } from '../units.ts';
import { addSections, online, ref, sectionsAt, testRooms } from './testing.ts';
import type { PageRooms } from './testing.ts';
import { pageFaults } from './invariants.ts';

/** Node 2 has no memory but sections 40 and 41 in Normal; its kernel pages show which free memory is used next. */
function newNode(): PageRooms {
  const m = testRooms();
  addSections(m, sectionsAt(40, 2), 2);
  online(m, sectionsAt(40, 2), ref(2, 'Normal'));
  return m;
}
const range = { start: pfn(sectionsAt(41).start), end: pfn(sectionsAt(41).start + 4096) };
/** Where the next 4,096 kernel pages of node 2 lie. */
const next = (m: PageRooms): readonly number[] =>
  (
    m.pages.alloc({
      tag: 't',
      name: 't',
      owner: 'kernel',
      pages: 4096,
      order: 0,
      type: 'unmovable',
      highestZone: 'Normal',
      nid: nodeId(2),
      thisNodeOnly: true,
    }) ?? []
  ).map((e) => e.pfn);

describe('offline pages that come back', () => {
  it('are used first when they had been in the allocator before', () => {
    const m = newNode();
    expect(m.pages.takeContig(ref(2, 'Normal'), range)).toBeUndefined();
    m.pages.bringOnline(range, false);
    expect(next(m).every((at) => at >= range.start && at < range.end)).toBe(true);
    expect(pageFaults(m.pages.core)).toEqual([]);
  });
  it('are used last when they are fresh', () => {
    const m = newNode();
    expect(m.pages.takeContig(ref(2, 'Normal'), range)).toBeUndefined();
    m.pages.bringOnline(range, true);
    expect(next(m).every((at) => at < sectionsAt(40).start + 4096)).toBe(true);
    expect(pageFaults(m.pages.core)).toEqual([]);
  });
});

describe('a snapshot of memory that a driver plugged in part', () => {
  it('has the unplugged pageblocks offline, free ones too', () => {
    const m = newNode();
    const normal = ref(2, 'Normal');
    const free = m.pages.freeIn(normal);
    m.pages.recogniseOffline(range);
    expect(m.pages.freeIn(normal)).toBe(free - 4096);
    expect(m.pages.extentsOf('offline').map((e) => [e.pfn, e.pages])).toEqual([[range.start, 4096]]);
    m.pages.bringOnline(range, true);
    expect(m.pages.freeIn(normal)).toBe(free);
  });
});

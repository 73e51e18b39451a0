import { describe, expect, it } from 'vitest';
import { nodeId, pfn, sectionNr } from '../units.ts';
import { addSections, offline, online, ref, removeSections, sectionsAt, testRooms } from './testing.ts';
import type { PageRooms } from './testing.ts';
import { pageFaults } from './invariants.ts';

const whole = (m: PageRooms): void => expect(pageFaults(m.pages.core)).toEqual([]);
const unmovable = (m: PageRooms, section: number): number =>
  m.pages.pageblocksOf(sectionNr(section)).filter((b) => b.type === 'unmovable').length;

describe('boot memory', () => {
  it('is consistent, and its lowest and highest blocks cannot go', () => {
    const m = testRooms();
    whole(m);
    expect(m.pages.freeIn(ref(0, 'DMA32'))).toBe(262144 - 25000);
    expect(m.pages.whyNot(sectionsAt(8))?.owner).toBe('kernel');
    expect(m.pages.whyNot(sectionsAt(15))?.name).toBe('boot allocations');
    expect(m.pages.whyNot(sectionsAt(12))).toBeUndefined();
    expect(m.pages.whyNot(sectionsAt(32))?.owner).toBe('kernel');
  });
});

describe('user pages since boot', () => {
  const last = (m: PageRooms, section: number): number[] =>
    m.pages
      .pageblocksOf(sectionNr(section))
      .slice(-11)
      .map((b) => b.used);
  it('fill the short runs that memblock left at the top before they take a chunk; the kernel leaves them alone', () => {
    const m = testRooms();
    // 3,000 user pages: what is left of the fifth pageblock from the top, then its free buddy, the rest at the bottom
    expect(last(m, 15)).toEqual([0, 0, 0, 0, 0, 512, 512, 512, 512, 512, 512]);
    // 3,000 kernel pages and no user page
    expect(last(m, 39)).toEqual([0, 392, 512, 512, 512, 512, 512, 512, 512, 512, 512]);
    whole(m);
  });
});

describe('memory that a driver added before the machine was read', () => {
  it('has nothing of what memblock took at boot, although its zone reaches to it', () => {
    const m = testRooms();
    addSections(m, sectionsAt(40), 1);
    online(m, sectionsAt(40), ref(1, 'Normal'));
    const normal = ref(1, 'Normal');
    m.pages.importBoot({
      ram: [
        { ref: ref(0, 'DMA32'), range: sectionsAt(8, 8) },
        { ref: normal, range: sectionsAt(32, 8) },
        { ref: normal, range: sectionsAt(40) },
      ],
      kernelImage: [],
      reserved: [],
      free: [],
    });
    const used = (section: number): number =>
      m.pages.pageblocksOf(sectionNr(section)).reduce((sum, b) => sum + b.used, 0);
    expect([used(39), used(40)]).toEqual([5000, 0]);
  });
});

describe('memmap of hot-added memory', () => {
  it('comes from the kernel zone of the nearest node with one, whole chunks turning unmovable', () => {
    const m = testRooms();
    const before = m.pages.freeIn(ref(1, 'Normal'));
    addSections(m, sectionsAt(48, 3), 1);
    expect(before - m.pages.freeIn(ref(1, 'Normal'))).toBe(3 * 512);
    expect(m.pages.memmapOf(sectionNr(48))?.nid).toBe(1);
    whole(m);
    addSections(m, sectionsAt(51, 1), 2);
    expect(m.pages.memmapOf(sectionNr(51))?.nid).toBe(0);
    whole(m);
    removeSections(m, sectionsAt(48, 4));
    expect(m.pages.freeIn(ref(1, 'Normal'))).toBe(before);
    whole(m);
  });

  it('is refused when nothing is left, without a trace', () => {
    const m = testRooms();
    let s = 48;
    while (m.pages.takeMemmap(nodeId(1), pfn(s * 32768), 512, 9)) s++;
    expect(s).toBeGreaterThan(48 + 800);
    whole(m);
  });
});

describe('a fresh kernel zone', () => {
  it('of a node with CPUs gets kernel pages in its first chunk: that block stays, its neighbours go', () => {
    const m = testRooms();
    addSections(m, sectionsAt(48, 4), 0);
    for (let s = 48; s < 52; s++) online(m, sectionsAt(s), ref(0, 'Normal'));
    m.pages.settle();
    expect(unmovable(m, 48)).toBe(2);
    expect(offline(m, sectionsAt(48), ref(0, 'Normal'))).toMatchObject({ pfn: 48 * 32768, owner: 'kernel' });
    for (let s = 49; s < 52; s++) expect(offline(m, sectionsAt(s), ref(0, 'Normal'))).toBeUndefined();
    whole(m);
  });

  it('is no other than one that is full and gets memory', () => {
    const m = testRooms();
    const wanted = { owner: 'kernel', tag: 'k', order: 0, type: 'unmovable', highestZone: 'Normal' } as const;
    const zone = m.zones.zone(ref(1, 'Normal'));
    // down to the low mark, and no further
    const pages = m.pages.freeIn(ref(1, 'Normal')) - zone.low;
    expect(m.pages.alloc({ ...wanted, pages, nid: nodeId(1), thisNodeOnly: true })).toBeDefined();
    expect(m.pages.freeIn(ref(1, 'Normal'))).toBe(zone.low);
    addSections(m, sectionsAt(48, 2), 1);
    online(m, sectionsAt(48, 2), ref(1, 'Normal'));
    m.pages.settle();
    expect(unmovable(m, 48)).toBeGreaterThan(0);
    expect(offline(m, sectionsAt(49), ref(1, 'Normal'))).toBeUndefined();
    whole(m);
  });

  it('of a node without CPUs stays free', () => {
    const m = testRooms();
    addSections(m, sectionsAt(48, 2), 2);
    online(m, sectionsAt(48, 2), ref(2, 'Normal'));
    m.pages.settle();
    expect(offline(m, sectionsAt(48, 2), ref(2, 'Normal'))).toBeUndefined();
    whole(m);
  });

  it('keeps the memmap of what is added later, and so its block', () => {
    const m = testRooms();
    m.pages.nameSection = (nr) => (nr >= 52 ? 'dimm2' : 'dimm1');
    addSections(m, sectionsAt(48, 2), 2);
    online(m, sectionsAt(48, 2), ref(2, 'Normal'));
    addSections(m, sectionsAt(52, 2), 2);
    expect(m.pages.whyNot(sectionsAt(48))).toEqual({ pfn: 48 * 32768, owner: 'memmap', name: 'memmap of dimm2' });
    expect(offline(m, sectionsAt(49), ref(2, 'Normal'))).toBeUndefined();
    removeSections(m, sectionsAt(52, 2));
    expect(offline(m, sectionsAt(48), ref(2, 'Normal'))).toBeUndefined();
    whole(m);
  });
});

describe('user memory', () => {
  const hold = { owner: 'anon', tag: 'a', order: 0, type: 'movable', highestZone: 'Movable' } as const;

  it('fills the Movable zone upward and moves to another node when its block goes', () => {
    const m = testRooms();
    addSections(m, sectionsAt(48, 4), 1);
    for (let s = 48; s < 52; s++) online(m, sectionsAt(s), ref(1, 'Movable'));
    expect(m.pages.alloc({ ...hold, pages: 40000, nid: nodeId(1) })?.[0]).toMatchObject({
      pfn: 48 * 32768,
      zone: { nid: 1, zone: 'Movable' },
    });
    expect(m.pages.usedInSection.get(48)).toBe(32768);
    whole(m);
    expect(offline(m, sectionsAt(48), ref(1, 'Movable'))).toBeUndefined();
    whole(m);
    const at = m.pages.extentsOf('a');
    expect(at.filter((e) => e.zone.nid === 0).reduce((n, e) => n + e.pages, 0)).toBe(32768);
    expect(m.pages.usedInSection.get(48)).toBe(0);
    m.pages.free('a');
    whole(m);
  });

  it('pinned stops offlining until it is dropped, without being an isolation culprit', () => {
    const m = testRooms();
    addSections(m, sectionsAt(48, 2), 2);
    online(m, sectionsAt(48, 2), ref(2, 'Normal'));
    m.pages.alloc({ ...hold, owner: 'pinned', type: 'unmovable', highestZone: 'Normal', pages: 100, nid: nodeId(2) });
    expect(m.pages.whyNot(sectionsAt(48))).toBeUndefined();
    expect(m.pages.inTheWay(sectionsAt(48))).toMatchObject({ owner: 'pinned' });
    expect(m.pages.inTheWay(sectionsAt(49))).toBeUndefined();
    expect(offline(m, sectionsAt(48), ref(2, 'Normal'))).toBe('stuck');
    whole(m);
    m.pages.free('a');
    expect(offline(m, sectionsAt(48), ref(2, 'Normal'))).toBeUndefined();
    whole(m);
  });

  it('obeys a bind to a node, except for kernel memory that the node does not have', () => {
    const m = testRooms();
    addSections(m, sectionsAt(48, 2), 2);
    online(m, sectionsAt(48, 2), ref(2, 'Movable'));
    const bound = { nid: nodeId(2), thisNodeOnly: true, pages: 100 };
    expect(m.pages.alloc({ ...hold, ...bound, pages: 70000 })).toBeUndefined();
    expect(m.pages.alloc({ ...hold, ...bound })?.[0]?.zone.nid).toBe(2);
    expect(
      m.pages.alloc({ ...hold, ...bound, owner: 'kernel', tag: 'pipe', type: 'unmovable', highestZone: 'Normal' })?.[0]
        ?.zone.nid,
    ).not.toBe(2);
    expect(
      m.pages.alloc({ ...hold, ...bound, owner: 'pinned', tag: 'pin', type: 'unmovable', highestZone: 'Normal' })?.[0]
        ?.zone.nid,
    ).not.toBe(2);
    whole(m);
  });

  it('gets nothing when it asks for more than there is', () => {
    const m = testRooms();
    const free = m.pages.freeOfNode(nodeId(0));
    expect(m.pages.alloc({ ...hold, pages: 10_000_000, nid: nodeId(0) })).toBeUndefined();
    expect(m.pages.freeOfNode(nodeId(0))).toBe(free);
    whole(m);
  });
});

describe('memmap_on_memory', () => {
  it('keeps the first pageblock of each block for its own struct pages', () => {
    const m = testRooms();
    addSections(m, sectionsAt(48, 2), 2);
    for (const s of [48, 49]) {
      const r = sectionsAt(s);
      const memmap = { start: r.start, end: pfn(r.start + 512) };
      m.zones.movePfnRangeToZone(ref(2, 'Movable'), memmap);
      m.pages.placeSelfHostedMemmap(ref(2, 'Movable'), memmap);
      const usable = { start: memmap.end, end: r.end };
      m.zones.movePfnRangeToZone(ref(2, 'Movable'), usable);
      m.pages.onlineRange(ref(2, 'Movable'), usable);
      m.sections.setFlags(sectionNr(s), 4);
      m.zones.adjustPresentPageCount(ref(2, 'Movable'), 32768, false, undefined);
      m.pages.undoIsolate(usable);
    }
    m.zones.setNodeState(nodeId(2), { memory: true, normal: false });
    m.zones.buildAllZonelists();
    whole(m);
    expect(m.zones.zone(ref(2, 'Movable')).managed).toBe(2 * 32256);
    expect(m.pages.sectionUse(sectionNr(48)).pageblocks[0]?.owners).toEqual([
      { kind: 'self-hosted-memmap', name: 'memmap of this block', pages: 512 },
    ]);
    // the single pageblocks behind the memmaps go first, in the order in which the blocks came
    const got = m.pages.alloc({
      owner: 'hugetlb',
      tag: 'h',
      pages: 3 * 512,
      order: 9,
      type: 'movable',
      highestZone: 'Movable',
      nid: nodeId(2),
      thisNodeOnly: true,
    });
    expect(got?.map((e) => e.pfn)).toEqual([48 * 32768 + 512, 49 * 32768 + 512, 48 * 32768 + 1024]);
    whole(m);
  });
});

describe('checkpoints', () => {
  it('bring everything back', () => {
    const m = testRooms();
    const saved = m.k.store.checkpoint();
    addSections(m, sectionsAt(48, 2), 0);
    online(m, sectionsAt(48, 2), ref(0, 'Normal'));
    m.pages.settle();
    m.k.store.restore(saved);
    whole(m);
    expect(m.pages.memmapOf(sectionNr(48))).toBeUndefined();
    expect(m.pages.freeIn(ref(0, 'Normal'))).toBe(0);
  });
});

import { describe, expect, it } from 'vitest';
import { logLines } from '../kernel/kernel.ts';
import type { Status } from '../kernel/errno.ts';
import type { Proc } from '../kernel/scheduler.ts';
import { nodeId, pfn, sectionNr } from '../units.ts';
import type { Pfn } from '../units.ts';
import { ZONE_NONE } from '../zones/types.ts';
import { addSections, offline, online, ref, sectionsAt, testRooms } from './testing.ts';
import type { PageRooms } from './testing.ts';
import { Workloads } from './workloads.ts';
import { pageFaults } from './invariants.ts';

function rooms(zone: 'Movable' | 'Normal' = 'Movable'): PageRooms & { readonly loads: Workloads } {
  const m = testRooms();
  addSections(m, sectionsAt(48, 2), 2);
  for (const s of [48, 49]) online(m, sectionsAt(s), ref(2, zone));
  return { ...m, loads: new Workloads(m.k, m.pages) };
}
function run(m: PageRooms, body: Proc<Status>): Status {
  let status: Status;
  const task = m.k.scheduler.spawn(
    'test',
    (function* () {
      status = yield* body;
    })(),
  );
  m.k.scheduler.run();
  expect(task.done).toBe(true);
  return status;
}
const at = (n: number): Pfn => pfn(48 * 32768 + n);
const said = (m: PageRooms): string | undefined => logLines(m.k.log.value).at(-1);

describe('a bad page', () => {
  it.each(['Movable', 'Normal'] as const)(
    'that is free leaves the free lists, and offlining of a %s block passes over it',
    (zone) => {
      const m = rooms(zone);
      const free = m.pages.freeIn(ref(2, zone));
      expect(run(m, m.pages.hardOffline(at(0x1456)))).toBeUndefined();
      expect(said(m)).toBe('Memory failure: 0x181456: recovery action for free buddy page: Recovered');
      expect(m.pages.freeIn(ref(2, zone))).toBe(free - 1);
      expect(pageFaults(m.pages.core)).toEqual([]);
      expect(run(m, m.pages.hardOffline(at(0x1456)))).toBe('EHWPOISON');
      expect(m.pages.poison.size).toBe(1);
      // 0x1456 lies in the section's pageblock 10
      const bad = m.pages
        .sectionUse(sectionNr(48))
        .pageblocks.flatMap((b, i) => (b.poisoned > 0 ? [[i, b.poisoned]] : []));
      expect(bad).toEqual([[10, 1]]);
      expect(offline(m, sectionsAt(48), ref(2, zone))).toBeUndefined();
      expect(m.pages.poison.in(sectionsAt(48))).toEqual([0x181456]);
      expect(pageFaults(m.pages.core)).toEqual([]);
      m.pages.poison.forget(sectionsAt(48));
      expect(m.pages.poison.size).toBe(0);
    },
  );
  it('is named in the log by who looks at it: the injector, the hard and the soft way', () => {
    const m = rooms();
    expect(run(m, m.pages.injectFailure(at(5)))).toBeUndefined();
    expect(logLines(m.k.log.value).slice(-2)).toEqual([
      'Injecting memory failure at pfn 0x180005',
      'Memory failure: 0x180005: recovery action for free buddy page: Recovered',
    ]);
    expect(run(m, m.pages.softOffline(at(5)))).toBeUndefined();
    expect(said(m)).toBe('Soft offline: 0x180005: page already poisoned');
    const lines = logLines(m.k.log.value).length;
    expect(run(m, m.pages.injectFailure(pfn(2 ** 30)))).toBe('ENXIO');
    expect(logLines(m.k.log.value)).toHaveLength(lines);
  });
  it('comes back when it is unpoisoned', () => {
    const m = rooms();
    const free = m.pages.freeIn(ref(2, 'Movable'));
    for (const n of [0, 511, 512, 2048]) expect(run(m, m.pages.softOffline(at(n)))).toBeUndefined();
    expect(m.pages.freeIn(ref(2, 'Movable'))).toBe(free - 4);
    for (const n of [512, 0, 2048, 511]) expect(run(m, m.pages.unpoison(at(n)))).toBeUndefined();
    expect(m.pages.freeIn(ref(2, 'Movable'))).toBe(free);
    expect(pageFaults(m.pages.core)).toEqual([]);
  });
  it('that is in use is moved by soft, and lost by hard offlining', () => {
    const m = rooms();
    m.loads.hold('a', 'anon', 2048, nodeId(2));
    expect(run(m, m.pages.softOffline(at(5)))).toBeUndefined();
    expect(m.pages.pagesUnder('hold:a')).toBe(2048);
    expect(run(m, m.pages.hardOffline(at(6)))).toBeUndefined();
    expect(said(m)).toBe('Memory failure: 0x180006: recovery action for dirty LRU page: Recovered');
    expect(m.pages.pagesUnder('hold:a')).toBe(2047);
    expect(pageFaults(m.pages.core)).toEqual([]);
    expect(offline(m, sectionsAt(48), ref(2, 'Movable'))).toBeUndefined();
    m.loads.drop('a');
    expect(pageFaults(m.pages.core)).toEqual([]);
  });
  it('takes a huge page apart', () => {
    const m = rooms();
    m.pages.setMaxHugePages(4, nodeId(2));
    m.loads.hold('h', 'hugetlb', 512, nodeId(2));
    expect(run(m, m.pages.hardOffline(at(3)))).toBeUndefined();
    expect(run(m, m.pages.hardOffline(at(515)))).toBeUndefined();
    expect(said(m)).toMatch(/free huge page: Recovered/);
    expect(m.pages.hugetlb.counts()).toEqual({ total: 2, free: 2, surplus: 0 });
    expect(pageFaults(m.pages.core)).toEqual([]);
  });
  it('that the kernel uses stays in use, is counted, and no longer keeps its block online', () => {
    const m = rooms('Normal');
    m.loads.hold('k', 'pipe', 1, nodeId(2));
    expect(run(m, m.pages.hardOffline(at(0)))).toBe('EBUSY');
    expect(said(m)).toBe('Memory failure: 0x180000: recovery action for get hwpoison page: Ignored');
    expect(m.pages.poison.size).toBe(1);
    expect(offline(m, sectionsAt(48), ref(2, 'Normal'))).toBeUndefined();
    expect(pageFaults(m.pages.core)).toEqual([]);
  });
  it('that is no online memory is refused', () => {
    const m = rooms();
    expect(run(m, m.pages.hardOffline(pfn(0x900000)))).toBe('ENXIO');
    expect(said(m)).toBe('Memory failure: 0x900000: memory outside kernel control');
    expect(run(m, m.pages.softOffline(pfn(0x900000)))).toBe('ENXIO');
    offline(m, sectionsAt(48), ref(2, 'Movable'));
    expect(run(m, m.pages.softOffline(at(0)))).toBe('EIO');
    expect(said(m)).not.toContain('unhandlable');
  });
  it('of boot memory that is in no zone is one that nobody can handle', () => {
    const m = rooms();
    m.sections.setZone(sectionNr(15), ZONE_NONE);
    const page = pfn(15 * 32768);
    expect(run(m, m.pages.softOffline(page))).toBe('EIO');
    expect(said(m)).toBe('Memory failure: 0x78000: unhandlable page.');
    expect(run(m, m.pages.hardOffline(page))).toBe('EBUSY');
    expect(said(m)).toBe('Memory failure: 0x78000: recovery action for get hwpoison page: Ignored');
    expect(m.pages.poison.has(page)).toBe(true);
    expect(run(m, m.pages.softOffline(page))).toBeUndefined();
    expect(said(m)).toBe('Soft offline: 0x78000: page already poisoned');
  });
});

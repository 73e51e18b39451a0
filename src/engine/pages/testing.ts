/** A small machine of kernel, sections, zones and pages for tests of the page allocator. */
import type { Kernel } from '../kernel/kernel.ts';
import { SECTION_HAS_MEM_MAP, SECTION_IS_ONLINE, SECTION_MARKED_PRESENT, Sections } from '../sparse/sections.ts';
import { nodeId, pfn, sectionNr } from '../units.ts';
import type { PfnRange } from '../units.ts';
import { ZONE_NAMES } from '../zones/types.ts';
import type { ZoneName, ZoneRef } from '../zones/types.ts';
import { testKernel, testNode, testZone, X86_ZONES } from '../zones/testing.ts';
import { Zones } from '../zones/zones.ts';
import type { Culprit } from './types.ts';
import { Pages } from './pages.ts';
import type { BootMemory } from './pages.ts';

export interface PageRooms {
  readonly k: Kernel;
  readonly sections: Sections;
  readonly zones: Zones;
  readonly pages: Pages;
}

/** Page frames of `count` 128 MiB sections from `first`. */
export const sectionsAt = (first: number, count = 1): PfnRange => ({
  start: pfn(first * 32768),
  end: pfn((first + count) * 32768),
});

/** Node 0 has 1 GiB of DMA32 at 1 GiB (sections 8–15), 100 MiB of it in use; nodes 1 and 2 are possible, 1 has CPUs and 1 GiB of Normal at 4 GiB (32–39). `patch`: what else is known of boot. */
export function testRooms(k = testKernel(), patch: Partial<BootMemory> = {}): PageRooms {
  const sections = new Sections(k);
  const zones = new Zones(k, sections);
  const pages = new Pages(k, sections, zones);
  const dma32 = sectionsAt(8, 8);
  const normal = sectionsAt(32, 8);
  const zoneOf = (name: ZoneName, r: PfnRange) =>
    testZone(name, {
      startPfn: r.start,
      spanned: r.end - r.start,
      present: r.end - r.start,
      managed: r.end - r.start - 5000,
    });
  const early = [
    { ref: { nid: nodeId(0), zone: 'DMA32' as const }, range: dma32 },
    { ref: { nid: nodeId(1), zone: 'Normal' as const }, range: normal },
  ];
  for (const e of early) {
    sections.importEarly(e.range, e.ref.nid);
    for (let s = e.range.start / 32768; s < e.range.end / 32768; s++)
      sections.setZone(sectionNr(s), ZONE_NAMES.indexOf(e.ref.zone));
  }
  zones.importNodes(
    [
      testNode(0, [zoneOf('DMA32', dma32)]),
      testNode(1, [zoneOf('Normal', normal)]),
      testNode(2, [], { hasCpu: false }),
    ],
    X86_ZONES,
    early,
  );
  zones.initPerZoneWmarkMin();
  pages.importBoot({
    ram: early,
    kernelImage: [{ start: pfn(dma32.start + 4096), end: pfn(dma32.start + 7000) }],
    reserved: [],
    free: [
      { ref: early[0]?.ref ?? ref(0, 'DMA32'), pages: 262144 - 5000 - 20000, movable: 3000 },
      { ref: ref(1, 'Normal'), pages: 262144 - 5000 - 3000 },
    ],
    ...patch,
  });
  k.trace.clear();
  return { k, sections, zones, pages };
}
export const ref = (nid: number, zone: ZoneName): ZoneRef => ({ nid: nodeId(nid), zone });

/** Adds sections: their memmap is paid, they are present and offline. */
export function addSections(m: PageRooms, range: PfnRange, nid: number): void {
  for (let s = range.start / 32768; s < range.end / 32768; s++) {
    if (!m.pages.takeMemmap(nodeId(nid), pfn(s * 32768), 512, 9)) throw new Error('ENOMEM');
    m.sections.setFlags(sectionNr(s), SECTION_MARKED_PRESENT | SECTION_HAS_MEM_MAP);
    m.sections.node.set(s, nid);
    m.sections.setZone(sectionNr(s), 0xff);
    m.sections.setSubsections(sectionNr(s), sectionsAt(s));
    m.sections.highest.value = Math.max(m.sections.highest.value, s + 1);
  }
  if (!m.zones.node(nodeId(nid)).online) m.zones.setOnline(nodeId(nid), true);
}
export function removeSections(m: PageRooms, range: PfnRange): void {
  for (let s = range.start / 32768; s < range.end / 32768; s++) {
    m.pages.freeMemmap(pfn(s * 32768), 512);
    m.sections.setFlags(sectionNr(s), 0, 0xff);
    m.sections.clearSubsections(sectionNr(s), sectionsAt(s));
  }
}

/** What online_pages does to zones and pages. */
export function online(m: PageRooms, range: PfnRange, to: ZoneRef): void {
  m.zones.movePfnRangeToZone(to, range);
  const change = m.zones.statusChangeOnline(to);
  const was = m.zones.isPopulated(to);
  m.pages.onlineRange(to, range);
  for (let s = range.start / 32768; s < range.end / 32768; s++) m.sections.setFlags(sectionNr(s), SECTION_IS_ONLINE);
  m.zones.adjustPresentPageCount(to, range.end - range.start, false, undefined);
  m.zones.setNodeState(to.nid, change);
  if (!was) m.zones.buildAllZonelists();
  m.pages.undoIsolate(range);
  m.zones.initPerZoneWmarkMin();
}

/** What offline_pages does; 'stuck' when something pinned stays. */
export function offline(m: PageRooms, range: PfnRange, from: ZoneRef): Culprit | 'stuck' | undefined {
  const culprit = m.pages.isolate(range);
  if (culprit !== undefined) return culprit;
  const change = m.zones.statusChangeOffline(from, range.end - range.start);
  for (let at = m.pages.scanMovable(range); at !== undefined; at = m.pages.scanMovable(range)) {
    if (m.pages.migrateRange({ start: at, end: range.end }).moved === 0 && !m.pages.canProgress(range)) {
      m.pages.undoIsolate(range);
      return 'stuck';
    }
  }
  m.pages.dissolveFreeHugetlb(range);
  if (!m.pages.testPagesIsolated(range)) throw new Error('not free');
  const managed = m.pages.takeOffline(from, range);
  for (let s = range.start / 32768; s < range.end / 32768; s++) m.sections.setFlags(sectionNr(s), 0, SECTION_IS_ONLINE);
  m.zones.adjustManaged(from, -managed);
  m.zones.adjustPresentPageCount(from, range.start - range.end, false, undefined);
  m.zones.initPerZoneWmarkMin();
  m.zones.clearNodeState(from.nid, change);
  if (!m.zones.isPopulated(from)) m.zones.buildAllZonelists();
  m.zones.removePfnRangeFromZone(from, range);
  return undefined;
}

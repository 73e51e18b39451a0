import { bench, describe } from 'vitest';
import { SECTION_HAS_MEM_MAP, SECTION_IS_ONLINE, SECTION_MARKED_PRESENT } from '../sparse/sections.ts';
import { Sections } from '../sparse/sections.ts';
import { nodeId, pfn, sectionNr } from '../units.ts';
import type { PfnRange } from '../units.ts';
import { ZONE_NAMES } from '../zones/types.ts';
import { testKernel, testNode, testZone, X86_ZONES } from '../zones/testing.ts';
import { Zones } from '../zones/zones.ts';
import { Pages } from './pages.ts';
import { ref, sectionsAt } from './testing.ts';
import type { PageRooms } from './testing.ts';

/** 64 GiB of boot memory at 0 on node 0; 1 TiB of sections present and offline from 1 TiB on. */
function rooms(): PageRooms {
  const k = testKernel();
  const sections = new Sections(k);
  const zones = new Zones(k, sections);
  const pages = new Pages(k, sections, zones);
  const boot = sectionsAt(0, 512);
  sections.importEarly(boot, nodeId(0));
  for (let s = 0; s < 512; s++) sections.setZone(sectionNr(s), ZONE_NAMES.indexOf('Normal'));
  for (let s = 8192; s < 16384; s++) sections.setFlags(sectionNr(s), SECTION_MARKED_PRESENT | SECTION_HAS_MEM_MAP);
  const early = [{ ref: ref(0, 'Normal'), range: boot }];
  const n = boot.end - boot.start;
  zones.importNodes(
    [testNode(0, [testZone('Normal', { spanned: n, present: n, managed: n - 300000 })]), testNode(1, [])],
    X86_ZONES,
    early,
  );
  zones.initPerZoneWmarkMin();
  pages.importBoot({ ram: early, kernelImage: [], reserved: [], free: [{ ref: ref(0, 'Normal'), pages: n - 400000 }] });
  return { k, sections, zones, pages };
}

const m = rooms();
const saved = m.k.store.checkpoint();
const back = (): void => {
  m.k.store.restore(saved);
  m.k.trace.clear();
};
const block = (i: number): PfnRange => sectionsAt(8192 + i * 16, 16);
const onlineAll = (): void => {
  for (let i = 0; i < 512; i++) {
    m.zones.movePfnRangeToZone(ref(0, 'Movable'), block(i));
    m.pages.onlineRange(ref(0, 'Movable'), block(i));
    for (let s = block(i).start / 32768; s < block(i).end / 32768; s++)
      m.sections.setFlags(sectionNr(s), SECTION_IS_ONLINE);
    m.zones.adjustPresentPageCount(ref(0, 'Movable'), 524288, false, undefined);
    m.pages.undoIsolate(block(i));
    m.zones.initPerZoneWmarkMin();
  }
};

describe('1 TiB', () => {
  bench('memmap of 8192 sections, order 9 each', () => {
    back();
    for (let s = 8192; s < 16384; s++) m.pages.takeMemmap(nodeId(0), pfn(s * 32768), 512, 9);
  });
  bench('512 blocks of 2 GiB online, with watermarks', () => {
    back();
    onlineAll();
  });
  bench('512 blocks of 2 GiB online and offline', () => {
    back();
    onlineAll();
    for (let i = 0; i < 512; i++) {
      m.pages.isolate(block(i));
      m.pages.takeOffline(ref(0, 'Movable'), block(i));
    }
  });
  bench('512 GiB of anonymous memory taken and given back', () => {
    back();
    onlineAll();
    m.pages.alloc({
      owner: 'anon',
      tag: 'a',
      order: 0,
      type: 'movable',
      highestZone: 'Movable',
      nid: nodeId(0),
      pages: 2 ** 27,
    });
    m.pages.free('a');
  });
});

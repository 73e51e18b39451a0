/** Sections of boot memory and of memory added later: flags, subsection bitmaps, zones, whose memmap. */
import type { Machine } from '../engine/machine.ts';
import {
  MEMMAP_ALTMAP,
  MEMMAP_BOOT,
  MEMMAP_RUNTIME,
  SECTION_HAS_MEM_MAP,
  SECTION_IS_EARLY,
  SECTION_IS_ONLINE,
  SECTION_MARKED_PRESENT,
} from '../engine/sparse/sections.ts';
import { pfn, sectionNr } from '../engine/units.ts';
import type { PfnRange, SectionNr } from '../engine/units.ts';
import { ZONE_MIXED, ZONE_NAMES, ZONE_NONE } from '../engine/zones/types.ts';
import type { ZoneName } from '../engine/zones/types.ts';
import type { EarlyRange } from '../engine/zones/zones.ts';
import type { BlockFiles } from './parse/sysfs.ts';

/** Boot memory: sections, their subsection bitmaps, and the zone of each (ZONE_MIXED where several meet). */
export function importEarlySections(machine: Machine, early: readonly EarlyRange[]): void {
  const { sections, k } = machine;
  const { pagesPerSection } = k.sizes;
  let previous: { readonly section: number; readonly ref: EarlyRange['ref'] } | undefined;
  for (const { ref, range } of early) {
    importEarly(machine, range, ref.nid);
    const first = Math.floor(range.start / pagesPerSection);
    const last = Math.floor((range.end - 1) / pagesPerSection);
    const shared =
      previous !== undefined &&
      previous.section === first &&
      (previous.ref.nid !== ref.nid || previous.ref.zone !== ref.zone);
    const mixed = shared || (previous?.section === first && sections.zone.get(first) === ZONE_MIXED);
    sections.zone.fill(first, last + 1, ZONE_NAMES.indexOf(ref.zone));
    if (mixed) sections.setZone(sectionNr(first), ZONE_MIXED);
    previous = { section: last, ref };
  }
}

/** Whole sections in one go, what is left at both ends by itself: a large machine has half a million of them. */
function importEarly({ sections, k }: Machine, range: PfnRange, nid: EarlyRange['ref']['nid']): void {
  const { pagesPerSection } = k.sizes;
  const first = Math.ceil(range.start / pagesPerSection);
  const end = Math.floor(range.end / pagesPerSection);
  if (end - first < 2) {
    sections.importEarly(range, nid);
    return;
  }
  const all = SECTION_MARKED_PRESENT | SECTION_HAS_MEM_MAP | SECTION_IS_ONLINE | SECTION_IS_EARLY;
  const { sectionsPerRoot } = k.geometry;
  sections.flags.fill(first, end, all);
  sections.node.fill(first, end, nid);
  sections.memmapKind.fill(first, end, MEMMAP_BOOT);
  sections.memmapNode.fill(first, end, nid);
  sections.map.fill(first * sections.wordsPerSection, end * sections.wordsPerSection, 0xffffffff);
  sections.roots.fill(Math.floor(first / sectionsPerRoot), Math.floor((end - 1) / sectionsPerRoot) + 1, 1);
  // the ends, and the marks that the highest section moves
  if (first * pagesPerSection > range.start)
    sections.importEarly({ start: range.start, end: pfn(first * pagesPerSection) }, nid);
  sections.importEarly({ start: pfn((end - 1) * pagesPerSection), end: range.end }, nid);
}

/** Sections of memory that was added while the machine ran. */
export function importAddedSections(
  machine: Machine,
  b: BlockFiles,
  range: PfnRange,
  zone: ZoneName | undefined,
  altmap: boolean,
): void {
  const { sections, k } = machine;
  const node = b.node ?? 0;
  for (const nr of sectionsOf(machine, range)) {
    sections.setFlags(
      nr,
      SECTION_MARKED_PRESENT | SECTION_HAS_MEM_MAP | (b.state === 'offline' ? 0 : SECTION_IS_ONLINE),
    );
    sections.node.set(nr, node);
    sections.setZone(nr, zone === undefined ? ZONE_NONE : ZONE_NAMES.indexOf(zone));
    sections.memmapKind.set(nr, altmap ? MEMMAP_ALTMAP : MEMMAP_RUNTIME);
    sections.memmapNode.set(nr, node);
    sections.roots.set(Math.floor(nr / k.geometry.sectionsPerRoot), 1);
    sections.setSubsections(nr, sections.range(nr));
    sections.highest.value = Math.max(sections.highest.value, nr + 1);
  }
  sections.maxPfn.value = Math.max(sections.maxPfn.value, range.end);
}

/** Numbers of the sections of a block. */
export function* sectionsOf(machine: Machine, range: PfnRange): Generator<SectionNr> {
  const n = machine.k.sizes.pagesPerSection;
  for (let s = range.start / n; s < range.end / n; s++) yield sectionNr(s);
}

/** Boot memory whose block is offline now. */
export function takeSectionsOffline(machine: Machine, range: PfnRange): void {
  const { sections } = machine;
  for (const nr of sectionsOf(machine, range)) {
    if (!sections.isPresent(nr)) continue;
    sections.setFlags(nr, 0, SECTION_IS_ONLINE);
    sections.setZone(nr, ZONE_NONE);
  }
}

import type { Kernel } from '../kernel/kernel.ts';
import type { Cell, ChunkedArray } from '../state/store.ts';
import { nodeId, pfn, sectionNr } from '../units.ts';
import type { NodeId, Pfn, PfnRange, SectionNr } from '../units.ts';
import { ZONE_NONE } from '../zones/types.ts';

/** Flag bits in the low part of section_mem_map (include/linux/mmzone.h). */
export const SECTION_MARKED_PRESENT = 1;
export const SECTION_HAS_MEM_MAP = 2;
export const SECTION_IS_ONLINE = 4;
export const SECTION_IS_EARLY = 8;
export const SECTION_TAINT_ZONE_DEVICE = 16;

/** Where a section's struct pages live. */
export const MEMMAP_NONE = 0;
export const MEMMAP_BOOT = 1;
export const MEMMAP_RUNTIME = 2;
export const MEMMAP_ALTMAP = 3;

/**
 * The mem_section array: flags, subsection bitmap, and what the page flags of a section's struct pages say (node, zone).
 *
 *   section  |31 .. 2 MiB subsections .. 0|   bit set = active (has a struct page that may be used)
 *   map word  0 .. wordsPerSection-1, least significant bit first
 */
export class Sections {
  readonly flags: ChunkedArray;
  readonly node: ChunkedArray;
  /** Index in ZONE_NAMES, ZONE_NONE or ZONE_MIXED; says nothing where the section is absent. */
  readonly zone: ChunkedArray;
  readonly map: ChunkedArray;
  readonly memmapKind: ChunkedArray;
  readonly memmapNode: ChunkedArray;
  /** mem_section roots that exist (0/1): never freed. */
  readonly roots: ChunkedArray;
  /** One past the highest section that was ever present. */
  readonly highest: Cell<number>;
  /** max_pfn: raised by adds, never lowered. */
  readonly maxPfn: Cell<number>;
  readonly wordsPerSection: number;
  readonly #k: Kernel;

  constructor(k: Kernel) {
    this.#k = k;
    this.flags = k.store.array('section.flags', 'u8');
    this.node = k.store.array('section.node', 'u8');
    this.zone = k.store.array('section.zone', 'u8');
    this.map = k.store.array('section.map', 'u32');
    this.memmapKind = k.store.array('section.memmapKind', 'u8');
    this.memmapNode = k.store.array('section.memmapNode', 'u8');
    this.roots = k.store.array('section.roots', 'u8');
    this.highest = k.store.cell('section.highest', 0);
    this.maxPfn = k.store.cell('max_pfn', 0);
    this.wordsPerSection = Math.max(1, k.sizes.subsectionsPerSection / 32);
  }

  pfnToSection(p: Pfn): SectionNr {
    return sectionNr(Math.floor(p / this.#k.sizes.pagesPerSection));
  }
  /** Page frames of a section. */
  range(nr: SectionNr): PfnRange {
    const n = this.#k.sizes.pagesPerSection;
    return { start: pfn(nr * n), end: pfn((nr + 1) * n) };
  }
  isPresent(nr: SectionNr): boolean {
    return (this.flags.get(nr) & SECTION_MARKED_PRESENT) !== 0;
  }
  hasMemmap(nr: SectionNr): boolean {
    return (this.flags.get(nr) & SECTION_HAS_MEM_MAP) !== 0;
  }
  isOnline(nr: SectionNr): boolean {
    return (this.flags.get(nr) & SECTION_IS_ONLINE) !== 0;
  }
  isEarly(nr: SectionNr): boolean {
    return (this.flags.get(nr) & SECTION_IS_EARLY) !== 0;
  }
  /** Zone of the section's pages: index in ZONE_NAMES, ZONE_MIXED or ZONE_NONE. */
  zoneIndex(nr: SectionNr): number {
    return this.isPresent(nr) ? this.zone.get(nr) : ZONE_NONE;
  }
  setZone(nr: SectionNr, index: number): void {
    this.zone.set(nr, index);
  }
  nodeOf(nr: SectionNr): NodeId {
    return nodeId(this.node.get(nr));
  }
  setFlags(nr: SectionNr, set: number, clear = 0): void {
    this.flags.set(nr, (this.flags.get(nr) & ~clear) | set);
  }

  /** Whether the subsection holding a page frame is active (mm: pfn_section_valid). */
  pfnSectionValid(p: Pfn): boolean {
    const { pagesPerSection, pagesPerSubsection } = this.#k.sizes;
    const bit = Math.floor((p % pagesPerSection) / pagesPerSubsection);
    const word = this.map.get(this.pfnToSection(p) * this.wordsPerSection + (bit >>> 5));
    return ((word >>> (bit & 31)) & 1) === 1;
  }
  /** include/linux/mmzone.h: pfn_valid. */
  pfnValid(p: Pfn): boolean {
    const nr = this.pfnToSection(p);
    return this.hasMemmap(nr) && (this.isEarly(nr) || this.pfnSectionValid(p));
  }
  /** The bitmap words of a section, least significant first. */
  words(nr: SectionNr): number[] {
    return Array.from({ length: this.wordsPerSection }, (_, i) => this.map.get(nr * this.wordsPerSection + i));
  }
  /** Active subsections of a section. */
  activeSubsections(nr: SectionNr): number {
    let n = 0;
    for (let i = 0; i < this.wordsPerSection; i++) n += popcount(this.map.get(nr * this.wordsPerSection + i));
    return n;
  }

  /** Whether a section has active subsections outside a range. */
  usedOutside(nr: SectionNr, r: PfnRange): boolean {
    let inside = 0;
    this.#eachWord(nr, r, (at, mask) => (inside += popcount((this.map.get(at) & mask) >>> 0)));
    return this.activeSubsections(nr) > inside;
  }

  /** Marks boot memory present (mm/sparse.c: memory_present, subsection_map_init). */
  importEarly(range: PfnRange, nid: NodeId): void {
    const { pagesPerSection } = this.#k.sizes;
    const last = Math.floor((range.end - 1) / pagesPerSection);
    for (let s = Math.floor(range.start / pagesPerSection); s <= last; s++) {
      const nr = sectionNr(s);
      this.setFlags(nr, SECTION_MARKED_PRESENT | SECTION_HAS_MEM_MAP | SECTION_IS_ONLINE | SECTION_IS_EARLY);
      this.node.set(nr, nid);
      this.memmapKind.set(nr, MEMMAP_BOOT);
      this.memmapNode.set(nr, nid);
      this.roots.set(Math.floor(s / this.#k.geometry.sectionsPerRoot), 1);
      const r = this.range(nr);
      this.setSubsections(nr, { start: pfn(Math.max(r.start, range.start)), end: pfn(Math.min(r.end, range.end)) });
    }
    this.highest.value = Math.max(this.highest.value, last + 1);
    this.maxPfn.value = Math.max(this.maxPfn.value, range.end);
  }

  /** Sets the bits of a range inside one section. */
  setSubsections(nr: SectionNr, r: PfnRange): void {
    this.#eachWord(nr, r, (at, mask) => this.map.set(at, (this.map.get(at) | mask) >>> 0));
  }
  /** Clears the bits of a range inside one section. */
  clearSubsections(nr: SectionNr, r: PfnRange): void {
    this.#eachWord(nr, r, (at, mask) => this.map.set(at, (this.map.get(at) & ~mask) >>> 0));
  }
  /** Whether any bit (`any`) or all bits of a range inside one section are set. */
  testSubsections(nr: SectionNr, r: PfnRange): { readonly any: boolean; readonly all: boolean } {
    let any = false;
    let all = true;
    this.#eachWord(nr, r, (at, mask) => {
      const got = (this.map.get(at) & mask) >>> 0;
      any ||= got !== 0;
      all &&= got === mask;
    });
    return { any, all };
  }

  #eachWord(nr: SectionNr, r: PfnRange, f: (at: number, mask: number) => void): void {
    const { pagesPerSubsection, subsectionsPerSection } = this.#k.sizes;
    const base = this.range(nr).start;
    const from = Math.max(0, Math.floor((r.start - base) / pagesPerSubsection));
    const to = Math.min(subsectionsPerSection, Math.ceil((r.end - base) / pagesPerSubsection));
    for (let w = from >>> 5; w * 32 < to; w++) {
      const lo = Math.max(from - w * 32, 0);
      const hi = Math.min(to - w * 32, 32);
      const mask = hi - lo === 32 ? 0xffffffff : ((2 ** (hi - lo) - 1) * 2 ** lo) >>> 0;
      f(nr * this.wordsPerSection + w, mask);
    }
  }
}

function popcount(w: number): number {
  let n = 0;
  for (let v = w; v !== 0; v &= v - 1) n++;
  return n;
}

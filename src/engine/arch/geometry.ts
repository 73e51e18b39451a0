import type { VirtAddr } from '../units.ts';

/** The architectures whose memory hotplug is modelled. */
export type Arch = 'x86_64' | 'arm64' | 'riscv64';

/** One level of the kernel page tables, topmost first. */
export interface TableLevel {
  /** The kernel's generic name: PGD, P4D, PUD, PMD, PTE. */
  readonly name: 'PGD' | 'P4D' | 'PUD' | 'PMD' | 'PTE';
  /** log2 of the bytes one entry spans. */
  readonly shift: number;
  /** Entries of one table. */
  readonly entries: number;
  /** Whether an entry of this level may map memory itself (leaf). */
  readonly leaf: boolean;
}

/** A named part of the kernel's virtual address space, [start, end). */
export interface VirtualRegion {
  readonly start: VirtAddr;
  readonly end: VirtAddr;
}

/** Everything about a machine's memory geometry that is fixed once it has booted. */
export interface Geometry {
  readonly arch: Arch;
  /** log2 of the base page size. */
  readonly pageShift: number;
  /** SECTION_SIZE_BITS. */
  readonly sectionShift: number;
  /** SUBSECTION_SHIFT: 21 on every architecture. */
  readonly subsectionShift: number;
  /** pageblock_order (log2 pages). */
  readonly pageblockOrder: number;
  /** MAX_PAGE_ORDER (log2 pages). */
  readonly maxOrder: number;
  /** MAX_PHYSMEM_BITS. */
  readonly maxPhysmemBits: number;
  /** Levels really used, topmost first (folded levels are left out). */
  readonly levels: readonly TableLevel[];
  readonly directMap: VirtualRegion;
  readonly vmemmap: VirtualRegion;
  readonly vmalloc: VirtualRegion;
  /** Shadow memory, where the kernel was built with CONFIG_KASAN. */
  readonly kasan: VirtualRegion | undefined;
  /** Physical address mapped at directMap.start (0 on x86; memstart_addr; phys_ram_base). */
  readonly directMapPhysBase: number;
  /** First page frame whose struct page lies at vmemmap.start. */
  readonly vmemmapPfnBase: number;
  /** sizeof(struct page) in bytes. */
  readonly structPageBytes: number;
  /** Sections of one mem_section root (SECTIONS_PER_ROOT). */
  readonly sectionsPerRoot: number;
  /** A recording of a real kernel confirms this combination of page size, levels and address bits. */
  readonly verified: boolean;
}

/** Derived sizes, computed once per machine. */
export interface Sizes {
  readonly pageBytes: number;
  readonly sectionBytes: number;
  readonly pagesPerSection: number;
  readonly subsectionBytes: number;
  readonly pagesPerSubsection: number;
  readonly subsectionsPerSection: number;
  readonly pagesPerPageblock: number;
  readonly pageblocksPerSection: number;
  readonly pagesPerChunk: number;
  /** Pages of struct page that one section needs. */
  readonly memmapPagesPerSection: number;
}

/** Computes the sizes that follow from a geometry. */
export function sizesOf(g: Geometry): Sizes {
  const pageBytes = 2 ** g.pageShift;
  const sectionBytes = 2 ** g.sectionShift;
  const pagesPerSection = sectionBytes / pageBytes;
  const subsectionBytes = 2 ** g.subsectionShift;
  const pagesPerPageblock = 2 ** g.pageblockOrder;
  return {
    pageBytes,
    sectionBytes,
    pagesPerSection,
    subsectionBytes,
    pagesPerSubsection: subsectionBytes / pageBytes,
    subsectionsPerSection: sectionBytes / subsectionBytes,
    pagesPerPageblock,
    pageblocksPerSection: pagesPerSection / pagesPerPageblock,
    pagesPerChunk: 2 ** g.maxOrder,
    memmapPagesPerSection: Math.ceil((pagesPerSection * g.structPageBytes) / pageBytes),
  };
}

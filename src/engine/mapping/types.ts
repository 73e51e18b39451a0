import type { Bytes, NodeId, Pfn, VirtAddr } from '../units.ts';

/** Which part of the kernel's page tables. */
export type MapRegion = 'direct-map' | 'vmemmap';

/** What one entry of a table is. */
export type EntryKind = 'empty' | 'table' | 'leaf';

/** A level of a walk: the table, the entry the address selects and what is there. */
export interface WalkLevel {
  readonly level: 'PGD' | 'P4D' | 'PUD' | 'PMD' | 'PTE';
  /** Id of the table (stable while it exists). */
  readonly table: number;
  readonly index: number;
  readonly entries: number;
  readonly shift: number;
  readonly kind: EntryKind;
  /** Attributes as ptdump prints them; empty unless a leaf. */
  readonly attributes: string;
  /** One value an entry: 0 empty, 1 table, 2 leaf. */
  readonly strip: Uint8Array;
}

/** A virtual address walked through the tables. */
export interface Walk {
  readonly va: VirtAddr;
  readonly region: MapRegion;
  readonly levels: readonly WalkLevel[];
  /** Physical address the va maps to, where it is mapped and known. */
  readonly phys: number | undefined;
  readonly leafBytes: Bytes | undefined;
  /** Why the walk ends without a page, as a sentence; undefined where it does not. */
  readonly note?: string | undefined;
}

/** An address or page frame that no walk can start from: what it is, and why there is nothing to walk. */
export interface NotWalked {
  /** A sentence for people. */
  readonly outside: string;
  /** `va`: of another area; `non-canonical`: of none; `user`: of user space; `pfn`: beyond any physical address. */
  readonly what: 'va' | 'hole' | 'non-canonical' | 'user' | 'pfn';
  /** The part of the address space it lies in, by name; undefined: none. */
  readonly area: string | undefined;
}

/** Counters of table pages since boot, per region. */
export interface TableCounters {
  readonly allocated: number;
  readonly freed: number;
  readonly inTree: number;
}

/** Supplier of memory for the memmap and for table pages; implemented by the page allocator. */
export interface MapMemory {
  /** One vmemmap leaf of `pages` pages for memory of node `nid`; false when nothing is left (-ENOMEM). */
  takeMemmap(nid: NodeId, forPfn: Pfn, pages: number, order: number): boolean;
  /** Gives back the memmap of [forPfn, …). */
  freeMemmap(forPfn: Pfn, pages: number): void;
  /** First page frame of the memmap block taken for `forPfn`, where the allocator places pages (riscv64's dump prints it). */
  memmapPfn?(forPfn: Pfn): Pfn | undefined;
  /** Node of the memory that the struct page of `forPfn` lies in, where the allocator knows. */
  memmapNode?(forPfn: Pfn): NodeId | undefined;
  /** First page frame behind the struct page of `forPfn`, as far as the allocator knows; for readers only. */
  memmapAt?(forPfn: Pfn): Pfn | undefined;
  /** One page for a table; undefined: there is none, or nobody knows which. */
  takeTable(region: MapRegion, nid: NodeId): Pfn | undefined;
  /** Gives a table's page back; undefined: it was taken at boot. */
  freeTable(region: MapRegion, page: Pfn | undefined): void;
}

/** What the boot command line, the CPU and the configuration decide about mappings. */
export interface MappingOptions {
  /** x86: the CPU has PSE (2M pages). */
  readonly pse: boolean;
  /** x86: 1G pages in the direct map (CPU, and not `nogbpages`). */
  readonly gbpages: boolean;
  /** debug_pagealloc=on: only base pages in the direct map. */
  readonly debugPagealloc: boolean;
  /** arm64: rodata=full (the default): only base pages in the direct map. */
  readonly rodataFull: boolean;
  /** x86: page-table isolation is on; kernel mappings are then not global. */
  readonly pti: boolean;
  /** CONFIG_KASAN: a shadow area follows the dumped regions. */
  readonly kasan: boolean;
  /** CONFIG_MODIFY_LDT_SYSCALL: x86's dump has an LDT marker, and the next markers lag behind by one line. */
  readonly ldtMarker: boolean;
  /** What removal does with the vmemmap: 6.12 frees all; the others are patches that were argued about. */
  readonly teardown: TeardownPolicy;
  /** riscv64: every entry of the top table has its table from boot on (pgtable_cache_init). */
  readonly preallocate: boolean;
}

/** What hot-remove does with the vmemmap (arm64's discussion of 2019): leave it mapped, unmap it and keep tables, free all. */
export type TeardownPolicy = 'leave' | 'keep-shared' | 'free';

/** Memory set aside for struct pages in the range they describe (struct vmem_altmap). Changed by alloc and free. */
export interface Altmap {
  readonly basePfn: Pfn;
  /** Pages from basePfn on that are never handed out. */
  readonly reserve: number;
  /** Pages after the reserve that may be handed out. */
  readonly free: number;
  /** Pages lost to alignment. */
  align: number;
  /** Pages handed out and not given back. */
  alloc: number;
}

/** Bytes of the direct map by leaf size. */
export interface DirectMapBytes {
  readonly k4: number;
  readonly m2: number;
  readonly g1: number;
}

/** Pages of a region in units of the tree. */
export interface VpnRange {
  readonly from: number;
  readonly to: number;
}

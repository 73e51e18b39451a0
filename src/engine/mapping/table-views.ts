/**
 * What the questions about page tables answer: a table entry by entry, table pages and the memory they lie in, the text
 * of the dump line by line, what an operation changed, and the tables that processes copied.
 */
import type { TableLevel } from '../arch/geometry.ts';
import type { Bytes, NodeId, Pfn, VirtAddr } from '../units.ts';
import type { MapRegion, TeardownPolicy } from './types.ts';

export type LevelName = TableLevel['name'];

/** A table: the index of its level in Geometry.levels (0: the top table) and the first address it spans. */
export interface TableRef {
  readonly level: number;
  readonly va: VirtAddr;
}

/** The memory of a table page. */
export type TablePlace =
  /** swapper_pg_dir, a part of the kernel image. */
  | { readonly kind: 'image' }
  /** Taken from memblock at boot; no file tells where. */
  | { readonly kind: 'boot' }
  /** Taken from the page allocator. */
  | { readonly kind: 'page'; readonly pfn: Pfn; readonly node: NodeId }
  /** It had no page left to take: a kernel would have died here, the model goes on. */
  | { readonly kind: 'none' };

/** Codes of TableView.kinds. `invalid`: an entry that keeps its page but must not be used (set_direct_map_invalid). */
export const ENTRY = { none: 0, table: 1, leaf: 2, contiguous: 3, invalid: 4 } as const;
/**
 * Codes of marks: what the operation did to an entry. split: a leaf became a table; joined: the reverse; changed: other
 * attributes or another page; below: a table before and after, and something under it changed.
 */
export const MARK = { same: 0, added: 1, freed: 2, split: 3, joined: 4, changed: 5, below: 6 } as const;
export type MarkName = keyof typeof MARK;

/** One table, entry by entry. Arrays have one element an entry. */
export interface TableView {
  readonly table: TableRef;
  /** Equal for the same table in every answer, also WalkLevel.table. */
  readonly id: number;
  readonly level: LevelName;
  readonly entries: number;
  /** Bytes of address that one entry spans. */
  readonly entryBytes: Bytes;
  /** The region whose addresses it spans; undefined: of both, or of neither. */
  readonly region: MapRegion | undefined;
  /** It is no more: `kinds` and the rest show it as it was before the operation, all marked freed. */
  readonly gone: boolean;
  /** The operation allocated it. */
  readonly fresh: boolean;
  readonly place: TablePlace;
  /** Made at boot on purpose and never given back (riscv64's tables below top entries). */
  readonly reserved: boolean;
  /** Holds no entry and serves nobody: removal left it. */
  readonly orphan: boolean;
  /** The table above, and the entry there; undefined for the top table. */
  readonly parent: { readonly table: TableRef; readonly index: number } | undefined;
  /** ENTRY codes. */
  readonly kinds: Uint8Array;
  /** Index into `texts`; 0 (the empty text) unless a leaf. */
  readonly attributes: Uint16Array;
  /** Attributes as the dump prints them. */
  readonly texts: readonly string[];
  /** Physical byte address that an entry points to: the memory of a leaf, the page of a table; NaN where nobody knows. */
  readonly phys: Float64Array;
  /** Index into `areas` of the address space's part an entry begins in. */
  readonly area: Uint8Array;
  readonly areas: readonly string[];
  /** MARK codes. */
  readonly marks: Uint8Array;
  /** x86: vmemmap PMD leaves of which only some bytes hold struct pages: entry, and bytes in use. */
  readonly partial: readonly { readonly index: number; readonly used: Bytes }[];
  /** Entries whose page is that of an earlier one (struct pages of huge pages, deduplicated). */
  readonly shared?: readonly number[];
  /** Lines since which `marks` counts; undefined: nothing to compare with. */
  readonly since: ChangeSpan | undefined;
}

/** A table page in a list. */
export interface TableRow {
  readonly table: TableRef;
  readonly id: number;
  readonly level: LevelName;
  readonly region: MapRegion;
  /** Bytes of address it spans. */
  readonly spanBytes: Bytes;
  /** Entries that are not none. */
  readonly used: number;
  readonly entries: number;
  readonly place: TablePlace;
  readonly reserved: boolean;
  readonly orphan: boolean;
}

/** Sums of a list of tables by region and level. */
export interface TableSum {
  readonly region: MapRegion;
  readonly level: LevelName;
  readonly tables: number;
  readonly reserved: number;
  readonly orphans: number;
  readonly bytes: Bytes;
}
export interface TableList {
  readonly total: number;
  /** Rows [offset, offset + limit) of the total, by region, then address, then level (tables before what hangs below them). */
  readonly rows: readonly TableRow[];
  /** Over all that match, not the rows alone. */
  readonly sums: readonly TableSum[];
}

/** A line of the dump. `marker`: names the part that follows. */
export type DumpLineView =
  | { readonly kind: 'marker'; readonly text: string }
  | {
      readonly kind: 'run';
      readonly text: string;
      readonly region: MapRegion;
      /** Index into Geometry.levels of the entries. */
      readonly level: number;
      readonly start: VirtAddr;
      /** Exclusive, and so possibly 2^64. */
      readonly end: bigint;
      readonly mapped: boolean;
      readonly attributes: string;
    };

/** The lines that a comparison covers: from the moment before line `from` to the one looked at. */
export interface ChangeSpan {
  readonly from: number;
  /** Those lines as text: the first, and how many follow. */
  readonly text: string;
}
/** A run of equal entries of one level that changed alike. */
export interface EntryChange {
  readonly region: MapRegion;
  readonly level: number;
  readonly start: VirtAddr;
  readonly end: bigint;
  readonly entries: number;
  readonly mark: Exclude<MarkName, 'same' | 'below'>;
  readonly before: string;
  readonly after: string;
}
export interface TableChange {
  readonly table: TableRef;
  readonly id: number;
  readonly level: LevelName;
  readonly region: MapRegion;
  readonly change: 'allocated' | 'freed';
  /** Where it lies, or lay. */
  readonly place: TablePlace;
}
/** What lines did to the page tables. Lists are cut at 2,000; the counts are of all. */
export interface TableChanges {
  readonly span: ChangeSpan;
  readonly entries: readonly EntryChange[];
  readonly tables: readonly TableChange[];
  readonly counts: {
    readonly allocated: number;
    readonly freed: number;
    /** Leaf entries by mark. */
    readonly leaves: Readonly<Record<EntryChange['mark'], number>>;
  };
}

/** How processes see the kernel's top table. */
export interface ProcessTables {
  /**
   * shared: one top table for all (arm64's TTBR1); synced: each process has a copy, and new entries are written into all
   * of them (x86); preallocated: copies, and no entry ever appears after boot (riscv64); stale: copies that nobody tells
   * of new entries (riscv64 with the pre-allocation off).
   */
  readonly how: 'shared' | 'synced' | 'preallocated' | 'stale';
  /** Entries of the top table in the two regions, and the bytes of the tables that were made at boot for their sake. */
  readonly regions: readonly {
    readonly region: MapRegion;
    readonly entries: number;
    readonly present: number;
    readonly reservedBytes: Bytes;
  }[];
  /** Copies of new top entries into processes since boot (sync_global_pgds). */
  readonly syncs: number;
  readonly processes: readonly ProcessView[];
}
export interface ProcessView {
  readonly name: string;
  /** Top entries that the kernel's own table has and this copy lacks: an access through it faults. */
  readonly missing: readonly { readonly index: number; readonly va: VirtAddr; readonly region: MapRegion }[];
  /** The address it died of. */
  readonly died: VirtAddr | undefined;
}

/** The threads' scenarios: A replaced in its slot, B moved because the slot is faulty, C removed for good, D moved to another node. */
export type RoundScenario = 'replace' | 'move' | 'remove' | 're-home';
/** What a number of rounds leaves behind, beyond what was there before the first. */
export interface RoundResidue {
  readonly rounds: number;
  /** Table pages that hold nothing any more. */
  readonly orphanTables: number;
  readonly orphanBytes: Bytes;
  /** Pages of struct page still mapped for memory that is gone. */
  readonly stalePages: number;
  /** Of those that describe present memory: pages on another node than the memory they describe. */
  readonly foreignPages: number;
  /** Memory that is not free any more: all of the above. */
  readonly bytes: Bytes;
}
export interface RoundsAnswer {
  readonly policy: TeardownPolicy;
  readonly scenario: RoundScenario;
  readonly dimmBytes: Bytes;
  readonly after: readonly RoundResidue[];
  /** The room for memory was used up so often: addresses then come again. */
  readonly wrapped: number;
  /** Set when a round could not be carried out: the reason in the machine's words. */
  readonly stopped: string | undefined;
}

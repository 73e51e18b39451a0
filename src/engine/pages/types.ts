import type { NodeId, Pfn } from '../units.ts';
import type { ZoneRef } from '../zones/types.ts';

/** Migrate types of a pageblock (include/linux/mmzone.h). */
export type MigrateType = 'unmovable' | 'movable' | 'reclaimable' | 'isolate';

/** Who holds pages; what the screen names as owner and what decides whether they can move. */
export type OwnerKind =
  | 'boot'
  | 'memmap'
  | 'pagetable'
  | 'kernel'
  | 'anon'
  | 'pagecache'
  | 'pinned'
  | 'hugetlb'
  | 'self-hosted-memmap'
  | 'offline';

/** A run of consecutive pages in one zone that somebody got. */
export interface Extent {
  readonly pfn: Pfn;
  readonly pages: number;
  readonly zone: ZoneRef;
}

/** Why a range cannot be isolated: the first page in the way. */
export interface Culprit {
  readonly pfn: Pfn;
  readonly owner: OwnerKind;
  /** Name of the owner as the screen says it: "memmap of dimm1", "kernel image", "slab". */
  readonly name: string;
}

/** Use of one section, for the inspector and the map. Counts are pages. */
export interface SectionUse {
  readonly pageblocks: readonly {
    readonly type: MigrateType;
    readonly used: number;
    /** Pages the hardware has given up (PG_hwpoison). */
    readonly poisoned: number;
    readonly owners: readonly { readonly kind: OwnerKind; readonly name: string; readonly pages: number }[];
  }[];
}

/** A request for kernel or user memory (reference: allocator.md §2). */
export interface Request {
  readonly owner: OwnerKind;
  /** Tag under which the pages are found again to free them: a DIMM's section, a workload. */
  readonly tag: string;
  /** How the screen names the owner; the kind's own name where left out. */
  readonly name?: string;
  readonly pages: number;
  /** log2 pages of each piece: 9 for a vmemmap leaf or a huge page, 0 for single pages. */
  readonly order: number;
  readonly highestZone: 'Normal' | 'Movable';
  readonly type: 'unmovable' | 'movable' | 'reclaimable';
  readonly nid: NodeId;
  /** Only this node, as far as it has memory of the right kind (mempolicy bind, __GFP_THISNODE). */
  readonly thisNodeOnly?: boolean;
  /** What the same task has taken just before: its batches have their full size already. */
  readonly before?: readonly Extent[];
}

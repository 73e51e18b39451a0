import type { NodeId, Pfn } from '../units.ts';

/** Zone types in ascending order; a machine has a subset of them (its zoneinfo lists which). */
export type ZoneName = 'DMA' | 'DMA32' | 'Normal' | 'Movable' | 'Device';
/** All zone types; the index is what section.zone and block.zone hold. */
export const ZONE_NAMES: readonly ZoneName[] = ['DMA', 'DMA32', 'Normal', 'Movable', 'Device'];
/** In section.zone and block.zone: no zone (offline, absent). */
export const ZONE_NONE = 0xff;
/** In section.zone: boot memory of more than one zone or node; resolve by pfn through the zones' early ranges. */
export const ZONE_MIXED = 0xfe;

/** What to online a block to (MMOP_*; include/linux/memory_hotplug.h). */
export type OnlineType = 'offline' | 'online' | 'online_kernel' | 'online_movable';

/** A zone of a node. Immutable: a change makes a new one. All counts are base pages. */
export interface Zone {
  readonly name: ZoneName;
  readonly startPfn: Pfn;
  readonly spanned: number;
  readonly present: number;
  readonly presentEarly: number;
  readonly managed: number;
  readonly cma: number;
  readonly boost: number;
  readonly min: number;
  readonly low: number;
  readonly high: number;
  readonly promo: number;
  /** One number per zone type of the machine. */
  readonly protection: readonly number[];
}

/** A possible NUMA node. */
export interface NodeState {
  readonly id: NodeId;
  readonly online: boolean;
  readonly hasCpu: boolean;
  /** N_MEMORY, N_NORMAL_MEMORY. */
  readonly hasMemory: boolean;
  readonly hasNormalMemory: boolean;
  /** SLIT distances to nodes 0…n−1; undefined while the node has no sysfs directory and the snapshot did not say. */
  readonly distance: readonly number[];
  /** All zone types of the machine, ascending, populated or not. */
  readonly zones: readonly Zone[];
  /** Node span (pgdat): start and length in pages. */
  readonly startPfn: Pfn;
  readonly spanned: number;
  /** Watermarks were computed at least once while the node was online (an empty Movable zone then shows 32). */
  readonly watermarksKnown: boolean;
  readonly kswapd: boolean;
}

/** Names one zone of the machine. */
export interface ZoneRef {
  readonly nid: NodeId;
  readonly zone: ZoneName;
}

/** A memory group (drivers/base/memory.c: struct memory_group). */
export interface MemoryGroup {
  readonly id: number;
  readonly nid: NodeId;
  readonly kind: 'static' | 'dynamic';
  /** Static: pages of the whole unit. Dynamic: pages of one unit. */
  readonly pages: number;
  readonly presentKernelPages: number;
  readonly presentMovablePages: number;
}

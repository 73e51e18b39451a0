/**
 * What a section or a cell is, as one small number: its class (zone or state) and how full it is. Palettes, legends
 * and words are all made from these.
 */
import type { ZoneName } from '../../engine/zones/types.ts';

export const CLASS = {
  absent: 0,
  offline: 1,
  DMA: 2,
  DMA32: 3,
  Normal: 4,
  Movable: 5,
  Device: 6,
  /** Online boot memory of which not even the zone spans tell the zone. */
  unzoned: 7,
  goingOffline: 8,
  /** A cell (never a section) whose pages mostly hold struct pages. */
  memmap: 9,
  /** A cell of a section that is there, but not this subsection. */
  empty: 10,
  /** A cell with a page that is pinned. */
  trouble: 11,
  /** A cell that a device keeps for its struct pages, and its info block. */
  reserve: 12,
  /** A piece of virtio-mem in a block that is there, not plugged: nothing is behind it. */
  unplugged: 13,
  /** A piece that was unplugged while its block is online: its pages are fake-offline. */
  fake: 14,
} as const;

/** Steps of fullness that are told apart. */
export const FILLS = 16;
/** Codes fit a byte. */
export const CODES = 15 * FILLS;

export const codeOf = (cls: number, fill: number): number => cls * FILLS + fill;
export const classOf = (code: number): number => code >> 4;
export const fillOf = (code: number): number => code & 15;

/** A share of used pages, 0…1, as a step; a single used page is visible. */
export function fillStep(used: number, of: number): number {
  if (used <= 0 || of <= 0) return 0;
  return Math.max(1, Math.min(FILLS - 1, Math.round((used / of) * (FILLS - 1))));
}

/** The classes of section.zone values (engine/zones/types.ts: ZONE_NAMES). */
export const ZONE_CLASSES: readonly ZoneName[] = ['DMA', 'DMA32', 'Normal', 'Movable', 'Device'];
export const zoneClass = (index: number): number => (index < ZONE_CLASSES.length ? CLASS.DMA + index : CLASS.unzoned);

/* Flag bits of section.flags (engine/sparse/sections.ts; include/linux/mmzone.h) and values of block.state. */
export const PRESENT = 1;
export const ONLINE = 4;
export const EARLY = 8;
export const TAINT_ZONE_DEVICE = 16;
export const GOING_OFFLINE = 3;
/** section.zone of device pages (ZONE_DEVICE): such sections are never online. */
export const ZONE_DEVICE = 4;
/** section.zone of boot memory that lies in several zones. */
export const ZONE_MIXED = 0xfe;

/** Keys of the legend, as the store's `hidden` holds them. */
export type LegendKey = ZoneName | 'offline' | 'memmap' | 'trouble' | 'absent' | 'unplugged';
/** The key under which a class is switched off. */
export function legendKey(cls: number): LegendKey | undefined {
  switch (cls) {
    case CLASS.DMA:
    case CLASS.DMA32:
      // one hue, one entry: the boundary is a detail of the first 4 GiB
      return 'DMA32';
    case CLASS.Normal:
      return 'Normal';
    case CLASS.Movable:
      return 'Movable';
    case CLASS.Device:
      return 'Device';
    case CLASS.offline:
    case CLASS.goingOffline:
      return 'offline';
    case CLASS.memmap:
    case CLASS.reserve:
      return 'memmap';
    case CLASS.unplugged:
    case CLASS.fake:
      return 'unplugged';
    case CLASS.trouble:
      return 'trouble';
    case CLASS.absent:
    case CLASS.empty:
      return 'absent';
    default:
      return undefined;
  }
}

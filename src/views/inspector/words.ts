/** What the inspector says about owners and states. */
import type { OwnerKind } from '../../engine/pages/types.ts';
import type { ZoneName } from '../../engine/zones/types.ts';

/** Whether and when pages of this kind of owner get out of the way of an offlining. */
export const OWNER_LEAVES: Readonly<Record<OwnerKind, string>> = {
  boot: 'Taken before the page allocator existed (kernel image, early tables). It never leaves.',
  memmap: 'Struct pages of other memory. They leave when that memory is removed.',
  pagetable: 'A kernel page table. It leaves when the range it maps is removed.',
  kernel: 'A kernel allocation is used by its address and cannot be migrated. It leaves when its owner frees it.',
  anon: 'Movable: offlining migrates it to another node or zone with free pages.',
  pagecache: 'Movable: offlining migrates it, or drops it when it is clean.',
  pinned:
    'Pinned for I/O: migration fails and is tried again until the pin is released. Interrupt the write to give up.',
  hugetlb: 'A huge page is dissolved when free and migrated as a whole when not.',
  'self-hosted-memmap': 'The block describes itself here. It is never isolated and leaves with the block.',
  offline:
    'Nothing is behind these pages: their device has unplugged them. They pass isolation and leave with the block.',
};

/** Owners in plain words, for lists. */
export const OWNER_WORDS: Readonly<Record<OwnerKind, string>> = {
  boot: 'boot',
  memmap: 'memmap',
  pagetable: 'page table',
  kernel: 'kernel',
  anon: 'anonymous',
  pagecache: 'page cache',
  pinned: 'pinned',
  hugetlb: 'huge page',
  'self-hosted-memmap': 'own memmap',
  offline: 'unplugged',
};

/** Owners that stand in the way of an offlining. */
export const IMMOVABLE: ReadonlySet<OwnerKind> = new Set(['boot', 'memmap', 'pagetable', 'kernel', 'pinned']);

/** The token of a zone's hue. */
export const zoneColor = (zone: ZoneName | undefined): string =>
  zone === undefined ? 'var(--offline-hatch)' : `var(--zone-${zone.toLowerCase()})`;

/** A share as percent: two digits that matter. */
export function percent(part: number, whole: number): string {
  if (whole === 0) return '0 %';
  const p = (part / whole) * 100;
  return `${p >= 10 || p === 0 ? p.toFixed(0) : p >= 1 ? p.toFixed(1) : p.toFixed(2)} %`;
}

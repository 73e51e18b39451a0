/** What the inspector says about owners and states. */
import * as words from '#words/inspector-tabs.ts';
import type { OwnerKind } from '../../engine/pages/types.ts';
import type { ZoneName } from '../../engine/zones/types.ts';

/** Whether and when pages of this kind of owner get out of the way of an offlining. */
export const OWNER_LEAVES: Readonly<Record<OwnerKind, string>> = {
  boot: words.ownerLeavesBoot,
  memmap: words.ownerLeavesMemmap,
  pagetable: words.ownerLeavesPagetable,
  kernel: words.ownerLeavesKernel,
  anon: words.ownerLeavesAnon,
  pagecache: words.ownerLeavesPagecache,
  pinned: words.ownerLeavesPinned,
  hugetlb: words.ownerLeavesHugetlb,
  'self-hosted-memmap': words.ownerLeavesSelfHostedMemmap,
  offline: words.ownerLeavesOffline,
};

/** Owners in plain words, for lists. */
export const OWNER_WORDS: Readonly<Record<OwnerKind, string>> = {
  boot: words.ownerBoot,
  memmap: 'memmap',
  pagetable: words.ownerPagetable,
  kernel: words.ownerKernel,
  anon: words.ownerAnon,
  pagecache: words.ownerPagecache,
  pinned: words.ownerPinned,
  hugetlb: words.ownerHugetlb,
  'self-hosted-memmap': words.ownerSelfHostedMemmap,
  offline: words.ownerOffline,
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

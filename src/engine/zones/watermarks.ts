/** Watermarks, lowmem protection and min_free_kbytes (mm/page_alloc.c: init_per_zone_wmark_min; mm/khugepaged.c). */
import { isKernelZone, pagesAboveHigh } from './zonelists.ts';
import type { NodeState, Zone, ZoneName } from './types.ts';

/** What the computation depends on besides the zones. */
export interface WatermarkInput {
  readonly pageBytes: number;
  readonly pagesPerPageblock: number;
  /** khugepaged runs: it asks for room for huge pages of every zone up to Normal. */
  readonly khugepaged: boolean;
}

/** vm.watermark_scale_factor: fractions of 10,000. */
const WATERMARK_SCALE_FACTOR = 10;
const MIN_FREE_KBYTES_LEAST = 128;
const MIN_FREE_KBYTES_MOST = 262144;
/** vm.lowmem_reserve_ratio; zones without an entry are not protected. */
const RESERVE_RATIO: Partial<Record<ZoneName, number>> = { DMA: 256, DMA32: 256, Normal: 32 };

const clamp = (n: number, least: number, most: number): number => Math.min(Math.max(n, least), most);

/** Largest integer whose square is not above n. */
export function isqrt(n: number): number {
  let r = Math.floor(Math.sqrt(n));
  while (r * r > n) r--;
  while ((r + 1) * (r + 1) <= n) r++;
  return r;
}

/** Recomputes all marks, as after a block went online or offline. Nodes that are not online keep what they had. */
export function computeWatermarks(
  nodes: readonly NodeState[],
  input: WatermarkInput,
): { nodes: readonly NodeState[]; minFreeKbytes: number } {
  const kB = input.pageBytes / 1024;
  const online = nodes.filter((n) => n.online);
  const zones = online.flatMap((n) => n.zones);
  // of all zones but Movable: they share min_free_kbytes
  let sharing = 0;
  for (const z of zones) if (z.name !== 'Movable') sharing += z.managed;

  const lowmem = pagesAboveHigh(online, (z) => isKernelZone(z.name));
  let minFreeKbytes = clamp(isqrt(16 * lowmem * kB), MIN_FREE_KBYTES_LEAST, MIN_FREE_KBYTES_MOST);
  if (input.khugepaged) {
    // the bound below looks at the marks that the first pass sets
    let lowmemMarked = 0;
    let kernelZones = 0;
    for (const z of zones) {
      if (z.present === 0 || !isKernelZone(z.name)) continue;
      kernelZones++;
      const { min, step } = marks(z, Math.floor(minFreeKbytes / kB), sharing);
      lowmemMarked += Math.max(0, z.managed - min - 2 * step);
    }
    // MIGRATE_PCPTYPES² + 2 pageblocks of each zone keep huge pages available, but never more than 5 % of low memory
    const wanted = Math.min(11 * input.pagesPerPageblock * kernelZones, Math.floor(lowmemMarked / 20)) * kB;
    if (wanted > minFreeKbytes) minFreeKbytes = wanted;
  }
  const pagesMin = Math.floor(minFreeKbytes / kB);
  return { nodes: nodes.map((n) => (n.online ? marked(n, pagesMin, sharing) : n)), minFreeKbytes };
}

/** min of a zone and the distance to low, high and promo (mm/page_alloc.c: __setup_per_zone_wmarks). */
function marks(z: Zone, pagesMin: number, sharing: number): { readonly min: number; readonly step: number } {
  const share = sharing === 0 ? 0 : Math.floor((pagesMin * z.managed) / sharing);
  return {
    min: z.name === 'Movable' ? clamp(Math.floor(z.managed / 1024), 32, 128) : share,
    step: Math.max(Math.floor(share / 4), Math.floor((z.managed * WATERMARK_SCALE_FACTOR) / 10000)),
  };
}

/** A node with its zones' marks and protection set; zones that keep theirs stay the same objects. */
function marked(n: NodeState, pagesMin: number, sharing: number): NodeState {
  let changed = !n.watermarksKnown;
  const zones = n.zones.map((z, i) => {
    const { min, step } = marks(z, pagesMin, sharing);
    const protection = protectionOf(n, z, i);
    if (
      z.min === min &&
      z.low === min + step &&
      z.boost === 0 &&
      z.high === min + 2 * step &&
      z.promo === min + 3 * step &&
      protection === z.protection
    )
      return z;
    changed = true;
    return { ...z, boost: 0, min, low: min + step, high: min + 2 * step, promo: min + 3 * step, protection };
  });
  return changed ? { ...n, watermarksKnown: true, zones } : n;
}

/** Pages of a zone that requests for higher ones must leave alone (mm/page_alloc.c: setup_per_zone_lowmem_reserve). */
function protectionOf(n: NodeState, z: Zone, i: number): readonly number[] {
  const ratio = z.managed === 0 ? undefined : RESERVE_RATIO[z.name];
  const was = z.protection;
  let above = 0;
  let same = was.length === n.zones.length;
  for (let j = 0; same && j < n.zones.length; j++) {
    if (j > i) above += n.zones[j]?.managed ?? 0;
    same = was[j] === (j <= i || ratio === undefined ? 0 : Math.floor(above / ratio));
  }
  if (same) return was;
  above = 0;
  return n.zones.map((upper, j) => {
    if (j > i) above += upper.managed;
    return j <= i || ratio === undefined ? 0 : Math.floor(above / ratio);
  });
}

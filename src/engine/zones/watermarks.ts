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
export function computeWatermarks(nodes: readonly NodeState[], input: WatermarkInput): { nodes: readonly NodeState[]; minFreeKbytes: number } {
  const kB = input.pageBytes / 1024;
  const online = nodes.filter((n) => n.online);
  const lowmem = (of: readonly NodeState[]): number => pagesAboveHigh(of, (z) => isKernelZone(z.name));

  let minFreeKbytes = clamp(isqrt(16 * lowmem(online) * kB), MIN_FREE_KBYTES_LEAST, MIN_FREE_KBYTES_MOST);
  let result = setupPerZoneWmarks(nodes, Math.floor(minFreeKbytes / kB)).map((n) => (n.online ? setupLowmemReserve(n) : n));
  if (input.khugepaged) {
    const marked = result.filter((n) => n.online);
    const zones = marked.flatMap((n) => n.zones).filter((z) => z.present > 0 && isKernelZone(z.name)).length;
    // MIGRATE_PCPTYPES² + 2 pageblocks of each zone keep huge pages available, but never more than 5 % of low memory
    const wanted = Math.min(11 * input.pagesPerPageblock * zones, Math.floor(lowmem(marked) / 20)) * kB;
    if (wanted > minFreeKbytes) minFreeKbytes = wanted;
    result = setupPerZoneWmarks(result, Math.floor(minFreeKbytes / kB));
  }
  return { nodes: result, minFreeKbytes };
}

/** Sets min, low, high and promo of every zone of the online nodes (mm/page_alloc.c: __setup_per_zone_wmarks). */
function setupPerZoneWmarks(nodes: readonly NodeState[], pagesMin: number): NodeState[] {
  let lowmem = 0;
  for (const n of nodes) if (n.online) for (const z of n.zones) if (z.name !== 'Movable') lowmem += z.managed;
  return nodes.map((n) => (n.online ? { ...n, watermarksKnown: true, zones: n.zones.map((z) => setMarks(z, pagesMin, lowmem)) } : n));
}

function setMarks(z: Zone, pagesMin: number, lowmem: number): Zone {
  const share = lowmem === 0 ? 0 : Math.floor((pagesMin * z.managed) / lowmem);
  const min = z.name === 'Movable' ? clamp(Math.floor(z.managed / 1024), 32, 128) : share;
  const step = Math.max(Math.floor(share / 4), Math.floor((z.managed * WATERMARK_SCALE_FACTOR) / 10000));
  return { ...z, boost: 0, min, low: min + step, high: min + 2 * step, promo: min + 3 * step };
}

/** Pages of lower zones that requests for higher ones must leave alone (mm/page_alloc.c: setup_per_zone_lowmem_reserve). */
function setupLowmemReserve(n: NodeState): NodeState {
  const zones = n.zones.map((z, i) => {
    const ratio = RESERVE_RATIO[z.name];
    let above = 0;
    const protection = n.zones.map((upper, j) => {
      if (j <= i) return 0;
      above += upper.managed;
      return ratio === undefined || z.managed === 0 ? 0 : Math.floor(above / ratio);
    });
    return { ...z, protection };
  });
  return { ...n, zones };
}

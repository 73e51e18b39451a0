/** Where a zone's watermarks come from, with the values filled in (mm/page_alloc.c: __setup_per_zone_wmarks). */
import type { NodeState, Zone } from '../../engine/zones/types.ts';
import { formatCount } from '../../ui/format.ts';

/** What free memory means against the marks. */
export function pressure(
  zone: Pick<Zone, 'min' | 'low' | 'high' | 'promo'>,
  free: number,
): { readonly level: 'min' | 'low' | 'high' | 'calm'; readonly words: string } {
  if (free <= zone.min)
    return { level: 'min', words: 'below min: ordinary requests reclaim memory themselves before they get a page' };
  if (free <= zone.low) return { level: 'low', words: 'below low: kswapd is awake and reclaims' };
  if (free <= zone.high) return { level: 'high', words: 'below high: a kswapd that is awake goes on' };
  return { level: 'calm', words: 'above high: kswapd sleeps' };
}

/** The formulas with this zone's numbers. `minFreeKbytes`: vm.min_free_kbytes, where known. */
export function formulas(
  zone: Zone,
  nodes: readonly NodeState[],
  pageBytes: number,
  minFreeKbytes: number | undefined,
): readonly string[] {
  const kernelZones = nodes
    .filter((other) => other.online)
    .flatMap((other) => other.zones)
    .filter((z) => z.name !== 'Movable');
  const lowmem = kernelZones.reduce((sum, z) => sum + z.managed, 0);
  const out: string[] = [];
  const n = formatCount;
  // without the file, the zones' own marks say what was divided among them, but for what rounding lost
  const pagesMin =
    minFreeKbytes === undefined
      ? kernelZones.reduce((sum, z) => sum + z.min, 0)
      : Math.floor(minFreeKbytes / (pageBytes / 1024));
  const share = lowmem === 0 ? 0 : Math.floor((pagesMin * zone.managed) / lowmem);
  out.push(
    minFreeKbytes === undefined
      ? `pages_min ≈ ${n(pagesMin)}, the sum of min over the zones outside Movable`
      : `pages_min = min_free_kbytes ${n(minFreeKbytes)} kB = ${n(pagesMin)} pages`,
  );
  out.push(
    `share = ${n(pagesMin)} × managed ${n(zone.managed)} / ${n(lowmem)} managed outside Movable ${minFreeKbytes === undefined ? '≈' : '='} ${n(share)}`,
  );
  out.push(
    zone.name === 'Movable'
      ? `min = managed / 1024 = ${n(Math.floor(zone.managed / 1024))}, at least 32 and at most 128 → ${n(zone.min)}`
      : `min = share = ${n(zone.min)}`,
  );
  const scaled = Math.floor((zone.managed * 10) / 10000);
  const step = zone.low - zone.min;
  out.push(
    `step = max(share / 4 = ${n(Math.floor(share / 4))}, managed × watermark_scale_factor 10 / 10000 = ${n(scaled)}) = ${n(step)}`,
  );
  out.push(
    `low = min + step = ${n(zone.low)}; high = min + 2 × step = ${n(zone.high)}; promo = min + 3 × step = ${n(zone.promo)}`,
  );
  return out;
}

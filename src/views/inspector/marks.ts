/** Where a zone's watermarks come from, with the values filled in (mm/page_alloc.c: __setup_per_zone_wmarks). */
import * as words from '#words/inspector-tabs.ts';
import type { NodeState, Zone } from '../../engine/zones/types.ts';

/** What free memory means against the marks. */
export function pressure(
  zone: Pick<Zone, 'min' | 'low' | 'high' | 'promo'>,
  free: number,
): { readonly level: 'min' | 'low' | 'high' | 'calm'; readonly words: string } {
  if (free <= zone.min) return { level: words.min, words: words.belowMinOrdinaryRequests };
  if (free <= zone.low) return { level: words.low, words: words.belowLowKswapd };
  if (free <= zone.high) return { level: words.high, words: words.belowHighKswapdThat };
  return { level: words.calm, words: words.aboveHighKswapdSleeps };
}

/** What a zone's marks are computed from. */
export interface MarkParts {
  /** Pages that all zones but Movable share out among them. */
  readonly pagesMin: number;
  /** Managed pages of those zones. */
  readonly managedOfAll: number;
  /** This zone's share of pagesMin. */
  readonly share: number;
  /** vm.min_free_kbytes, where known. */
  readonly minFreeKbytes: number | undefined;
  /** Managed pages of zones that the kernel can use, and how many of those there are. */
  readonly kernelManaged: number;
  readonly kernelZones: number;
}

/** @param minFreeKbytes vm.min_free_kbytes, where known; else the zones' own marks say it, but for what rounding lost */
export function partsOf(
  zone: Zone,
  nodes: readonly NodeState[],
  pageBytes: number,
  minFreeKbytes: number | undefined,
): MarkParts {
  const sharing = nodes
    .filter((other) => other.online)
    .flatMap((other) => other.zones)
    .filter((z) => z.name !== 'Movable');
  const kernel = sharing.filter((z) => z.name !== 'Device' && z.present > 0);
  const managed = (zones: readonly Zone[]): number => zones.reduce((sum, z) => sum + z.managed, 0);
  const managedOfAll = managed(sharing);
  const pagesMin =
    minFreeKbytes === undefined
      ? sharing.reduce((sum, z) => sum + z.min, 0)
      : Math.floor(minFreeKbytes / (pageBytes / 1024));
  return {
    pagesMin,
    managedOfAll,
    share: managedOfAll === 0 ? 0 : Math.floor((pagesMin * zone.managed) / managedOfAll),
    minFreeKbytes,
    kernelManaged: managed(kernel),
    kernelZones: kernel.length,
  };
}

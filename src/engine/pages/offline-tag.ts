import { clip } from './holdings.ts';
import type { Core } from './core.ts';
import type { PfnRange } from '../units.ts';

/** Tag under which drivers hold PageOffline pages. */
export const OFFLINE_TAG = 'offline';

/** Whether a driver holds a pageblock offline: always the whole of it. */
export function isHeldOffline(core: Core, pb: number): boolean {
  const { size } = core.pageblocks;
  const holding = core.holdings.get(OFFLINE_TAG);
  return holding !== undefined && holding.runs.some((r) => r.pfn <= pb * size && pb * size < r.pfn + r.pages);
}

/** Whether a driver holds any page of a range offline. */
export const anyHeldOffline = (core: Core, range: PfnRange): boolean =>
  core.holdings.get(OFFLINE_TAG)?.runs.some((r) => clip(r, range) !== undefined) ?? false;

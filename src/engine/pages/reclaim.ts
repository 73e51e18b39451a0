/**
 * Page cache that goes where the kernel needs pages: an allocation that may sleep reclaims clean page cache of the zones it
 * may use before it fails (mm/page_alloc.c: __alloc_pages_slowpath, mm/vmscan.c: shrink_node). Which pages go first is a
 * policy of ours: those that were got first. What has been in use since boot is files of the root file system in memory,
 * which nobody can reclaim.
 */
import type { ZoneName } from '../zones/types.ts';
import { zoneIndex } from './free-lists.ts';
import type { NodeId } from '../units.ts';
import type { Core } from './core.ts';
import { giveBack } from './request.ts';
import type { Extent } from './types.ts';

/** Tags of what can be reclaimed begin with it: page cache of workloads. */
const CACHE = 'workload:';

/** The runs of page cache that lie in zones up to `highest` of these nodes, by tag, nearest node first. */
function* cacheIn(
  core: Core,
  nodes: readonly NodeId[],
  highest: ZoneName,
): Generator<{ readonly tag: string; readonly runs: readonly Extent[] }> {
  const top = zoneIndex(highest);
  for (const nid of nodes)
    for (const [tag, holding] of core.holdings.all) {
      if (holding.kind !== 'pagecache' || !tag.startsWith(CACHE)) continue;
      const runs = holding.runs.filter(({ zone }) => zone.nid === nid && zoneIndex(zone.zone) <= top);
      if (runs.length > 0) yield { tag, runs };
    }
}

/** Pages that reclaim could free for such a request. */
export function reclaimable(core: Core, nodes: readonly NodeId[], highest: ZoneName): number {
  let pages = 0;
  for (const { runs } of cacheIn(core, nodes, highest)) for (const run of runs) pages += run.pages;
  return pages;
}

/**
 * Frees page cache run by run until `enough` answers something.
 * @returns what it answered; undefined: all of it is gone, and it was not enough
 */
export function reclaimUntil<T>(
  core: Core,
  nodes: readonly NodeId[],
  highest: ZoneName,
  enough: () => T | undefined,
): T | undefined {
  for (const { tag, runs } of cacheIn(core, nodes, highest))
    for (const run of runs) {
      const holding = core.holdings.get(tag);
      const at = holding?.runs.indexOf(run) ?? -1;
      if (holding === undefined || at < 0) continue;
      // by its place in the list: runs may lie over each other, inside a pageblock only their counts are exact
      core.holdings.set(tag, { ...holding, pages: holding.pages - run.pages, runs: holding.runs.toSpliced(at, 1) });
      giveBack(core, [run], true);
      const answer = enough();
      if (answer !== undefined) return answer;
    }
  return undefined;
}

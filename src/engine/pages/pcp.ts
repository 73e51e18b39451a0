/**
 * Pages that lie on a CPU's own lists (mm/page_alloc.c: struct per_cpu_pages): a process that takes many single pages
 * leaves the rest of the last batch there, out of the free counts, until the lists are drained. Which CPU that is, is
 * not modelled: nobody else takes from such a rest.
 */
import * as words from '#words/memory.ts';
import type { ZoneRef } from '../zones/types.ts';
import { restOfBatches, zoneBatchsize } from './batches.ts';
import type { Core } from './core.ts';
import { MOVABLE } from './pageblocks.ts';
import { giveBack, pagesIn, take } from './request.ts';
import type { Extent } from './types.ts';

const TAG = 'pcp:';

/** Whether a tag stands for pages on per-CPU lists: nobody uses them. */
export const isPcpTag = (tag: string): boolean => tag.startsWith(TAG);
const tagOf = (ref: ZoneRef): string => `${TAG}${ref.nid} ${ref.zone}`;

/** Leaves the rest of the last batches of an allocation of single pages of a type on the list of a CPU; `before`: what the task took before. */
export function leaveRest(core: Core, runs: readonly Extent[], type = MOVABLE, before: readonly Extent[] = []): void {
  const byZone = new Map<string, { readonly ref: ZoneRef; pages: number }>();
  for (const { zone, pages } of runs) {
    const key = tagOf(zone);
    const had = byZone.get(key);
    if (had === undefined) byZone.set(key, { ref: zone, pages });
    else had.pages += pages;
  }
  for (const [tag, { ref, pages }] of byZone) {
    const { managed } = core.zones.zone(ref);
    const rest = restOfBatches(pages, zoneBatchsize(managed, core.k.sizes.pageBytes), pagesIn(before, ref));
    const got = take(core, {
      pages: rest,
      order: 0,
      type,
      movable: true,
      highest: ref.zone,
      nodes: [ref.nid],
    });
    core.holdings.add(tag, { kind: 'pagecache', name: words.perCpuLists, order: 0 }, got);
  }
}

/** Gives back what lies on the CPUs' lists: of one zone (zone_pcp_disable), or of all (drain_all_pages). */
export function drain(core: Core, ref?: ZoneRef): void {
  for (const [tag, holding] of core.holdings.all) {
    if (!isPcpTag(tag) || (ref !== undefined && tag !== tagOf(ref))) continue;
    core.holdings.set(tag, undefined);
    giveBack(core, holding.runs, true);
  }
}

/**
 * Pages that lie on a CPU's own lists (mm/page_alloc.c: struct per_cpu_pages): a process that takes many single pages
 * leaves the rest of the last batch there, out of the free counts, until the lists are drained. Which CPU that is, is
 * not modelled: nobody else takes from such a rest.
 *
 *   batches of a zone with batch 31, 15360 pages wanted:  31 62 124 248 496 992 992 … = 15841   481 are left over
 */
import * as words from '#words/memory.ts';
import type { ZoneRef } from '../zones/types.ts';
import type { Core } from './core.ts';
import { MOVABLE } from './pageblocks.ts';
import { giveBack, take } from './request.ts';
import type { Extent } from './types.ts';

/** CONFIG_PCP_BATCH_SCALE_MAX: how often a batch doubles while a task goes on allocating. */
const SCALE_MAX = 5;
/** The most pages of a zone that a batch is computed from, in KiB. */
const BATCH_KIB = 1024;
const TAG = 'pcp:';

/** Whether a tag stands for pages on per-CPU lists: nobody uses them. */
export const isPcpTag = (tag: string): boolean => tag.startsWith(TAG);
const tagOf = (ref: ZoneRef): string => `${TAG}${ref.nid} ${ref.zone}`;

/** Pages that go to a CPU's list at once (zone_batchsize). */
export function zoneBatchsize(managed: number, pageBytes: number): number {
  const quarter = Math.max(1, Math.floor(Math.min(Math.floor(managed / 1024), (BATCH_KIB * 1024) / pageBytes) / 4));
  return 2 ** Math.floor(Math.log2(quarter + Math.floor(quarter / 2))) - 1;
}

/** What is left of the last batch when `pages` single pages were taken one after the other (nr_pcp_alloc). */
export function restOfBatches(pages: number, batch: number): number {
  if (batch === 0) return 0;
  let got = 0;
  for (let scale = 0; scale < SCALE_MAX && got < pages; scale++) got += batch * 2 ** scale;
  const full = batch * 2 ** SCALE_MAX;
  if (got < pages) got += Math.ceil((pages - got) / full) * full;
  return got - pages;
}

/** Leaves the rest of the last batches of an allocation of single movable pages on the list of a CPU. */
export function leaveRest(core: Core, runs: readonly Extent[]): void {
  const byZone = new Map<string, { readonly ref: ZoneRef; pages: number }>();
  for (const { zone, pages } of runs) {
    const key = tagOf(zone);
    const had = byZone.get(key);
    if (had === undefined) byZone.set(key, { ref: zone, pages });
    else had.pages += pages;
  }
  for (const [tag, { ref, pages }] of byZone) {
    const { managed } = core.zones.zone(ref);
    const rest = restOfBatches(pages, zoneBatchsize(managed, core.k.sizes.pageBytes));
    const got = take(core, {
      pages: rest,
      order: 0,
      type: MOVABLE,
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

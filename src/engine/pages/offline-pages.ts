/**
 * Pages of online memory that a driver has taken from the allocator because the host has nothing behind them
 * (PageOffline; drivers/virtio/virtio_mem.c): whole pageblocks, present but not managed.
 */
import * as words from '#words/memory.ts';
import { pfn } from '../units.ts';
import type { PfnRange } from '../units.ts';
import type { ZoneRef } from '../zones/types.ts';
import type { Core } from './core.ts';
import { append, clip } from './holdings.ts';
import { zoneIndex } from './free-lists.ts';
import { MOVABLE } from './pageblocks.ts';
import { giveBack } from './request.ts';
import type { Extent } from './types.ts';

/** Which parts of a chunk that is being onlined stay with the driver; it traces what it does (online_page_callback_t). */
export type OnlinePageCallback = (chunk: PfnRange) => readonly PfnRange[];

/** Tag under which they are held. */
export const OFFLINE_TAG = 'offline';
const WHAT = { kind: 'offline', name: words.owners.offline, order: 0 } as const;

/** Whether a driver holds a pageblock offline: always the whole of it. */
export function isHeldOffline(core: Core, pb: number): boolean {
  const { size } = core.pageblocks;
  const holding = core.holdings.get(OFFLINE_TAG);
  return holding !== undefined && holding.runs.some((r) => r.pfn <= pb * size && pb * size < r.pfn + r.pages);
}

/** Takes free pageblocks of a range out of the allocator; managed pages are the caller's business. */
export function keepOffline(core: Core, ref: ZoneRef, range: PfnRange): void {
  const { size } = core.pageblocks;
  const zone = core.lists.edit(ref.nid, zoneIndex(ref.zone));
  for (let pb = range.start / size; pb < range.end / size; pb++) zone.takeFrom(pb, size, false);
  zone.commit();
  const run: Extent = { pfn: range.start, pages: range.end - range.start, zone: ref };
  core.holdings.add(OFFLINE_TAG, WHAT, [run]);
}

/** The offline pages of a range become free ones: managed grows. `fresh`: they never were in the allocator, which uses them last. */
export function bringOnline(core: Core, range: PfnRange, fresh: boolean): void {
  const runs = forget(core, range);
  giveBack(core, runs, false, !fresh);
  for (const run of runs) core.zones.adjustManaged(run.zone, run.pages);
}

/**
 * A snapshot shows only that pages are not managed: in this range they are offline ones, where whole pageblocks are taken
 * or nobody has them. Memory that a driver added has no boot allocations that they could have been taken for.
 */
export function recogniseOffline(core: Core, range: PfnRange): void {
  const { pageblocks, holdings } = core;
  const gone: Extent[] = [];
  for (const [tag, h] of holdings.all) if (h.kind === 'boot') gone.push(...forget(core, range, tag));
  for (const run of gone) {
    for (let pb = run.pfn / pageblocks.size; pb < (run.pfn + run.pages) / pageblocks.size; pb++) {
      pageblocks.set(pb, pageblocks.size, MOVABLE);
      core.lists.setMixed(pb, pageblocks.size);
    }
  }
  holdings.add(OFFLINE_TAG, WHAT, gone);
  const ref = core.zones.pageZone(range.start);
  if (ref !== undefined) for (const free of freePageblocks(core, range)) keepOffline(core, ref, free);
}

/** Runs of wholly free pageblocks in a range. */
function freePageblocks({ pageblocks }: Core, range: PfnRange): PfnRange[] {
  const { size } = pageblocks;
  const runs: PfnRange[] = [];
  for (let pb = Math.ceil(range.start / size); (pb + 1) * size <= range.end; pb++) {
    if (pageblocks.used(pb) > 0) continue;
    const last = runs.at(-1);
    if (last?.end === pb * size) runs[runs.length - 1] = { start: last.start, end: pfn((pb + 1) * size) };
    else runs.push({ start: pfn(pb * size), end: pfn((pb + 1) * size) });
  }
  return runs;
}

/** Takes the range out of what is held under a tag; answers what was in it. */
function forget(core: Core, range: PfnRange, tag = OFFLINE_TAG): Extent[] {
  const holding = core.holdings.get(tag);
  if (holding === undefined) return [];
  const gone: Extent[] = [];
  const stay: Extent[] = [];
  for (const run of holding.runs) {
    const part = clip(run, range);
    if (part === undefined) {
      stay.push(run);
      continue;
    }
    gone.push(part);
    const end = part.pfn + part.pages;
    if (run.pfn < part.pfn) append(stay, { ...run, pages: part.pfn - run.pfn });
    if (end < run.pfn + run.pages) append(stay, { ...run, pfn: pfn(end), pages: run.pfn + run.pages - end });
  }
  const pages = stay.reduce((sum, r) => sum + r.pages, 0);
  core.holdings.set(tag, { ...holding, pages, runs: stay });
  return gone;
}

/** Offline pages leave with their block; answers how many they were. */
export function abandonOffline(core: Core, range: PfnRange): number {
  const { size } = core.pageblocks;
  let pages = 0;
  for (const run of forget(core, range)) {
    pages += run.pages;
    for (let pb = run.pfn / size; pb < (run.pfn + run.pages) / size; pb++) core.lists.setMixed(pb, 0);
  }
  return pages;
}

/**
 * Bad pages (mm/memory-failure.c). Hard offlining takes a page away at once, soft offlining moves its contents first;
 * either way the page is counted as poisoned, and its block never comes online again once it has gone offline.
 */
import * as words from '#words/memory.ts';
import type { Status } from '../kernel/errno.ts';
import { acquire, call, release } from '../kernel/scheduler.ts';
import type { Proc } from '../kernel/scheduler.ts';
import { nodeId, pfn } from '../units.ts';
import type { Pfn } from '../units.ts';
import type { ZoneRef } from '../zones/types.ts';
import type { Core } from './core.ts';
import { zoneIndex } from './free-lists.ts';
import { isMovableKind } from './holdings.ts';
import type { Holding } from './holdings.ts';
import { dissolveFree, forgetUsed, letGo, migrateHugePage } from './hugetlb.ts';
import { isUserTag, POOL_TAG } from './hugetlb-pool.ts';
import { MOVABLE } from './pageblocks.ts';
import { drain } from './pcp.ts';
import { POISON_TAG } from './poison.ts';
import { giveBack, take } from './request.ts';
import type { Extent } from './types.ts';

const hex = (at: number): string => `0x${at.toString(16)}`;
const HELD = { kind: 'kernel', name: words.poisonedPages, order: 0 } as const;

/** Who has a page: a holding, the kernel without one (struct pages), or nobody. */
type Owner =
  | { readonly kind: 'free' }
  | { readonly kind: 'kernel' }
  | { readonly kind: 'held'; readonly tag: string; readonly holding: Holding };

function ownerOf(core: Core, at: Pfn): Owner {
  const { pageblocks, memmaps } = core;
  for (const [tag, holding] of core.holdings.all)
    if (holding.runs.some((r) => at >= r.pfn && at < r.pfn + r.pages)) return { kind: 'held', tag, holding };
  const pb = Math.floor(at / pageblocks.size);
  const offset = at - pb * pageblocks.size;
  // which pages of a pageblock hold struct pages is not kept: the lowest
  if (offset < memmaps.in(pb).reduce((sum, m) => sum + m.pages, 0)) return { kind: 'kernel' };
  const section = core.sections.pfnToSection(at);
  if (at - core.sections.range(section).start < memmaps.selfHosted.get(section)) return { kind: 'kernel' };
  return pageblocks.used(pb) < pageblocks.size ? { kind: 'free' } : { kind: 'kernel' };
}

/** The zone of a page that is online; undefined for all others. */
function onlineZone(core: Core, at: Pfn): ZoneRef | undefined {
  const section = core.sections.pfnToSection(at);
  return section < core.sections.highest.value && core.sections.isOnline(section) ? core.zones.pageZone(at) : undefined;
}

/** Whether a page of online boot memory is in no zone: it has a struct page, a reserved one (pfn_to_online_page finds it). */
const isReserved = (core: Core, at: Pfn): boolean =>
  core.sections.pfnSectionValid(at) &&
  core.sections.isOnline(core.sections.pfnToSection(at)) &&
  core.zones.pageZone(at) === undefined;

/** zone_pcp_disable … zone_pcp_enable around looking at a page (get_hwpoison_page). */
function* withoutPcp(core: Core, zone: ZoneRef): Proc {
  const { trace } = core.k;
  trace.enter('zone_pcp_disable');
  yield* acquire('pcp_batch_high_lock');
  drain(core, zone);
  trace.leave('zone_pcp_disable');
  trace.enter('zone_pcp_enable');
  yield* release('pcp_batch_high_lock');
  trace.leave('zone_pcp_enable');
}

function countPoisoned(core: Core, at: Pfn): void {
  core.k.trace.enter('num_poisoned_pages_inc', at);
  core.k.trace.leaf('memblk_nr_poison_inc', at);
  core.k.trace.leave('num_poisoned_pages_inc');
  core.poison.add(at);
}

/** Takes a free page off the free lists for good. */
function takeOff(core: Core, at: Pfn, zone: ZoneRef): void {
  const edit = core.lists.edit(zone.nid, zoneIndex(zone.zone));
  edit.takeFrom(Math.floor(at / core.pageblocks.size), 1, false);
  edit.commit();
  core.holdings.add(POISON_TAG, HELD, [{ pfn: at, pages: 1, zone }]);
}

type Recovery = 'Recovered' | 'Ignored' | 'Failed';

/** Handles an uncorrectable error in a page (memory_failure). */
export function hardOffline(core: Core, at: Pfn): Proc<Status> {
  return call('memory_failure', memoryFailure(core, at), at);
}

function* memoryFailure(core: Core, at: Pfn): Proc<Status> {
  const zone = onlineZone(core, at);
  const printk = (text: string): void => core.k.printk(`Memory failure: ${hex(at)}: ${text}`);
  if (zone === undefined && !isReserved(core, at)) {
    printk('memory outside kernel control');
    return 'ENXIO';
  }
  if (core.poison.has(at)) {
    printk('recovery action for already poisoned page: Failed');
    return 'EHWPOISON';
  }
  const end = (what: string, how: Recovery): Status => {
    countPoisoned(core, at);
    printk(`recovery action for ${what}: ${how}`);
    return how === 'Recovered' ? undefined : 'EBUSY';
  };
  if (zone === undefined) {
    printk('unhandlable page.');
    return end('get hwpoison page', 'Ignored');
  }
  let owner = ownerOf(core, at);
  if (owner.kind === 'held' && (owner.tag === POOL_TAG || isUserTag(owner.tag)))
    return end(...hugePage(core, at, zone, owner));
  yield* withoutPcp(core, zone);
  owner = ownerOf(core, at);
  if (owner.kind === 'free') {
    takeOff(core, at, zone);
    return end('free buddy page', 'Recovered');
  }
  if (owner.kind === 'kernel' || !isMovableKind(owner.holding.kind)) {
    printk('unhandlable page.');
    return end('get hwpoison page', 'Ignored');
  }
  const state = owner.holding.kind === 'pagecache' ? 'clean LRU page' : 'dirty LRU page';
  if (owner.holding.kind === 'pinned') {
    printk(`${state} still referenced by 1 users`);
    return end(state, 'Failed');
  }
  // the page is unmapped; who touches it later gets SIGBUS
  disown(core, at, zone, owner.tag);
  return end(state, 'Recovered');
}

/** Injects an error, which the log tells of (mm/hwpoison-inject.c: hwpoison_inject). ENXIO where there are no struct pages. */
export function* inject(core: Core, at: Pfn): Proc<Status> {
  const section = core.sections.pfnToSection(at);
  if (section >= core.sections.highest.value || !core.sections.isPresent(section)) return 'ENXIO';
  core.k.printk(`Injecting memory failure at pfn ${hex(at)}`);
  return yield* hardOffline(core, at);
}

/** A huge page loses one of its pages; the others go back to the page allocator. */
function hugePage(core: Core, at: Pfn, zone: ZoneRef, owner: { readonly tag: string }): [string, Recovery] {
  const { size } = core.pageblocks;
  const head = pfn(Math.floor(at / size) * size);
  const free = owner.tag === POOL_TAG;
  const what = free ? 'free huge page' : 'huge page';
  if (free) {
    if (dissolveFree(core, { start: head, end: pfn(head + size) }) !== undefined) return [what, 'Failed'];
    takeOff(core, at, zone);
    return [what, 'Recovered'];
  }
  if (forgetUsed(core, head) !== undefined) return [what, 'Failed'];
  const whole: Extent = { pfn: head, pages: size, zone };
  letGo(core, owner.tag, [whole]);
  giveBack(core, [whole], true);
  takeOff(core, at, zone);
  return [what, 'Recovered'];
}

/** A page leaves its owner and is nobody's: used, but never given back. */
function disown(core: Core, at: Pfn, zone: ZoneRef, tag: string): void {
  const one: Extent = { pfn: at, pages: 1, zone };
  letGo(core, tag, [one]);
  giveBack(core, [one], true);
  takeOff(core, at, zone);
}

/** What get_any_page says of a page that is neither free nor anybody's whose memory can be moved. */
const unhandlable = (at: Pfn): string => `Memory failure: ${hex(at)}: unhandlable page.`;

/** Moves what a page holds elsewhere and gives the page up (soft_offline_page). */
export function* softOffline(core: Core, at: Pfn): Proc<Status> {
  const section = core.sections.pfnToSection(at);
  if (section >= core.sections.highest.value || !core.sections.isPresent(section)) return 'ENXIO';
  return yield* call('soft_offline_page', softOfflinePage(core, at), at);
}

function* softOfflinePage(core: Core, at: Pfn): Proc<Status> {
  const { trace, printk } = core.k;
  const zone = onlineZone(core, at);
  if (zone === undefined && !isReserved(core, at)) return 'EIO';
  if (core.poison.has(at)) {
    printk(`Soft offline: ${hex(at)}: page already poisoned`);
    return undefined;
  }
  if (zone === undefined) {
    printk(unhandlable(at));
    return 'EIO';
  }
  trace.leaf('get_online_mems');
  yield* withoutPcp(core, zone);
  trace.leaf('put_online_mems');
  const owner = ownerOf(core, at);
  if (owner.kind === 'kernel' || (owner.kind === 'held' && !isMovableKind(owner.holding.kind))) {
    printk(unhandlable(at));
    return 'EIO';
  }
  if (owner.kind === 'held' && !moveAway(core, at, zone, owner)) {
    printk(
      `Soft offline: ${hex(at)}: ${owner.holding.kind === 'hugetlb' ? 'hugepage' : 'page'} migration failed 1, type`,
    );
    return 'EBUSY';
  }
  trace.leaf('drain_all_pages');
  takeOff(core, at, zone);
  countPoisoned(core, at);
  return undefined;
}

/** Puts what a page in use holds somewhere else, its own node first; false: nothing is left, or it is pinned. */
function moveAway(
  core: Core,
  at: Pfn,
  zone: ZoneRef,
  owner: { readonly tag: string; readonly holding: Holding },
): boolean {
  const { size } = core.pageblocks;
  const nodes = core.zones.fallbackOrder(zone.nid);
  if (owner.tag === POOL_TAG) {
    const head = Math.floor(at / size) * size;
    return dissolveFree(core, { start: pfn(head), end: pfn(head + size) }) === undefined;
  }
  if (isUserTag(owner.tag)) {
    const head = Math.floor(at / size) * size;
    const to = migrateHugePage(
      core,
      head,
      nodes.map((n) => nodeId(n)),
    );
    if (to === undefined) return false;
    letGo(core, owner.tag, [{ pfn: pfn(head), pages: size, zone }]);
    core.holdings.add(owner.tag, owner.holding, [to]);
    return dissolveFree(core, { start: pfn(head), end: pfn(head + size) }) === undefined;
  }
  if (owner.holding.kind === 'pinned') return false;
  const got = take(core, { pages: 1, order: 0, type: MOVABLE, movable: true, highest: 'Movable', nodes });
  if (got.length === 0) return false;
  const one: Extent = { pfn: at, pages: 1, zone };
  letGo(core, owner.tag, [one]);
  core.holdings.add(owner.tag, owner.holding, got);
  giveBack(core, [one], true);
  return true;
}

/** Gives a page that was poisoned by software back (unpoison_memory). */
export function* unpoison(core: Core, at: Pfn): Proc<Status> {
  yield* [];
  const section = core.sections.pfnToSection(at);
  if (section >= core.sections.highest.value || !core.sections.isPresent(section)) return 'ENXIO';
  const { trace, printk } = core.k;
  trace.enter('unpoison_memory', at);
  if (!core.poison.has(at)) printk(`Unpoison: ${hex(at)}: page was already unpoisoned`);
  else {
    const zone = onlineZone(core, at);
    const owner = ownerOf(core, at);
    if (zone !== undefined && owner.kind === 'held' && owner.tag === POISON_TAG) {
      const one: Extent = { pfn: at, pages: 1, zone };
      letGo(core, POISON_TAG, [one]);
      giveBack(core, [one], false);
    }
    trace.enter('num_poisoned_pages_sub', at);
    trace.leaf('memblk_nr_poison_sub', at);
    trace.leave('num_poisoned_pages_sub');
    core.poison.delete(at);
    printk(`Unpoison: ${hex(at)}: software-unpoisoned page`);
  }
  trace.leave('unpoison_memory');
  return undefined;
}

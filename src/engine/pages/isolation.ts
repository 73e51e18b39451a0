/** Onlining, isolating, migrating and taking away whole ranges (mm/page_isolation.c, mm/memory_hotplug.c). */
import { nodeId, pfn } from '../units.ts';
import type { NodeId, Pfn, PfnRange } from '../units.ts';
import type { ZoneRef } from '../zones/types.ts';
import { isKernelZone } from '../zones/zones.ts';
import { zoneIndex } from './free-lists.ts';
import type { Core } from './core.ts';
import { append, clip, isMovableKind } from './holdings.ts';
import { letGo, migrateHugePage } from './hugetlb.ts';
import { isUserTag, POOL_TAG } from './hugetlb-pool.ts';
import { ownersIn } from './owners.ts';
import { ISOLATE, MOVABLE, UNMOVABLE } from './pageblocks.ts';
import { drain } from './pcp.ts';
import { abandonOffline, isHeldOffline, keepOffline, OFFLINE_TAG } from './offline-pages.ts';
import type { OnlinePageCallback } from './offline-pages.ts';
import { POISON_TAG } from './poison.ts';
import { available, giveBack, hasWholeBlock, take } from './request.ts';
import type { Culprit, Extent } from './types.ts';

/** What one pass of do_migrate_range did. Pages. */
export interface Migration {
  readonly moved: number;
  readonly failed: number;
  /** The page named in the log, and what keeps it; undefined when all moved. */
  readonly why: { readonly pfn: Pfn; readonly reason: 'pinned' | 'no-memory'; readonly name: string } | undefined;
}

const blocksOf = (core: Core, range: PfnRange): { from: number; to: number } => ({
  from: Math.floor(range.start / core.pageblocks.size),
  to: Math.ceil(range.end / core.pageblocks.size),
});

/**
 * Frees a range, chunk by chunk, as isolated pages (online_pages_range; trace generic_online_page per chunk). Answers the
 * pages that are managed now: with a callback, all but those it keeps.
 */
export function onlineRange(core: Core, ref: ZoneRef, range: PfnRange, callback?: OnlinePageCallback): number {
  const { trace, sizes } = core.k;
  const whole = sizes.pagesPerChunk;
  const kept: PfnRange[] = [];
  let chunks = 0;
  for (let at = range.start as number; at < range.end;) {
    const run = at % whole === 0 ? Math.floor((range.end - at) / whole) : 0;
    let chunk = run > 0 ? run * whole : whole;
    // the ends, where the range is not aligned: the largest power of two that the address and the rest allow
    while (run === 0 && (at % chunk !== 0 || at + chunk > range.end)) chunk /= 2;
    if (callback === undefined) chunks += Math.max(1, run);
    else {
      const size = run > 0 ? whole : chunk;
      for (let c = at; c < at + chunk; c += size) kept.push(...callback({ start: pfn(c), end: pfn(c + size) }));
    }
    at += chunk;
  }
  trace.many('generic_online_page', chunks);
  const { from, to } = blocksOf(core, range);
  core.pageblocks.fill(from, to, 0, ISOLATE);
  let pages = range.end - range.start;
  for (const r of kept) {
    keepOffline(core, ref, r);
    pages -= r.end - r.start;
  }
  core.zones.adjustManaged(ref, pages);
  return pages;
}

/** Isolated pageblocks become movable, at the end of the free lists (undo_isolate_page_range). */
export function undoIsolate(core: Core, range: PfnRange): void {
  const { from, to } = blocksOf(core, range);
  const ref = zoneAt(core, range.start);
  const zone = core.lists.edit(ref.nid, zoneIndex(ref.zone));
  zone.unisolate(from, to);
  zone.commit();
}

function zoneAt(core: Core, at: Pfn): ZoneRef {
  const ref = core.zones.pageZone(at);
  if (ref === undefined) throw new Error(`pfn ${at} is in no zone`);
  return ref;
}

/** Order in which pageblocks are isolated: first, last, then the rest upward. */
function* isolationOrder(from: number, to: number): Generator<number> {
  yield from;
  if (to - 1 > from) yield to - 1;
  for (let pb = from + 1; pb < to - 1; pb++) yield pb;
}

const poisonedIn = (core: Core, pb: number): number =>
  core.poison.count(pb * core.pageblocks.size, core.pageblocks.size);

/** The page that keeps a pageblock from being isolated (mm/page_isolation.c: has_unmovable_pages). */
function culpritIn(core: Core, pb: number, zone: ZoneRef): Culprit | undefined {
  // poisoned pages are passed over: they stay behind
  if (core.lists.unmovable(pb) <= poisonedIn(core, pb)) return undefined;
  const fixed = ownersIn(core, pb).filter(
    (o) => !isMovableKind(o.kind) && o.tag !== POISON_TAG && o.tag !== OFFLINE_TAG,
  );
  // Movable zones are trusted: only reserved pages (boot allocations) are looked at there
  const found = isKernelZone(zone.zone) ? fixed : fixed.filter((o) => o.kind === 'boot');
  const first = found.sort((a, b) => a.pfn - b.pfn)[0];
  return first === undefined ? undefined : { pfn: first.pfn, owner: first.kind, name: first.name };
}

/** Why the range could not be isolated now, the page that isolation would meet first; changes nothing. */
export function whyNot(core: Core, range: PfnRange): Culprit | undefined {
  const { from, to } = blocksOf(core, range);
  const zone = core.zones.pageZone(range.start);
  if (zone === undefined) return undefined;
  for (const pb of suspects(core, from, to)) {
    const culprit = culpritIn(core, pb, zone);
    if (culprit !== undefined) return culprit;
  }
  return undefined;
}

/** The first page of the range that is held: it passes isolation, and then migration fails until it is let go (mm/migrate.c: folio_migrate_mapping). */
export function heldIn(core: Core, range: PfnRange): Culprit | undefined {
  const { from, to } = blocksOf(core, range);
  for (const pb of suspects(core, from, to)) {
    const held = ownersIn(core, pb).find((o) => o.kind === 'pinned');
    if (held !== undefined) return { pfn: held.pfn, owner: held.kind, name: held.name };
  }
  return undefined;
}

/** Pageblocks of the range in isolation order, without those of untouched sections. */
function* suspects(core: Core, from: number, to: number): Generator<number> {
  const { pageblocks } = core;
  const touched = (pb: number): boolean => pageblocks.usedInSection.get(Math.floor(pb / pageblocks.perSection)) > 0;
  if (touched(from)) yield from;
  if (to - 1 > from && touched(to - 1)) yield to - 1;
  for (let pb = from + 1; pb < to - 1;) {
    if (touched(pb)) yield pb++;
    else pb = (Math.floor(pb / pageblocks.perSection) + 1) * pageblocks.perSection;
  }
}

/** start_isolate_page_range: all of the range or nothing; with `report` the culprit is logged as the kernel's page dump. */
export function isolate(core: Core, range: PfnRange, report = true): Culprit | undefined {
  const { trace } = core.k;
  const { from, to } = blocksOf(core, range);
  const ref = zoneAt(core, range.start);
  drain(core, ref);
  const culprit = whyNot(core, range);
  trace.enter('start_isolate_page_range', range.start);
  const bad = culprit === undefined ? undefined : Math.floor(culprit.pfn / core.pageblocks.size);
  let good = 0;
  if (bad === undefined) good = to - from;
  else
    for (const pb of isolationOrder(from, to))
      if (pb === bad) break;
      else good++;
  trace.many('set_migratetype_isolate', good);
  if (culprit !== undefined) {
    trace.enter('set_migratetype_isolate', culprit.pfn);
    if (report) dumpPage(core, culprit, ref);
    trace.leave('set_migratetype_isolate');
  }
  if (culprit === undefined) {
    const zone = core.lists.edit(ref.nid, zoneIndex(ref.zone));
    zone.isolate(from, to);
    zone.commit();
  } else requeue(core, ref, from, to, Math.floor(culprit.pfn / core.pageblocks.size));
  trace.leave('start_isolate_page_range');
  return culprit;
}

/** What a failed isolation leaves: the pageblocks before the bad one have become movable and queue at the end. */
function requeue(core: Core, ref: ZoneRef, from: number, to: number, bad: number): void {
  const zone = core.lists.edit(ref.nid, zoneIndex(ref.zone));
  if (bad > from) {
    const upTo = bad === to - 1 ? from + 1 : bad;
    zone.isolate(from, upTo);
    if (bad !== to - 1) zone.isolate(to - 1, to);
    zone.unisolate(from, upTo);
    if (bad !== to - 1) zone.unisolate(to - 1, to);
  }
  zone.commit();
}

function dumpPage(core: Core, culprit: Culprit, ref: ZoneRef): void {
  core.k.trace.leaf('dump_page', culprit.pfn);
  const reserved = culprit.owner === 'boot' ? 'reserved|' : '';
  core.k.printk(
    `page: refcount:1 mapcount:0 mapping:0000000000000000 index:0x0 pfn:0x${culprit.pfn.toString(16)}`,
    `flags: 0x0(${reserved}node=${ref.nid}|zone=${core.zones.zoneTypes.value.indexOf(ref.zone)})`,
    'page dumped because: unmovable page',
  );
}

/** The first page from the range's start on that has to be migrated (scan_movable_pages). */
export function scanMovable(core: Core, range: PfnRange): Pfn | undefined {
  core.k.trace.leaf('scan_movable_pages', range.start);
  const { from, to } = blocksOf(core, range);
  let first: number | undefined;
  for (const pb of ascending(core, from, to)) {
    // free huge pages are dissolved, not migrated
    if (core.pageblocks.used(pb) > core.lists.unmovable(pb) && !core.hugetlb.isFree(pb * core.pageblocks.size)) {
      first = pb;
      break;
    }
  }
  if (first === undefined) return undefined;
  const at = ownersIn(core, first)
    .filter((o) => isMovableKind(o.kind))
    .reduce((low, o) => Math.min(low, o.pfn), Number.POSITIVE_INFINITY);
  return pfn(Number.isFinite(at) ? Math.max(at, range.start) : first * core.pageblocks.size);
}

function* ascending(core: Core, from: number, to: number): Generator<number> {
  const { pageblocks } = core;
  for (let pb = from; pb < to;) {
    if (pageblocks.usedInSection.get(Math.floor(pb / pageblocks.perSection)) > 0) yield pb++;
    else pb = (Math.floor(pb / pageblocks.perSection) + 1) * pageblocks.perSection;
  }
}

/** Nodes pages of `nid` may go to: all others with memory in its fallback order, itself only when it is the only one. */
function targetNodes(core: Core, nid: NodeId): NodeId[] {
  const others = core.zones.fallbackOrder(nid).filter((n) => n !== nid);
  return others.length > 0 ? others : [nodeId(nid)];
}

/** One pass over the movable pages of an isolated range (do_migrate_range): what can move, moves. */
export function migrateRange(core: Core, range: PfnRange): Migration {
  const { trace } = core.k;
  trace.enter('do_migrate_range', range.start);
  trace.enter('migrate_pages');
  const from = zoneAt(core, range.start);
  const { stuck, ...done } = moveAway(core, range, targetNodes(core, from.nid));
  trace.leave('migrate_pages');
  dumpUnmigrated(core, from, stuck, done.failed);
  trace.leave('do_migrate_range');
  return done;
}

/** Moves what can move out of an isolated range to the given nodes (migrate_pages). */
export function moveAway(
  core: Core,
  range: PfnRange,
  nodes: readonly NodeId[],
): Migration & { readonly stuck: readonly Extent[] } {
  const from = zoneAt(core, range.start);
  let moved = 0;
  let failed = 0;
  let why: Migration['why'];
  const stuck: Extent[] = [];
  for (const [tag, holding] of core.holdings.all) {
    if (!isMovableKind(holding.kind) || tag === POOL_TAG || !holding.runs.some((run) => clip(run, range) !== undefined))
      continue;
    const stay: Extent[] = [];
    for (const run of holding.runs) {
      const part = clip(run, range);
      if (part === undefined) {
        append(stay, run);
        continue;
      }
      const before: Extent = { pfn: run.pfn, pages: part.pfn - run.pfn, zone: run.zone };
      const after: Extent = {
        pfn: pfn(part.pfn + part.pages),
        pages: run.pfn + run.pages - part.pfn - part.pages,
        zone: run.zone,
      };
      if (before.pages > 0) append(stay, before);
      // single pages of a kernel zone are asked for without __GFP_HIGHMEM
      const highest = holding.order === 0 && isKernelZone(from.zone) ? 'Normal' : 'Movable';
      const huge = isUserTag(tag);
      const got =
        holding.kind === 'pinned'
          ? []
          : huge
            ? moveHugePages(core, part, nodes)
            : takeTargets(core, holding.order, part.pages, highest, nodes);
      const n = got.reduce((sum, r) => sum + r.pages, 0);
      // a huge page goes back to the pool, or the pool frees it
      if (n > 0 && !huge) giveBack(core, [{ pfn: part.pfn, pages: n, zone: part.zone }], true);
      for (const r of got) append(stay, r);
      if (n < part.pages) {
        const left: Extent = { pfn: pfn(part.pfn + n), pages: part.pages - n, zone: part.zone };
        append(stay, left);
        stuck.push(left);
        why ??= { pfn: left.pfn, reason: holding.kind === 'pinned' ? 'pinned' : 'no-memory', name: holding.name };
      }
      if (after.pages > 0) append(stay, after);
      moved += n;
      failed += part.pages - n;
    }
    core.holdings.set(tag, { ...holding, runs: stay });
  }
  return { moved, failed, why, stuck };
}

/** Movable pages of a range. */
export function movableIn(core: Core, range: PfnRange): number {
  const { from, to } = blocksOf(core, range);
  let pages = 0;
  for (const pb of ascending(core, from, to)) pages += core.pageblocks.used(pb) - core.lists.unmovable(pb);
  return pages;
}

/** Pages a pass may dump before the log's rate limit silences it. */
const DUMPED = 10;
/** Names the pages that did not move, highest first. */
function dumpUnmigrated(core: Core, zone: ZoneRef, stuck: readonly Extent[], failed: number): void {
  const flags = `node=${zone.nid}|zone=${core.zones.zoneTypes.value.indexOf(zone.zone)}`;
  let left = DUMPED;
  for (const run of stuck.toSorted((a, b) => b.pfn - a.pfn)) {
    for (let at = run.pfn + run.pages - 1; at >= run.pfn && left > 0; at--, left--) {
      const name = at.toString(16);
      core.k.printk(
        `migrating pfn ${name} failed ret:${failed}`,
        `page: refcount:3 mapcount:1 mapping:0000000000000000 index:0x0 pfn:0x${name}`,
        `anon flags: 0x0(referenced|uptodate|dirty|swapbacked|${flags})`,
        'page dumped because: migration failure',
      );
      core.k.trace.leaf('dump_page', at);
    }
  }
}

/** Whether another migration pass could get further than the last one: something movable has a place to go, or is gone. */
export function canProgress(core: Core, range: PfnRange): boolean {
  const from = zoneAt(core, range.start);
  const nodes = targetNodes(core, from.nid);
  let inTheWay = false;
  for (const [tag, holding] of core.holdings.all) {
    if (!isMovableKind(holding.kind) || tag === POOL_TAG || !holding.runs.some((run) => clip(run, range) !== undefined))
      continue;
    inTheWay = true;
    if (holding.kind === 'pinned') continue;
    if (isUserTag(tag)) {
      if (nodes.some((n) => core.hugetlb.of(n).free.length > 0 || hasWholeBlock(core, n))) return true;
      continue;
    }
    const highest = holding.order === 0 && isKernelZone(from.zone) ? 'Normal' : 'Movable';
    if (available(core, { pages: 1, order: 0, type: MOVABLE, movable: true, highest, nodes }) > 0) return true;
  }
  return !inTheWay;
}

/** Huge pages of the pool move one by one, upward, as long as there is somewhere to go. */
function moveHugePages(core: Core, part: Extent, nodes: readonly NodeId[]): Extent[] {
  const { size } = core.pageblocks;
  const out: Extent[] = [];
  for (let head = part.pfn as number; head < part.pfn + part.pages; head += size) {
    const to = migrateHugePage(core, head, nodes);
    if (to === undefined) break;
    append(out, to);
  }
  return out;
}

/** Transparent huge pages move whole; those for which nothing whole is left are split. */
function takeTargets(
  core: Core,
  order: number,
  pages: number,
  highest: 'Normal' | 'Movable',
  nodes: readonly NodeId[],
): Extent[] {
  const got = take(core, { pages, order, type: MOVABLE, movable: true, highest, nodes });
  const n = got.reduce((sum, r) => sum + r.pages, 0);
  if (n < pages && order > 0)
    got.push(...take(core, { pages: pages - n, order: 0, type: MOVABLE, movable: true, highest, nodes }));
  return got;
}

/** Whether every page of the isolated range is free (test_pages_isolated). */
export function testPagesIsolated(core: Core, range: PfnRange): boolean {
  core.k.trace.leaf('test_pages_isolated', range.start);
  return whollyFree(core, range);
}
/** Whether nothing but poisoned and offline pages is in use. */
export function whollyFree(core: Core, range: PfnRange): boolean {
  const { from, to } = blocksOf(core, range);
  for (const pb of ascending(core, from, to)) if (stillUsed(core, pb)) return false;
  return true;
}
const stillUsed = (core: Core, pb: number): boolean =>
  core.pageblocks.used(pb) > 0 && core.pageblocks.used(pb) > poisonedIn(core, pb) && !isHeldOffline(core, pb);

/** Forgets the pages of an isolated, free range; answers how many were managed (__offline_isolated_pages). */
export function takeOffline(core: Core, range: PfnRange): number {
  const { from, to } = blocksOf(core, range);
  for (const pb of ascending(core, from, to))
    if (stillUsed(core, pb)) throw new Error(`pageblock ${pb} goes offline with pages in use`);
  abandonPoisoned(core, range);
  const unmanaged = abandonOffline(core, range);
  core.pageblocks.fill(from, to, 0, MOVABLE);
  core.pageblocks.compact(from, to);
  return range.end - range.start - unmanaged;
}

/** Poisoned pages leave with their block: whoever held them does no longer. */
function abandonPoisoned(core: Core, range: PfnRange): void {
  const bad = core.poison.in(range);
  if (bad.length === 0) return;
  for (const [tag, holding] of core.holdings.all) {
    const gone = bad.filter((at) => holding.runs.some((r) => at >= r.pfn && at < r.pfn + r.pages));
    letGo(
      core,
      tag,
      gone.map((at) => ({ pfn: pfn(at), pages: 1, zone: holding.runs[0]?.zone ?? zoneAt(core, pfn(at)) })),
    );
  }
  const size = core.pageblocks.size;
  for (const pb of new Set(bad.map((at) => Math.floor(at / size)))) core.lists.setMixed(pb, 0);
}

/** A block's own struct pages at its start (memmap_on_memory): present but not managed, never free. */
export function placeSelfHosted(core: Core, range: PfnRange): void {
  const { from, to } = blocksOf(core, range);
  core.pageblocks.fill(from, to, core.pageblocks.size, UNMOVABLE);
  eachSection(core, range, (section, pages) => core.memmaps.selfHosted.set(section, pages));
}
export function removeSelfHosted(core: Core, range: PfnRange): void {
  const { from, to } = blocksOf(core, range);
  core.pageblocks.fill(from, to, 0, MOVABLE);
  core.pageblocks.compact(from, to);
  eachSection(core, range, (section) => core.memmaps.selfHosted.set(section, 0));
}
function eachSection(core: Core, range: PfnRange, f: (section: number, pages: number) => void): void {
  const n = core.k.sizes.pagesPerSection;
  for (let at = range.start as number; at < range.end;) {
    const end = Math.min(range.end, (Math.floor(at / n) + 1) * n);
    f(Math.floor(at / n), end - at);
    at = end;
  }
}

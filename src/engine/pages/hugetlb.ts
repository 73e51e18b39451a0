/**
 * What happens to huge pages (mm/hugetlb.c): the pool grows and shrinks, processes take from it, offlining migrates and
 * dissolves. A huge page is one pageblock, under POOL_TAG while it is free.
 *
 *   free list of a node   head → [100 … 149][0 … 99]      grown by 100, then by 50: use and shrinking take from the head
 */
import * as words from '#words/memory.ts';
import type { Status } from '../kernel/errno.ts';
import { MEMMAP_ALTMAP, MEMMAP_BOOT } from '../sparse/sections.ts';
import { nodeId, pfn } from '../units.ts';
import type { NodeId, Pfn, PfnRange } from '../units.ts';
import type { Core } from './core.ts';
import { POOL_TAG, userTag } from './hugetlb-pool.ts';
import { MOVABLE } from './pageblocks.ts';
import { giveBack, take } from './request.ts';
import type { Extent } from './types.ts';

const HELD = { kind: 'hugetlb', name: words.freeHugePages } as const;

/** A huge page by its first page frame, in the zone its page flags name. */
function hugePage(core: Core, head: number): Extent {
  const zone = core.zones.pageZone(pfn(head));
  if (zone === undefined) throw new Error(`huge page ${head} is in no zone`);
  return { pfn: pfn(head), pages: core.pageblocks.size, zone };
}

const order = (core: Core): number => Math.log2(core.pageblocks.size);
const headsOf = (core: Core, runs: readonly Extent[]): number[] =>
  runs.flatMap((r) =>
    Array.from({ length: r.pages / core.pageblocks.size }, (_, i) => r.pfn + i * core.pageblocks.size),
  );

/** Up to `count` fresh huge pages of the nodes, in the order in which they were got. */
function allocate(core: Core, count: number, nodes: readonly NodeId[]): number[] {
  const { size } = core.pageblocks;
  return headsOf(
    core,
    take(core, { pages: count * size, order: order(core), type: MOVABLE, movable: true, highest: 'Movable', nodes }),
  );
}

/** Lets a huge page's memmap be shared, where that is wanted and possible (hugetlb_vmemmap_optimize_folio). */
function optimize(core: Core, head: number): void {
  const pool = core.hugetlb;
  const section = core.sections.pfnToSection(pfn(head));
  // a memmap that lies in the memory it describes must stay as it is
  if (!pool.optimize.value || pool.vmemmap === undefined || core.sections.memmapKind.get(section) === MEMMAP_ALTMAP)
    return;
  const { size } = core.pageblocks;
  if (pool.vmemmap.optimizeHugetlb(pfn(head), size, nodeId(core.sections.nodeOf(section))) === undefined)
    count(core, head, 1);
}
/** Gives a huge page its whole memmap back before it is freed; ENOMEM: it cannot be freed. */
function restore(core: Core, head: number): Status {
  const pool = core.hugetlb;
  if (pool.vmemmap === undefined || core.hugetlb.optimized.get(head / core.pageblocks.size) === 0) return undefined;
  const status = pool.vmemmap.restoreHugetlb(
    pfn(head),
    core.pageblocks.size,
    nodeId(core.sections.nodeOf(core.sections.pfnToSection(pfn(head)))),
  );
  if (status === undefined) count(core, head, -1);
  return status;
}
/** Keeps the books of nr_memmap_pages: of a huge page's memmap one page, made anew, stays. */
function count(core: Core, head: number, sign: 1 | -1): void {
  const pages = Math.ceil((core.pageblocks.size * core.k.geometry.structPageBytes) / core.k.sizes.pageBytes);
  core.hugetlb.optimized.set(head / core.pageblocks.size, sign === 1 ? 1 : 0);
  const section = core.sections.pfnToSection(pfn(head));
  const boot = core.sections.memmapKind.get(section) === MEMMAP_BOOT;
  if (boot && sign === 1) {
    // reserved pages that are freed become the allocator's (include/linux/bootmem_info.h: free_bootmem_page)
    const nid = core.sections.memmapNode.get(section);
    const from = ['boot:memblock', 'boot:reserved']
      .map((tag) => core.holdings.get(tag)?.runs.findLast((r) => r.zone.nid === nid)?.zone)
      .find((zone) => zone !== undefined);
    if (from !== undefined) core.zones.adjustManaged(from, pages);
  }
  core.hugetlb.saved.update((s) =>
    // boot memmap that was freed comes back as ordinary pages
    boot && sign === 1
      ? { boot: s.boot + pages, runtime: s.runtime - 1 }
      : { ...s, runtime: s.runtime + sign * (pages - 1) },
  );
}

/** Puts pages at the head of their node's free list, the first one last (prep_and_add_allocated_folios). */
function enqueue(core: Core, heads: readonly number[]): void {
  const { size } = core.pageblocks;
  const byNode = new Map<NodeId, number[]>();
  for (const head of heads) {
    const { zone } = hugePage(core, head);
    const list = byNode.get(zone.nid);
    if (list === undefined) byNode.set(zone.nid, [head]);
    else list.push(head);
  }
  for (const [nid, list] of byNode) core.hugetlb.set(nid, { free: [...list, ...core.hugetlb.of(nid).free] });
  core.holdings.add(
    POOL_TAG,
    { ...HELD, order: Math.log2(size) },
    heads.map((h) => hugePage(core, h)),
  );
}

/** Takes pages out of what a tag holds, not out of use. */
export function letGo(core: Core, tag: string, gone: readonly Extent[]): void {
  const h = core.holdings.get(tag);
  if (h === undefined) return;
  const cuts = merge(gone);
  const next: Extent[] = [];
  for (const run of h.runs) {
    let at: number = run.pfn;
    const end = run.pfn + run.pages;
    for (const c of overlapping(cuts, at, end)) {
      if (c.start > at) next.push({ pfn: pfn(at), pages: c.start - at, zone: run.zone });
      at = Math.max(at, c.end);
    }
    if (at < end) next.push(at === run.pfn ? run : { pfn: pfn(at), pages: end - at, zone: run.zone });
  }
  core.holdings.set(tag, { ...h, pages: next.reduce((sum, r) => sum + r.pages, 0), runs: next });
}
function merge(extents: readonly Extent[]): { start: number; end: number }[] {
  const out: { start: number; end: number }[] = [];
  for (const e of extents.toSorted((a, b) => a.pfn - b.pfn)) {
    const last = out.at(-1);
    if (last?.end === e.pfn) last.end = e.pfn + e.pages;
    else out.push({ start: e.pfn, end: e.pfn + e.pages });
  }
  return out;
}
function* overlapping(
  cuts: readonly { start: number; end: number }[],
  from: number,
  to: number,
): Generator<{ start: number; end: number }> {
  let [lo, hi] = [0, cuts.length];
  while (lo < hi) {
    const mid = (lo + hi) >>> 1;
    if ((cuts[mid]?.end ?? 0) <= from) lo = mid + 1;
    else hi = mid;
  }
  for (let c = cuts[lo]; c !== undefined && c.start < to; c = cuts[++lo])
    yield { start: Math.max(c.start, from), end: Math.min(c.end, to) };
}

/** Takes up to `count` free pages off the head of a node's list; the caller says what becomes of them. */
function dequeue(core: Core, nid: NodeId, count: number): number[] {
  const { free } = core.hugetlb.of(nid);
  const out = free.slice(0, count);
  if (out.length === 0) return [];
  core.hugetlb.set(nid, { free: free.slice(out.length) });
  letGo(
    core,
    POOL_TAG,
    out.map((h) => hugePage(core, h)),
  );
  return out;
}

/** Frees huge pages that are in no list any more (update_and_free_pages_bulk); those whose memmap cannot come back stay, as surplus. */
function destroy(core: Core, heads: readonly number[]): void {
  const kept: number[] = [];
  const gone: Extent[] = [];
  for (const head of heads) {
    if (restore(core, head) === undefined) gone.push(hugePage(core, head));
    else kept.push(head);
  }
  giveBack(core, gone, true);
  if (kept.length === 0) return;
  enqueue(core, kept);
  for (const head of kept) {
    const { nid } = hugePage(core, head).zone;
    core.hugetlb.set(nid, { surplus: core.hugetlb.of(nid).surplus + 1 });
  }
}

/** Sets how many huge pages there are: on one node, or in turn on all with memory (set_max_huge_pages). Too little memory is no error. */
export function setMaxHugePages(core: Core, wanted: number, nid: NodeId | undefined): void {
  const pool = core.hugetlb;
  const nodes = nid === undefined ? core.zones.nodes.value.filter((n) => n.hasMemory).map((n) => nodeId(n.id)) : [nid];
  const persistent = (): number => nodes.reduce((sum, n) => sum + pool.total(n) - pool.of(n).surplus, 0);
  // surplus pages are made ordinary ones first, and become surplus last
  for (const n of nodes) {
    const { surplus } = pool.of(n);
    pool.set(n, { surplus: surplus - Math.min(surplus, Math.max(0, wanted - persistent())) });
  }
  let missing = wanted - persistent();
  if (missing > 0) grow(core, missing, nodes, nid === undefined);
  missing = wanted - persistent();
  if (missing < 0) shrink(core, -missing, nodes, nid === undefined);
  for (const n of nodes)
    pool.set(n, {
      surplus: pool.of(n).surplus + Math.min(pool.of(n).used - pool.of(n).surplus, Math.max(0, persistent() - wanted)),
    });
}

/** The huge pages of a node, as its files count them. */
export interface CountedPool {
  readonly total: number;
  readonly free: number;
  readonly surplus: number;
}
/** What is known beyond the counts about huge pages that are there already. */
export interface PoolOrder {
  /** How many were put on the list at a time, in this order; of each batch the lowest is used first. Left out: all at once. */
  readonly batches?: readonly number[];
  /** Heads whose place is known, ascending; importBoot has left them alone. */
  readonly heads?: readonly Pfn[];
}

/** Takes over huge pages that a node has had since before the first line; their memmap is left as it is. */
export function importPool(
  core: Core,
  nid: NodeId,
  counted: CountedPool,
  { batches = [], heads: known }: PoolOrder,
): void {
  const heads: readonly number[] = known ?? allocate(core, counted.total, [nid]);
  const used = Math.min(heads.length, counted.total - counted.free);
  const free = heads.slice(used);
  const list: number[] = [];
  for (let at = 0, i = 0; at < free.length; i++) {
    const end = at + (batches[i] ?? free.length);
    list.unshift(...free.slice(at, end));
    at = end;
  }
  enqueue(core, list);
  core.hugetlb.set(nid, { used, surplus: counted.surplus });
  core.holdings.add(
    userTag('before'),
    { kind: 'hugetlb', name: words.hugePagesInUse, order: order(core) },
    heads.slice(0, used).map((h) => hugePage(core, h)),
  );
}
/** Lets the free huge pages share their memmap that boot has just put into the pool. */
export function optimizePool(core: Core): void {
  for (const head of core.hugetlb.heads) optimize(core, head);
}
/** Notes that a huge page's memmap is shared already. */
export function noteOptimized(core: Core, head: Pfn): void {
  core.hugetlb.optimized.set(head / core.pageblocks.size, 1);
}

function grow(core: Core, count: number, nodes: readonly NodeId[], inTurn: boolean): void {
  const heads: number[] = [];
  if (!inTurn) heads.push(...allocate(core, count, nodes));
  else {
    const { next } = core.hugetlb;
    let at = Math.max(
      0,
      nodes.findIndex((n) => n >= next.value.alloc),
    );
    // every node is tried once for each page; one that has nothing left is passed over
    for (let empty = 0; heads.length < count && empty < nodes.length; at = (at + 1) % nodes.length) {
      const node = nodes[at];
      const got = node === undefined ? [] : allocate(core, 1, [node]);
      empty = got.length === 0 ? empty + 1 : 0;
      heads.push(...got);
    }
    next.update((v) => ({ ...v, alloc: nodes[at] ?? 0 }));
  }
  for (const head of heads) optimize(core, head);
  enqueue(core, heads);
}

function shrink(core: Core, count: number, nodes: readonly NodeId[], inTurn: boolean): void {
  const heads: number[] = [];
  if (!inTurn) for (const n of nodes) heads.push(...dequeue(core, n, count));
  else {
    const { next } = core.hugetlb;
    const left = new Map(nodes.map((n) => [n, core.hugetlb.of(n).free.length]));
    const from = new Map<NodeId, number>();
    let at = Math.max(
      0,
      nodes.findIndex((n) => n >= next.value.free),
    );
    for (let todo = count, empty = 0; todo > 0 && empty < nodes.length; at = (at + 1) % nodes.length) {
      const n = nodes[at] ?? nodeId(0);
      const has = left.get(n) ?? 0;
      empty = has === 0 ? empty + 1 : 0;
      if (has === 0) continue;
      left.set(n, has - 1);
      from.set(n, (from.get(n) ?? 0) + 1);
      todo--;
    }
    next.update((v) => ({ ...v, free: nodes[at] ?? 0 }));
    for (const [n, pages] of from) heads.push(...dequeue(core, n, pages));
  }
  destroy(core, heads);
}

/** A process takes huge pages from the pool: from one node, or from wherever the fallback order finds them. Undefined: not enough. */
export function useHugePages(
  core: Core,
  id: string,
  pages: number,
  nid: NodeId,
  bound: boolean,
): readonly Extent[] | undefined {
  const { size } = core.pageblocks;
  const nodes = bound ? [nid] : core.zones.fallbackOrder(nid);
  let left = Math.ceil(pages / size);
  if (nodes.reduce((sum, n) => sum + core.hugetlb.of(n).free.length, 0) < left) return undefined;
  const got: Extent[] = [];
  for (const n of nodes) {
    const heads = dequeue(core, n, left);
    core.hugetlb.set(n, { used: core.hugetlb.of(n).used + heads.length });
    left -= heads.length;
    got.push(...heads.map((h) => hugePage(core, h)));
  }
  core.holdings.add(userTag(id), { kind: 'hugetlb', name: id, order: order(core) }, got);
  return got;
}

/** A process gives its huge pages back: to the pool, or to the page allocator where there are too many (free_huge_folio). */
export function releaseHugePages(core: Core, id: string): void {
  const tag = userTag(id);
  const runs = core.holdings.get(tag)?.runs ?? [];
  core.holdings.set(tag, undefined);
  const gone: number[] = [];
  const kept: number[] = [];
  for (const head of headsOf(core, runs)) {
    const { nid } = hugePage(core, head).zone;
    const { used, surplus } = core.hugetlb.of(nid);
    core.hugetlb.set(nid, { used: used - 1, surplus: Math.max(0, surplus - 1) });
    (surplus > 0 ? gone : kept).push(head);
  }
  // each goes to the head of the list: the last one is the next to be taken
  if (kept.length > 0) enqueue(core, kept.reverse());
  destroy(core, gone);
}

/**
 * Moves one huge page in use to another node: onto a free page of its pool first, else onto a new one that takes over the
 * old one's place in the books (alloc_hugetlb_folio_nodemask, move_hugetlb_state). Undefined: there is neither.
 */
export function migrateHugePage(core: Core, head: number, nodes: readonly NodeId[]): Extent | undefined {
  const from = hugePage(core, head);
  const old = core.hugetlb.of(from.zone.nid);
  for (const n of nodes) {
    const [target] = dequeue(core, n, 1);
    if (target === undefined) continue;
    core.hugetlb.set(n, { used: core.hugetlb.of(n).used + 1 });
    core.hugetlb.set(from.zone.nid, { used: core.hugetlb.of(from.zone.nid).used - 1 });
    enqueue(core, [head]);
    return hugePage(core, target);
  }
  const [fresh] = allocate(core, 1, nodes);
  if (fresh === undefined) return undefined;
  optimize(core, fresh);
  const to = hugePage(core, fresh);
  const surplus = old.surplus > 0 ? 1 : 0;
  core.hugetlb.set(from.zone.nid, { used: old.used - 1, surplus: old.surplus - surplus });
  const there = core.hugetlb.of(to.zone.nid);
  core.hugetlb.set(to.zone.nid, { used: there.used + 1, surplus: there.surplus + surplus });
  destroy(core, [head]);
  return to;
}

/** A huge page in use stops being one, its pages staying in use (a poisoned one): the pool forgets it. */
export function forgetUsed(core: Core, head: number): Status {
  const { nid } = hugePage(core, head).zone;
  const status = restore(core, head);
  if (status !== undefined) return status;
  const { used, surplus } = core.hugetlb.of(nid);
  core.hugetlb.set(nid, { used: used - 1, surplus: Math.max(0, surplus - 1) });
  return undefined;
}

/** Gives the free huge pages of a range back to the page allocator (dissolve_free_hugetlb_folios); the pool shrinks. */
export function dissolveFree(core: Core, range: PfnRange): Status {
  const heads = [...core.hugetlb.heads].filter((h) => h >= range.start && h < range.end).sort((a, b) => a - b);
  if (heads.length === 0) return undefined;
  const gone: Extent[] = [];
  let status: Status;
  for (const head of heads) {
    status = restore(core, head);
    if (status !== undefined) break;
    gone.push(hugePage(core, head));
  }
  const set = new Set(gone.map((e): number => e.pfn));
  for (const n of new Set(gone.map((e) => e.zone.nid))) {
    const { free, surplus } = core.hugetlb.of(n);
    const left = free.filter((h) => !set.has(h));
    core.hugetlb.set(n, { free: left, surplus: Math.max(0, surplus - (free.length - left.length)) });
  }
  letGo(core, POOL_TAG, gone);
  giveBack(core, gone, true);
  return status;
}

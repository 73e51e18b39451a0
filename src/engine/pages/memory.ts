/** Requests with an owner: tagged allocations, memmaps, table pages, and what the kernel asks for by itself. */
import * as words from '#words/memory.ts';
import { nodeId, pfn, sectionNr } from '../units.ts';
import type { NodeId, Pfn } from '../units.ts';
import type { MapRegion } from '../mapping/types.ts';
import type { Cell } from '../state/store.ts';
import type { ZoneRef } from '../zones/types.ts';
import { isKernelZone } from '../zones/zones.ts';
import type { Core } from './core.ts';
import { zoneIndex } from './free-lists.ts';
import { append, isMovableKind, split } from './holdings.ts';
import { letGo } from './hugetlb.ts';
import { UNMOVABLE } from './pageblocks.ts';
import { drain } from './pcp.ts';
import { reclaimUntil, reclaimable } from './reclaim.ts';
import { available, giveBack, giveBackPiece, take, takeKernelBlock, TYPE_NUMBER } from './request.ts';
import type { Extent, OwnerKind, Request } from './types.ts';

const OWNER_NAMES: Readonly<Record<OwnerKind, string>> = words.owners;

/** Takes pages; undefined is -ENOMEM, and then nothing was taken. */
export function alloc(core: Core, request: Request): readonly Extent[] | undefined {
  const movable = isMovableKind(request.owner);
  const order = core.zones.fallbackOrder(request.nid);
  const nodes = isBound(core, request) ? order.filter((n) => n === request.nid) : order;
  const want = {
    pages: request.pages,
    order: request.order,
    type: TYPE_NUMBER[request.type],
    movable,
    highest: request.highestZone,
    nodes,
    before: request.before ?? [],
  };
  if (request.pages <= 0) return undefined;
  if (available(core, want) < request.pages) {
    drain(core);
    if (available(core, want) < request.pages) return undefined;
  }
  const runs = take(core, want);
  if (runs.reduce((sum, r) => sum + r.pages, 0) < request.pages) {
    giveBack(core, runs, movable);
    return undefined;
  }
  core.holdings.add(
    request.tag,
    { kind: request.owner, name: request.name ?? OWNER_NAMES[request.owner], order: request.order },
    runs,
  );
  return split(runs, core.k.sizes.pagesPerSection);
}

/**
 * Whether only the wanted node will do. A mempolicy that names only nodes without memory of the right kind is ignored
 * (mm/mempolicy.c: apply_policy_zone), and so is any when a long-term pin moves its pages out of a Movable zone.
 */
function isBound(core: Core, request: Request): boolean {
  if (request.thisNodeOnly !== true || (request.owner === 'pinned' && request.type === 'unmovable')) return false;
  return request.highestZone === 'Movable' || core.zones.node(request.nid).hasNormalMemory;
}

/**
 * Gives back what is under a tag: everything, or `pages` pages from page `from` on, counted in the order in which they
 * were got; without `from` the last ones.
 */
export function free(core: Core, tag: string, pages = Number.POSITIVE_INFINITY, from?: number): void {
  const h = core.holdings.get(tag);
  if (h === undefined) return;
  const count = Math.min(pages, h.pages);
  const start = Math.max(0, Math.min(from ?? h.pages, h.pages - count));
  const keep: Extent[] = [];
  const gone: Extent[] = [];
  let at = 0;
  for (const run of h.runs) {
    const cut = (to: Extent[], lo: number, hi: number): void => {
      const first = Math.max(lo, at);
      const last = Math.min(hi, at + run.pages);
      if (first < last)
        append(
          to,
          first === at && last === at + run.pages
            ? run
            : { pfn: pfn(run.pfn + first - at), pages: last - first, zone: run.zone },
        );
    };
    cut(keep, 0, start);
    cut(gone, start, start + count);
    cut(keep, start + count, h.pages);
    at += run.pages;
  }
  giveBack(core, gone, isMovableKind(h.kind));
  core.holdings.set(tag, { ...h, pages: h.pages - count, runs: keep });
}

/** Gives back certain runs of what is under a tag. */
export function release(core: Core, tag: string, runs: readonly Extent[]): void {
  const h = core.holdings.get(tag);
  if (h === undefined || runs.length === 0) return;
  letGo(core, tag, runs);
  giveBack(core, runs, isMovableKind(h.kind));
}

/** Struct pages for the section of `forPfn` (mm/sparse-vmemmap.c: vmemmap_alloc_block); false is -ENOMEM. */
export function takeMemmap(core: Core, nid: NodeId, forPfn: Pfn, pages: number, order: number): boolean {
  const section = core.sections.pfnToSection(forPfn);
  const nodes = core.zones.fallbackOrder(nid);
  const { size } = core.pageblocks;
  if (2 ** order === size && pages === size) {
    const block = (): number | undefined => takeKernelBlock(core, UNMOVABLE, 'Normal', nodes);
    const pb = block() ?? reclaimUntil(core, nodes, 'Normal', block);
    if (pb === undefined) return false;
    core.memmaps.add(section, pb, size);
    return true;
  }
  const want = { pages, order, type: UNMOVABLE, movable: false, highest: 'Normal', nodes } as const;
  const fits = (): true | undefined => (available(core, want) < pages ? undefined : true);
  if ((fits() ?? reclaimUntil(core, nodes, 'Normal', fits)) === undefined) return false;
  const runs = take(core, want);
  const got = runs.reduce((sum, r) => sum + r.pages, 0);
  if (got < pages) {
    giveBack(core, runs, false);
    return false;
  }
  for (const piece of split(runs, size)) core.memmaps.add(section, Math.floor(piece.pfn / size), piece.pages);
  return true;
}

/** Pages of kernel zones above the marks and the protection that a request for struct pages must leave, with what reclaim can free. */
export function memmapRoom(core: Core, nid: NodeId): number {
  const nodes = core.zones.fallbackOrder(nid);
  const free = available(core, { pages: 0, order: 0, type: UNMOVABLE, movable: false, highest: 'Normal', nodes });
  return free + reclaimable(core, nodes, 'Normal');
}

/** Gives back `pages` struct pages' worth of memory of the section of `forPfn`, and of the sections behind it. */
export function freeMemmap(core: Core, forPfn: Pfn, pages: number): void {
  const perSection = core.k.sizes.memmapPagesPerSection;
  let section: number = core.sections.pfnToSection(forPfn);
  for (let left = pages; left > 0; section++) {
    for (const piece of core.memmaps.remove(section, Math.min(left, perSection)))
      giveBackPiece(core, piece.pb, piece.pages);
    left -= perSection;
  }
}

/** The page that holds the struct page of `forPfn`, of memory that was added after boot. */
export function memmapAt(core: Core, forPfn: Pfn): Pfn | undefined {
  const { sizes, geometry } = core.k;
  const section = core.sections.pfnToSection(forPfn);
  let at = Math.floor(((forPfn - section * sizes.pagesPerSection) * geometry.structPageBytes) / sizes.pageBytes);
  const self = core.memmaps.selfHosted.get(section);
  if (self > 0 && at < self) return undefined;
  for (const { pb, pages } of core.memmaps.pieces(section)) {
    if (at < pages) return pfn(pb * core.pageblocks.size + at);
    at -= pages;
  }
  return undefined;
}

/** Where the struct pages of a section are; pfn undefined where only the zone is known. */
export function memmapOf(core: Core, section: number): (ZoneRef & { readonly pfn: Pfn | undefined }) | undefined {
  const first = core.memmaps.pieces(section)[0];
  if (first !== undefined) {
    const at = pfn(first.pb * core.pageblocks.size);
    const ref = core.zones.pageZone(at);
    return ref === undefined ? undefined : { ...ref, pfn: at };
  }
  const nr = sectionNr(section);
  if (!core.sections.isPresent(nr) || !core.sections.isEarly(nr)) return undefined;
  const boot = core.holdings
    .get('boot:memblock')
    ?.runs.findLast((r) => r.zone.nid === core.sections.memmapNode.get(nr));
  return boot === undefined ? undefined : { ...boot.zone, pfn: undefined };
}

const tableTag = (region: MapRegion): string => `pagetable:${region}`;
/** One page for a table of the kernel's page tables; the kernel dies when there is none, the model goes on without. */
export function takeTable(core: Core, region: MapRegion, nid: NodeId): Pfn | undefined {
  return alloc(core, {
    owner: 'pagetable',
    tag: tableTag(region),
    name: words.pageTablesOf(region),
    pages: 1,
    order: 0,
    highestZone: 'Normal',
    type: 'unmovable',
    nid,
  })?.[0]?.pfn;
}
/** Gives a table's page back; a page of the boot's memblock (undefined) is not the allocator's to take. */
export function freeTable(core: Core, region: MapRegion, page: Pfn | undefined): void {
  const tag = tableTag(region);
  const h = core.holdings.get(tag);
  if (page === undefined || h === undefined) return;
  const { size } = core.pageblocks;
  const block = Math.floor(page / size) * size;
  const holds = (r: Extent): boolean => r.pfn <= page && page < r.pfn + r.pages;
  const touches = (r: Extent): boolean => r.pfn < block + size && block < r.pfn + r.pages;
  // inside a pageblock only the count is exact: any page of it will do
  const exact = h.runs.findIndex(holds);
  const index = exact < 0 ? h.runs.findIndex(touches) : exact;
  const run = h.runs[index];
  if (run === undefined) return;
  const at = pfn(exact < 0 ? Math.max(run.pfn, block) : page);
  giveBack(core, [{ pfn: at, pages: 1, zone: run.zone }], false);
  const rest = [
    { pfn: run.pfn, pages: at - run.pfn, zone: run.zone },
    { pfn: pfn(at + 1), pages: run.pfn + run.pages - at - 1, zone: run.zone },
  ].filter((r) => r.pages > 0);
  core.holdings.set(tag, { ...h, pages: h.pages - 1, runs: h.runs.toSpliced(index, 1, ...rest) });
}

/**
 * Kernel pages nobody asks for by a line: the first Normal zone with room of a node with CPUs is what those CPUs' next
 * allocations prefer, so soon after it comes up, or gets memory again, the first of that memory holds kernel pages.
 */
export class KernelDemand {
  readonly #core: Core;
  readonly #due: Cell<readonly { readonly nid: NodeId; readonly pages: number }[]>;

  constructor(core: Core) {
    this.#core = core;
    this.#due = core.k.store.cell<readonly { readonly nid: NodeId; readonly pages: number }[]>(
      'pages.kernelDemand',
      [],
    );
  }

  /** To be told before the first pages of a zone are counted present. */
  zoneGetsMemory(ref: ZoneRef): void {
    const node = this.#core.zones.node(ref.nid);
    if (!node.hasCpu || !isKernelZone(ref.zone) || this.#hasRoom(ref)) return;
    const higher = node.zones.findLast((z) => isKernelZone(z.name) && z.present > 0);
    if (higher !== undefined && higher.startPfn > 0 && rank(higher.name) > rank(ref.zone)) return;
    // what the zone has left below its mark goes first
    const pages = DEMAND_PAGES + this.#free(ref);
    if (!this.#due.value.some((d) => d.nid === ref.nid))
      this.#due.value = [...this.#due.value, { nid: ref.nid, pages }];
  }

  /** Whether its CPUs' allocations fit in a zone as it is: they pass one over that has no pages above its low mark. */
  #hasRoom(ref: ZoneRef): boolean {
    const { zones } = this.#core;
    return zones.isPopulated(ref) && this.#free(ref) > zones.zone(ref).low;
  }
  #free(ref: ZoneRef): number {
    return this.#core.lists.get(ref.nid, zoneIndex(ref.zone)).free;
  }

  /** Lets the demand arrive that has built up since the last line. */
  settle(): void {
    const due = this.#due.value;
    if (due.length === 0) return;
    this.#due.value = [];
    for (const { nid, pages } of due) {
      alloc(this.#core, {
        owner: 'kernel',
        tag: `kernel:node${nid}`,
        name: 'slab',
        pages,
        order: 0,
        highestZone: 'Normal',
        type: 'unmovable',
        nid: nodeId(nid),
        thisNodeOnly: true,
      });
    }
  }
}

/** A handful of slab and stack pages: what the recordings show in such a chunk. */
const DEMAND_PAGES = 16;
const rank = (name: string): number => ['DMA', 'DMA32', 'Normal'].indexOf(name);

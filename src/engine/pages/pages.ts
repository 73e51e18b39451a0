import type { Status } from '../kernel/errno.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Proc } from '../kernel/scheduler.ts';
import type { MapMemory, MapRegion } from '../mapping/types.ts';
import type { Sections } from '../sparse/sections.ts';
import type { ChunkedArray } from '../state/store.ts';
import type { NodeId, Pfn, PfnRange, SectionNr } from '../units.ts';
import type { Zones } from '../zones/zones.ts';
import type { ZoneRef } from '../zones/types.ts';
import { importBoot } from './boot.ts';
import type { BootMemory } from './boot.ts';
import { takeContig } from './contig.ts';
import { createCore } from './core.ts';
import { zoneIndex } from './free-lists.ts';
import type { Core } from './core.ts';
import { split } from './holdings.ts';
import * as hugetlb from './hugetlb.ts';
import type { HugetlbPool } from './hugetlb-pool.ts';
import * as isolation from './isolation.ts';
import type { Migration } from './isolation.ts';
import * as memory from './memory.ts';
import * as memoryFailure from './memory-failure.ts';
import { ownersSummary, sectionUse } from './owners.ts';
import type { OwnerUse } from './owners.ts';
import { MIGRATE_TYPES } from './pageblocks.ts';
import * as pcp from './pcp.ts';
import { bringOnline, recogniseOffline } from './offline-pages.ts';
import type { OnlinePageCallback } from './offline-pages.ts';
import type { Poison } from './poison.ts';
import { TYPE_NUMBER } from './request.ts';
import type { Culprit, Extent, MigrateType, Request, SectionUse } from './types.ts';

export type { BootMemory } from './boot.ts';
export type { Migration } from './isolation.ts';
export type { OnlinePageCallback } from './offline-pages.ts';
export type { OwnerUse } from './owners.ts';

/** The page allocator at pageblock level: who has which memory, what can move, what is free. */
export class Pages implements MapMemory {
  /** Used pages per section, u32; 0 where untouched or offline. */
  readonly usedInSection: ChunkedArray;
  /** The pool of huge pages. */
  readonly hugetlb: HugetlbPool;
  /** Pages the hardware has given up. */
  readonly poison: Poison;
  /** What onlining does with each chunk (set_online_page_callback); undefined: generic_online_page. Set when the machine is built. */
  onlinePageCallback: OnlinePageCallback | undefined;
  readonly #core: Core;
  readonly #demand: memory.KernelDemand;

  constructor(k: Kernel, sections: Sections, zones: Zones) {
    this.#core = createCore(k, sections, zones);
    this.hugetlb = this.#core.hugetlb;
    this.poison = this.#core.poison;
    this.usedInSection = this.#core.pageblocks.usedInSection;
    this.#demand = new memory.KernelDemand(this.#core);
  }

  /** How the screen names the memory a section belongs to ("dimm1"); the machine sets it. */
  set nameSection(f: (nr: SectionNr) => string) {
    this.#core.nameSection = f;
  }
  /** Takes over what is in use after boot; zones and sections must be there. */
  importBoot(boot: BootMemory): void {
    importBoot(this.#core, boot);
  }
  /** Lets kernel demand arrive that is due (fresh kernel zones of CPU nodes): to be called at the start of every line. */
  settle(): void {
    this.#demand.settle();
  }

  /** Pages part of online_pages_range: frees the chunks as isolated pages, managed grows; trace generic_online_page per chunk. Answers the pages. */
  onlineRange(ref: ZoneRef, range: PfnRange): number {
    this.#demand.zoneGetsMemory(ref);
    return isolation.onlineRange(this.#core, ref, range, this.onlinePageCallback);
  }
  /** alloc_contig_range for a driver that then keeps the pages offline: managed shrinks. EBUSY when something does not move. */
  takeContig(ref: ZoneRef, range: PfnRange): Status {
    return takeContig(this.#core, ref, range);
  }
  /** Gives such pages to the allocator: managed grows. `fresh`: they were kept when their block came online. */
  bringOnline(range: PfnRange, fresh: boolean): void {
    bringOnline(this.#core, range, fresh);
  }
  /** After boot: what is not managed in whole pageblocks of this range is held offline by a driver. */
  recogniseOffline(range: PfnRange): void {
    recogniseOffline(this.#core, range);
  }
  /** Changes whenever somebody gets, moves or gives back pages. */
  get version(): number {
    return this.#core.holdings.version;
  }
  /** Isolated pageblocks become movable, at the tail of the lists (undo_isolate_page_range). */
  undoIsolate(range: PfnRange): void {
    this.#core.k.trace.leaf('undo_isolate_page_range', range.start);
    isolation.undoIsolate(this.#core, range);
  }
  /** memmap_on_memory: the block's own struct pages, unmovable, not managed. */
  placeSelfHostedMemmap(_ref: ZoneRef, range: PfnRange): void {
    isolation.placeSelfHosted(this.#core, range);
  }
  removeSelfHostedMemmap(_ref: ZoneRef, range: PfnRange): void {
    isolation.removeSelfHosted(this.#core, range);
  }
  /** start_isolate_page_range, with its trace: undefined when all is isolated; otherwise everything is undone already. */
  isolate(range: PfnRange): Culprit | undefined {
    return isolation.isolate(this.#core, range);
  }
  /** First page that must be migrated (scan_movable_pages). */
  scanMovable(range: PfnRange): Pfn | undefined {
    return isolation.scanMovable(this.#core, range);
  }
  /** One pass of do_migrate_range, with its trace. */
  migrateRange(range: PfnRange): Migration {
    return isolation.migrateRange(this.#core, range);
  }
  /** Whether another pass could move something the last one could not. */
  canProgress(range: PfnRange): boolean {
    return isolation.canProgress(this.#core, range);
  }
  /** Free huge pages of the range become ordinary free pages (dissolve_free_hugetlb_folios). */
  dissolveFreeHugetlb(range: PfnRange): Status {
    this.#core.k.trace.leaf('dissolve_free_hugetlb_folios', range.start);
    return hugetlb.dissolveFree(this.#core, range);
  }
  /** test_pages_isolated: all free. */
  testPagesIsolated(range: PfnRange): boolean {
    return isolation.testPagesIsolated(this.#core, range);
  }
  /** The same, asked without the kernel doing anything. */
  whollyFree(range: PfnRange): boolean {
    return isolation.whollyFree(this.#core, range);
  }
  /** __offline_isolated_pages without the section bits; answers the managed pages, which the caller counts out of the zone. */
  takeOffline(_ref: ZoneRef, range: PfnRange): number {
    return isolation.takeOffline(this.#core, range);
  }
  /** Why the range could not be isolated now; changes nothing, traces nothing. */
  whyNot(range: PfnRange): Culprit | undefined {
    return isolation.whyNot(this.#core, range);
  }
  /** What keeps the range from going offline: the page that refuses isolation, else one that would be waited for. */
  inTheWay(range: PfnRange): Culprit | undefined {
    return isolation.whyNot(this.#core, range) ?? isolation.heldIn(this.#core, range);
  }

  /** Free pages of a zone; isolated ones do not count. */
  freeIn(ref: ZoneRef): number {
    return this.#core.lists.get(ref.nid, zoneIndex(ref.zone)).free;
  }
  freeOfNode(nid: NodeId): number {
    return this.#core.zones.node(nid).zones.reduce((sum, z) => sum + this.freeIn({ nid, zone: z.name }), 0);
  }

  /** Takes pages; undefined is -ENOMEM, and then nothing was taken. Extents end at section borders. */
  alloc(request: Request): readonly Extent[] | undefined {
    return memory.alloc(this.#core, request);
  }
  /** The task that took these single pages, of a type, leaves the rest of the last batch on its CPU's list. */
  leaveRest(runs: readonly Extent[], type: Request['type'], before?: readonly Extent[]): void {
    pcp.leaveRest(this.#core, runs, TYPE_NUMBER[type], before);
  }
  /** Gives back everything under a tag, or only `pages` pages from page `from` of it on (the last ones without `from`). */
  free(tag: string, pages?: number, from?: number): void {
    memory.free(this.#core, tag, pages, from);
  }
  /** Gives back certain pages of a tag. */
  release(tag: string, runs: readonly Extent[]): void {
    memory.release(this.#core, tag, runs);
  }
  /** Pages under a tag. */
  pagesUnder(tag: string): number {
    return this.#core.holdings.get(tag)?.pages ?? 0;
  }
  /** What a tag holds now (migration may have moved it). */
  extentsOf(tag: string): readonly Extent[] {
    return split(this.#core.holdings.get(tag)?.runs ?? [], this.#core.k.sizes.pagesPerSection);
  }

  /** Sets the number of huge pages, of one node or of all (mm/hugetlb.c: set_max_huge_pages). */
  setMaxHugePages(wanted: number, nid: NodeId | undefined): void {
    hugetlb.setMaxHugePages(this.#core, wanted, nid);
  }
  /** Takes over the pool that a node has had since before the first line (hugetlb.importPool). */
  importHugePages(nid: NodeId, counted: hugetlb.CountedPool, order: hugetlb.PoolOrder): void {
    hugetlb.importPool(this.#core, nid, counted, order);
  }
  /** Lets huge pages share their memmap that boot has put into the pool. */
  optimizeHugePages(): void {
    hugetlb.optimizePool(this.#core);
  }
  /** Notes that a huge page's memmap is shared already. */
  noteOptimized(head: Pfn): void {
    hugetlb.noteOptimized(this.#core, head);
  }
  /** A process maps and touches huge pages; undefined: the pool has too few. Extents end at section borders. */
  useHugePages(id: string, pages: number, nid: NodeId, bound: boolean): readonly Extent[] | undefined {
    const got = hugetlb.useHugePages(this.#core, id, pages, nid, bound);
    return got === undefined ? undefined : split(got, this.#core.k.sizes.pagesPerSection);
  }
  /** The process unmaps them. */
  releaseHugePages(id: string): void {
    hugetlb.releaseHugePages(this.#core, id);
  }

  /** An uncorrectable error in a page (mm/memory-failure.c: memory_failure). */
  hardOffline(at: Pfn): Proc<Status> {
    return memoryFailure.hardOffline(this.#core, at);
  }
  /** An error that a test injects (mm/hwpoison-inject.c: hwpoison_inject). */
  injectFailure(at: Pfn): Proc<Status> {
    return memoryFailure.inject(this.#core, at);
  }
  /** Gives a page up before it fails (soft_offline_page). */
  softOffline(at: Pfn): Proc<Status> {
    return memoryFailure.softOffline(this.#core, at);
  }
  unpoison(at: Pfn): Proc<Status> {
    return memoryFailure.unpoison(this.#core, at);
  }

  takeMemmap(nid: NodeId, forPfn: Pfn, pages: number, order: number): boolean {
    return memory.takeMemmap(this.#core, nid, forPfn, pages, order);
  }
  freeMemmap(forPfn: Pfn, pages: number): void {
    memory.freeMemmap(this.#core, forPfn, pages);
  }
  memmapAt(forPfn: Pfn): Pfn | undefined {
    return memory.memmapAt(this.#core, forPfn);
  }
  /** Node of the memory that holds the struct page of `forPfn`; undefined when nobody knows. */
  memmapNode(forPfn: Pfn): NodeId | undefined {
    const { sections } = this.#core;
    const at = memory.memmapAt(this.#core, forPfn);
    return at === undefined ? undefined : sections.nodeOf(sections.pfnToSection(at));
  }
  /** Pages that struct pages for memory of a node could still be taken from, before an add fails (mm/sparse-vmemmap.c: vmemmap_alloc_block). */
  memmapRoom(nid: NodeId): number {
    return memory.memmapRoom(this.#core, nid);
  }
  takeTable(region: MapRegion, nid: NodeId): Pfn | undefined {
    return memory.takeTable(this.#core, region, nid);
  }
  freeTable(region: MapRegion, page: Pfn | undefined): void {
    memory.freeTable(this.#core, region, page);
  }

  /** Who pays for a section's struct pages; undefined for absent sections and for self-hosted memmaps. */
  memmapOf(nr: SectionNr): (ZoneRef & { readonly pfn: Pfn | undefined }) | undefined {
    return memory.memmapOf(this.#core, nr);
  }
  sectionUse(nr: SectionNr): SectionUse {
    return sectionUse(this.#core, nr);
  }
  /** Migrate types and used pages of a section's pageblocks without owners, for drawing. */
  pageblocksOf(nr: SectionNr): readonly { readonly type: MigrateType; readonly used: number }[] {
    const { pageblocks } = this.#core;
    return Array.from({ length: pageblocks.perSection }, (_, i) => {
      const pb = nr * pageblocks.perSection + i;
      return { type: MIGRATE_TYPES[pageblocks.type(pb)] ?? 'movable', used: pageblocks.used(pb) };
    });
  }
  /** Migrate type of all pageblocks of a section, where it is known without looking at each. */
  uniformType(nr: SectionNr): MigrateType | undefined {
    const whole = this.#core.pageblocks.uniform(nr);
    return whole === undefined ? undefined : MIGRATE_TYPES[whole.type];
  }
  ownersSummary(): readonly OwnerUse[] {
    return ownersSummary(this.#core);
  }
  /** All of it, for who checks it (invariants.ts): a machine that runs carries no checks. */
  get core(): Core {
    return this.#core;
  }
}

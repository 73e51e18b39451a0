/**
 * Placing what is in use after boot. Known are the counts of each zone and a few ranges (kernel image, firmware); where
 * the rest lies follows from how boot works: memblock takes from the top of a zone's memory, the page allocator upward.
 *
 *   zone   [kernel image][run-time kernel pages][user pages][ free … free ][ memblock: memmap, hashes ]
 */
import * as words from '#words/memory.ts';
import { pfn } from '../units.ts';
import type { Pfn, PfnRange } from '../units.ts';
import type { ZoneRef } from '../zones/types.ts';
import type { EarlyRange } from '../zones/zones.ts';
import { sameZone } from './core.ts';
import { zoneIndex } from './free-lists.ts';
import type { Core } from './core.ts';
import { MOVABLE, RECLAIMABLE, UNMOVABLE } from './pageblocks.ts';
import type { Extent } from './types.ts';

/** Free pages of a zone right after boot, and what is known about the others. */
export interface FreeAtBoot {
  readonly ref: ZoneRef;
  readonly pages: number;
  /** Of the pages in use: user pages (anonymous, page cache). */
  readonly movable?: number;
  /** Pageblocks, counted as free here, that whoever reads them takes as huge pages afterwards: boot had them before all its processes. */
  readonly huge?: number;
  /** Free movable runs of exactly one pageblock (pagetypeinfo "Free pages count"), where known. */
  readonly halves?: number;
}

/** Pageblocks of a zone by type, and the free pages in those of the kernel, where known. */
export interface BlocksAtBoot {
  readonly ref: ZoneRef;
  readonly unmovable: number;
  readonly reclaimable: number;
  readonly free?: { readonly unmovable: number; readonly reclaimable: number };
}

/** What is known about memory use right after boot. managed and present come from the zones. */
export interface BootMemory {
  /** System RAM by zone (iomem cut at node and zone borders). */
  readonly ram: readonly EarlyRange[];
  /** Kernel code, rodata, data, bss. */
  readonly kernelImage: readonly PfnRange[];
  /** `reserved`/`Reserved` children of System RAM (arm64, riscv64). */
  readonly reserved: readonly PfnRange[];
  /** The initial RAM disk: reserved while memblock worked, freed since; its pages wait on the lists of the CPU that freed them. */
  readonly initrd?: PfnRange;
  /** Heads of huge pages whose place is known; whoever reads them takes them over (hugetlb.importPool). */
  readonly hugePages?: readonly Pfn[];
  /** zoneinfo "pages free"; of the pages in use, how many are user pages (anonymous, page cache), where known. */
  readonly free: readonly FreeAtBoot[];
  /** pagetypeinfo "Number of blocks type", where known. */
  readonly blocks?: readonly BlocksAtBoot[];
}

/** Fills pageblocks, owners and free lists for memory that is there at boot. */
export function importBoot(core: Core, boot: BootMemory): void {
  core.lists.clear();
  core.holdings.clear();
  const refs: ZoneRef[] = [];
  for (const r of boot.ram) if (!refs.some((x) => sameZone(x, r.ref))) refs.push(r.ref);
  for (const ref of refs) new BootZone(core, ref, boot).place();
  fillGaps(core, boot.ram);
}

/** Whole pageblocks of boot sections that are no memory although the section is there: in use for ever, by nobody. */
function fillGaps(core: Core, ram: readonly EarlyRange[]): void {
  const { size } = core.pageblocks;
  const { pagesPerSection } = core.k.sizes;
  const sorted = ram.toSorted((a, b) => a.range.start - b.range.start);
  const gaps: Extent[] = [];
  const gap = (from: number, to: number, zone: ZoneRef): void => {
    const first = Math.ceil(from / size);
    const last = Math.floor(to / size);
    if (first >= last || !core.sections.isOnline(core.sections.pfnToSection(pfn(first * size)))) return;
    core.pageblocks.fill(first, last, size, UNMOVABLE);
    gaps.push({ pfn: pfn(first * size), pages: (last - first) * size, zone });
  };
  let end = 0;
  for (const [i, { range, ref }] of sorted.entries()) {
    gap(Math.max(end, Math.floor(range.start / pagesPerSection) * pagesPerSection), range.start, ref);
    end = Math.max(end, range.end);
    // what follows in the same section, unless the next range begins there and looks back itself
    const border = Math.ceil(end / pagesPerSection) * pagesPerSection;
    const next = sorted[i + 1]?.range.start ?? Number.POSITIVE_INFINITY;
    if (next >= border) gap(end, border, ref);
    if (next >= border) end = border;
  }
  core.holdings.add('boot:holes', { kind: 'boot', name: words.notMemory, order: 0 }, gaps);
}

/** Use of one pageblock while it is being placed; pageblocks that are not in the map are wholly free. */
interface Draft {
  used: number;
  unmovable: number;
  type: number;
}

class BootZone {
  readonly #core: Core;
  readonly #ref: ZoneRef;
  readonly #boot: BootMemory;
  readonly #ram: readonly PfnRange[];
  readonly #drafts = new Map<number, Draft>();
  /** Pageblock ranges that memblock took whole, not in the drafts. */
  readonly #full: PfnRange[] = [];
  /** Pageblocks that are huge pages. */
  readonly #huge = new Set<number>();
  /** The kernel's pageblocks have been given their types. */
  #typed = false;

  constructor(core: Core, ref: ZoneRef, boot: BootMemory) {
    this.#core = core;
    this.#ref = ref;
    this.#boot = boot;
    this.#ram = boot.ram
      .filter((r) => sameZone(r.ref, ref))
      .map((r) => r.range)
      .sort((a, b) => a.start - b.start);
  }

  place(): void {
    const { zones } = this.#core;
    const z = zones.zone(this.#ref);
    const known = this.#boot.free.find((f) => sameZone(f.ref, this.#ref));
    const holes = this.#holes();
    const image = this.#mark(this.#boot.kernelImage, 'boot:image', words.kernelImage);
    const firmware = this.#mark(this.#boot.reserved, 'boot:reserved', words.firmwareAndEarlyReservations);
    const huge = this.#markHuge();
    const present = this.#ram.reduce((sum, r) => sum + r.end - r.start, 0);
    // ranges that the memory map lists but the zone does not count are firmware's
    const uncounted = Math.max(0, present - z.present);
    let reserved = z.present - z.managed + uncounted - image - firmware;
    let inUse = z.managed - (known?.pages ?? z.managed) - huge;
    if (reserved < 0) {
      // parts of the image (init code) were freed after boot: they belong to what is managed
      inUse += reserved;
      reserved = 0;
    }
    this.#fromTop(reserved);
    // the kernel keeps nothing of its own in Movable: what the counters do not name lies on per-CPU lists
    this.#upward(Math.max(0, inUse), this.#ref.zone === 'Movable' ? inUse : (known?.movable ?? 0), known?.halves);
    this.#writeDrafts();
    this.#core.holdings.add('boot:holes', { kind: 'boot', name: words.notMemory, order: 0 }, holes);
    this.#queue();
  }

  /** Parts of the zone's first and last pageblocks, and between its ranges, that are no memory. */
  #holes(): Extent[] {
    const { size } = this.#core.pageblocks;
    const holes: Extent[] = [];
    const counted = new Set<number>();
    for (const r of this.#ram) {
      for (const pb of [Math.floor(r.start / size), Math.floor((r.end - 1) / size)]) {
        if (counted.has(pb)) continue;
        counted.add(pb);
        let at = pb * size;
        const end = at + size;
        for (const part of this.#ram) {
          if (part.end <= at || part.start >= end) continue;
          if (part.start > at) holes.push(this.#use(at, part.start - at));
          at = Math.min(end, part.end);
        }
        if (at < end && !this.#sharedWithOther(pb)) holes.push(this.#use(at, end - at));
      }
    }
    return holes;
  }
  #sharedWithOther(pb: number): boolean {
    const { size } = this.#core.pageblocks;
    return this.#boot.ram.some(
      (r) =>
        !sameZone(r.ref, this.#ref) &&
        r.range.start < (pb + 1) * size &&
        r.range.end > pb * size &&
        r.range.start >= pb * size,
    );
  }

  #draft(pb: number): Draft {
    let d = this.#drafts.get(pb);
    if (d === undefined) this.#drafts.set(pb, (d = { used: 0, unmovable: 0, type: MOVABLE }));
    return d;
  }
  /** Marks pages of one pageblock as used by the kernel. */
  #use(at: number, pages: number): Extent {
    const d = this.#draft(Math.floor(at / this.#core.pageblocks.size));
    d.used += pages;
    d.unmovable += pages;
    d.type = UNMOVABLE;
    return { pfn: pfn(at), pages, zone: this.#ref };
  }

  /** Marks the parts of known ranges that lie in this zone's memory; answers how many pages that were. */
  #mark(ranges: readonly PfnRange[], tag: string, name: string): number {
    const { size } = this.#core.pageblocks;
    const runs: Extent[] = [];
    let pages = 0;
    for (const r of merged(ranges)) {
      for (const ram of this.#ram) {
        const start = Math.max(r.start, ram.start);
        const end = Math.min(r.end, ram.end);
        for (let at = start; at < end;) {
          const next = Math.min(end, (Math.floor(at / size) + 1) * size);
          const room = size - this.#draft(Math.floor(at / size)).used;
          const n = Math.min(next - at, room);
          if (n > 0) runs.push(this.#use(at, n));
          pages += n;
          at = next;
        }
      }
    }
    this.#core.holdings.add(tag, { kind: 'boot', name, order: 0 }, runs);
    return pages;
  }

  /** Huge pages are whole pageblocks of movable memory; answers how many pages that is. */
  #markHuge(): number {
    const { size } = this.#core.pageblocks;
    for (const head of this.#boot.hugePages ?? [])
      if (this.#ram.some((r) => r.start <= head && r.end >= head + size)) {
        this.#huge.add(head / size);
        this.#draft(head / size).used = size;
      }
    return this.#huge.size * size;
  }

  /**
   * memblock: from the highest address down. DMA memory is the exception, its reservations are the lowest pages. Memory
   * that drivers added since (virtio-mem, kmem) was not there for it to take.
   */
  #fromTop(pages: number): void {
    const { size } = this.#core.pageblocks;
    const runs: Extent[] = [];
    let left = pages;
    const low = this.#ref.zone === 'DMA';
    const { sections } = this.#core;
    const early = this.#ram.filter((r) => sections.isEarly(sections.pfnToSection(r.start)));
    for (const ram of low ? early : early.toReversed()) {
      const first = Math.floor(ram.start / size);
      const last = Math.floor((ram.end - 1) / size);
      for (let i = 0; i <= last - first && left > 0;) {
        const pb = low ? first + i : last - i;
        const whole = Math.floor(left / size);
        if (!low && whole > 1 && !this.#drafts.has(pb) && this.#inInitrd(pb) === 0) {
          const n = Math.min(whole, this.#untouchedBelow(pb, first));
          this.#full.push({ start: pfn((pb - n + 1) * size), end: pfn((pb + 1) * size) });
          runs.push({ pfn: pfn((pb - n + 1) * size), pages: n * size, zone: this.#ref });
          left -= n * size;
          i += n;
          continue;
        }
        const start = Math.max(ram.start, pb * size);
        const n = Math.min(left, Math.max(0, this.#room(pb, ram) - this.#inInitrd(pb)));
        if (n > 0) {
          const end = Math.min(ram.end, (pb + 1) * size);
          const fresh = this.#draft(pb).used === 0;
          runs.push(this.#use(low ? start : end - n, n));
          // what memblock leaves of a pageblock keeps the type all memory begins with: the kernel's pages do not prefer it
          if (fresh && !low) this.#draft(pb).type = MOVABLE;
          left -= n;
        }
        i++;
      }
    }
    this.#core.holdings.add('boot:memblock', { kind: 'boot', name: words.bootAllocations, order: 0 }, runs);
  }
  /** Pages of a pageblock that the initial RAM disk had. */
  #inInitrd(pb: number): number {
    const { size } = this.#core.pageblocks;
    const { initrd } = this.#boot;
    if (initrd === undefined) return 0;
    return Math.max(0, Math.min(initrd.end, (pb + 1) * size) - Math.max(initrd.start, pb * size));
  }
  #room(pb: number, ram: PfnRange): number {
    const { size } = this.#core.pageblocks;
    const inside = Math.min(ram.end, (pb + 1) * size) - Math.max(ram.start, pb * size);
    return Math.max(0, Math.min(inside, size - this.#draft(pb).used));
  }
  /** Wholly free pageblocks from `pb` down, not below `first`. */
  #untouchedBelow(pb: number, first: number): number {
    let lowest = first + 1;
    for (const touched of this.#drafts.keys()) if (touched < pb && touched >= lowest) lowest = touched + 1;
    const { initrd } = this.#boot;
    const end = initrd === undefined ? 0 : Math.ceil(initrd.end / this.#core.pageblocks.size);
    if (end <= pb && end > lowest) lowest = end;
    return Math.max(1, pb - lowest + 1);
  }

  /**
   * The page allocator: upward from the lowest free page; user pages behind the kernel's, in pageblocks of their own. All
   * memory begins as movable, and the smallest run that will do is taken: user pages first fill what memblock left of its
   * last pageblocks, while the kernel's pages have no run of their own and claim whole pageblocks (__rmqueue_fallback).
   * Of `halves` free runs of one pageblock, those that are too many have been begun since.
   */
  #upward(pages: number, movable: number, halves: number | undefined): void {
    const claimed = this.#claimed(pages);
    const user = claimed === undefined ? Math.min(pages, movable) : pages - claimed.pages;
    // what no counter names are free pages on the lists of CPUs
    const waiting = this.#fillInitrd(user - Math.min(user, movable));
    const lists = waiting.reduce((sum, r) => sum + r.pages, 0);
    const begun = halves === undefined ? [] : this.#beginHalves(halves, user - lists);
    const rest = this.#fillRests(user - lists - begun.length);
    const kernel = claimed?.runs ?? this.#grab(pages - user, UNMOVABLE);
    const filled = rest.reduce((sum, r) => sum + r.pages, 0);
    const users = [...waiting, ...rest, ...begun, ...this.#grab(user - lists - begun.length - filled, MOVABLE)];
    this.#core.holdings.add('boot:kernel', { kind: 'kernel', name: words.kernelPagesSinceBoot, order: 0 }, kernel);
    this.#core.holdings.add('boot:user', { kind: 'pagecache', name: words.userPagesSinceBoot, order: 0 }, users);
  }
  /** Pages that the initial RAM disk had, from the last one down. */
  #fillInitrd(pages: number): Extent[] {
    const { size } = this.#core.pageblocks;
    const { initrd } = this.#boot;
    const runs: Extent[] = [];
    let left = pages;
    for (let pb = Math.ceil((initrd?.end ?? 0) / size) - 1; left > 0 && this.#inInitrd(pb) > 0; pb--) {
      const ram = this.#ram.find((r) => r.start < (pb + 1) * size && r.end > pb * size);
      const n = ram === undefined ? 0 : Math.min(left, this.#inInitrd(pb), this.#room(pb, ram));
      if (n === 0) continue;
      this.#draft(pb).used += n;
      runs.push({ pfn: pfn(Math.max(pb * size, initrd?.start ?? 0)), pages: n, zone: this.#ref });
      left -= n;
    }
    return runs;
  }
  /** User pages in the runs below a whole chunk that memblock left: the rest of a pageblock, and its free buddy. */
  #fillRests(pages: number): Extent[] {
    const { size } = this.#core.pageblocks;
    const { perChunk } = this.#core.lists;
    const runs: Extent[] = [];
    let left = pages;
    const fill = (pb: number): void => {
      const ram = this.#ram.find((r) => r.start <= pb * size && r.end >= (pb + 1) * size);
      const n = ram === undefined ? 0 : Math.min(left, this.#room(pb, ram));
      if (n === 0) return;
      const d = this.#draft(pb);
      runs.push({ pfn: pfn(pb * size), pages: n, zone: this.#ref });
      d.used += n;
      left -= n;
    };
    // the image's pageblocks began as movable ones, too; their init code has been freed
    for (const run of this.#core.holdings.get('boot:image')?.runs ?? [])
      for (let pb = Math.floor(run.pfn / size); pb * size < run.pfn + run.pages; pb++) fill(pb);
    const partial = [...this.#drafts]
      .filter(([pb, d]) => d.type === MOVABLE && d.used > 0 && !this.#huge.has(pb))
      .map(([pb]) => pb);
    for (const pb of partial) fill(pb);
    for (const pb of perChunk === 2 ? partial : []) {
      const buddy = pb % 2 === 0 ? pb + 1 : pb - 1;
      const full = this.#full.some((f) => f.start <= buddy * size && f.end > buddy * size);
      if (!full && (this.#drafts.get(buddy)?.type ?? MOVABLE) === MOVABLE) fill(buddy);
    }
    return runs;
  }
  /**
   * The kernel's pages in the pageblocks that the zone has by type: whole chunks, from the lowest up, reclaimable ones
   * behind unmovable ones. Undefined where it is not known how many of their pages are free, or more than `most` are used;
   * also in memory that a driver added: it can leave, and what of it waits on per-CPU lists comes back first.
   */
  #claimed(most: number): { readonly runs: readonly Extent[]; readonly pages: number } | undefined {
    const counted = this.#boot.blocks?.find((b) => sameZone(b.ref, this.#ref));
    if (counted?.free === undefined) return undefined;
    const { sections } = this.#core;
    if (!this.#ram.some((r) => sections.isEarly(sections.pfnToSection(r.start)))) return undefined;
    const { size } = this.#core.pageblocks;
    const used = {
      unmovable: counted.unmovable * size - counted.free.unmovable,
      reclaimable: counted.reclaimable * size - counted.free.reclaimable,
    };
    const pages = used.unmovable + used.reclaimable;
    const blocks = this.#kernelBlocks(counted);
    if (pages > most || blocks === undefined) return undefined;
    this.#typed = true;
    const runs = [
      ...this.#fillBlocks(blocks.unmovable, used.unmovable, UNMOVABLE),
      ...this.#fillBlocks(blocks.reclaimable, used.reclaimable, RECLAIMABLE),
    ];
    return { runs, pages };
  }
  /**
   * Where the kernel's pageblocks of a zone lie. Before the pool of huge pages is filled the first CPU's node has taken
   * all of them, another node one chunk of each type; the others lie behind the pool.
   */
  #kernelBlocks(
    counted: BlocksAtBoot,
  ): { readonly unmovable: readonly number[]; readonly reclaimable: readonly number[] } | undefined {
    const { perChunk } = this.#core.lists;
    const { unmovable, reclaimable } = counted;
    const huge = this.#boot.free.find((f) => sameZone(f.ref, this.#ref))?.huge ?? 0;
    const first = this.#core.zones.nodes.value.find((n) => n.hasCpu)?.id;
    const early =
      huge === 0 || this.#ref.nid === first
        ? { unmovable, reclaimable }
        : { unmovable: Math.min(perChunk, unmovable), reclaimable: Math.min(perChunk, reclaimable) };
    const before = early.unmovable + early.reclaimable;
    const pool = before === unmovable + reclaimable ? 0 : Math.ceil(huge / perChunk) * perChunk;
    const free = this.#freeChunks(unmovable + reclaimable + pool);
    if (free.length < unmovable + reclaimable + pool) return undefined;
    const [front, back] = [free.slice(0, before), free.slice(before + pool)];
    return {
      unmovable: [...front.slice(0, early.unmovable), ...back.slice(0, unmovable - early.unmovable)],
      reclaimable: [...front.slice(early.unmovable), ...back.slice(unmovable - early.unmovable)],
    };
  }
  /** The lowest `count` pageblocks of wholly free chunks. */
  #freeChunks(count: number): number[] {
    const { size } = this.#core.pageblocks;
    const { perChunk } = this.#core.lists;
    const out: number[] = [];
    const isFree = (pb: number, ram: PfnRange): boolean =>
      ram.start <= pb * size &&
      ram.end >= (pb + 1) * size &&
      (this.#drafts.get(pb)?.used ?? 0) === 0 &&
      !this.#full.some((f) => f.start <= pb * size && f.end > pb * size);
    for (const ram of this.#ram)
      for (let c = Math.ceil(ram.start / size / perChunk); c * perChunk * size < ram.end && out.length < count; c++) {
        const chunk = Array.from({ length: perChunk }, (_, i) => c * perChunk + i);
        if (chunk.every((pb) => isFree(pb, ram))) out.push(...chunk);
      }
    return out.slice(0, count);
  }
  /** Types pageblocks and fills them with the kernel's pages, upward. */
  #fillBlocks(blocks: readonly number[], pages: number, type: number): Extent[] {
    const { size } = this.#core.pageblocks;
    const runs: Extent[] = [];
    let left = pages;
    for (const pb of blocks) {
      const n = Math.min(left, size);
      const d = this.#draft(pb);
      d.type = type;
      d.used = n;
      d.unmovable = n;
      if (n > 0) runs.push({ pfn: pfn(pb * size), pages: n, zone: this.#ref });
      left -= n;
    }
    return runs;
  }

  /** A page in each free pageblock beside what memblock took, but for `halves` of them: somebody has begun it. */
  #beginHalves(halves: number, most: number): Extent[] {
    const { size } = this.#core.pageblocks;
    if (this.#core.lists.perChunk !== 2) return [];
    const taken = [
      ...this.#full.map((f) => f.start / size),
      ...[...this.#drafts]
        .filter(([pb, d]) => d.type === MOVABLE && d.used > 0 && !this.#huge.has(pb))
        .map(([pb]) => pb),
    ];
    const free = taken
      .map((pb) => (pb % 2 === 0 ? pb + 1 : pb - 1))
      .filter(
        (pb) =>
          (this.#drafts.get(pb)?.used ?? 0) === 0 &&
          !this.#full.some((f) => f.start <= pb * size && f.end > pb * size) &&
          this.#ram.some((r) => r.start <= pb * size && r.end >= (pb + 1) * size),
      );
    return free.slice(0, Math.max(0, Math.min(free.length - halves, most))).map((pb) => {
      const d = this.#draft(pb);
      d.used = 1;
      return { pfn: pfn((pb + 1) * size - 1), pages: 1, zone: this.#ref };
    });
  }
  #grab(pages: number, type: number): Extent[] {
    const { size } = this.#core.pageblocks;
    const runs: Extent[] = [];
    let left = pages;
    for (const ram of this.#ram) {
      for (let pb = Math.floor(ram.start / size); pb * size < ram.end && left > 0; pb++) {
        const skip = this.#full.find((f) => f.start <= pb * size && f.end > pb * size);
        if (skip !== undefined) {
          pb = skip.end / size - 1;
          continue;
        }
        const had = this.#drafts.get(pb);
        const held = had !== undefined && (had.used > 0 || had.type !== MOVABLE);
        if (held && (type === MOVABLE) !== (had.type === MOVABLE)) continue;
        const n = Math.min(left, this.#room(pb, ram));
        if (n === 0) continue;
        const d = this.#draft(pb);
        runs.push({ pfn: pfn(Math.max(pb * size, ram.start) + Math.min(d.used, size - n)), pages: n, zone: this.#ref });
        d.used += n;
        if (type === UNMOVABLE) d.unmovable += n;
        d.type = type;
        left -= n;
      }
    }
    if (left > 0 && type === MOVABLE) runs.push(...this.#grab(left, UNMOVABLE));
    return runs;
  }

  #writeDrafts(): void {
    const { pageblocks, lists } = this.#core;
    for (const f of this.#full)
      pageblocks.fill(f.start / pageblocks.size, f.end / pageblocks.size, pageblocks.size, UNMOVABLE);
    for (const [pb, d] of this.#drafts) {
      pageblocks.set(pb, d.used, d.type);
      const mixed = d.type === MOVABLE ? d.unmovable : d.used - d.unmovable;
      if (mixed > 0) lists.setMixed(pb, mixed);
    }
    this.#typeBlocks();
  }
  /** Pageblocks that are unmovable or reclaimable although free: as many as the kernel counted, upward. */
  #typeBlocks(): void {
    const counted = this.#boot.blocks?.find((b) => sameZone(b.ref, this.#ref));
    if (counted === undefined || this.#typed) return;
    const { pageblocks } = this.#core;
    let unmovable = counted.unmovable - [...this.#drafts.values()].filter((d) => d.type === UNMOVABLE).length;
    unmovable -= this.#full.reduce((sum, f) => sum + (f.end - f.start) / pageblocks.size, 0);
    let reclaimable = counted.reclaimable;
    for (const ram of this.#ram) {
      for (
        let pb = Math.ceil(ram.start / pageblocks.size);
        (pb + 1) * pageblocks.size <= ram.end && (unmovable > 0 || reclaimable > 0);
        pb++
      ) {
        if (pageblocks.used(pb) > 0 || pageblocks.type(pb) !== MOVABLE) continue;
        pageblocks.set(pb, 0, unmovable > 0 ? UNMOVABLE : RECLAIMABLE);
        if (unmovable > 0) unmovable--;
        else reclaimable--;
      }
    }
  }

  /** Free memory is queued ascending at the end of the lists. */
  #queue(): void {
    const { size } = this.#core.pageblocks;
    const zone = this.#core.lists.edit(this.#ref.nid, zoneIndex(this.#ref.zone));
    let done = 0;
    for (const r of this.#ram) {
      const from = Math.max(done, Math.floor(r.start / size));
      const to = Math.ceil(r.end / size);
      zone.adopt(from, to);
      done = to;
    }
    zone.commit();
  }
}

/** Ranges ascending, overlapping and touching ones joined. */
function merged(ranges: readonly PfnRange[]): PfnRange[] {
  const out: { start: Pfn; end: Pfn }[] = [];
  for (const r of [...ranges].sort((a, b) => a.start - b.start)) {
    const last = out.at(-1);
    if (last !== undefined && r.start <= last.end) last.end = pfn(Math.max(last.end, r.end));
    else out.push({ start: r.start, end: r.end });
  }
  return out;
}

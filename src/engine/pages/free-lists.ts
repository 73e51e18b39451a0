/**
 * The free lists of one zone at pageblock level (mm/page_alloc.c: rmqueue, __rmqueue_claim, __free_one_page).
 *
 *   type        open: partly used pageblocks   half: free pageblocks without a free buddy   chunks: free buddies
 *   movable     [7]                            [13]                                        [8 … 15] [40 … 63]
 *   unmovable   [2]                            [3]                                         –
 *   A pageblock is in exactly the list that its used count, its buddy and its type say; an isolated or full one in none.
 */
import type { Cell, Store } from '../state/store.ts';
import { ZONE_NAMES } from '../zones/types.ts';
import type { ZoneName } from '../zones/types.ts';
import { dropHead, EMPTY, head, pushHead, pushTail, remove } from './deque.ts';
import type { Deque } from './deque.ts';
import { ISOLATE, MOVABLE, RECLAIMABLE, UNMOVABLE } from './pageblocks.ts';
import type { Pageblocks } from './pageblocks.ts';

export const OPEN = 0;
export const HALF = 1;
export const CHUNKS = 2;

/** Free pages and lists (type × 3 + OPEN, HALF, CHUNKS) of a zone. */
export interface ZoneFree {
  readonly free: number;
  readonly lists: readonly Deque[];
}
const NOTHING: ZoneFree = { free: 0, lists: Array.from({ length: 9 }, () => EMPTY) };

/** Index of a zone type in section.zone and in the free lists. */
export const zoneIndex = (name: ZoneName): number => ZONE_NAMES.indexOf(name);
/** The other pageblock of a chunk of two; bit operators would cut numbers to 32 bits. */
const buddyOf = (pb: number): number => (pb % 2 === 0 ? pb + 1 : pb - 1);

/** Where a type looks when it has nothing left. */
const FALLBACKS: readonly (readonly number[])[] = [
  [RECLAIMABLE, UNMOVABLE],
  [RECLAIMABLE, MOVABLE],
  [UNMOVABLE, MOVABLE],
];

/** Pages of the other mobility: movable ones in an unmovable or reclaimable pageblock, unmovable ones in a movable or isolated one. */
export type Mixed = ReadonlyMap<number, number>;

/** Free lists of all zones, in one cell by node and zone index. */
export class FreeLists {
  readonly pageblocks: Pageblocks;
  /** Pageblocks of a chunk: 2, or 1 where a pageblock is as large as the largest free run. */
  readonly perChunk: number;
  readonly #zones: Cell<readonly (readonly ZoneFree[])[]>;
  readonly #mixed: Cell<Mixed>;

  constructor(store: Store, pageblocks: Pageblocks, perChunk: number) {
    this.pageblocks = pageblocks;
    this.perChunk = perChunk;
    this.#zones = store.cell<readonly (readonly ZoneFree[])[]>('pages.freeLists', []);
    this.#mixed = store.cell<Mixed>('pages.mixed', new Map());
  }
  clear(): void {
    this.#zones.value = [];
    this.#mixed.value = new Map();
  }
  get(nid: number, zone: number): ZoneFree {
    return this.#zones.value[nid]?.[zone] ?? NOTHING;
  }
  put(nid: number, zone: number, is: ZoneFree): void {
    const nodes = this.#zones.value.slice();
    while (nodes.length <= nid) nodes.push([]);
    const zones = (nodes[nid] ?? []).slice();
    while (zones.length <= zone) zones.push(NOTHING);
    zones[zone] = is;
    nodes[nid] = zones;
    this.#zones.value = nodes;
  }
  /** Opens a zone for changes; nothing is written to the lists before commit(). */
  edit(nid: number, zone: number): ZoneEdit {
    return new ZoneEdit(this, nid, zone);
  }

  /** Pages in a pageblock that cannot be moved. */
  unmovable(pb: number): number {
    const type = this.pageblocks.type(pb);
    const mixed = this.#mixed.value.get(pb) ?? 0;
    return type === UNMOVABLE || type === RECLAIMABLE ? this.pageblocks.used(pb) - mixed : mixed;
  }
  setMixed(pb: number, count: number): void {
    if ((this.#mixed.value.get(pb) ?? 0) === count) return;
    const next = new Map(this.#mixed.value);
    if (count === 0) next.delete(pb);
    else next.set(pb, count);
    this.#mixed.value = next;
  }
  mixed(pb: number): number {
    return this.#mixed.value.size === 0 ? 0 : (this.#mixed.value.get(pb) ?? 0);
  }
}

/** A pageblock and how many of its pages were taken. */
export interface Taken {
  readonly pb: number;
  readonly pages: number;
}

/** One zone being changed. */
export class ZoneEdit {
  free: number;
  readonly nid: number;
  readonly zone: number;
  readonly #all: FreeLists;
  readonly #pb: Pageblocks;
  readonly #lists: Deque[];

  constructor(all: FreeLists, nid: number, zone: number) {
    this.#all = all;
    this.#pb = all.pageblocks;
    this.nid = nid;
    this.zone = zone;
    const is = all.get(nid, zone);
    this.free = is.free;
    this.#lists = is.lists.slice();
  }
  commit(): void {
    this.#all.put(this.nid, this.zone, { free: this.free, lists: this.#lists });
  }

  /**
   * Takes up to `pages` single pages, lowest of the preferred pageblock first. `movable`: what they will hold can be moved;
   * `fragment`: may break into pageblocks of other types.
   */
  takePages(type: number, movable: boolean, pages: number, fragment: boolean): Taken[] {
    const out: Taken[] = [];
    for (let left = pages; left > 0;) {
      const pb = this.#pick(type, fragment);
      if (pb === undefined) break;
      const used = this.#pb.used(pb);
      const n = Math.min(left, this.#pb.size - used);
      const is = this.#pb.type(pb);
      this.#pb.set(pb, used + n, is);
      if (used + n < this.#pb.size) this.#push(is, OPEN, pb);
      if ((is === MOVABLE) !== movable) this.#all.setMixed(pb, this.#all.mixed(pb) + n);
      this.free -= n;
      left -= n;
      out.push({ pb, pages: n });
    }
    return out;
  }

  /** Takes a whole free pageblock; undefined when there is none. */
  takeBlock(type: number, movable: boolean): number | undefined {
    const pb = this.#pickFree(type);
    if (pb === undefined) return undefined;
    if ((type === MOVABLE) !== movable) this.#all.setMixed(pb, this.#pb.size);
    this.#pb.set(pb, this.#pb.size, this.#pb.type(pb));
    this.free -= this.#pb.size;
    return pb;
  }

  /** Takes free pages of a certain pageblock out of the lists (mm/page_alloc.c: take_page_off_buddy); what is left of it is used next. */
  takeFrom(pb: number, pages: number, movable: boolean): void {
    const type = this.#pb.type(pb);
    const used = this.#pb.used(pb);
    if (pages > this.#pb.size - used)
      throw new Error(`pageblock ${pb}: ${pages} pages taken, ${this.#pb.size - used} free`);
    if (type !== ISOLATE) {
      if (used > 0) this.#cut(type, OPEN, pb, pb + 1);
      else if (this.#all.perChunk === 1) this.#cut(type, CHUNKS, pb, pb + 1);
      else {
        const before = this.#list(type, HALF).size;
        this.#cut(type, HALF, pb, pb + 1);
        if (this.#list(type, HALF).size === before) this.#splitOff(buddyOf(pb));
      }
      this.free -= pages;
    }
    this.#pb.set(pb, used + pages, type);
    if (type !== ISOLATE && used + pages < this.#pb.size) this.#push(type, OPEN, pb);
    if ((type === MOVABLE || type === ISOLATE) !== movable) this.#all.setMixed(pb, this.#all.mixed(pb) + pages);
  }

  /**
   * Gives back pages of one pageblock; `movable` says what they were used for, `first` whether what becomes wholly free
   * is used next (as what was used before is) or last (as fresh memory is, FPI_TO_TAIL).
   */
  release(pb: number, pages: number, movable: boolean, first = true): void {
    const type = this.#pb.type(pb);
    const was = this.#pb.used(pb);
    if (pages > was) throw new Error(`pageblock ${pb}: ${pages} pages freed, ${was} in use`);
    const used = was - pages;
    if ((type === MOVABLE || type === ISOLATE) !== movable) this.#all.setMixed(pb, this.#all.mixed(pb) - pages);
    this.#pb.set(pb, used, type);
    if (type === ISOLATE) return;
    this.free += pages;
    if (was === this.#pb.size) {
      if (used > 0) this.#push(type, OPEN, pb);
    } else if (used === 0) this.#cut(type, OPEN, pb, pb + 1);
    if (used === 0) this.#freeBlock(pb, type, first);
  }

  /** Takes [from, to) out of the lists: their free pages can no longer be had. Only the types change, not what is used. */
  isolate(from: number, to: number): void {
    const { perSection, size } = this.#pb;
    for (let type = 0; type < 3; type++) {
      this.#cut(type, OPEN, from, to);
      this.#cut(type, HALF, from, to);
      this.#cut(type, CHUNKS, Math.ceil(from / this.#all.perChunk), Math.floor(to / this.#all.perChunk));
    }
    if (this.#all.perChunk === 2) {
      // a chunk that is only half inside leaves the outer pageblock behind on its own
      if (from % 2 === 1) this.#splitOff(from - 1);
      if (to % 2 === 1) this.#splitOff(to);
    }
    for (let pb = from; pb < to;) {
      const section = Math.floor(pb / perSection);
      const whole = pb === section * perSection && pb + perSection <= to ? this.#pb.uniform(section) : undefined;
      if (whole !== undefined && whole.used === 0) {
        if (whole.type !== ISOLATE) this.free -= size * perSection;
        this.#pb.fill(pb, pb + perSection, 0, ISOLATE);
        pb += perSection;
        continue;
      }
      const type = this.#pb.type(pb);
      const used = this.#pb.used(pb);
      if (type !== ISOLATE) {
        const unmovable = this.#all.unmovable(pb);
        this.#pb.set(pb, used, ISOLATE);
        this.#all.setMixed(pb, unmovable);
        this.free -= size - used;
      }
      pb++;
    }
  }

  /** Makes isolated pageblocks of [from, to) movable again; free ones go to the end of the lists. */
  unisolate(from: number, to: number): void {
    const { perSection, size } = this.#pb;
    for (let pb = from; pb < to;) {
      const section = Math.floor(pb / perSection);
      const whole = pb === section * perSection && pb + perSection <= to ? this.#pb.uniform(section) : undefined;
      if (whole !== undefined && whole.used === 0 && whole.type === ISOLATE) {
        this.#pb.fill(pb, pb + perSection, 0, MOVABLE);
        this.free += size * perSection;
        this.#tail(MOVABLE, CHUNKS, pb / this.#all.perChunk, (pb + perSection) / this.#all.perChunk);
        pb += perSection;
        continue;
      }
      if (this.#pb.type(pb) === ISOLATE) {
        const used = this.#pb.used(pb);
        this.#pb.set(pb, used, MOVABLE);
        this.free += size - used;
        if (used === 0) this.#freeBlock(pb, MOVABLE, false);
        else if (used < size) this.#tail(MOVABLE, OPEN, pb, pb + 1);
      }
      pb++;
    }
  }

  /** Puts the free pageblocks of [from, to), whose state is already written, at the end of the lists: memory after boot. */
  adopt(from: number, to: number): void {
    const { perSection, size } = this.#pb;
    for (let pb = from; pb < to;) {
      const section = Math.floor(pb / perSection);
      const whole = pb === section * perSection && pb + perSection <= to ? this.#pb.uniform(section) : undefined;
      if (whole !== undefined) {
        if (whole.used === 0) {
          this.free += size * perSection;
          this.#tail(whole.type, CHUNKS, pb / this.#all.perChunk, (pb + perSection) / this.#all.perChunk);
        }
        pb += perSection;
        continue;
      }
      const used = this.#pb.used(pb);
      const type = this.#pb.type(pb);
      this.free += size - used;
      // the second half of a chunk finds the first one in the list and completes it
      if (used === 0) {
        const buddy = buddyOf(pb);
        if (
          this.#all.perChunk === 2 &&
          buddy > pb &&
          buddy < to &&
          this.#pb.used(buddy) === 0 &&
          this.#pb.type(buddy) === type
        ) {
          this.free += size;
          this.#tail(type, CHUNKS, pb / 2, pb / 2 + 1);
          pb += 2;
          continue;
        }
        if (this.#all.perChunk === 1) this.#tail(type, CHUNKS, pb, pb + 1);
        else this.#tail(type, HALF, pb, pb + 1);
      } else if (used < size) this.#tail(type, OPEN, pb, pb + 1);
      pb++;
    }
  }

  /** A pageblock with room for single pages, no longer in any list. */
  #pick(type: number, fragment: boolean): number | undefined {
    const open = head(this.#list(type, OPEN));
    if (open !== undefined) {
      this.#drop(type, OPEN);
      return open;
    }
    const free = this.#pickFree(type);
    if (free !== undefined || !fragment) return free;
    for (const other of FALLBACKS[type] ?? []) {
      const pb = head(this.#list(other, OPEN));
      if (pb === undefined) continue;
      this.#drop(other, OPEN);
      const used = this.#pb.used(pb);
      const unmovable = this.#all.unmovable(pb);
      const alike = type === MOVABLE ? used - unmovable : other === MOVABLE ? unmovable : 0;
      // claimed when at least half of it is, or can become, of our kind; otherwise only single pages are stolen
      if (this.#pb.size - used + alike >= this.#pb.size / 2) {
        this.#pb.set(pb, used, type);
        this.#all.setMixed(pb, type === MOVABLE ? unmovable : used - unmovable);
      }
      return pb;
    }
    return undefined;
  }

  /** A wholly free pageblock of the type, claimed from another type if need be, no longer in any list. */
  #pickFree(type: number): number | undefined {
    const half = head(this.#list(type, HALF));
    if (half !== undefined) {
      this.#drop(type, HALF);
      return half;
    }
    const chunk = head(this.#list(type, CHUNKS));
    if (chunk !== undefined) {
      this.#drop(type, CHUNKS);
      return this.#split(chunk, type);
    }
    const others = FALLBACKS[type] ?? [];
    for (const other of others) {
      const c = head(this.#list(other, CHUNKS));
      if (c === undefined) continue;
      this.#drop(other, CHUNKS);
      const first = c * this.#all.perChunk;
      for (let i = 0; i < this.#all.perChunk; i++) this.#pb.set(first + i, 0, type);
      return this.#split(c, type);
    }
    for (const other of others) {
      const pb = head(this.#list(other, HALF));
      if (pb === undefined) continue;
      this.#drop(other, HALF);
      this.#pb.set(pb, 0, type);
      return pb;
    }
    return undefined;
  }

  /** The low pageblock of a chunk is used, the upper one waits. */
  #split(chunk: number, type: number): number {
    if (this.#all.perChunk === 1) return chunk;
    this.#push(type, HALF, chunk * 2 + 1);
    return chunk * 2;
  }

  /** Lists a pageblock that has just become free, together with its buddy when that is free too. */
  #freeBlock(pb: number, type: number, first: boolean): void {
    const kind = this.#all.perChunk === 1 ? CHUNKS : HALF;
    if (kind === HALF) {
      const buddy = buddyOf(pb);
      const buddyType = this.#pb.type(buddy);
      if (this.#pb.used(buddy) === 0 && buddyType !== ISOLATE) {
        this.#cut(buddyType, HALF, buddy, buddy + 1);
        if (buddyType !== type) this.#pb.set(buddy, 0, type);
        const chunk = Math.floor(pb / 2);
        if (first) this.#push(type, CHUNKS, chunk);
        else this.#tail(type, CHUNKS, chunk, chunk + 1);
        return;
      }
    }
    if (first) this.#push(type, kind, pb);
    else this.#tail(type, kind, pb, pb + 1);
  }

  /** Breaks the chunk of a pageblock whose buddy goes away; it stays listed alone. */
  #splitOff(pb: number): void {
    const type = this.#pb.type(pb);
    if (type === ISOLATE || this.#pb.used(pb) > 0) return;
    const chunk = Math.floor(pb / 2);
    const before = this.#list(type, CHUNKS).size;
    this.#cut(type, CHUNKS, chunk, chunk + 1);
    if (this.#list(type, CHUNKS).size < before) this.#push(type, HALF, pb);
  }

  #list(type: number, kind: number): Deque {
    return this.#lists[type * 3 + kind] ?? EMPTY;
  }
  #drop(type: number, kind: number): void {
    this.#lists[type * 3 + kind] = dropHead(this.#list(type, kind));
  }
  #push(type: number, kind: number, n: number): void {
    this.#lists[type * 3 + kind] = pushHead(this.#list(type, kind), n);
  }
  #tail(type: number, kind: number, from: number, to: number): void {
    this.#lists[type * 3 + kind] = pushTail(this.#list(type, kind), from, to);
  }
  #cut(type: number, kind: number, from: number, to: number): void {
    if (from < to) this.#lists[type * 3 + kind] = remove(this.#list(type, kind), from, to);
  }
}

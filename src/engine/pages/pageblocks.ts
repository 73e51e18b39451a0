/**
 * State of every pageblock: pages in use and migrate type, packed, in one slot per section that is not uniform.
 *
 *   section -> slot   0 all free and movable · 1 all used, unmovable · 2 all used, movable · 3 all free, isolated
 *                     n ≥ 4: words [(n−4)·W, (n−3)·W) hold one field a pageblock: used << 2 | type
 *
 * Untouched memory is slot 0 and costs nothing; a touched section costs 96 bytes with 64 pageblocks of 512 pages.
 */
import type { Kernel } from '../kernel/kernel.ts';
import type { Cell, ChunkedArray } from '../state/store.ts';
import type { MigrateType } from './types.ts';

export const MOVABLE = 0;
export const UNMOVABLE = 1;
export const RECLAIMABLE = 2;
export const ISOLATE = 3;
/** Migrate types by number; movable is 0 so that untouched memory is free and movable. */
export const MIGRATE_TYPES: readonly MigrateType[] = ['movable', 'unmovable', 'reclaimable', 'isolate'];

const FULL_UNMOVABLE = 1;
const FULL_MOVABLE = 2;
const FREE_ISOLATED = 3;
const FIRST_REAL = 4;

/** Slots handed out: the next fresh one, and those given back (linked through their first word). */
interface Slots {
  readonly next: number;
  readonly freed: number;
}

/** Used counts and types of all pageblocks. */
export class Pageblocks {
  /** Pages of a pageblock. */
  readonly size: number;
  readonly perSection: number;
  /** Used pages per section, for drawing from afar. */
  readonly usedInSection: ChunkedArray;
  readonly #slot: ChunkedArray;
  readonly #words: ChunkedArray;
  readonly #slots: Cell<Slots>;
  readonly #width: number;
  readonly #mask: number;
  readonly #wordsPerSlot: number;

  constructor(k: Kernel) {
    this.size = k.sizes.pagesPerPageblock;
    this.perSection = k.sizes.pageblocksPerSection;
    this.#width = 2 + Math.ceil(Math.log2(this.size + 1));
    this.#mask = 2 ** this.#width - 1;
    this.#wordsPerSlot = Math.ceil((this.perSection * this.#width) / 32);
    this.usedInSection = k.store.array('pages.usedInSection', 'u32');
    this.#slot = k.store.array('pages.slot', 'u32');
    this.#words = k.store.array('pages.pageblocks', 'u32');
    this.#slots = k.store.cell<Slots>('pages.slots', { next: FIRST_REAL, freed: 0 });
  }

  /** Bytes a touched section needs. */
  get bytesPerTouchedSection(): number {
    return this.#wordsPerSlot * 4;
  }
  used(pb: number): number {
    return this.#get(pb) >>> 2;
  }
  type(pb: number): number {
    return this.#get(pb) & 3;
  }

  /** Writes used count and type of one pageblock. */
  set(pb: number, used: number, type: number): void {
    const section = Math.floor(pb / this.perSection);
    const was = this.#get(pb);
    const is = (used << 2) | type;
    if (was === is) return;
    let slot = this.#slot.get(section);
    if (slot < FIRST_REAL) {
      const uniform = this.#uniform(slot);
      slot = this.#allocate();
      this.#slot.set(section, slot);
      for (let i = 0; i < this.perSection; i++) this.#write(slot, i, uniform);
    }
    this.#write(slot, pb - section * this.perSection, is);
    if (used !== was >>> 2) this.usedInSection.set(section, this.usedInSection.get(section) + used - (was >>> 2));
  }

  /** Writes the same to all pageblocks in [from, to); whole sections at once. */
  fill(from: number, to: number, used: number, type: number): void {
    const kind = this.#kindOf(used, type);
    for (let pb = from; pb < to;) {
      const section = Math.floor(pb / this.perSection);
      const next = (section + 1) * this.perSection;
      if (kind !== undefined && pb === section * this.perSection && next <= to) {
        this.#release(section);
        this.#slot.set(section, kind);
        this.usedInSection.set(section, used * this.perSection);
        pb = next;
      } else this.set(pb++, used, type);
    }
  }

  /** State of a whole section when all its pageblocks are the same and that is known without looking at each. */
  uniform(section: number): { readonly used: number; readonly type: number } | undefined {
    const slot = this.#slot.get(section);
    if (slot >= FIRST_REAL) return undefined;
    const field = this.#uniform(slot);
    return { used: field >>> 2, type: field & 3 };
  }

  /** Gives back the slots of sections in [from, to) that have become uniform again. */
  compact(from: number, to: number): void {
    const last = Math.ceil(to / this.perSection);
    for (let section = Math.floor(from / this.perSection); section < last; section++) {
      const slot = this.#slot.get(section);
      if (slot < FIRST_REAL) continue;
      const first = this.#read(slot, 0);
      const kind = this.#kindOf(first >>> 2, first & 3);
      if (kind === undefined) continue;
      let i = 1;
      while (i < this.perSection && this.#read(slot, i) === first) i++;
      if (i < this.perSection) continue;
      this.#release(section);
      this.#slot.set(section, kind);
    }
  }

  #kindOf(used: number, type: number): number | undefined {
    if (used === 0) return type === MOVABLE ? 0 : type === ISOLATE ? FREE_ISOLATED : undefined;
    if (used !== this.size) return undefined;
    return type === UNMOVABLE ? FULL_UNMOVABLE : type === MOVABLE ? FULL_MOVABLE : undefined;
  }
  #uniform(slot: number): number {
    switch (slot) {
      case FULL_UNMOVABLE:
        return (this.size << 2) | UNMOVABLE;
      case FULL_MOVABLE:
        return this.size << 2;
      case FREE_ISOLATED:
        return ISOLATE;
      default:
        return 0;
    }
  }
  #get(pb: number): number {
    const section = Math.floor(pb / this.perSection);
    const slot = this.#slot.get(section);
    return slot < FIRST_REAL ? this.#uniform(slot) : this.#read(slot, pb - section * this.perSection);
  }
  #allocate(): number {
    const { next, freed } = this.#slots.value;
    if (freed === 0) {
      this.#slots.value = { next: next + 1, freed: 0 };
      return next;
    }
    this.#slots.value = { next, freed: this.#words.get((freed - FIRST_REAL) * this.#wordsPerSlot) };
    return freed;
  }
  #release(section: number): void {
    const slot = this.#slot.get(section);
    if (slot < FIRST_REAL) return;
    this.#words.set((slot - FIRST_REAL) * this.#wordsPerSlot, this.#slots.value.freed);
    this.#slots.update((s) => ({ next: s.next, freed: slot }));
  }
  #read(slot: number, i: number): number {
    const bit = i * this.#width;
    const at = (slot - FIRST_REAL) * this.#wordsPerSlot + (bit >>> 5);
    const shift = bit & 31;
    const low = this.#words.get(at) >>> shift;
    return (shift + this.#width <= 32 ? low : low | (this.#words.get(at + 1) << (32 - shift))) & this.#mask;
  }
  #write(slot: number, i: number, field: number): void {
    const bit = i * this.#width;
    const at = (slot - FIRST_REAL) * this.#wordsPerSlot + (bit >>> 5);
    const shift = bit & 31;
    const word = this.#words.get(at);
    this.#words.set(at, ((word & ~(this.#mask << shift)) | (field << shift)) >>> 0);
    if (shift + this.#width <= 32) return;
    const above = this.#words.get(at + 1);
    const gone = 32 - shift;
    this.#words.set(at + 1, ((above & ~(this.#mask >>> gone)) | (field >>> gone)) >>> 0);
  }
}

/**
 * The kernel's page tables as a tree of entries in the machine's store.
 *
 * An entry is one 32-bit number:
 *   0                    empty
 *   1 slot               a table whose entries are written out in a slot
 *   0 depth attribute    depth 0: a leaf. depth n: a table, full of tables, … n levels down, whose last level is full of
 *                        that leaf (attribute 0: of empty entries). So 32 TiB of equal base pages are one number.
 *
 * A table that becomes uniform gives its slot back; one that stops being uniform takes a slot.
 * Positions are page numbers from the lowest address the top table covers ("vpn").
 */
import type { Geometry, TableLevel } from '../arch/geometry.ts';
import type { Cell, ChunkedArray, Store } from '../state/store.ts';

const SLOT = 0x80000000;
/** A table all of whose entries are empty. */
export const EMPTY_TABLE = 1 << 16;
const ATTRIBUTE = 0xffff;
/** In an attribute number: the leaf shares the memory of another one (deduplicated struct pages). */
export const SHARED = 0x8000;

export const isSlot = (v: number): boolean => v >= SLOT;
export const isTable = (v: number): boolean => v >= EMPTY_TABLE;
export const isLeaf = (v: number): boolean => v !== 0 && v < EMPTY_TABLE;
/** What every entry of a uniform table is. */
const childOf = (v: number): number => (v < 2 * EMPTY_TABLE ? v & ATTRIBUTE : v - EMPTY_TABLE);

/** A level of the tree with its measures in pages. */
export interface TreeLevel extends TableLevel {
  /** Pages one entry spans. */
  readonly span: number;
}

/** What a mapping pass does besides writing entries; levels are indices into `levels`. */
export interface MapHooks {
  /** A table of `level` is allocated for the range that begins at vpn. */
  table?(level: number, vpn: number): void;
  /** Work on a table of `level` begins and ends. */
  enter?(level: number, vpn: number): void;
  leave?(level: number): void;
  /** An empty entry is about to become a leaf; false leaves it empty. */
  leaf?(level: number, vpn: number): boolean;
  /** So many leaves were written without being asked for one by one. */
  leaves?(level: number, count: number): void;
  /** A table where a leaf was wanted is filled with leaves of its own level instead of being left alone. */
  readonly descend?: boolean;
}

/** What a removing pass does besides clearing entries. */
export interface RemoveHooks {
  enter?(level: number, vpn: number): void;
  leave?(level: number): void;
  /** Whether the leaf is cleared; [from, to) is the part of it that the pass covers. */
  leaf(level: number, from: number, to: number, attribute: number): boolean;
  /** Leaves that stay whatever `leaf` would say: entries that are not present are passed over. */
  keep?(attribute: number): boolean;
  /** All `count` leaves of a table are cleared at once; without it `leaf` is asked for each. */
  leaves?(level: number, vpn: number, count: number): void;
  /** Whether the table (its span begins at vpn) is given back. Asked for every table that was worked on. */
  free(level: number, vpn: number, empty: boolean): boolean;
}

interface Slots {
  readonly used: number;
  /** Head of the free list: slot + 1, or 0; each free slot holds the next one in its first entry. */
  readonly free: number;
}

/** Page tables below one top table. */
export class PageTree {
  readonly levels: readonly TreeLevel[];
  readonly #entries: ChunkedArray;
  readonly #slots: Cell<Slots>;
  readonly #attributes: Cell<readonly string[]>;
  /** Entries reserved for a slot: those of the widest table. */
  readonly #width: number;

  constructor(store: Store, geometry: Geometry) {
    this.levels = geometry.levels.map((l) => ({ ...l, span: 2 ** (l.shift - geometry.pageShift) }));
    this.#width = Math.max(...geometry.levels.map((l) => l.entries));
    this.#entries = store.array('mapping.entries', 'u32');
    this.#slots = store.cell<Slots>('mapping.slots', { used: 1, free: 0 });
    this.#attributes = store.cell<readonly string[]>('mapping.attributes', ['']);
  }

  /** The number of an attribute text as ptdump prints it; new texts are remembered. */
  attribute(text: string): number {
    const known = this.#attributes.value.indexOf(text);
    if (known >= 0) return known;
    if (this.#attributes.value.length >= SHARED) throw new Error('too many different leaf attributes');
    this.#attributes.update((all) => [...all, text]);
    return this.#attributes.value.length - 1;
  }

  /** The text of an attribute number. */
  attributeText(attribute: number): string {
    return this.#attributes.value[attribute & ~SHARED] ?? '';
  }

  /** An attribute number without the mark of shared memory, which no dump shows. */
  plain(attribute: number): number {
    return attribute & ~SHARED;
  }

  /** Index of a level by its name; -1 where this machine folds it. */
  levelOf(name: TableLevel['name']): number {
    return this.levels.findIndex((l) => l.name === name);
  }

  /** Measures of a level. */
  level(index: number): TreeLevel {
    const l = this.levels[index];
    if (l === undefined) throw new Error(`no page-table level ${index}`);
    return l;
  }

  /** Maps [from, to) with leaves of one level; entries already there stay as they are. */
  map(from: number, to: number, leafLevel: number, attribute: number, hooks?: MapHooks): void {
    this.#eachTop(from, to, (v, base, lo, hi) => this.#map(v, 0, base, lo, hi, leafLevel, attribute, hooks));
  }

  /** Clears what `hooks` agrees to clear in [from, to). */
  remove(from: number, to: number, hooks: RemoveHooks): void {
    this.#eachTop(from, to, (v, base, lo, hi) => this.#remove(v, 0, base, lo, hi, hooks));
  }

  /** Replaces the entries of one level in [from, to) by a function of them, where the tables above exist. */
  rewrite(from: number, to: number, level: number, f: (v: number, vpn: number) => number): void {
    const step = (v: number, l: number, base: number, lo: number, hi: number): number => {
      if (l === level) return f(v, base);
      return isTable(v) ? this.#eachChild(v, l, base, lo, hi, (c, b, x, y) => step(c, l + 1, b, x, y)) : v;
    };
    this.#eachTop(from, to, (v, base, lo, hi) => step(v, 0, base, lo, hi));
  }

  /** Empties [from, to), tables included, where no entry beside it shares them. */
  clear(from: number, to: number): void {
    this.remove(from, to, {
      leaf: () => true,
      leaves: () => undefined,
      free: (level, vpn) => vpn >= from && vpn + this.level(level - 1).span <= to,
    });
  }

  /** The entry of one level that covers vpn; undefined where a higher entry is no table. */
  entryAt(vpn: number, level: number): number | undefined {
    let v = this.#top(vpn);
    for (let l = 0; l < level; l++) {
      if (!isTable(v)) return undefined;
      v = this.child(v, Math.floor(vpn / this.level(l + 1).span) % this.level(l + 1).entries);
    }
    return v;
  }

  /** Entry `index` of the table that the entry `v` refers to. */
  child(v: number, index: number): number {
    return isSlot(v) ? this.#entries.get((v - SLOT) * this.#width + index) : childOf(v);
  }

  /**
   * The table of `level` that covers vpn, as a function of the entry's index; undefined where there is none.
   * Level 0 is the top table.
   */
  table(vpn: number, level: number): ((index: number) => number) | undefined {
    if (level === 0) return (index) => this.top(index);
    const v = this.entryAt(vpn, level - 1);
    return v !== undefined && isTable(v) ? (index) => this.child(v, index) : undefined;
  }

  /** Entry `index` of the top table. */
  top(index: number): number {
    return this.#entries.get(index);
  }

  /** Visits what is in [from, to), lowest first, in pieces as large as the tree allows. Attribute 0: nothing there. */
  runs(from: number, to: number, visit: (level: number, attribute: number, start: number, end: number) => void): void {
    this.#eachTop(from, to, (v, base, lo, hi) => (this.#runs(v, 0, base, lo, hi, visit), v));
  }

  /** Counts the tables below the top table whose span touches [from, to). */
  tables(from: number, to: number): number {
    let n = 0;
    this.#eachTop(from, to, (v, base, lo, hi) => ((n += this.#count(v, 0, base, lo, hi)), v));
    return n;
  }

  #top(vpn: number): number {
    return this.#entries.get(Math.floor(vpn / this.level(0).span));
  }

  #eachTop(from: number, to: number, f: (v: number, base: number, lo: number, hi: number) => number): void {
    const { span } = this.level(0);
    for (let index = Math.floor(from / span); index * span < to; index++) {
      const base = index * span;
      const v = this.#entries.get(index);
      const r = f(v, base, Math.max(from, base), Math.min(to, base + span));
      if (r !== v) this.#entries.set(index, r);
    }
  }

  #map(
    v: number,
    level: number,
    base: number,
    lo: number,
    hi: number,
    leaf: number,
    attribute: number,
    hooks: MapHooks | undefined,
  ): number {
    if (level >= leaf && !(hooks?.descend === true && isTable(v))) {
      if (v !== 0) return v;
      if (hooks?.leaf !== undefined) return hooks.leaf(level, lo) ? attribute : 0;
      hooks?.leaves?.(level, 1);
      return attribute;
    }
    if (isLeaf(v)) return v;
    const below = Math.max(leaf, level + 1);
    const { span, entries } = this.level(level + 1);
    const full = hi - lo === span * entries;
    if (hooks === undefined && full && (v & ATTRIBUTE) === 0 && !isSlot(v)) return ((below - level) << 16) | attribute;
    let table = v;
    if (table === 0) {
      hooks?.table?.(level + 1, lo);
      table = EMPTY_TABLE;
    }
    hooks?.enter?.(level + 1, lo);
    const child = childOf(table);
    let result: number;
    if (full && !isSlot(table) && hooks?.leaf === undefined) {
      // every entry is the same and is treated the same
      if (level + 1 >= below && child === 0) {
        hooks?.leaves?.(level + 1, entries);
        result = EMPTY_TABLE | attribute;
      } else {
        let c = child;
        for (let i = 0; i < entries; i++)
          c = this.#map(
            child,
            level + 1,
            base + i * span,
            base + i * span,
            base + (i + 1) * span,
            below,
            attribute,
            hooks,
          );
        result = c + EMPTY_TABLE;
      }
    } else
      result = this.#eachChild(table, level, base, lo, hi, (c, b, l, h) =>
        this.#map(c, level + 1, b, l, h, below, attribute, hooks),
      );
    hooks?.leave?.(level + 1);
    return result;
  }

  #remove(v: number, level: number, base: number, lo: number, hi: number, hooks: RemoveHooks): number {
    if (v === 0) return 0;
    if (isLeaf(v)) return hooks.keep?.(v) === true || !hooks.leaf(level, lo, hi, v) ? v : 0;
    hooks.enter?.(level + 1, lo);
    const { span, entries } = this.level(level + 1);
    let result: number;
    if (v === EMPTY_TABLE || (!isSlot(v) && isLeaf(childOf(v)) && hooks.keep?.(childOf(v)) === true)) result = v;
    else if (!isSlot(v) && hi - lo === span * entries && (isTable(childOf(v)) || hooks.leaves !== undefined)) {
      const child = childOf(v);
      if (isLeaf(child)) {
        hooks.leaves?.(level + 1, lo, entries);
        result = EMPTY_TABLE;
      } else {
        let c = child;
        for (let i = 0; i < entries; i++)
          c = this.#remove(child, level + 1, base + i * span, base + i * span, base + (i + 1) * span, hooks);
        result = c + EMPTY_TABLE;
      }
    } else result = this.#eachChild(v, level, base, lo, hi, (c, b, l, h) => this.#remove(c, level + 1, b, l, h, hooks));
    hooks.leave?.(level + 1);
    return hooks.free(level + 1, base, result === EMPTY_TABLE) && result === EMPTY_TABLE ? 0 : result;
  }

  /** Rewrites the entries of a table that cover [lo, hi); returns what the table has become. */
  #eachChild(
    v: number,
    level: number,
    base: number,
    lo: number,
    hi: number,
    f: (c: number, base: number, lo: number, hi: number) => number,
  ): number {
    const { span, entries } = this.level(level + 1);
    const slot = isSlot(v) ? v - SLOT : this.#take(childOf(v), entries);
    const at = slot * this.#width;
    const first = Math.floor((lo - base) / span);
    for (let i = first; base + i * span < hi; i++) {
      const b = base + i * span;
      const c = this.#entries.get(at + i);
      const r = f(c, b, Math.max(lo, b), Math.min(hi, b + span));
      if (r !== c) this.#entries.set(at + i, r);
    }
    return this.#settle(slot, entries);
  }

  /** A slot whose entries are all alike (and not tables with a slot) is given back. */
  #settle(slot: number, entries: number): number {
    const at = slot * this.#width;
    const v = this.#entries.get(at);
    if (isSlot(v) || this.#entries.get(at + entries - 1) !== v) return slot + SLOT;
    for (let i = 1; i < entries - 1; i++) if (this.#entries.get(at + i) !== v) return slot + SLOT;
    const { used, free } = this.#slots.value;
    this.#entries.set(at, free);
    this.#slots.value = { used, free: slot + 1 };
    return v + EMPTY_TABLE;
  }

  #take(fill: number, entries: number): number {
    const { used, free } = this.#slots.value;
    const slot = free === 0 ? used : free - 1;
    this.#slots.value = free === 0 ? { used: used + 1, free } : { used, free: this.#entries.get(slot * this.#width) };
    this.#entries.fill(slot * this.#width, slot * this.#width + entries, fill);
    return slot;
  }

  #runs(
    v: number,
    level: number,
    base: number,
    lo: number,
    hi: number,
    visit: (level: number, attribute: number, start: number, end: number) => void,
  ): void {
    if (!isSlot(v)) {
      visit(level + (v >>> 16), v & ATTRIBUTE, lo, hi);
      return;
    }
    const { span } = this.level(level + 1);
    const at = (v - SLOT) * this.#width;
    for (let i = Math.floor((lo - base) / span); base + i * span < hi; i++) {
      const b = base + i * span;
      this.#runs(this.#entries.get(at + i), level + 1, b, Math.max(lo, b), Math.min(hi, b + span), visit);
    }
  }

  #count(v: number, level: number, base: number, lo: number, hi: number): number {
    if (!isTable(v)) return 0;
    const { span, entries } = this.level(level + 1);
    let n = 1;
    if (!isSlot(v)) {
      const touched = Math.ceil((hi - base) / span) - Math.floor((lo - base) / span);
      for (let depth = v >>> 16, l = level + 1, tables = touched; depth > 1; depth--) {
        n += tables;
        l++;
        tables *= this.level(l).entries;
      }
      return n;
    }
    const at = (v - SLOT) * this.#width;
    for (let i = Math.floor((lo - base) / span); i < entries && base + i * span < hi; i++) {
      const b = base + i * span;
      n += this.#count(this.#entries.get(at + i), level + 1, b, Math.max(lo, b), Math.min(hi, b + span));
    }
    return n;
  }
}

/**
 * Where the struct pages of hot-added sections lie. Nearly always one piece in one pageblock: two numbers a section;
 * the few sections whose memmap is scattered have the rest in a map.
 */
import type { Cell, ChunkedArray, Store } from '../state/store.ts';

/** Pages in one pageblock. */
export interface MemmapPiece {
  readonly pb: number;
  readonly pages: number;
}

/** Places of memmaps by section. */
export class Memmaps {
  /** Pageblock + 1 of a section's (first) memmap piece. */
  readonly #place: ChunkedArray;
  readonly #pages: ChunkedArray;
  readonly #more: Cell<ReadonlyMap<number, readonly MemmapPiece[]>>;
  /** Pages at the start of a section that hold the memmap of its own block (memmap_on_memory). */
  readonly selfHosted: ChunkedArray;
  #reverse:
    | {
        readonly version: number;
        readonly byPageblock: ReadonlyMap<number, readonly { section: number; pages: number }[]>;
      }
    | undefined;

  constructor(store: Store) {
    this.#place = store.array('section.memmapPlace', 'u32');
    this.#pages = store.array('section.memmapPages', 'u16');
    this.selfHosted = store.array('section.selfHosted', 'u32');
    this.#more = store.cell<ReadonlyMap<number, readonly MemmapPiece[]>>('section.memmapMore', new Map());
  }

  /** Pieces of a section's memmap, in the order in which they were taken. */
  pieces(section: number): MemmapPiece[] {
    const place = this.#place.get(section);
    if (place === 0) return [];
    return [{ pb: place - 1, pages: this.#pages.get(section) }, ...(this.#more.value.get(section) ?? [])];
  }
  add(section: number, pb: number, pages: number): void {
    const place = this.#place.get(section);
    const more = this.#more.value.get(section);
    if (place === 0) {
      this.#place.set(section, pb + 1);
      this.#pages.set(section, pages);
    } else if (place === pb + 1 && more === undefined) this.#pages.set(section, this.#pages.get(section) + pages);
    else {
      const list = (more ?? []).slice();
      const last = list.at(-1);
      if (last?.pb === pb) list[list.length - 1] = { pb, pages: last.pages + pages };
      else list.push({ pb, pages });
      this.#more.value = new Map(this.#more.value).set(section, list);
    }
  }
  /** Takes up to `pages` pages out of a section's memmap, latest first, and answers where they were. */
  remove(section: number, pages: number): MemmapPiece[] {
    const out: MemmapPiece[] = [];
    let left = pages;
    const more = this.#more.value.get(section);
    if (more !== undefined) {
      const list = more.slice();
      for (let last = list.at(-1); last !== undefined && left > 0; last = list.at(-1)) {
        const n = Math.min(left, last.pages);
        out.push({ pb: last.pb, pages: n });
        left -= n;
        list.pop();
        if (n < last.pages) list.push({ pb: last.pb, pages: last.pages - n });
      }
      const next = new Map(this.#more.value);
      if (list.length === 0) next.delete(section);
      else next.set(section, list);
      this.#more.value = next;
    }
    const place = this.#place.get(section);
    if (place === 0 || left === 0) return out;
    const had = this.#pages.get(section);
    const n = Math.min(left, had);
    out.push({ pb: place - 1, pages: n });
    this.#pages.set(section, had - n);
    if (n === had) this.#place.set(section, 0);
    return out;
  }

  /** Sections whose memmap lies in a pageblock. The index is derived: rebuilt when a memmap has moved since. */
  in(pb: number): readonly { readonly section: number; readonly pages: number }[] {
    const version = this.#version();
    if (this.#reverse?.version !== version) this.#reverse = { version, byPageblock: this.#index() };
    return this.#reverse.byPageblock.get(pb) ?? [];
  }
  /** Every section with a memmap from the allocator. */
  *sections(): Generator<number> {
    for (const { index, data } of this.#place.chunks()) {
      const base = index * this.#place.chunkElements;
      for (let i = 0; i < data.length; i++) if (data[i] !== 0) yield base + i;
    }
  }
  #version(): number {
    let latest = this.#more.version;
    for (const a of [this.#place, this.#pages]) for (const c of a.chunks()) latest = Math.max(latest, c.version);
    return latest;
  }
  #index(): Map<number, { section: number; pages: number }[]> {
    const index = new Map<number, { section: number; pages: number }[]>();
    for (const section of this.sections()) {
      for (const piece of this.pieces(section)) {
        const list = index.get(piece.pb);
        if (list === undefined) index.set(piece.pb, [{ section, pages: piece.pages }]);
        else list.push({ section, pages: piece.pages });
      }
    }
    return index;
  }
}

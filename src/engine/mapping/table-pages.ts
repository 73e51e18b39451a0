/**
 * The page frames that hold the tables, by table. Tables of the boot came from memblock, and no file tells where.
 *
 *   vpn ──/ span of a table of the level ──► index from the region's first table ──► page frame + 2 (1: none, 0: boot)
 */
import type { ChunkedArray, Store } from '../state/store.ts';
import type { Pfn } from '../units.ts';
import { pfn } from '../units.ts';
import type { MapRegion } from './types.ts';

/** Where a region's tables of one level begin in the tree, and how much one spans. */
interface Row {
  readonly array: ChunkedArray;
  readonly span: number;
  readonly first: number;
  /** One past the region's last table. */
  readonly end: number;
}

/** A table by the level of its entries and the tree position at which its span begins. */
export interface TableKey {
  readonly region: MapRegion;
  readonly level: number;
  readonly base: number;
}

/** Which table lies where, derived from the arrays. */
interface Resolved {
  readonly version: number;
  readonly byPfn: ReadonlyMap<number, TableKey>;
  /** Tables that do not lie where their array says. */
  readonly moved: ReadonlyMap<string, Pfn>;
}

const BOOT = 0;
const NONE = 1;
const FIRST = 2;

/** Page frames of tables. */
export class TablePages {
  readonly #rows: Readonly<Record<MapRegion, readonly Row[]>>;
  readonly #framesOfBlock: number;
  #found: Resolved | undefined;

  /**
   * @param spans pages that a table of each level spans, the top table first
   * @param regions tree positions of the regions, [from, to)
   * @param framesOfBlock page frames of a pageblock: inside one, the page allocator's model does not tell pages apart
   */
  constructor(
    store: Store,
    spans: readonly number[],
    regions: Readonly<Record<MapRegion, { readonly from: number; readonly to: number }>>,
    framesOfBlock: number,
  ) {
    this.#framesOfBlock = framesOfBlock;
    const rows = (region: MapRegion): Row[] =>
      spans.map((span, level) => ({
        array: store.array(`mapping.tablePages.${region}.${level}`, 'f64'),
        span,
        first: Math.floor(regions[region].from / span),
        end: Math.ceil(regions[region].to / span),
      }));
    this.#rows = { 'direct-map': rows('direct-map'), vmemmap: rows('vmemmap') };
  }

  #row(region: MapRegion, level: number): Row {
    const row = this.#rows[region][level];
    if (row === undefined) throw new Error(`no page-table level ${level}`);
    return row;
  }

  /** A table that covers `vpn` got this page; undefined: there was none. */
  set(region: MapRegion, level: number, vpn: number, page: Pfn | undefined): void {
    const { array, span, first } = this.#row(region, level);
    array.set(Math.floor(vpn / span) - first, page === undefined ? NONE : page + FIRST);
  }

  /** The page of the table that covers `vpn` is taken from it; answers which that was (undefined: of the boot, or none). */
  clear(region: MapRegion, level: number, vpn: number): Pfn | undefined {
    const { array, span, first } = this.#row(region, level);
    const at = Math.floor(vpn / span) - first;
    const is = array.get(at);
    array.set(at, BOOT);
    return is < FIRST ? undefined : pfn(is - FIRST);
  }

  /** Forgets the pages of a region's tables: they are the boot's now. */
  reset(region: MapRegion): void {
    for (const { array } of this.#rows[region])
      for (const { index } of array.chunks())
        array.fill(index * array.chunkElements, (index + 1) * array.chunkElements, BOOT);
  }

  /** Tables of a region that have a page of the allocator. */
  count(region: MapRegion): number {
    let n = 0;
    for (const { array } of this.#rows[region])
      for (const { data } of array.chunks()) for (const is of data) if (is >= FIRST) n++;
    return n;
  }

  /** The page of the table at `base`: a page frame, `none` where memory was short, `boot` where memblock gave it. */
  at(level: number, base: number): Pfn | 'none' | 'boot' {
    for (const region of ['direct-map', 'vmemmap'] as const) {
      const { array, span, first, end } = this.#row(region, level);
      const table = Math.floor(base / span);
      const is = table < first || table >= end ? BOOT : array.get(table - first);
      if (is === NONE) return 'none';
      if (is !== BOOT) return this.#resolved().moved.get(`${region} ${level} ${table}`) ?? pfn(is - FIRST);
    }
    return 'boot';
  }

  /** The table in a page frame. Costs as much as there are such tables, once after every change. */
  in(page: Pfn): TableKey | undefined {
    return this.#resolved().byPfn.get(page);
  }

  /** Where two tables were given one page frame of a pageblock, whose pages the allocator only counts, one moves to the next. */
  #resolved(): Resolved {
    const version = this.#version();
    if (this.#found?.version === version) return this.#found;
    const byPfn = new Map<number, TableKey>();
    const moved = new Map<string, Pfn>();
    for (const region of ['direct-map', 'vmemmap'] as const)
      for (const [level, row] of this.#rows[region].entries()) {
        for (const { index, data } of row.array.chunks()) {
          const from = index * row.array.chunkElements;
          for (let i = 0; i < data.length; i++) {
            const is = data[i] ?? 0;
            if (is < FIRST) continue;
            const table = row.first + from + i;
            const page = this.#vacant(byPfn, is - FIRST);
            if (page !== is - FIRST) moved.set(`${region} ${level} ${table}`, pfn(page));
            byPfn.set(page, { region, level, base: table * row.span });
          }
        }
      }
    return (this.#found = { version, byPfn, moved });
  }

  #vacant(taken: ReadonlyMap<number, unknown>, wanted: number): number {
    if (!taken.has(wanted)) return wanted;
    const n = this.#framesOfBlock;
    const block = Math.floor(wanted / n) * n;
    for (let i = 1; i < n; i++) {
      const at = block + ((wanted - block + i) % n);
      if (!taken.has(at)) return at;
    }
    return wanted;
  }

  #version(): number {
    let latest = 0;
    for (const region of ['direct-map', 'vmemmap'] as const)
      for (const { array } of this.#rows[region])
        for (const { version } of array.chunks()) latest = Math.max(latest, version);
    return latest;
  }
}

/** Who holds which pages: runs under a tag, in the order in which they were got. */
import type { Cell, Store } from '../state/store.ts';
import { pfn } from '../units.ts';
import type { PfnRange } from '../units.ts';
import type { Extent, OwnerKind } from './types.ts';

/** Everything one tag holds. Within a pageblock only the count is exact: which of its pages are whose is not modelled. */
export interface Holding {
  readonly kind: OwnerKind;
  /** As the screen says it: "page cache", "kernel image". */
  readonly name: string;
  /** log2 pages of the pieces it was asked in. */
  readonly order: number;
  readonly pages: number;
  readonly runs: readonly Extent[];
}

const MOVABLE_KINDS: ReadonlySet<OwnerKind> = new Set<OwnerKind>(['anon', 'pagecache', 'pinned', 'hugetlb']);
/** Pages on an LRU list or migratable huge pages: isolation lets them pass. Pinned ones pass too, but never move. */
export const isMovableKind = (kind: OwnerKind): boolean => MOVABLE_KINDS.has(kind);

/** The holdings of one machine. */
export class Holdings {
  readonly #all: Cell<ReadonlyMap<string, Holding>>;

  constructor(store: Store) {
    this.#all = store.cell<ReadonlyMap<string, Holding>>('pages.holdings', new Map());
  }
  get all(): ReadonlyMap<string, Holding> {
    return this.#all.value;
  }
  get version(): number {
    return this.#all.version;
  }
  clear(): void {
    this.#all.value = new Map();
  }
  get(tag: string): Holding | undefined {
    return this.#all.value.get(tag);
  }
  set(tag: string, holding: Holding | undefined): void {
    const next = new Map(this.#all.value);
    if (holding === undefined || holding.pages === 0) next.delete(tag);
    else next.set(tag, holding);
    this.#all.value = next;
  }
  /** Adds runs under a tag. */
  add(
    tag: string,
    what: { readonly kind: OwnerKind; readonly name: string; readonly order: number },
    runs: readonly Extent[],
  ): void {
    if (runs.length === 0) return;
    const had = this.get(tag);
    const merged = had === undefined ? [] : had.runs.slice();
    let pages = had?.pages ?? 0;
    for (const run of runs) {
      pages += run.pages;
      append(merged, run);
    }
    this.set(tag, { kind: what.kind, name: what.name, order: what.order, pages, runs: merged });
  }
}

/** Appends a run, joined with the last one where it continues it. */
export function append(runs: Extent[], run: Extent): void {
  const last = runs.at(-1);
  if (
    last !== undefined &&
    last.pfn + last.pages === run.pfn &&
    last.zone.nid === run.zone.nid &&
    last.zone.zone === run.zone.zone
  ) {
    runs[runs.length - 1] = { pfn: last.pfn, pages: last.pages + run.pages, zone: last.zone };
  } else runs.push(run);
}

/** The part of a run inside a range; undefined when they do not touch. */
export function clip(run: Extent, range: PfnRange): Extent | undefined {
  const start = Math.max(run.pfn, range.start);
  const end = Math.min(run.pfn + run.pages, range.end);
  return start >= end
    ? undefined
    : start === run.pfn && end === run.pfn + run.pages
      ? run
      : { pfn: pfn(start), pages: end - start, zone: run.zone };
}

/** Cuts runs at multiples of `pages`. */
export function split(runs: readonly Extent[], pages: number): Extent[] {
  const out: Extent[] = [];
  for (const run of runs) {
    for (let at = run.pfn as number; at < run.pfn + run.pages;) {
      const end = Math.min(run.pfn + run.pages, (Math.floor(at / pages) + 1) * pages);
      out.push({ pfn: pfn(at), pages: end - at, zone: run.zone });
      at = end;
    }
  }
  return out;
}

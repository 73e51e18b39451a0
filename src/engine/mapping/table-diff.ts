/** What differs between two states of one machine's page tables. */
import type { MapContext } from './context.ts';
import { tableId } from './empty.ts';
import type { NodeOf } from './place.ts';
import { placeOf } from './place.ts';
import type { ChangeSpan, EntryChange, TableChange, TableChanges } from './table-views.ts';
import type { PageTree } from './tree.ts';
import { isLeaf, isSlot, isTable } from './tree.ts';
import type { MapRegion } from './types.ts';

/** Changes that one answer lists; what is beyond is counted only. */
const MOST = 2000;
const REGIONS: readonly MapRegion[] = ['direct-map', 'vmemmap'];

const textOf = (tree: PageTree, v: number): string => (isLeaf(v) ? tree.attributeText(v) : '');

/** Whether two entries of `level`, each in its own tree, refer to the same. */
export function deepEqual(a: PageTree, v: number, b: PageTree, w: number, level: number): boolean {
  if (v === 0 || w === 0) return v === w;
  if (isLeaf(v) || isLeaf(w)) return isLeaf(v) && isLeaf(w) && textOf(a, v) === textOf(b, w);
  // numbers of attributes may differ between two states: a uniform table is compared by what it holds
  if (!isSlot(v) && !isSlot(w))
    return v >>> 16 === w >>> 16 && a.attributeText(v & 0xffff) === b.attributeText(w & 0xffff);
  const { entries } = a.level(level + 1);
  for (let i = 0; i < entries; i++) if (!deepEqual(a, a.child(v, i), b, b.child(w, i), level + 1)) return false;
  return true;
}

type Mark = EntryChange['mark'];

/** Collects runs of changes. */
class Collector {
  readonly entries: EntryChange[] = [];
  readonly tables: TableChange[] = [];
  readonly leaves: Record<Mark, number> = { added: 0, freed: 0, split: 0, joined: 0, changed: 0 };
  allocated = 0;
  freed = 0;
  readonly #before: MapContext;
  readonly #now: MapContext;
  readonly #nodes: { readonly before: NodeOf; readonly now: NodeOf };

  constructor(before: MapContext, now: MapContext, nodes: { readonly before: NodeOf; readonly now: NodeOf }) {
    this.#before = before;
    this.#now = now;
    this.#nodes = nodes;
  }

  entry(
    region: MapRegion,
    level: number,
    from: number,
    count: number,
    mark: Mark,
    before: string,
    after: string,
  ): void {
    this.leaves[mark] += count;
    const { span } = this.#now.tree.level(level);
    const start = this.#now.va(from);
    const end = BigInt(start) + BigInt(count * span) * BigInt(this.#now.k.sizes.pageBytes);
    const last = this.entries.at(-1);
    if (
      last?.end === start &&
      last.level === level &&
      last.mark === mark &&
      last.before === before &&
      last.after === after &&
      last.region === region
    )
      this.entries[this.entries.length - 1] = { ...last, end, entries: last.entries + count };
    else if (this.entries.length < MOST)
      this.entries.push({ region, level, start, end, entries: count, mark, before, after });
  }

  table(region: MapRegion, level: number, base: number, change: TableChange['change']): void {
    if (change === 'allocated') this.allocated++;
    else this.freed++;
    if (this.tables.length >= MOST) return;
    const fresh = change === 'allocated';
    const c = fresh ? this.#now : this.#before;
    this.tables.push({
      table: { level, va: c.va(base) },
      id: tableId(c.tree, level, base),
      level: c.tree.level(level).name,
      region,
      change,
      place: placeOf(c, level, base, fresh ? this.#nodes.now : this.#nodes.before),
    });
  }
}

/** Counts and lists what lines did. */
export function tableChanges(
  before: MapContext,
  now: MapContext,
  nodes: { readonly before: NodeOf; readonly now: NodeOf },
  span: ChangeSpan,
): TableChanges {
  const out = new Collector(before, now, nodes);
  const [a, b] = [before.tree, now.tree];

  /** A whole subtree that came or went. */
  const whole = (
    tree: PageTree,
    v: number,
    level: number,
    base: number,
    range: { readonly from: number; readonly to: number },
    region: MapRegion,
    came: boolean,
  ): void => {
    if (v === 0) return;
    if (isLeaf(v)) {
      const text = textOf(tree, v);
      out.entry(region, level, base, 1, came ? 'added' : 'freed', came ? '' : text, came ? text : '');
      return;
    }
    out.table(region, level + 1, base, came ? 'allocated' : 'freed');
    const child = tree.level(level + 1);
    const first = Math.max(0, Math.floor((range.from - base) / child.span));
    const last = Math.min(child.entries, Math.ceil((range.to - base) / child.span));
    // a uniform table of leaves is one run
    if (!isSlot(v) && v >>> 16 === 1) {
      const text = tree.attributeText(v & 0xffff);
      if ((v & 0xffff) !== 0)
        out.entry(
          region,
          level + 1,
          base + first * child.span,
          last - first,
          came ? 'added' : 'freed',
          came ? '' : text,
          came ? text : '',
        );
      return;
    }
    for (let i = first; i < last; i++)
      whole(tree, tree.child(v, i), level + 1, base + i * child.span, range, region, came);
  };

  const compare = (
    v: number,
    w: number,
    level: number,
    base: number,
    range: { readonly from: number; readonly to: number },
    region: MapRegion,
  ): void => {
    if (v === 0) return whole(b, w, level, base, range, region, true);
    if (w === 0) return whole(a, v, level, base, range, region, false);
    const [before1, after1] = [textOf(a, v), textOf(b, w)];
    if (isLeaf(v) && isLeaf(w)) {
      if (before1 !== after1) out.entry(region, level, base, 1, 'changed', before1, after1);
      return;
    }
    if (isLeaf(v) || isLeaf(w)) {
      out.entry(region, level, base, 1, isLeaf(v) ? 'split' : 'joined', before1, after1);
      const tree = isLeaf(v) ? b : a;
      tablesOnly(tree, isLeaf(v) ? w : v, level, base, region, isLeaf(v));
      return;
    }
    if (!isSlot(v) && !isSlot(w) && deepEqual(a, v, b, w, level)) return;
    const child = a.level(level + 1);
    const first = Math.max(0, Math.floor((range.from - base) / child.span));
    for (let i = first; i < child.entries && base + i * child.span < range.to; i++)
      compare(a.child(v, i), b.child(w, i), level + 1, base + i * child.span, range, region);
  };

  /** Tables that a split made, or that joining gave back; their leaves are the old leaf in pieces. */
  const tablesOnly = (
    tree: PageTree,
    v: number,
    level: number,
    base: number,
    region: MapRegion,
    came: boolean,
  ): void => {
    if (!isTable(v)) return;
    out.table(region, level + 1, base, came ? 'allocated' : 'freed');
    const child = tree.level(level + 1);
    if (!isSlot(v) && v >>> 16 === 1) return;
    for (let i = 0; i < child.entries; i++)
      tablesOnly(tree, tree.child(v, i), level + 1, base + i * child.span, region, came);
  };

  for (const region of REGIONS) {
    const range = now.regionRange(region);
    const { span: top } = b.level(0);
    for (let i = Math.floor(range.from / top); i * top < range.to; i++)
      compare(a.top(i), b.top(i), 0, i * top, range, region);
  }
  return {
    span,
    entries: out.entries,
    tables: out.tables,
    counts: { allocated: out.allocated, freed: out.freed, leaves: out.leaves },
  };
}

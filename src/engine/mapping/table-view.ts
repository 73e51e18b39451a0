/** One table, entry by entry, as the screen shows it. */
import { addressSpace } from '../arch/areas.ts';
import { bytes } from '../units.ts';
import { isUsable } from './attributes.ts';
import type { MapContext } from './context.ts';
import { tableId } from './empty.ts';
import type { NodeOf } from './place.ts';
import { isOrphan, isReserved, placeOf, tableBase, tableRegion } from './place.ts';
import { deepEqual } from './table-diff.ts';
import type { ChangeSpan, TableRef, TableView } from './table-views.ts';
import { ENTRY, MARK } from './table-views.ts';
import { isLeaf, isTable, SHARED } from './tree.ts';
import { leafPhys } from './walk.ts';

type Read = (index: number) => number;
const NOTHING: Read = () => 0;

/**
 * A table now, marked with what changed since `before`. One that is gone is shown as it was. Undefined: it is neither
 * here now nor was it there before.
 */
export function tableView(
  c: MapContext,
  ref: TableRef,
  nodeOf: NodeOf,
  before: { readonly c: MapContext; readonly nodeOf: NodeOf; readonly span: ChangeSpan } | undefined,
): TableView | undefined {
  const { tree } = c;
  const { level } = ref;
  const base = tableBase(c, level, ref.va);
  const now = tree.table(base, level);
  const was = before?.c.tree.table(base, level);
  const gone = now === undefined;
  if (gone && was === undefined) return undefined;
  const shown = gone && before !== undefined ? before.c : c;
  const read = now ?? was ?? NOTHING;
  const { name, entries, span, shift } = tree.level(level);
  const parentBase = level === 0 ? 0 : tableBase(c, level - 1, c.va(base));
  const texts = new Texts();
  const { ends, names } = areasOf(c);
  let area = 0;
  const view = {
    kinds: new Uint8Array(entries),
    attributes: new Uint16Array(entries),
    phys: new Float64Array(entries),
    area: new Uint8Array(entries),
    marks: new Uint8Array(entries),
  };
  const shared: number[] = [];
  let own = 0;
  const partial: { index: number; used: ReturnType<typeof bytes> }[] = [];
  for (let i = 0; i < entries; i++) {
    const v = read(i);
    const vpn = base + i * span;
    const text = isLeaf(v) ? shown.tree.attributeText(v) : '';
    view.kinds[i] = kindOf(c, v, text);
    view.attributes[i] = texts.index(text);
    // tails that share the memory of the page before them point to it
    if (isLeaf(v) && (v & SHARED) !== 0) shared.push(i);
    else own = i;
    view.phys[i] = isLeaf(v) && (v & SHARED) !== 0 ? (view.phys[own] ?? Number.NaN) : targetOf(shown, v, level, vpn);
    while (vpn >= (ends[area] ?? Number.POSITIVE_INFINITY)) area++;
    view.area[i] = area;
    if (before !== undefined) view.marks[i] = markOf(c, now?.(i) ?? 0, before.c, was?.(i) ?? 0, level);
    const parts = isLeaf(v) ? shown.partialLeaves.value.get(vpn) : undefined;
    if (parts !== undefined) partial.push({ index: i, used: bytes(parts.reduce((sum, [a, b]) => sum + b - a, 0)) });
  }
  return {
    table: { level, va: c.va(base) },
    id: tableId(tree, level, base),
    level: name,
    entries,
    entryBytes: bytes(2 ** shift),
    region: tableRegion(c, level, base),
    gone,
    fresh: before !== undefined && was === undefined && !gone,
    place: placeOf(shown, level, base, gone && before !== undefined ? before.nodeOf : nodeOf),
    reserved: isReserved(c, level),
    orphan: !gone && level > 0 && isOrphan(c, level, base, tree.entryAt(base, level - 1) ?? 0),
    parent:
      level === 0
        ? undefined
        : {
            table: { level: level - 1, va: c.va(parentBase) },
            index: Math.floor((base - parentBase) / tree.level(level - 1).span),
          },
    ...view,
    texts: texts.all,
    areas: names,
    partial,
    shared,
    since: before?.span,
  };
}

/** Texts numbered as they come; the empty one is 0. */
class Texts {
  readonly all: string[] = [''];
  index(text: string): number {
    const known = this.all.indexOf(text);
    return known >= 0 ? known : this.all.push(text) - 1;
  }
}

function kindOf(c: MapContext, v: number, text: string): number {
  if (v === 0) return ENTRY.none;
  if (isTable(v)) return ENTRY.table;
  if (!isUsable(c.geometry.arch, text)) return ENTRY.invalid;
  return c.geometry.arch === 'arm64' && text.includes('CON') ? ENTRY.contiguous : ENTRY.leaf;
}

function targetOf(c: MapContext, v: number, level: number, vpn: number): number {
  if (v === 0) return Number.NaN;
  if (isLeaf(v)) return leafPhys(c, vpn, level) ?? Number.NaN;
  const at = c.tablePages.at(level + 1, vpn);
  return typeof at === 'string' ? Number.NaN : at * c.k.sizes.pageBytes;
}

/** What became of an entry. */
export function markOf(now: MapContext, v: number, before: MapContext, was: number, level: number): number {
  if (was === 0) return v === 0 ? MARK.same : MARK.added;
  if (v === 0) return MARK.freed;
  if (isLeaf(was)) {
    if (isTable(v)) return MARK.split;
    return before.tree.attributeText(was) === now.tree.attributeText(v) &&
      now.tree.plain(was) - was === now.tree.plain(v) - v
      ? MARK.same
      : MARK.changed;
  }
  if (isLeaf(v)) return MARK.joined;
  return deepEqual(before.tree, was, now.tree, v, level) ? MARK.same : MARK.below;
}

interface Space {
  readonly names: readonly string[];
  /** Tree position at which each area ends. */
  readonly ends: readonly number[];
}
const spaces = new WeakMap<object, Space>();
/** The parts of the address space as tree positions; what no table of the tree covers ends where the tree begins. */
function areasOf(c: MapContext): Space {
  let known = spaces.get(c.geometry);
  if (known === undefined) {
    const areas = addressSpace(c.geometry);
    const { span, entries } = c.tree.level(0);
    const user = c.geometry.arch === 'arm64' ? 0 : (span * entries) / 2;
    const ends = areas.map((a) => (a.kind === 'user' || a.kind === 'non-canonical' ? user : c.vpn(a.end - 1n) + 1));
    spaces.set(c.geometry, (known = { ends, names: areas.map((a) => a.name) }));
  }
  return known;
}

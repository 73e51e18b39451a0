/** The table pages of a machine, listed and summed. Equal tables in a row are counted, not visited. */
import { bytes } from '../units.ts';
import type { Pfn } from '../units.ts';
import type { MapContext } from './context.ts';
import { mapsNothing, tableId } from './empty.ts';
import type { NodeOf } from './place.ts';
import { isOrphan, isReserved, placeOf } from './place.ts';
import type { LevelName, TableList, TableRow, TableSum } from './table-views.ts';
import { isSlot, isTable } from './tree.ts';
import type { MapRegion } from './types.ts';

/** Which tables. */
export interface TableFilter {
  readonly region?: MapRegion | undefined;
  readonly level?: LevelName | undefined;
  readonly from?: bigint | undefined;
  readonly to?: bigint | undefined;
  readonly orphans?: boolean | undefined;
  readonly offset: number;
  readonly limit: number;
}

interface Sum {
  tables: number;
  reserved: number;
  orphans: number;
}

/** Lists the tables below the top one. */
export function tableList(c: MapContext, filter: TableFilter, nodeOf: NodeOf): TableList {
  const { tree } = c;
  const rows: TableRow[] = [];
  const sums: TableSum[] = [];
  let seen = 0;
  const wanted = (level: number): boolean => filter.level === undefined || tree.level(level).name === filter.level;
  for (const region of ['direct-map', 'vmemmap'] as const) {
    if (filter.region !== undefined && filter.region !== region) continue;
    const whole = c.regionRange(region);
    const from = filter.from === undefined ? whole.from : Math.max(whole.from, clampVpn(c, filter.from));
    const to = filter.to === undefined ? whole.to : Math.min(whole.to, clampVpn(c, filter.to - 1n) + 1);
    const perLevel: Sum[] = tree.levels.map(() => ({ tables: 0, reserved: 0, orphans: 0 }));
    const sum = (level: number): Sum => perLevel[level] ?? { tables: 0, reserved: 0, orphans: 0 };

    const visit = (v: number, level: number, base: number): void => {
      if (!isTable(v)) return;
      const at = level + 1;
      const nothing = mapsNothing(tree, v, level);
      const orphan = nothing && isOrphan(c, at, base, v);
      if (wanted(at) && (filter.orphans !== true || orphan)) {
        const s = sum(at);
        s.tables++;
        if (orphan) s.orphans++;
        if (isReserved(c, at)) s.reserved++;
        if (seen >= filter.offset && rows.length < filter.limit)
          rows.push(rowOf(c, region, at, base, v, orphan, nodeOf));
        seen++;
      }
      const { span, entries } = tree.level(at);
      const first = Math.max(0, Math.floor((from - base) / span));
      const last = Math.min(entries, Math.ceil((to - base) / span));
      if (isSlot(v)) {
        for (let i = first; i < last; i++) visit(tree.child(v, i), at, base + i * span);
        return;
      }
      const depth = v >>> 16;
      if (depth === 1) return;
      // every table below is like every other: those that nobody asked to see are counted
      const skippable = nothing ? 0 : tablesBelow(c, at, depth - 1, wanted);
      for (let i = first; i < last; i++) {
        const full = base + i * span >= from && base + (i + 1) * span <= to;
        const hidden = filter.orphans === true || rows.length >= filter.limit || seen + skippable <= filter.offset;
        if (!nothing && full && hidden) {
          if (filter.orphans !== true) {
            // all the rest at once where no row can follow
            const many = rows.length >= filter.limit ? wholeBelow(base, i, span, last, to) : 1;
            addBelow(c, at, depth - 1, many, wanted, sum);
            seen += skippable * many;
            i += many - 1;
          }
          continue;
        }
        visit(tree.child(v, i), at, base + i * span);
      }
    };
    const top = tree.level(0);
    for (let i = Math.floor(from / top.span); i * top.span < to; i++) visit(tree.top(i), 0, i * top.span);
    for (const [level, s] of perLevel.entries())
      if (s.tables > 0)
        sums.push({ region, level: tree.level(level).name, ...s, bytes: bytes(s.tables * c.k.sizes.pageBytes) });
  }
  return { total: seen, rows, sums };
}

/** Entries from `i` on that lie wholly before `to`. */
const wholeBelow = (base: number, i: number, span: number, last: number, to: number): number =>
  Math.max(1, Math.min(last, Math.floor((to - base) / span)) - i);

/** An address in tree positions, outside ones at the nearest end. */
function clampVpn(c: MapContext, va: bigint): number {
  const top = c.tree.level(0);
  const start = c.va(0);
  return va < start ? 0 : Math.min(c.vpn(va), top.span * top.entries - 1);
}

/** Wanted tables in one entry of a table of `level` that holds uniform tables, `depth` of them one below the other. */
function tablesBelow(c: MapContext, level: number, depth: number, wanted: (level: number) => boolean): number {
  let n = 0;
  let tables = 1;
  for (let l = level + 1; l <= level + depth; l++) {
    if (wanted(l)) n += tables;
    tables *= c.tree.level(l).entries;
  }
  return n;
}
function addBelow(
  c: MapContext,
  level: number,
  depth: number,
  many: number,
  wanted: (level: number) => boolean,
  sum: (level: number) => Sum,
): void {
  let tables = many;
  for (let l = level + 1; l <= level + depth; l++) {
    if (wanted(l)) sum(l).tables += tables;
    tables *= c.tree.level(l).entries;
  }
}

function rowOf(
  c: MapContext,
  region: MapRegion,
  level: number,
  base: number,
  v: number,
  orphan: boolean,
  nodeOf: NodeOf,
): TableRow {
  const { tree, k } = c;
  const { name, entries, span } = tree.level(level);
  let used = 0;
  if (isSlot(v)) for (let i = 0; i < entries; i++) used += tree.child(v, i) === 0 ? 0 : 1;
  else used = tree.child(v, 0) === 0 ? 0 : entries;
  return {
    table: { level, va: c.va(base) },
    id: tableId(tree, level, base),
    level: name,
    region,
    spanBytes: bytes(span * entries * k.sizes.pageBytes),
    used,
    entries,
    place: placeOf(c, level, base, nodeOf),
    reserved: isReserved(c, level),
    orphan,
  };
}

/** The table that lies in a page frame; undefined: none that was taken after boot. */
export function tableAt(c: MapContext, page: Pfn, nodeOf: NodeOf): TableRow | undefined {
  const key = c.tablePages.in(page);
  if (key === undefined) return undefined;
  const v = c.tree.entryAt(key.base, key.level - 1);
  if (v === undefined || !isTable(v)) return undefined;
  return rowOf(c, key.region, key.level, key.base, v, isOrphan(c, key.level, key.base, v), nodeOf);
}

/** Where a table lies, whose it is, and whether anybody needs it. */
import { nodeId } from '../units.ts';
import type { Pfn } from '../units.ts';
import type { MapContext } from './context.ts';
import { mapsNothing, tableId } from './empty.ts';
import type { TablePlace } from './table-views.ts';
import type { MapRegion } from './types.ts';

/** Who knows the node of a page frame. */
export type NodeOf = (page: Pfn) => number | undefined;

/** The memory of the table of `level` at tree position `base`. */
export function placeOf(c: MapContext, level: number, base: number, nodeOf: NodeOf): TablePlace {
  if (level === 0) return { kind: 'image' };
  const at = c.tablePages.at(level, base);
  return typeof at === 'string' ? { kind: at } : { kind: 'page', pfn: at, node: nodeId(nodeOf(at) ?? 0) };
}

/** The region that a table's span belongs to; undefined: parts of both, or of neither. */
export function tableRegion(c: MapContext, level: number, base: number): MapRegion | undefined {
  const { span, entries } = c.tree.level(level);
  const end = base + span * entries;
  const touched = (['direct-map', 'vmemmap'] as const).filter((r) => {
    const { from, to } = c.regionRange(r);
    return base < to && from < end;
  });
  return touched.length === 1 ? touched[0] : undefined;
}

/** riscv64: a table below an entry of the top table, made at boot so that the entry never appears later. */
export const isReserved = (c: MapContext, level: number): boolean =>
  level === 1 && c.geometry.arch === 'riscv64' && c.options.preallocate;

/** Whether a table holds nothing, and was not so from the boot on. */
export function isOrphan(c: MapContext, level: number, base: number, v: number): boolean {
  if (level === 0 || isReserved(c, level) || !mapsNothing(c.tree, v, level - 1)) return false;
  const id = tableId(c.tree, level, base);
  return !c.bootEmpty['direct-map'].value.includes(id) && !c.bootEmpty.vmemmap.value.includes(id);
}

/** Where a table's span begins, for any address in it. */
export function tableBase(c: MapContext, level: number, va: bigint): number {
  const { span, entries } = c.tree.level(level);
  return level === 0 ? 0 : Math.floor(c.vpn(va) / (span * entries)) * span * entries;
}

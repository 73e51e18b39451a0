/**
 * Where in the page tables the one selection lies: for each of the two regions an address, how far it reaches, and on
 * which level a person chose an entry. The view keeps no selection of its own.
 *
 *   selection ──> page frames [start, end) ──> direct map  va = start of the map + pfn × page
 *                                          └─> vmemmap     va = start of the map + pfn × struct page
 */
import type { Geometry } from '../../engine/arch/geometry.ts';
import type { TableRef } from '../../engine/mapping/table-views.ts';
import type { MapRegion } from '../../engine/mapping/types.ts';
import { pfn, virtAddr } from '../../engine/units.ts';
import type { PfnRange } from '../../engine/units.ts';
import { pfnsOfVa } from '../../store/selection.ts';
import type { Selection } from '../../store/types.ts';

/** A place in the tables. */
export interface Cursor {
  readonly va: bigint;
  /** How far the selection reaches from there; 1: it is a place, not a range. */
  readonly bytes: bigint;
  /** Index in Geometry.levels of the entry that was chosen; undefined: wherever the walk ends. */
  readonly level: number | undefined;
}

/** The cursors of both regions, and the page frames they are about. */
export interface Cursors {
  readonly direct: Cursor | undefined;
  readonly vmemmap: Cursor | undefined;
  /** An address in neither region. */
  readonly elsewhere: Cursor | undefined;
  readonly range: PfnRange | undefined;
  /** The region whose own address was selected. */
  readonly own: MapRegion | undefined;
}

/** Index bits of a level. */
export const indexBits = (geometry: Pick<Geometry, 'levels'>, level: number): number =>
  Math.ceil(Math.log2(geometry.levels[level]?.entries ?? 1));

/** Which region an address lies in. */
export function regionOf(geometry: Geometry, va: bigint): MapRegion | undefined {
  const { directMap, vmemmap } = geometry;
  if (va >= directMap.start && va < directMap.end) return 'direct-map';
  return va >= vmemmap.start && va < vmemmap.end ? 'vmemmap' : undefined;
}

/** Where page frames, or their struct pages, are mapped. */
export function mappedAt(geometry: Geometry, range: PfnRange, region: MapRegion): { va: bigint; bytes: bigint } {
  const [start, base, size] =
    region === 'direct-map'
      ? [geometry.directMap.start, geometry.directMapPhysBase / 2 ** geometry.pageShift, 2 ** geometry.pageShift]
      : [geometry.vmemmap.start, geometry.vmemmapPfnBase, geometry.structPageBytes];
  return {
    va: start + (BigInt(range.start) - BigInt(base)) * BigInt(size),
    bytes: BigInt(range.end - range.start) * BigInt(size),
  };
}

/** The level of whose entries a range is exactly one. */
export function levelOfBytes(geometry: Pick<Geometry, 'levels'>, va: bigint, bytes: bigint): number | undefined {
  const level = geometry.levels.findIndex((l) => 1n << BigInt(l.shift) === bytes);
  return level >= 0 && va % bytes === 0n ? level : undefined;
}

/** Where a selection lies. `range`: the page frames it covers, where it is no address. */
export function cursorsOf(geometry: Geometry, selection: Selection, range: PfnRange | undefined): Cursors {
  if (selection.kind === 'va') {
    const own = regionOf(geometry, selection.va);
    const bytes = BigInt(selection.bytes ?? 1);
    const level = selection.bytes === undefined ? undefined : levelOfBytes(geometry, selection.va, bytes);
    const cursor: Cursor = { va: selection.va, bytes, level };
    const pages = pfnsOfVa(geometry, selection.va, selection.bytes ?? 1);
    // an entry may begin before its region does (arm64: vmalloc and vmemmap share a table)
    const of = own ?? (pages === undefined ? undefined : regionOf(geometry, firstOf(geometry, selection.va, bytes)));
    if (pages === undefined || of === undefined)
      return { direct: undefined, vmemmap: undefined, elsewhere: cursor, range: undefined, own: undefined };
    const other = (region: MapRegion): Cursor => ({ ...mappedAt(geometry, pages, region), level: undefined });
    return {
      direct: of === 'direct-map' ? cursor : other('direct-map'),
      vmemmap: of === 'vmemmap' ? cursor : other('vmemmap'),
      elsewhere: undefined,
      range: pages,
      own: of,
    };
  }
  if (range === undefined)
    return { direct: undefined, vmemmap: undefined, elsewhere: undefined, range: undefined, own: undefined };
  const at = (region: MapRegion): Cursor => ({ ...mappedAt(geometry, range, region), level: undefined });
  return { direct: at('direct-map'), vmemmap: at('vmemmap'), elsewhere: undefined, range, own: undefined };
}

/** First address of a range that lies in a region. */
function firstOf(geometry: Geometry, va: bigint, bytes: bigint): bigint {
  for (const { start, end } of [geometry.directMap, geometry.vmemmap])
    if (start < va + bytes && va < end) return va > start ? va : start;
  return va;
}

/**
 * Whether the hardware can translate an address at all: the bits above the indices repeat the highest index bit; on arm64
 * they choose one of two trees, and the index below them is free.
 */
export function isCanonical(geometry: Pick<Geometry, 'arch' | 'levels'>, va: bigint): boolean {
  const top = geometry.levels[0];
  if (top === undefined) return false;
  const used = top.shift + indexBits(geometry, 0);
  if (geometry.arch !== 'arm64') return BigInt.asUintN(64, BigInt.asIntN(used, va)) === va;
  const sign = va >> BigInt(used);
  return sign === 0n || sign === (1n << BigInt(64 - used)) - 1n;
}

/** The index of the entry that an address selects on a level. */
export function indexAt(geometry: Pick<Geometry, 'levels'>, level: number, va: bigint): number {
  const { shift = 0 } = geometry.levels[level] ?? {};
  return Number((va >> BigInt(shift)) & ((1n << BigInt(indexBits(geometry, level))) - 1n));
}

/**
 * The first address that a table spans which an address passes on a level. Of the top table: the lowest address of the
 * kernel's half where arm64 has a tree of its own for it, 0 where one table serves both halves.
 */
export function tableStart(geometry: Pick<Geometry, 'arch' | 'levels'>, level: number, va: bigint): bigint {
  const bits = BigInt((geometry.levels[level]?.shift ?? 0) + indexBits(geometry, level));
  if (level === 0 && geometry.arch !== 'arm64') return 0n;
  return (va >> bits) << bits;
}

/** The table that an address passes on a level. */
export const tableRef = (geometry: Pick<Geometry, 'arch' | 'levels'>, level: number, va: bigint): TableRef => ({
  level,
  va: virtAddr(tableStart(geometry, level, va)),
});

/** The first address of an entry of a table; of the top table's upper half, with the sign bits set. */
export function entryStart(
  geometry: Pick<Geometry, 'arch' | 'levels'>,
  level: number,
  start: bigint,
  index: number,
): bigint {
  const shift = BigInt(geometry.levels[level]?.shift ?? 0);
  const va = start + (BigInt(index) << shift);
  if (level > 0 || geometry.arch === 'arm64') return va;
  const used = shift + BigInt(indexBits(geometry, 0));
  return BigInt.asUintN(64, BigInt.asIntN(Number(used), va));
}

/** Which entries of a table a range of addresses touches: [from, to); undefined: none. */
export function entriesIn(
  geometry: Pick<Geometry, 'arch' | 'levels'>,
  level: number,
  start: bigint,
  entries: number,
  va: bigint,
  bytes: bigint,
): { readonly from: number; readonly to: number } | undefined {
  const shift = BigInt(geometry.levels[level]?.shift ?? 0);
  // the top table of x86 and riscv: addresses of the upper half without their sign bits
  const low =
    level === 0 && geometry.arch !== 'arm64' ? BigInt.asUintN(Number(shift) + indexBits(geometry, 0), va) : va - start;
  const first = low >> shift;
  const last = (low + bytes - 1n) >> shift;
  const from = first < 0n ? 0n : first;
  const to = last + 1n > BigInt(entries) ? BigInt(entries) : last + 1n;
  return from < to ? { from: Number(from), to: Number(to) } : undefined;
}

/** The selection of one entry. */
export function selectEntry(
  geometry: Pick<Geometry, 'arch' | 'levels'>,
  level: number,
  start: bigint,
  index: number,
): Selection {
  return {
    kind: 'va',
    va: entryStart(geometry, level, start, index),
    bytes: 2 ** (geometry.levels[level]?.shift ?? 0),
  };
}

/** The page frames of the selection where it is no address, as one span. */
export const spanOf = (ranges: readonly PfnRange[]): PfnRange | undefined => {
  const [first] = ranges;
  return first === undefined ? undefined : { start: first.start, end: pfn(ranges.at(-1)?.end ?? first.end) };
};

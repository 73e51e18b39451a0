/**
 * A walk of one virtual address through the tables, level by level.
 */
import type { Bytes, VirtAddr } from '../units.ts';
import { bytes } from '../units.ts';
import { isUsable } from './attributes.ts';
import type { MapContext } from './context.ts';
import { isLeaf, isTable } from './tree.ts';
import type { EntryKind, MapRegion, Walk, WalkLevel } from './types.ts';

const kindOf = (v: number): EntryKind => (v === 0 ? 'empty' : isTable(v) ? 'table' : 'leaf');
const STRIP: Readonly<Record<EntryKind, number>> = { empty: 0, table: 1, leaf: 2 };

/** The region an address belongs to; undefined outside the direct map and the vmemmap. */
export function regionOf(c: MapContext, va: VirtAddr): MapRegion | undefined {
  const { directMap, vmemmap } = c.geometry;
  if (va >= directMap.start && va < directMap.end) return 'direct-map';
  return va >= vmemmap.start && va < vmemmap.end ? 'vmemmap' : undefined;
}

/**
 * Walks a kernel address.
 * @throws RangeError for an address in neither region.
 */
export function walk(c: MapContext, va: VirtAddr): Walk {
  const region = regionOf(c, va);
  if (region === undefined)
    throw new RangeError(`0x${va.toString(16)} is neither in the direct map nor in the vmemmap`);
  const vpn = c.vpn(va);
  const levels: WalkLevel[] = [];
  let parent = 0;
  let leafBytes: Bytes | undefined;
  for (const [l, { name, entries, shift, span }] of c.tree.levels.entries()) {
    const read = (i: number): number => (l === 0 ? c.tree.top(i) : c.tree.child(parent, i));
    const index = Math.floor(vpn / span) % entries;
    const v = read(index);
    const kind = kindOf(v);
    levels.push({
      level: name,
      // one table a level and span: the number stays the same as long as the table exists
      table: l === 0 ? 0 : Math.floor(vpn / (span * entries)) * 8 + l,
      index,
      entries,
      shift,
      kind,
      attributes: isLeaf(v) ? c.tree.attributeText(v) : '',
      strip: Uint8Array.from({ length: entries }, (_, i) => STRIP[kindOf(read(i))]),
    });
    if (kind === 'leaf' && isUsable(c.geometry.arch, c.tree.attributeText(v))) leafBytes = bytes(2 ** shift);
    if (kind !== 'table') break;
    parent = v;
  }
  return {
    va,
    region,
    levels,
    leafBytes,
    phys: leafBytes === undefined ? undefined : physOf(c, region, vpn, va, leafBytes),
  };
}

/** Physical address of the memory behind the leaf of `level` at a tree position; undefined where nobody knows. */
export function leafPhys(c: MapContext, vpn: number, level: number): number | undefined {
  const { from, to } = c.regionRange('direct-map');
  if (vpn >= from && vpn < to) return c.directPfn(vpn) * c.k.sizes.pageBytes;
  const vmemmap = c.regionRange('vmemmap');
  if (vpn < vmemmap.from || vpn >= vmemmap.to) return undefined;
  const block = c.memory.memmapAt?.(c.vmemmapPfn(vpn));
  if (block !== undefined) return block * c.k.sizes.pageBytes;
  return c.tree.level(level).span > 1 ? c.getVmemmapPhys(vpn) : undefined;
}

function physOf(c: MapContext, region: MapRegion, vpn: number, va: VirtAddr, leaf: Bytes): number | undefined {
  const { pageBytes } = c.k.sizes;
  if (region === 'direct-map') return c.directPfn(vpn) * pageBytes + Number(va & BigInt(pageBytes - 1));
  const first = Math.floor(vpn / (leaf / pageBytes)) * (leaf / pageBytes);
  const block = c.memory.memmapPfn?.(c.vmemmapPfn(first));
  const start = block === undefined ? (leaf > pageBytes ? c.getVmemmapPhys(first) : undefined) : block * pageBytes;
  return start === undefined ? undefined : start + Number(va & BigInt(leaf - 1));
}

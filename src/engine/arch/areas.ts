/**
 * The whole address space of a kernel, part by part: what an address is that lies in neither the direct map nor the
 * vmemmap (Documentation/arch/x86/x86_64/mm.rst, arch/arm64/mm/ptdump.c and arch/riscv/mm/ptdump.c name the parts).
 */
import * as words from '#words/addresses.ts';
import { virtAddr } from '../units.ts';
import type { VirtAddr } from '../units.ts';
import type { Geometry } from './geometry.ts';

/** A part of the address space, [start, end); the end may be 2^64. */
export interface Area {
  readonly name: string;
  readonly start: VirtAddr;
  readonly end: bigint;
  /** user: of processes; canonical: no address at all; hole: the kernel uses none of it. */
  readonly kind: 'user' | 'non-canonical' | 'hole' | 'direct-map' | 'vmemmap' | 'kernel';
}

const TOP = 1n << 64n;
const MIB = 1n << 20n;
const GIB = 1n << 30n;

type Named = readonly [name: string, start: bigint, end: bigint];

/** Bits of an address that the tables resolve. */
const reach = (g: Geometry): number => {
  const top = g.levels[0];
  return top === undefined ? 0 : top.shift + Math.log2(top.entries);
};

/** Areas of the kernel besides the direct map and the vmemmap, in no order. */
function others(g: Geometry): Named[] {
  const vmalloc: Named = ['vmalloc', g.vmalloc.start, g.vmalloc.end];
  const kasan: Named[] = g.kasan === undefined ? [] : [[words.kasanShadow, g.kasan.start, g.kasan.end]];
  switch (g.arch) {
    case 'x86_64': {
      const five = g.levels.length === 5;
      const guard = five ? 0xff00000000000000n : 0xffff800000000000n;
      const ldt = five ? 0xff10000000000000n : 0xffff880000000000n;
      return [
        [words.guardHole, guard, ldt],
        [words.ldtRemap, ldt, g.directMap.start],
        vmalloc,
        ...kasan,
        [words.cpuEntryAreas, 0xfffffe0000000000n, 0xfffffe8000000000n],
        [words.espFixupStacks, 0xffffff0000000000n, 0xffffff8000000000n],
        [words.efiRuntimeServices, 0xffffffef00000000n, 0xffffffff00000000n],
        [words.kernelImage, 0xffffffff80000000n, 0xffffffffa0000000n],
        [words.modules, 0xffffffffa0000000n, 0xffffffffff000000n],
        ['fixmap', 0xffffffffff000000n, 0xffffffffff600000n],
        [words.vsyscallPage, 0xffffffffff600000n, 0xffffffffff601000n],
      ];
    }
    case 'arm64': {
      const modules = g.vmalloc.start - 2n * GIB;
      const io = g.vmemmap.end + 8n * MIB;
      return [
        ...kasan,
        [words.modules, modules, g.vmalloc.start],
        vmalloc,
        [words.pciIo, io, io + 16n * MIB],
        ['fixmap', TOP - 24n * MIB, TOP - 8n * MIB],
      ];
    }
    case 'riscv64': {
      const io = g.vmemmap.start - 16n * MIB;
      return [
        ['fixmap', io - 6n * MIB, io],
        [words.pciIo, io, g.vmemmap.start],
        vmalloc,
        ...kasan,
        [words.modulesAndBpf, TOP - 4n * GIB, TOP - 2n * GIB],
        [words.kernelImage, TOP - 2n * GIB, TOP],
      ];
    }
  }
}

/** Every part of the address space, in order and without gaps. */
export function addressSpace(g: Geometry): readonly Area[] {
  const bits = BigInt(reach(g));
  // arm64 has a table for each half; the others share one between both
  const half = g.arch === 'arm64' ? bits : bits - 1n;
  const user = 1n << half;
  const kernel = TOP - (1n << half);
  const known: Area[] = [
    { name: words.directMap, kind: 'direct-map', start: g.directMap.start, end: g.directMap.end },
    { name: words.vmemmap, kind: 'vmemmap', start: g.vmemmap.start, end: g.vmemmap.end },
    ...others(g).map(([name, start, end]): Area => ({ name, kind: 'kernel', start: virtAddr(start), end })),
  ];
  const out: Area[] = [
    { name: words.userSpace, kind: 'user', start: virtAddr(0n), end: user },
    { name: words.nonCanonical, kind: 'non-canonical', start: virtAddr(user), end: kernel },
  ];
  let at = kernel;
  const hole = (end: bigint): void => {
    if (end > at) out.push({ name: words.hole, kind: 'hole', start: virtAddr(at), end });
  };
  for (const area of known.toSorted((a, b) => (a.start < b.start ? -1 : 1))) {
    hole(area.start);
    out.push(area);
    at = area.end;
  }
  hole(TOP);
  return out;
}

/** The part an address lies in. */
export function areaOf(areas: readonly Area[], va: bigint): Area | undefined {
  return areas.find((a) => a.start <= va && va < a.end);
}

/** Why no walk begins at an address outside the direct map and the vmemmap, as a sentence. */
export function whyNoWalk(area: Area | undefined, va: bigint): string {
  const address = va.toString(16);
  if (area === undefined) return words.noAddressOf64Bits(address);
  switch (area.kind) {
    case 'user':
      return words.addressOfUserSpace(address);
    case 'non-canonical':
      return words.noCanonicalAddress(address);
    case 'hole':
      return words.liesInHole(address, area.end - area.start);
    case 'kernel':
      return words.liesInArea(address, area.name);
    case 'direct-map':
    case 'vmemmap':
      return words.liesIn(address, area.name);
  }
}

/**
 * What memory costs in page tables, as arithmetic: for a geometry, a leaf policy, a size and a place, the tables of every
 * level, the leaves, and the struct pages. The engine's counts confirm it (engine/mapping/cost.test.ts).
 *
 *   a table of level l is needed for every span of it that holds a leaf of level l or below:
 *   tables(l) = spans of l touched by the parts of the range whose leaves are that small
 */
import * as words from '#words/table-cost.ts';
import type { Geometry, TableLevel } from './geometry.ts';

/** Which leaves the kernel may use in the direct map and the vmemmap. */
export interface LeafPolicy {
  /** x86: 2M pages (PSE). */
  readonly pse: boolean;
  /** x86: 1G pages in the direct map. */
  readonly gbpages: boolean;
  /** Base pages only in the direct map. */
  readonly debugPagealloc: boolean;
  /** arm64, rodata=full: base pages only in the direct map. */
  readonly rodataFull: boolean;
}

/** What the kernels here start with: a CPU with 1G pages, and arm64's rodata=full. */
export const USUAL_LEAVES: LeafPolicy = { pse: true, gbpages: true, debugPagealloc: false, rodataFull: true };

/** Leaves of one size in one region. */
export interface LeafCount {
  readonly level: TableLevel['name'];
  /** arm64: entries of contiguous runs. */
  readonly contiguous: boolean;
  readonly leafBytes: number;
  readonly count: number;
}
export interface TableCount {
  readonly level: TableLevel['name'];
  readonly tables: number;
  /** Of those, tables that span addresses outside the range, too: other memory may have them already. */
  readonly edges: number;
}
/** What a region costs. */
export interface RegionCost {
  readonly leaves: readonly LeafCount[];
  /** Levels below the top one, highest first; those that need none are left out. */
  readonly tables: readonly TableCount[];
  readonly tablePages: number;
  readonly tableBytes: number;
}
export interface MemoryCost {
  readonly direct: RegionCost;
  readonly vmemmap: RegionCost;
  /** Bytes of struct page. */
  readonly structPageBytes: number;
  /** Tables and struct pages together. */
  readonly bytes: number;
  /** All of it as a share of the memory, in thousandths. */
  readonly perMille: number;
}

interface Unit {
  readonly pages: number;
  readonly level: number;
  readonly contiguous: boolean;
}
interface Part {
  readonly from: number;
  readonly to: number;
  readonly unit: Unit;
}

/** Entries of arm64's contiguous runs by log2 of the page size: PTEs, PMDs (arch/arm64/include/asm/pgtable-hwdef.h). */
const CONTIGUOUS: Readonly<Record<number, readonly [pte: number, pmd: number]>> = {
  12: [16, 16],
  14: [128, 32],
  16: [32, 32],
};

const spanOf = (g: Geometry, level: number): number => 2 ** ((g.levels[level]?.shift ?? g.pageShift) - g.pageShift);

/** Leaf sizes of the direct map, largest first. `shift`: pages by which physical and virtual addresses differ. */
function directUnits(g: Geometry, p: LeafPolicy, shift: number): Unit[] {
  const pte = g.levels.length - 1;
  const page: Unit = { pages: 1, level: pte, contiguous: false };
  const unit = (level: number): Unit => ({ pages: spanOf(g, level), level, contiguous: false });
  const baseOnly = p.debugPagealloc || (g.arch === 'x86_64' && !p.pse) || (g.arch === 'arm64' && p.rodataFull);
  if (baseOnly) return [page];
  const large = g.levels.map((_, level) => level).filter((level) => level < pte && g.levels[level]?.leaf === true);
  switch (g.arch) {
    case 'x86_64':
      return [...large.filter((level) => level === pte - 1 || p.gbpages).map(unit), page];
    case 'riscv64':
      return [...large.map(unit).filter((u) => shift % u.pages === 0), page];
    case 'arm64': {
      const [ptes, pmds] = CONTIGUOUS[g.pageShift] ?? [1, 1];
      const pmd = unit(pte - 1);
      return [
        ...large.filter((level) => level < pte - 1).map(unit),
        { ...pmd, pages: pmd.pages * pmds, contiguous: true },
        pmd,
        { ...page, pages: ptes, contiguous: true },
        page,
      ];
    }
  }
}

/** Cuts [from, to): the largest unit in the middle, where it is aligned; smaller ones before and behind. */
function cut(from: number, to: number, units: readonly Unit[]): Part[] {
  const [unit, ...smaller] = units;
  if (unit === undefined || from >= to) return [];
  const first = Math.ceil(from / unit.pages) * unit.pages;
  const last = Math.floor(to / unit.pages) * unit.pages;
  if (first >= last) return cut(from, to, smaller);
  return [...cut(from, first, smaller), { from: first, to: last, unit }, ...cut(last, to, smaller)];
}

/**
 * Sums up parts in ascending order. Tables below the top one that are there from boot on do not count: riscv64's are all
 * made at boot, and on the others the last entry leads to kernel image and fixmap.
 */
function costOf(g: Geometry, parts: readonly Part[]): RegionCost {
  const preallocated = g.arch === 'riscv64';
  const lastTop = (g.levels[0]?.entries ?? 1) - 1;
  const leaves: LeafCount[] = [];
  for (const { from, to, unit } of parts) {
    const span = spanOf(g, unit.level);
    const level = g.levels[unit.level]?.name ?? 'PTE';
    const at = leaves.findIndex((l) => l.level === level && l.contiguous === unit.contiguous);
    const was = leaves[at];
    const count = (to - from) / span;
    if (was === undefined)
      leaves.push({ level, contiguous: unit.contiguous, leafBytes: span * 2 ** g.pageShift, count });
    else leaves[at] = { ...was, count: was.count + count };
  }
  const [start, end] = [parts[0]?.from ?? 0, parts.at(-1)?.to ?? 0];
  const tables: TableCount[] = [];
  for (let level = preallocated ? 2 : 1; level < g.levels.length; level++) {
    const span = spanOf(g, level) * (g.levels[level]?.entries ?? 1);
    let count = 0;
    let edges = 0;
    let counted = -1;
    for (const { from, to, unit } of parts) {
      if (unit.level < level) continue;
      const first = Math.max(Math.floor(from / span), counted + 1);
      const end1 = Math.floor((to - 1) / span);
      const last = level === 1 ? Math.min(end1, lastTop - 1) : end1;
      for (const edge of new Set([first, last]))
        if (edge > counted && edge <= last && (edge * span < start || (edge + 1) * span > end)) edges++;
      count += Math.max(0, last - first + 1);
      counted = Math.max(counted, last);
    }
    if (count > 0) tables.push({ level: g.levels[level]?.name ?? 'PTE', tables: count, edges });
  }
  const tablePages = tables.reduce((sum, t) => sum + t.tables, 0);
  return { leaves, tables, tablePages, tableBytes: tablePages * 2 ** g.pageShift };
}

/** Position of an address in units of pages from the lowest that the top table covers. */
function positionOf(g: Geometry, va: bigint): number {
  const top = g.levels[0];
  const bits = top === undefined ? 64 : top.shift + Math.log2(top.entries);
  return Number(BigInt.asUintN(bits, va) >> BigInt(g.pageShift));
}

/**
 * What mapping [base, base + bytes) costs where nothing is mapped yet: every table below the top one, except those that
 * riscv64 made at boot. Other memory nearby may have some of the tables at the edges already.
 * @param base physical address and size in bytes, both multiples of a page
 */
export function memoryCost(g: Geometry, base: number, bytes: number, policy: LeafPolicy = USUAL_LEAVES): MemoryCost {
  const pageBytes = 2 ** g.pageShift;
  const pages = bytes / pageBytes;
  const first = base / pageBytes;
  const shift = positionOf(g, g.directMap.start) - g.directMapPhysBase / pageBytes;
  const direct = costOf(g, cut(first + shift, first + shift + pages, directUnits(g, policy, shift)));

  const pte = g.levels.length - 1;
  const large = g.pageShift === 12 && (g.arch !== 'x86_64' || policy.pse);
  const unit: Unit = large
    ? { pages: spanOf(g, pte - 1), level: pte - 1, contiguous: false }
    : { pages: 1, level: pte, contiguous: false };
  const start = positionOf(g, g.vmemmap.start);
  const at = (p: number): number => start + ((p - g.vmemmapPfnBase) * g.structPageBytes) / pageBytes;
  const part: Part = {
    from: Math.floor(at(first) / unit.pages) * unit.pages,
    to: Math.ceil(at(first + pages) / unit.pages) * unit.pages,
    unit,
  };
  const vmemmap = costOf(g, pages > 0 ? [part] : []);
  const structPageBytes = pages > 0 ? (part.to - part.from) * pageBytes : 0;
  const all = direct.tableBytes + vmemmap.tableBytes + structPageBytes;
  return { direct, vmemmap, structPageBytes, bytes: all, perMille: bytes === 0 ? 0 : (all / bytes) * 1000 };
}

/** A figure that the threads name, and the arithmetic behind it. */
export interface WorstCase {
  readonly what: string;
  /** As the thread has it. */
  readonly said: string;
  readonly arch: Geometry['arch'];
  readonly region: 'direct' | 'vmemmap';
  readonly bytes: number;
  readonly policy: LeafPolicy;
}
const GIB = 2 ** 30;
const PAGES_ONLY: LeafPolicy = { pse: false, gbpages: false, debugPagealloc: true, rodataFull: true };
/** The estimates of arm64's hot-remove discussion of September 2019, for 4K pages. */
export const WORST_CASES: readonly WorstCase[] = [
  {
    what: words.linearMapTables,
    said: words.linearMapEstimate,
    arch: 'arm64',
    region: 'direct',
    bytes: GIB,
    policy: PAGES_ONLY,
  },
  {
    what: words.vmemmapTables,
    said: words.vmemmapEstimate,
    arch: 'x86_64',
    region: 'vmemmap',
    bytes: 64 * GIB,
    policy: PAGES_ONLY,
  },
];

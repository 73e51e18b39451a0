/**
 * The geometry of each architecture's kernel address space, as data.
 *
 *   x86_64   direct map … vmalloc … vmemmap … (kasan) … CPU entry area
 *   arm64    linear map | (kasan) modules, vmalloc … vmemmap … PCI I/O, fixmap
 *   riscv64  fixmap, PCI I/O, vmemmap | vmalloc … | linear map | (kasan) modules, kernel
 */
import { virtAddr } from '../units.ts';
import type { Arch, Geometry, TableLevel, VirtualRegion } from './geometry.ts';

/** What has to be known about a machine to derive its geometry. */
export interface GeometryInput {
  readonly arch: Arch;
  /** Bytes of a base page. */
  readonly pageSize: number;
  /** Levels of page tables the kernel uses at run time. */
  readonly levels: number;
  /** Bits of a virtual address: 48, 57 (x86); 48, 52 (arm64); 39, 48, 57 (riscv64). */
  readonly vaBits: number;
  readonly maxPhysmemBits: number;
  /** SECTION_SIZE_BITS; the architecture's own where left out. */
  readonly sectionSizeBits?: number;
  /** Lowest physical address described as memory (memblock_start_of_DRAM); ignored on x86. */
  readonly physBase?: number;
  /** CONFIG_PAGE_EXTENSION: struct mem_section is 32 bytes instead of 16. */
  readonly pageExtension?: boolean;
  /** sizeof(struct page); 64 unless a debug option changes it. */
  readonly structPageBytes?: number;
  /** MAX_PAGE_ORDER where the configuration moved it (arm64 ARCH_FORCE_MAX_ORDER). */
  readonly maxOrder?: number;
  /** CONFIG_KASAN (generic): a shadow of an eighth of the address space; on arm64 it ends the linear map. */
  readonly kasan?: boolean;
  /** pageblock_order is MAX_PAGE_ORDER without huge pages. */
  readonly hugePages?: boolean;
}

const TOP = 1n << 64n;
const region = (start: bigint, bytes: bigint): VirtualRegion => ({
  start: virtAddr(start),
  end: virtAddr(start + bytes),
});
const between = (start: bigint, end: bigint): VirtualRegion => ({ start: virtAddr(start), end: virtAddr(end) });
const TIB = 1n << 40n;

/** Combinations that recordings of real kernels confirm: architecture, page size, bits of an address. */
const VERIFIED: ReadonlySet<string> = new Set([
  'x86_64 4096 48',
  'x86_64 4096 57',
  'arm64 4096 48',
  'arm64 65536 48',
  'riscv64 4096 48',
  'riscv64 4096 57',
]);

interface Areas {
  readonly directMap: VirtualRegion;
  readonly vmemmap: VirtualRegion;
  readonly vmalloc: VirtualRegion;
}

/** arch/x86/include/asm/pgtable_64_types.h, without KASLR. */
const X86: Readonly<Record<number, Areas>> = {
  4: {
    directMap: region(0xffff888000000000n, 64n * TIB),
    vmalloc: region(0xffffc90000000000n, 32n * TIB),
    vmemmap: region(0xffffea0000000000n, TIB),
  },
  5: {
    directMap: region(0xff11000000000000n, 1n << 55n),
    vmalloc: region(0xffa0000000000000n, 12800n * TIB),
    vmemmap: region(0xffd4000000000000n, 1n << 49n),
  },
};

/** arch/riscv/include/asm/pgtable.h, page.h and kasan.h; by bits of a virtual address. */
const RISCV: Readonly<Record<number, Areas>> = {
  39: {
    directMap: between(0xffffffd600000000n, 0xfffffff700000000n),
    vmalloc: region(0xffffffc600000000n, 1n << 36n),
    vmemmap: region(0xffffffc500000000n, 1n << 32n),
  },
  48: {
    directMap: between(0xffffaf8000000000n, 0xffffef8000000000n),
    vmalloc: region(0xffff8f8000000000n, 32n * TIB),
    vmemmap: region(0xffff8d8000000000n, 2n * TIB),
  },
  57: {
    directMap: between(0xff60000000000000n, 0xffdf000000000000n),
    vmalloc: region(0xff20000000000000n, 1n << 54n),
    vmemmap: region(0xff1c000000000000n, 1n << 50n),
  },
};

/** VA_BITS_MIN: a 52-bit arm64 kernel keeps its image where a 48-bit (16K pages: 47-bit) one has it. */
const minimumBits = (vaBits: number, pageShift: number): number =>
  vaBits > 48 ? (pageShift === 14 ? 47 : 48) : vaBits;

/** Generic KASAN's shadow, a byte for eight (arch/…/include/asm/kasan.h, CONFIG_KASAN_SHADOW_OFFSET of arm64). */
function kasanShadow({ arch, vaBits, levels }: GeometryInput, pageShift: number): VirtualRegion {
  switch (arch) {
    case 'x86_64':
      return between(levels === 5 ? 0xffdf000000000000n : 0xffffec0000000000n, 0xfffffc0000000000n);
    case 'arm64': {
      // the shadow of the last address ends where the image's part of the address space begins
      const end = TOP - (1n << BigInt(minimumBits(vaBits, pageShift) - 1));
      return region(end - (1n << BigInt(vaBits - 3)), 1n << BigInt(vaBits - 3));
    }
    case 'riscv64': {
      const end = TOP - (4n << 30n);
      const pgd = BigInt(pageShift + 9 * (levels - 1));
      return between(((end - (1n << BigInt(vaBits - 4))) >> pgd) << pgd, end);
    }
  }
}

/** arch/arm64/include/asm/memory.h: the vmemmap covers every page of the linear map and ends 1 GiB below the top. */
function arm64Areas(
  vaBits: number,
  pageShift: number,
  structPageBytes: number,
  kasan: VirtualRegion | undefined,
): Areas {
  const pageOffset = TOP - (1n << BigInt(vaBits));
  const pageEnd = TOP - (1n << BigInt(minimumBits(vaBits, pageShift) - 1));
  const vmemmapEnd = TOP - (1n << 30n);
  const vmemmapStart = vmemmapEnd - ((pageEnd - pageOffset) >> BigInt(pageShift)) * BigInt(structPageBytes);
  return {
    // the shadow begins where the linear map ends
    directMap: between(pageOffset, kasan?.start ?? pageEnd),
    vmemmap: between(vmemmapStart, vmemmapEnd),
    vmalloc: between(pageEnd + (1n << 31n), vmemmapStart - (1n << 23n)),
  };
}

const LEVEL_NAMES = ['PTE', 'PMD', 'PUD', 'P4D', 'PGD'] as const;

/** The levels in use, topmost first; the top one is called PGD whatever it folds. */
function levelsOf(input: GeometryInput, pageShift: number): TableLevel[] {
  const perTable = input.pageSize / 8;
  const bits = Math.log2(perTable);
  const out: TableLevel[] = [];
  for (let at = input.levels - 1; at >= 0; at--) {
    const shift = pageShift + at * bits;
    const top = at === input.levels - 1;
    out.push({
      name: top ? 'PGD' : (LEVEL_NAMES[at] ?? 'PGD'),
      shift,
      entries: top && input.arch === 'arm64' ? 2 ** (input.vaBits - shift) : perTable,
      leaf: leafAt(input, pageShift, at, top),
    });
  }
  return out;
}

/** Whether an entry `at` levels above the PTEs may map memory itself (page-tables.md 1: leaf sizes). */
function leafAt(input: GeometryInput, pageShift: number, at: number, top: boolean): boolean {
  if (at <= 1) return true;
  if (top) return false;
  if (at === 2) return input.arch !== 'arm64' || pageShift === 12;
  return input.arch === 'riscv64';
}

/** ARM64_MEMSTART_ALIGN: what memstart_addr is rounded down to. */
const MEMSTART_SHIFT: Readonly<Record<number, number>> = { 12: 30, 14: 30, 16: 29 };
/** MAX_PAGE_ORDER and HUGETLB_PAGE_ORDER by log2 of the page size. */
const MAX_ORDER: Readonly<Record<number, number>> = { 12: 10, 14: 11, 16: 13 };
const HUGE_ORDER: Readonly<Record<number, number>> = { 12: 9, 14: 11, 16: 13 };

/**
 * The geometry of a machine.
 * @throws RangeError where the architecture has no such combination of page size, levels and address bits.
 */
export function geometryFor(input: GeometryInput): Geometry {
  const pageShift = Math.log2(input.pageSize);
  const sizes = input.arch === 'arm64' ? [12, 14, 16] : [12];
  if (!sizes.includes(pageShift)) throw new RangeError(`${input.arch} has no pages of ${input.pageSize} bytes`);
  const structPageBytes = input.structPageBytes ?? 64;
  const sectionShift = input.sectionSizeBits ?? (pageShift === 16 ? 29 : 27);
  const kasan = input.kasan === true ? kasanShadow(input, pageShift) : undefined;
  const areas = areasOf(input, pageShift, structPageBytes, kasan);
  const base = input.physBase ?? 0;
  const down = (shift: number): number => Math.floor(base / 2 ** shift) * 2 ** shift;
  const mapBase = {
    x86_64: 0,
    arm64: down(Math.max(MEMSTART_SHIFT[pageShift] ?? 30, sectionShift)),
    riscv64: down(21),
  }[input.arch];
  const vmemmapBase = { x86_64: 0, arm64: mapBase, riscv64: down(sectionShift) }[input.arch];
  const maxOrder = input.maxOrder ?? MAX_ORDER[pageShift] ?? 10;
  return {
    arch: input.arch,
    pageShift,
    sectionShift,
    subsectionShift: 21,
    pageblockOrder: input.hugePages === false ? maxOrder : Math.min(HUGE_ORDER[pageShift] ?? 9, maxOrder),
    maxOrder,
    maxPhysmemBits: input.maxPhysmemBits,
    levels: levelsOf(input, pageShift),
    ...areas,
    kasan,
    directMapPhysBase: mapBase,
    vmemmapPfnBase: vmemmapBase / input.pageSize,
    structPageBytes,
    sectionsPerRoot: input.pageSize / (input.pageExtension === true ? 32 : 16),
    verified: VERIFIED.has(`${input.arch} ${input.pageSize} ${input.vaBits}`),
  };
}

function areasOf(
  input: GeometryInput,
  pageShift: number,
  structPageBytes: number,
  kasan: VirtualRegion | undefined,
): Areas {
  const areas = {
    x86_64: X86[input.levels],
    riscv64: RISCV[input.vaBits],
    arm64: arm64Areas(input.vaBits, pageShift, structPageBytes, kasan),
  }[input.arch];
  const perLevel = pageShift - 3;
  const vaPossible = {
    x86_64: input.vaBits === 48 || input.vaBits === 57,
    arm64: [39, 42, 47, 48, 52].includes(input.vaBits),
    riscv64: areas !== undefined,
  }[input.arch];
  // x86 and riscv fill whole tables; arm64's top table holds what is left of the address
  const reach = pageShift + perLevel * input.levels;
  const fits =
    input.arch === 'arm64' ? reach >= input.vaBits && reach - perLevel < input.vaBits : reach === input.vaBits;
  if (areas === undefined || !vaPossible || !fits)
    throw new RangeError(
      `${input.arch} has no ${input.levels} levels with ${input.vaBits}-bit addresses and ${input.pageSize}-byte pages`,
    );
  return areas;
}

/**
 * What the kernel keeps of boot memory: memblock's reservations, taken from the top of memory as the boot takes them, so
 * that every zone's managed pages follow. Small things nobody can know from outside are one modelled lump.
 */
import type { Arch, Geometry } from '../../engine/arch/geometry.ts';
import { sizesOf } from '../../engine/arch/geometry.ts';
import { GiB, KiB, MiB, alignDown, alignUp } from '../../engine/units.ts';
import { common, without } from './platform.ts';
import type { Affinity, Platform, Span } from './platform.ts';
import type { BootQuestion } from './question.ts';
import type { BootZone } from './zones.ts';

/** Bounce buffers for devices that reach 4 GiB only. */
const SWIOTLB = 64 * MiB;
/** struct pglist_data and what it brings, of every possible node; struct mem_section_usage of every section. Bytes. */
const NODE_DATA = 0x2ac0;
const SECTION_USAGE = 56;

/**
 * What else a boot keeps, in pages: a CPU's per-CPU area; at the top of memory (early logs, tables of sizes that grow with
 * nothing seen here); in the first node's. Not derived: what the recorded boots of 6.12.117 have left when everything
 * above is accounted for.
 */
interface Unknown {
  readonly perCpu: number;
  readonly top: number;
  readonly first: number;
}
const UNKNOWN: Readonly<Record<Arch, Readonly<Record<number, Unknown>>>> = {
  x86_64: { 12: { perCpu: 53, top: 197, first: 10 } },
  arm64: {
    12: { perCpu: 28, top: 191, first: 22 },
    14: { perCpu: 14, top: 48, first: 8 },
    16: { perCpu: 10, top: 9, first: 6 },
  },
  riscv64: { 12: { perCpu: 23, top: 205, first: 6 } },
};

/** Size of the initrd by architecture and page size: it is in no command line; these are of the recorded boots. */
const INITRD: Readonly<Record<Arch, Readonly<Record<number, number>>>> = {
  x86_64: { 4096: 5084 * KiB },
  arm64: { 4096: 5416 * KiB, 65536: 5376 * KiB },
  riscv64: { 4096: 6140 * KiB },
};

/** What is freed at the end of the boot: the initrd, and the kernel's init code. x86's loader puts the initrd at the end of low RAM; elsewhere it lies beside the image. */
export function freedLate(q: BootQuestion, p: Platform): readonly Span[] {
  const size = INITRD[q.arch][q.kernel.page_size] ?? 5 * MiB;
  const below = q.arch === 'x86_64' ? p.memory.findLast((m) => m.start < 4 * GiB) : undefined;
  // above the image where there is no room below it
  const beside = p.image.all.start - size < (p.memory[0]?.start ?? 0) ? p.image.all.end + size : p.image.all.start;
  const end = below?.end ?? beside;
  const initrd = { start: end - size, end };
  return [...p.image.freed, ...(q.qemu.argv.includes('-initrd') ? [initrd] : [])];
}

/** Memory that stays reserved, and where the memmap of each node begins. */
export interface Reservations {
  readonly reserved: readonly Span[];
  readonly memmapAt: ReadonlyMap<number, number>;
}

class Memblock {
  readonly reserved: Span[] = [];
  readonly #p: Platform;
  /** In use while the boot allocates, and free afterwards. */
  readonly #late: readonly Span[];
  constructor(p: Platform, late: readonly Span[]) {
    this.#p = p;
    this.#late = late;
    this.reserved.push(...p.nomap);
  }
  hold(span: Span): void {
    this.reserved.push(span);
  }
  /** Takes memory as high as it goes; in pieces where no gap is large enough. Answers where the (last) piece begins. */
  take(
    bytes: number,
    align: number,
    where: { readonly node?: number; readonly below?: number } = {},
  ): number | undefined {
    const limit = { start: 0, end: where.below ?? Number.MAX_SAFE_INTEGER };
    const candidates = this.#p.memory.flatMap((m) =>
      where.node === undefined || m.node === where.node ? (common(m, limit) ?? []) : [],
    );
    const free = without(candidates, [...this.reserved, ...this.#late]).toReversed();
    const found = free
      .map((f) => alignDown(f.end - bytes, align))
      .find((start, i) => start >= (free[i]?.start ?? Number.POSITIVE_INFINITY));
    if (found !== undefined) {
      this.hold({ start: found, end: found + bytes });
      return found;
    }
    let left = bytes;
    let at: number | undefined;
    for (const f of free) {
      if (left <= 0) break;
      at = Math.max(f.start, f.end - left);
      left -= f.end - at;
      this.hold({ start: at, end: f.end });
    }
    return at;
  }
}

/** Entries of the dentry and inode hash tables are allocated at boot only where one node has all memory (alloc_large_system_hash). */
function hashBytes(pages: number, pageBytes: number, scale: number): number {
  let shift = scale;
  for (let adapt = (64 * GiB) / pageBytes; adapt < pages; adapt *= 4) shift++;
  const bits = shift - Math.log2(pageBytes);
  return 2 ** Math.ceil(Math.log2(Math.max(1, bits >= 0 ? pages / 2 ** bits : pages * 2 ** -bits))) * 8;
}

/** Numbers of the sections that hold memory, in runs; a section belongs to the first node that has memory in it. */
export function sectionRuns(memory: readonly Affinity[], sectionBytes: number): readonly Affinity[] {
  const out: Affinity[] = [];
  for (const m of memory) {
    const start = Math.max(Math.floor(m.start / sectionBytes), out.at(-1)?.end ?? 0);
    const end = Math.ceil(m.end / sectionBytes);
    if (end > start) out.push({ start, end, node: m.node });
  }
  return out;
}

/** Runs the boot's allocations in their order. */
export function reserve(p: Platform, g: Geometry, tables: number, late: readonly Span[]): Reservations {
  const { pageBytes, sectionBytes, pagesPerSection } = sizesOf(g);
  const m = new Memblock(p, late);
  const memoryEnd = p.memory.at(-1)?.end ?? 0;
  // x86 keeps everything below 1 MiB out of the page allocator
  if (g.arch === 'x86_64') m.hold({ start: 0, end: MiB });
  if (g.arch === 'riscv64') m.hold({ start: p.memory[0]?.start ?? 0, end: (p.memory[0]?.start ?? 0) + 512 * KiB });
  for (const part of without([p.image.all], p.image.freed)) m.hold(part);
  if (tables > 0) m.take(tables * pageBytes, pageBytes);
  const unknown = UNKNOWN[g.arch][g.pageShift] ?? { perCpu: 32, top: 192, first: 16 };
  const lastNode = p.memory.at(-1)?.node ?? 0;
  const firstNode = p.memory[0]?.node ?? 0;
  const roots = 2 ** (g.maxPhysmemBits - g.sectionShift) / g.sectionsPerRoot;
  m.take(unknown.top * pageBytes + alignUp(roots * 8, pageBytes), pageBytes);
  m.take(unknown.first * pageBytes, pageBytes, { node: firstNode, below: 4 * GiB });
  const hasMemory = (n: number): boolean => p.memory.some((x) => x.node === n);
  for (const n of p.topology.possible)
    m.take(alignUp(NODE_DATA, pageBytes), pageBytes, { node: hasMemory(n) ? n : lastNode });
  for (const n of p.topology.cpus) m.take(unknown.perCpu * pageBytes, pageBytes, { node: hasMemory(n) ? n : lastNode });
  const nodes = [...new Set(p.memory.map((x) => x.node))];
  const memmapAt = new Map<number, number>();
  const sections = sectionRuns(p.memory, sectionBytes);
  for (const node of nodes) {
    const count = sections.reduce((n, r) => n + (r.node === node ? r.end - r.start : 0), 0);
    m.take(alignUp(count * SECTION_USAGE, pageBytes), pageBytes, { node });
    const bytes = count * alignUp(pagesPerSection * g.structPageBytes, pageBytes);
    const at = m.take(
      bytes,
      Math.max(pageBytes, 2 ** (g.levels.find((l) => l.name === 'PMD')?.shift ?? 21) <= bytes ? 2 * MiB : pageBytes),
      { node },
    );
    if (at !== undefined) memmapAt.set(node, at);
  }
  const low = p.memory.some((x) => x.start < 4 * GiB);
  if (low && (g.arch === 'x86_64' ? p.maxPossible : memoryEnd) > 4 * GiB)
    m.take(SWIOTLB, pageBytes, { below: 4 * GiB });
  if (nodes.length === 1) {
    const pages = p.memory.reduce((sum, x) => sum + x.end - x.start, 0) / pageBytes;
    m.take(hashBytes(pages, pageBytes, 13), pageBytes);
    m.take(hashBytes(pages, pageBytes, 14), pageBytes);
  }
  return { reserved: m.reserved, memmapAt };
}

/** Bytes of a zone that the page allocator looks after. */
export function managedBytes(zone: BootZone, reserved: readonly Span[]): number {
  return without(zone.memory, reserved).reduce((sum, s) => sum + s.end - s.start, 0);
}

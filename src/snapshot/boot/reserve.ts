/**
 * What the kernel keeps of boot memory: memblock's reservations, taken from the top of memory as the boot takes them, so
 * that every zone's managed pages follow. Small things nobody can know from outside are one modelled lump.
 */
import type { Geometry } from '../../engine/arch/geometry.ts';
import { sizesOf } from '../../engine/arch/geometry.ts';
import { GiB, KiB, MiB, alignDown, alignUp } from '../../engine/units.ts';
import { common, without } from './platform.ts';
import type { Platform, Span } from './platform.ts';
import type { BootZone } from './zones.ts';

/** Bounce buffers for devices that reach 4 GiB only. */
const SWIOTLB = 64 * MiB;
/** Per-CPU areas, node data, early logs, section maps: what is left of 6.12 boots when everything else is accounted for. */
const LUMP = 1 * MiB;
const LUMP_OTHER_NODE = 128 * KiB;

/** Memory that stays reserved, and where the memmap of each node begins. */
export interface Reservations {
  readonly reserved: readonly Span[];
  readonly memmapAt: ReadonlyMap<number, number>;
}

class Memblock {
  readonly reserved: Span[] = [];
  readonly #p: Platform;
  constructor(p: Platform) {
    this.#p = p;
    this.reserved.push(...p.nomap);
  }
  hold(span: Span): void {
    this.reserved.push(span);
  }
  /** Takes memory as high as it goes; in pieces where no gap is large enough. Answers where the (last) piece begins. */
  take(bytes: number, align: number, where: { readonly node?: number; readonly below?: number } = {}): number | undefined {
    const limit = { start: 0, end: where.below ?? Number.MAX_SAFE_INTEGER };
    const candidates = this.#p.memory.flatMap((m) => (where.node === undefined || m.node === where.node ? (common(m, limit) ?? []) : []));
    const free = without(candidates, this.reserved).toReversed();
    const found = free.map((f) => alignDown(f.end - bytes, align)).find((start, i) => start >= (free[i]?.start ?? Number.POSITIVE_INFINITY));
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

/** Runs the boot's allocations in their order. */
export function reserve(p: Platform, g: Geometry, tables: number): Reservations {
  const { pageBytes, sectionBytes, pagesPerSection } = sizesOf(g);
  const m = new Memblock(p);
  const memoryEnd = p.memory.at(-1)?.end ?? 0;
  // x86 keeps everything below 1 MiB out of the page allocator
  if (g.arch === 'x86_64') m.hold({ start: 0, end: MiB });
  if (g.arch === 'riscv64') m.hold({ start: p.memory[0]?.start ?? 0, end: (p.memory[0]?.start ?? 0) + 512 * KiB });
  for (const part of without([p.image.all], p.image.freed)) m.hold(part);
  if (tables > 0) m.take(tables * pageBytes, pageBytes);
  const roots = 2 ** (g.maxPhysmemBits - g.sectionShift) / g.sectionsPerRoot;
  m.take(LUMP + alignUp(roots * 8, pageBytes), pageBytes);
  const nodes = [...new Set(p.memory.map((x) => x.node))];
  const memmapAt = new Map<number, number>();
  const done = new Set<number>();
  for (const node of nodes) {
    const sections = new Set<number>();
    for (const x of p.memory) {
      if (x.node !== node) continue;
      for (let s = Math.floor(x.start / sectionBytes); s < x.end / sectionBytes; s++) if (!done.has(s)) sections.add(s);
    }
    for (const s of sections) done.add(s);
    if (nodes.length > 1 && node !== p.memory.at(-1)?.node) m.take(LUMP_OTHER_NODE, pageBytes, { node });
    const bytes = sections.size * alignUp(pagesPerSection * g.structPageBytes, pageBytes);
    const at = m.take(bytes, Math.max(pageBytes, 2 ** (g.levels.find((l) => l.name === 'PMD')?.shift ?? 21) <= bytes ? 2 * MiB : pageBytes), { node });
    if (at !== undefined) memmapAt.set(node, at);
  }
  const low = p.memory.some((x) => x.start < 4 * GiB);
  if (low && (g.arch === 'x86_64' ? p.maxPossible : memoryEnd) > 4 * GiB) m.take(SWIOTLB, pageBytes, { below: 4 * GiB });
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

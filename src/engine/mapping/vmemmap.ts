/**
 * Filling the vmemmap: the generic code every architecture shares (mm/sparse-vmemmap.c).
 */
import type { Status } from '../kernel/errno.ts';
import type { NodeId, PfnRange } from '../units.ts';
import { alignUp } from '../units.ts';
import type { MapContext } from './context.ts';
import { isLeaf, SHARED } from './tree.ts';
import type { Altmap } from './types.ts';

/** Takes pages from an altmap; false when it has no aligned run left (altmap_alloc_block_buf). */
function altmapAlloc(c: MapContext, altmap: Altmap, pages: number, vpn: number): boolean {
  c.k.trace.leaf('altmap_alloc_block_buf');
  const next = altmap.basePfn + altmap.reserve + altmap.alloc + altmap.align;
  const align = alignUp(next, pages) - next;
  if (pages + align > altmap.free - altmap.alloc - altmap.align) return false;
  altmap.alloc += pages;
  altmap.align += align;
  c.setVmemmapPhys(vpn, (next + align) * c.k.sizes.pageBytes);
  return true;
}

/** Memory for one vmemmap leaf (vmemmap_alloc_block_buf). */
function allocBlockBuf(c: MapContext, vpn: number, pages: number, nid: NodeId, altmap: Altmap | undefined): boolean {
  const { trace } = c.k;
  trace.enter('vmemmap_alloc_block_buf');
  let done: boolean;
  if (altmap !== undefined) done = altmapAlloc(c, altmap, pages, vpn);
  else {
    trace.leaf('vmemmap_alloc_block');
    const forPfn = c.vmemmapPfn(vpn);
    done = c.memory.takeMemmap(nid, forPfn, pages, Math.log2(pages));
    const at = done ? c.memory.memmapPfn?.(forPfn) : undefined;
    if (!done) c.warnMemmap(Math.log2(pages));
    if (done) c.setVmemmapPhys(vpn, at === undefined ? undefined : at * c.k.sizes.pageBytes);
  }
  trace.leave('vmemmap_alloc_block_buf');
  return done;
}

/** Gives the memory behind one vmemmap leaf back: to the altmap's account, or to the page allocator. */
export function freeBlock(c: MapContext, vpn: number, pages: number, altmap: Altmap | undefined): void {
  if (altmap !== undefined) altmap.alloc -= pages;
  else c.memory.freeMemmap(c.vmemmapPfn(vpn), pages);
  c.setVmemmapPhys(vpn, undefined);
}

/** A table page for the vmemmap (vmemmap_alloc_block_zero). */
function vmemmapTable(c: MapContext, nid: NodeId): (level: number, vpn: number) => void {
  return (level, vpn) => {
    c.k.trace.enter('vmemmap_alloc_block_zero');
    c.k.trace.leaf('vmemmap_alloc_block');
    c.k.trace.leave('vmemmap_alloc_block_zero');
    c.takeVmemmapTable(nid, level, vpn);
  };
}

/** What an architecture does when a PMD leaf (fresh: made just now) gets a user: x86 keeps account of parts. */
export interface PmdUse {
  (vpn: number, range: PfnRange, fresh: boolean): void;
}

/**
 * Maps struct pages with PMD leaves (mm/sparse-vmemmap.c: vmemmap_populate_hugepages). Without an altmap a PMD that
 * gets no block is filled with base pages instead.
 * @returns ENOMEM when memory runs out; what was mapped until then stays.
 */
export function populateHugepages(
  c: MapContext,
  range: PfnRange,
  nid: NodeId,
  altmap: Altmap | undefined,
  account: PmdUse,
): Status {
  const { trace } = c.k;
  trace.enter('vmemmap_populate_hugepages');
  const { from, to } = c.vmemmapRange(range);
  const pmd = c.tree.levelOf('PMD');
  const { span } = c.tree.level(pmd);
  const attribute = c.leafAttribute('vmemmap', false);
  let status: Status;
  for (let at = from; at < to && status === undefined; at = Math.floor(at / span + 1) * span) {
    const base = Math.floor(at / span) * span;
    let basePages = false;
    const before = c.tree.entryAt(base, pmd) ?? 0;
    if (before === 0) {
      c.tree.map(base, base + span, pmd, attribute, {
        table: vmemmapTable(c, nid),
        leaf: () => {
          if (!allocBlockBuf(c, base, span, nid, altmap)) {
            if (altmap === undefined) basePages = true;
            else status = 'ENOMEM';
            return false;
          }
          trace.leaf('vmemmap_set_pmd');
          account(base, range, true);
          return true;
        },
      });
    } else {
      trace.leaf('vmemmap_check_pmd');
      if (isLeaf(before)) account(base, range, false);
      // arm64 and riscv take any PMD that is there for a mapping; x86 looks whether it is a leaf
      else basePages = c.geometry.arch === 'x86_64';
    }
    if (basePages) status = populateBasepages(c, at, Math.min(to, base + span), nid, altmap);
  }
  trace.leave('vmemmap_populate_hugepages');
  return status;
}

/** Maps [from, to) of the vmemmap with base pages (mm/sparse-vmemmap.c: vmemmap_populate_basepages). */
export function populateBasepages(
  c: MapContext,
  from: number,
  to: number,
  nid: NodeId,
  altmap: Altmap | undefined,
): Status {
  c.k.trace.enter('vmemmap_populate_basepages');
  const status = populateRange(c, from, to, nid, altmap, false);
  c.k.trace.leave('vmemmap_populate_basepages');
  return status;
}

function populateRange(
  c: MapContext,
  from: number,
  to: number,
  nid: NodeId,
  altmap: Altmap | undefined,
  reuse: boolean,
): Status {
  c.k.trace.enter('vmemmap_populate_range');
  let status: Status;
  for (let vpn = from; vpn < to && status === undefined; vpn++) status = populateAddress(c, vpn, nid, altmap, reuse);
  c.k.trace.leave('vmemmap_populate_range');
  return status;
}

/** One base page of the vmemmap; `reuse` maps memory that another address maps already. */
function populateAddress(c: MapContext, vpn: number, nid: NodeId, altmap: Altmap | undefined, reuse: boolean): Status {
  c.k.trace.enter('vmemmap_populate_address');
  let status: Status;
  const attribute = c.leafAttribute('vmemmap', true);
  c.tree.map(vpn, vpn + 1, c.tree.levels.length - 1, reuse ? attribute | SHARED : attribute, {
    table: vmemmapTable(c, nid),
    leaf: () => {
      if (!reuse && !allocBlockBuf(c, vpn, 1, nid, altmap)) {
        status = 'ENOMEM';
        return false;
      }
      if (!reuse && altmap === undefined) c.verifyNode(nid, vpn);
      return true;
    },
  });
  c.k.trace.leave('vmemmap_populate_address');
  return status;
}

/**
 * Maps the struct pages of compound device pages: the tail pages' share memory (vmemmap_populate_compound_pages).
 * @param pagesPerCompound pages of one compound page of the device
 * @param deviceStart first page frame of the device's range
 */
export function populateCompound(
  c: MapContext,
  range: PfnRange,
  nid: NodeId,
  pagesPerCompound: number,
  deviceStart: number,
): Status {
  const { trace, sizes } = c.k;
  trace.enter('vmemmap_populate_compound_pages');
  const { from, to } = c.vmemmapRange(range);
  let status: Status;
  // a section in the middle of a larger compound page reuses that page's tail
  if ((range.start - deviceStart) % pagesPerCompound !== 0 && pagesPerCompound > sizes.pagesPerSubsection)
    status = populateRange(c, from, to, nid, undefined, true);
  else {
    const piece = Math.min(to - from, (pagesPerCompound * c.geometry.structPageBytes) / sizes.pageBytes);
    for (let vpn = from; vpn < to && status === undefined; vpn += piece) {
      status =
        populateAddress(c, vpn, nid, undefined, false) ??
        populateAddress(c, vpn + 1, nid, undefined, false) ??
        populateRange(c, vpn + 2, vpn + piece, nid, undefined, true);
    }
  }
  trace.leave('vmemmap_populate_compound_pages');
  return status;
}

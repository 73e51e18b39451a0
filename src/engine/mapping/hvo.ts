/**
 * Hugetlb vmemmap optimization (mm/hugetlb_vmemmap.c): the struct pages of a huge page's tail share its first page of
 * memmap, read-only; the other pages of memmap are given back.
 *
 *   before   [head][1][2][3][4][5][6][7]      a 2 MiB page: 8 pages of memmap
 *   after    [head][· · · · · · · → head]     one stays, seven are free
 */
import type { Status } from '../kernel/errno.ts';
import type { NodeId, Pfn } from '../units.ts';
import { pfn } from '../units.ts';
import { readOnly } from './attributes.ts';
import type { MapContext } from './context.ts';
import { EMPTY_TABLE, SHARED, isLeaf } from './tree.ts';
import type { VpnRange } from './types.ts';

/** How entries of a shared tail print: read-only, but riscv64 has no PAGE_KERNEL_RO of its own and maps them like all others. */
function tailText(c: MapContext): string {
  const own = c.tree.attributeText(c.leafAttribute('vmemmap', true));
  return c.geometry.arch === 'riscv64' ? own : readOnly(c.geometry.arch, own);
}

/** Tree positions of a huge page's memmap; undefined where there is nothing to save or the architecture cannot. */
function memmapOf(c: MapContext, head: Pfn, pages: number): VpnRange | undefined {
  const size = c.geometry.structPageBytes;
  if (c.geometry.arch === 'arm64' || (size & (size - 1)) !== 0) return undefined;
  const range = c.vmemmapRange({ start: head, end: pfn(head + pages) });
  return range.to - range.from > 1 ? range : undefined;
}

/**
 * Frees the memmap of a huge page's tail (hugetlb_vmemmap_optimize_folio). 2M leaves are split first and stay split.
 * Whether the memmap is self-hosted, which forbids it, the caller knows.
 * @returns ENOTSUPP where the architecture or the page's size leaves nothing to free.
 */
export function optimizeHugetlb(c: MapContext, head: Pfn, pages: number, nid: NodeId): Status {
  const range = memmapOf(c, head, pages);
  if (range === undefined) return 'ENOTSUPP';
  c.k.trace.enter('hugetlb_vmemmap_optimize_folio', head);
  split(c, range, nid);
  const text = tailText(c);
  const shared = c.tree.attribute(text) | SHARED;
  let freed = 0;
  c.tree.rewrite(range.from + 1, range.to, c.tree.levels.length - 1, (v) => {
    if (!isLeaf(v) || (v & SHARED) !== 0) return v;
    freed++;
    return shared;
  });
  if (freed > 0) c.memory.freeMemmap(head, freed);
  c.k.trace.leave('hugetlb_vmemmap_optimize_folio');
  return undefined;
}

/**
 * Gives a huge page its whole memmap back, so that it can be freed (hugetlb_vmemmap_restore_folio).
 * @returns ENOMEM when there are no pages for it; the huge page then stays as it is.
 */
export function restoreHugetlb(c: MapContext, head: Pfn, pages: number, nid: NodeId): Status {
  const range = memmapOf(c, head, pages);
  if (range === undefined) return undefined;
  c.k.trace.enter('hugetlb_vmemmap_restore_folio', head);
  const pte = c.tree.levels.length - 1;
  let wanted = 0;
  c.tree.rewrite(range.from + 1, range.to, pte, (v) => {
    if (isLeaf(v) && (v & SHARED) !== 0) wanted++;
    return v;
  });
  let got = 0;
  while (got < wanted && c.memory.takeMemmap(nid, head, 1, 0)) got++;
  const status: Status = got < wanted ? 'ENOMEM' : undefined;
  if (status !== undefined) c.memory.freeMemmap(head, got);
  else {
    const own = c.leafAttribute('vmemmap', true);
    c.tree.rewrite(range.from + 1, range.to, pte, (v) => (isLeaf(v) && (v & SHARED) !== 0 ? own : v));
  }
  c.k.trace.leave('hugetlb_vmemmap_restore_folio');
  return status;
}

/**
 * Marks the memmap of a huge page's tail as shared where a dump shows it read-only.
 * @returns whether it is.
 */
export function adoptHugetlb(c: MapContext, head: Pfn, pages: number): boolean {
  const range = memmapOf(c, head, pages);
  if (range === undefined) return false;
  const text = tailText(c);
  const shared = c.tree.attribute(text);
  let found = 0;
  c.tree.rewrite(range.from + 1, range.to, c.tree.levels.length - 1, (v) => {
    if (!isLeaf(v) || c.tree.attributeText(v) !== text) return v;
    found++;
    return shared | SHARED;
  });
  return found === range.to - range.from - 1;
}

/** Turns the 2M leaves under a range into tables of base pages (vmemmap_split_pmd). */
function split(c: MapContext, { from, to }: VpnRange, nid: NodeId): void {
  const pmd = c.tree.levels.length - 2;
  const own = c.leafAttribute('vmemmap', true);
  c.tree.rewrite(from, to, pmd, (v, vpn) => {
    if (!isLeaf(v)) return v;
    c.k.trace.leaf('vmemmap_split_pmd');
    c.takeVmemmapTable(nid, pmd + 1, vpn);
    return EMPTY_TABLE | own;
  });
}

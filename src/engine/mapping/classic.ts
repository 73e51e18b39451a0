/**
 * Struct pages without a virtual memmap: every section has an array of its own in the direct map, or in the vmalloc area when
 * no block of that size is free (mm/sparse.c without SPARSEMEM_VMEMMAP).
 */
import type { Status } from '../kernel/errno.ts';
import type { NodeId, PfnRange } from '../units.ts';
import { pfn } from '../units.ts';
import type { MapContext } from './context.ts';

/** Pages that the struct pages of a range take. */
const memmapPages = (c: MapContext, { start, end }: PfnRange): number =>
  Math.ceil(((end - start) * c.geometry.structPageBytes) / c.k.sizes.pageBytes);

/**
 * Takes the struct pages of one whole section (mm/sparse.c: populate_section_memmap; mm/util.c: kvmalloc_node): one block,
 * else single pages.
 * @returns ENOMEM when neither is there; nothing stays taken then.
 */
export function populateClassic(c: MapContext, range: PfnRange, nid: NodeId): Status {
  const pages = memmapPages(c, range);
  if (c.memory.takeMemmap(nid, range.start, pages, Math.ceil(Math.log2(pages)))) return undefined;
  for (let taken = 0; taken < pages; taken++) {
    if (c.memory.takeMemmap(nid, range.start, 1, 0)) continue;
    c.memory.freeMemmap(range.start, taken);
    return 'ENOMEM';
  }
  return undefined;
}

/** Gives them back (mm/sparse.c: depopulate_section_memmap, free_map_bootmem). */
export function freeClassic(c: MapContext, range: PfnRange): void {
  c.memory.freeMemmap(pfn(range.start), memmapPages(c, range));
}

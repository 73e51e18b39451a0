/**
 * arm64: linear map and vmemmap (arch/arm64/mm/mmu.c).
 */
import type { Status } from '../kernel/errno.ts';
import type { NodeId, PfnRange } from '../units.ts';
import type { MapContext } from './context.ts';
import type { LeafPart, LeafUnit } from './leaves.ts';
import { largestLeaves } from './leaves.ts';
import { SHARED } from './tree.ts';
import type { Altmap, MapRegion, VpnRange } from './types.ts';
import { freeBlock, populateBasepages, populateHugepages } from './vmemmap.ts';

/** Entries of a contiguous run by log2 of the page size: of PTEs and of PMDs. */
const CONTIGUOUS: Readonly<Record<number, readonly [pte: number, pmd: number]>> = {
  12: [16, 16],
  14: [128, 32],
  16: [32, 32],
};

/** The leaf sizes of the linear map: base pages only where single pages must be protectable (can_set_direct_map). */
export function leafUnits(c: MapContext): LeafUnit[] {
  const { levels } = c.tree;
  const pte = levels.length - 1;
  const page: LeafUnit = { pages: 1, level: pte, contiguous: false };
  if (c.options.rodataFull || c.options.debugPagealloc) return [page];
  const [contPte, contPmd] = CONTIGUOUS[c.geometry.pageShift] ?? [1, 1];
  const pmd = c.tree.level(pte - 1).span;
  const units: LeafUnit[] = [
    { pages: pmd * contPmd, level: pte - 1, contiguous: true },
    { pages: pmd, level: pte - 1, contiguous: false },
    { pages: contPte, level: pte, contiguous: true },
    page,
  ];
  const pud = c.tree.levelOf('PUD');
  return pud >= 0 && c.tree.level(pud).leaf
    ? [{ pages: c.tree.level(pud).span, level: pud, contiguous: false }, ...units]
    : units;
}

/** Which leaves a range of the linear map gets. */
export function leafParts(c: MapContext, range: VpnRange): LeafPart[] {
  return largestLeaves(range, leafUnits(c));
}

/** arch/arm64/mm/mmu.c: arch_add_memory up to __add_pages, that is __create_pgd_mapping. */
export function addDirectMap(c: MapContext, range: PfnRange): void {
  const { trace } = c.k;
  trace.enter('__create_pgd_mapping', range.start);
  for (const part of leafParts(c, c.directRange(range))) {
    c.tree.map(
      part.from,
      part.to,
      part.unit.level,
      c.leafAttribute('direct-map', c.tree.level(part.unit.level).span === 1, part.unit.contiguous),
      {
        table: (level, vpn) => {
          trace.leaf('__pgd_pgtable_alloc');
          c.takeDirectTable(level, vpn);
        },
      },
    );
  }
  trace.leave('__create_pgd_mapping');
}

/** arch/arm64/mm/mmu.c: __remove_pgd_mapping. */
export function removeDirectMap(c: MapContext, range: PfnRange): void {
  const { trace } = c.k;
  const { from, to } = c.directRange(range);
  trace.enter('__remove_pgd_mapping', range.start);
  trace.enter('unmap_hotplug_range', range.start);
  c.tree.remove(from, to, { leaf: () => true, leaves: () => undefined, free: () => false });
  trace.leave('unmap_hotplug_range');
  freeEmptyTables(c, 'direct-map', from, to);
  trace.leave('__remove_pgd_mapping');
}

/** arch/arm64/mm/mmu.c: vmemmap_populate. */
export function populateVmemmap(c: MapContext, range: PfnRange, nid: NodeId, altmap: Altmap | undefined): Status {
  const { trace } = c.k;
  trace.enter('vmemmap_populate', range.start);
  const { from, to } = c.vmemmapRange(range);
  const partial = range.end - range.start < c.k.sizes.pagesPerSection;
  const status =
    c.geometry.pageShift !== 12 || partial
      ? populateBasepages(c, from, to, nid, altmap)
      : populateHugepages(c, range, nid, altmap, () => undefined);
  trace.leave('vmemmap_populate');
  return status;
}

/** arch/arm64/mm/mmu.c: vmemmap_free. */
export function freeVmemmap(c: MapContext, range: PfnRange, altmap: Altmap | undefined): void {
  const { trace } = c.k;
  const { from, to } = c.vmemmapRange(range);
  trace.enter('vmemmap_free', range.start);
  trace.enter('unmap_hotplug_range', range.start);
  c.tree.remove(from, to, {
    leaf: (level, lo, _hi, attribute) => {
      trace.leaf('free_hotplug_page_range');
      const { span } = c.tree.level(level);
      if ((attribute & SHARED) === 0) freeBlock(c, Math.floor(lo / span) * span, span, altmap);
      return true;
    },
    free: () => false,
  });
  trace.leave('unmap_hotplug_range');
  freeEmptyTables(c, 'vmemmap', from, to);
  trace.leave('vmemmap_free');
}

/**
 * Second pass: an empty table goes only when its whole span lies inside the region, because tables at a region's edge
 * are shared with vmalloc, which installs entries without the hotplug lock (free_empty_tables, pgtable_range_aligned).
 */
function freeEmptyTables(c: MapContext, region: MapRegion, from: number, to: number): void {
  if (c.keepsTables(region)) return;
  const { trace } = c.k;
  const { from: floor, to: ceiling } = c.regionRange(region);
  trace.enter('free_empty_tables');
  c.tree.remove(from, to, {
    leaf: () => false,
    free: (level, start, empty) => {
      const span = c.tree.level(level - 1).span;
      if (!empty || start < floor || start + span > ceiling) return false;
      trace.enter('free_hotplug_pgtable_page');
      trace.leaf('free_hotplug_page_range');
      trace.leave('free_hotplug_pgtable_page');
      c.freeTable(region, level, start);
      return true;
    },
  });
  trace.leave('free_empty_tables');
}

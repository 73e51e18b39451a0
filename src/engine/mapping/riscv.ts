/**
 * riscv64: linear map and vmemmap (arch/riscv/mm/init.c).
 */
import type { Status } from '../kernel/errno.ts';
import type { NodeId, PfnRange } from '../units.ts';
import { isUsable } from './attributes.ts';
import type { MapContext } from './context.ts';
import type { LeafPart } from './leaves.ts';
import { largestLeaves } from './leaves.ts';
import type { RemoveHooks } from './tree.ts';
import { SHARED } from './tree.ts';
import type { Altmap, MapRegion, VpnRange } from './types.ts';
import { freeBlock, populateHugepages } from './vmemmap.ts';

/**
 * Which leaves a range of the linear map gets: the largest that is aligned in both address spaces (best_map_size).
 * The two differ by phys_ram_base, which is a multiple of 2M only.
 */
export function leafParts(c: MapContext, { from, to }: VpnRange): LeafPart[] {
  const pte = c.tree.levels.length - 1;
  const page = { pages: 1, level: pte, contiguous: false };
  if (c.options.debugPagealloc) return largestLeaves({ from, to }, [page]);
  const shift = c.directPfn(from) - from;
  const units = c.tree.levels
    .map((l, level) => ({ pages: l.span, level, contiguous: false }))
    .filter((u) => c.tree.level(u.level).leaf && (u.pages === 1 || shift % u.pages === 0));
  return largestLeaves({ from, to }, units);
}

/** arch/riscv/mm/init.c: create_linear_mapping_range. */
export function addDirectMap(c: MapContext, range: PfnRange): void {
  const { trace } = c.k;
  trace.enter('create_linear_mapping_range', range.start);
  for (const part of leafParts(c, c.directRange(range))) {
    c.tree.map(
      part.from,
      part.to,
      part.unit.level,
      c.leafAttribute('direct-map', c.tree.level(part.unit.level).span === 1),
      {
        table: (level, vpn) => {
          trace.leaf(`alloc_${c.tree.level(level).name.toLowerCase()}_late`);
          c.takeDirectTable(level, vpn);
        },
      },
    );
  }
  trace.leave('create_linear_mapping_range');
}

/** arch/riscv/mm/init.c: remove_linear_mapping. */
export function removeDirectMap(c: MapContext, range: PfnRange): void {
  const { trace } = c.k;
  const { from, to } = c.directRange(range);
  trace.enter('remove_linear_mapping', range.start);
  removePgdMapping(c, from, to, {
    ...tableHooks(c, 'direct-map'),
    keep: (attribute) => !isUsable('riscv64', c.tree.attributeText(attribute)),
    leaf: () => true,
    leaves: () => undefined,
  });
  trace.leave('remove_linear_mapping');
}

/** arch/riscv/mm/init.c: vmemmap_populate. Parts of a section get a whole PMD leaf, too. */
export function populateVmemmap(c: MapContext, range: PfnRange, nid: NodeId, altmap: Altmap | undefined): Status {
  c.k.trace.enter('vmemmap_populate', range.start);
  const status = populateHugepages(c, range, nid, altmap, () => undefined);
  c.k.trace.leave('vmemmap_populate');
  return status;
}

/** arch/riscv/mm/init.c: vmemmap_free. A leaf goes as a whole whatever part of it the range covers. */
export function freeVmemmap(c: MapContext, range: PfnRange, altmap: Altmap | undefined): void {
  const { trace } = c.k;
  const { from, to } = c.vmemmapRange(range);
  trace.enter('vmemmap_free', range.start);
  removePgdMapping(c, from, to, {
    ...tableHooks(c, 'vmemmap'),
    leaf: (level, lo, _hi, attribute) => {
      const { span } = c.tree.level(level);
      trace.leaf('free_vmemmap_storage');
      if ((attribute & SHARED) === 0) freeBlock(c, Math.floor(lo / span) * span, span, altmap);
      return true;
    },
  });
  trace.leave('vmemmap_free');
}

/**
 * Gives every entry of the top table in a region its next-level table, as at boot: processes copy the top table's
 * kernel half when they begin and nothing synchronizes it later (pgtable_cache_init).
 */
export function preallocateTops(c: MapContext, region: MapRegion): void {
  if (!c.options.preallocate) return;
  const { from, to } = c.regionRange(region);
  c.tree.map(from, to, 1, 0);
}

const LOWER: Readonly<Record<string, string>> = { P4D: 'p4d', PUD: 'pud', PMD: 'pmd', PTE: 'pte' };

function removePgdMapping(c: MapContext, from: number, to: number, hooks: RemoveHooks): void {
  c.k.trace.enter('remove_pgd_mapping');
  c.tree.remove(from, to, hooks);
  c.k.trace.leave('remove_pgd_mapping');
}

/** One pass; an empty table goes unless an entry of the top table points to it. */
function tableHooks(c: MapContext, region: MapRegion): Pick<RemoveHooks, 'enter' | 'leave' | 'free'> {
  const { trace } = c.k;
  const name = (level: number): string => LOWER[c.tree.level(level).name] ?? '';
  return {
    enter: (level) => trace.enter(`remove_${name(level)}_mapping`),
    leave: (level) => trace.leave(`remove_${name(level)}_mapping`),
    free: (level, vpn, empty) => {
      // the table below a top entry was made at boot and stays; a 3-level PMD table hangs there, too
      if (level === 1 || c.keepsTables(region)) return false;
      trace.enter(`free_${name(level)}_table`);
      if (empty) c.freeTable(region, level, vpn);
      trace.leave(`free_${name(level)}_table`);
      return empty;
    },
  };
}

/** What memory that came and went leaves behind: counts of what the kernel never gives back, or not yet. */
import type { Machine } from './machine.ts';
import type { NodeId } from './units.ts';
import { sectionNr } from './units.ts';
import type { ZoneName } from './zones/types.ts';

/** The residue of a machine. */
export interface ResidueCounts {
  /** Pages of the mem_section array: all that exist, and those without a present section (mm/sparse.c: sparse_index_init). */
  readonly roots: number;
  readonly emptyRoots: number;
  /** Table pages that are in the tree but map nothing (x86: empty PGD/P4D/PUD/PMD tables that removal leaves), by region. */
  readonly tables: Readonly<
    Record<'direct-map' | 'vmemmap', { readonly allocated: number; readonly freed: number; readonly inTree: number }>
  >;
  /** Zones without present pages that still span page frames: their span never went back. */
  readonly emptySpans: readonly { readonly node: NodeId; readonly zone: ZoneName; readonly spanned: number }[];
  /** Nodes that are online without memory, and those of them whose kswapd still runs. */
  readonly memorylessNodes: readonly NodeId[];
  readonly idleKswapd: readonly NodeId[];
  /** Memory blocks whose DIMM is gone (a kernel without MEMORY_HOTREMOVE). */
  readonly orphanBlocks: readonly number[];
  /** One past the highest section ever present, and one past the highest present now. */
  readonly highestSection: number;
  readonly highestPresent: number;
  /** max_pfn is only ever raised. */
  readonly maxPfn: number;
}

/** Counts the residue. Costs as much as the machine has sections: for a question, not for every frame. */
export function residue(m: Machine): ResidueCounts {
  const { sections, zones, blocks, mapping, k } = m;
  const per = k.geometry.sectionsPerRoot;
  const highest = sections.highest.value;
  const used = new Set<number>();
  let highestPresent = 0;
  for (let s = 0; s < highest; s++) {
    if (!sections.isPresent(sectionNr(s))) continue;
    used.add(Math.floor(s / per));
    highestPresent = s + 1;
  }
  let roots = 0;
  let emptyRoots = 0;
  for (let r = 0; r <= Math.floor(Math.max(0, highest - 1) / per); r++) {
    if (sections.roots.get(r) === 0 && !used.has(r)) continue;
    roots++;
    if (!used.has(r)) emptyRoots++;
  }
  const counts = (region: 'direct-map' | 'vmemmap') => {
    const { allocated, freed, inTree } = mapping.counters(region);
    return { allocated, freed, inTree };
  };
  const nodes = zones.nodes.value;
  return {
    roots,
    emptyRoots,
    tables: { 'direct-map': counts('direct-map'), vmemmap: counts('vmemmap') },
    emptySpans: nodes.flatMap((n) =>
      n.zones
        .filter((z) => z.present === 0 && z.spanned > 0)
        .map((z) => ({ node: n.id, zone: z.name, spanned: z.spanned })),
    ),
    memorylessNodes: nodes.filter((n) => n.online && !n.hasMemory).map((n) => n.id),
    idleKswapd: nodes.filter((n) => n.kswapd && !n.hasMemory).map((n) => n.id),
    orphanBlocks: orphans(m),
    highestSection: highest,
    highestPresent,
    maxPfn: sections.maxPfn.value,
  };

  function orphans({ dimms, resources }: Machine): number[] {
    if (dimms.board.slots === 0) return [];
    const hot = resources.tree.value.length > 0;
    return blocks.ids().filter((id) => {
      const at = id * blocks.blockBytes;
      return (
        hot &&
        blocks.groupOf(id)?.kind === 'static' &&
        !dimms.list.value.some((d) => d.addr <= at && at < d.addr + d.size) &&
        m.devices.length === 0
      );
    });
  }
}

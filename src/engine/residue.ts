/** What memory that came and went leaves behind: counts of what the kernel never gives back, or not yet. */
import type { Machine } from './machine.ts';
import { tableList } from './mapping/table-list.ts';
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
  /** Tables that removal left empty, and struct pages that it left mapped. */
  readonly left: TableResidue;
  /** Zones without present pages that still span page frames: their span never went back. */
  readonly emptySpans: readonly { readonly node: NodeId; readonly zone: ZoneName; readonly spanned: number }[];
  /** Nodes that are online without memory, and those of them whose kswapd still runs. */
  readonly memorylessNodes: readonly NodeId[];
  readonly idleKswapd: readonly NodeId[];
  /** Memory blocks whose DIMM is gone (a kernel without MEMORY_HOTREMOVE). */
  readonly orphanBlocks: readonly number[];
  /** Sections since boot whose subsection map has holes: boot made struct pages for the holes, too, and nobody takes those back. */
  readonly early: { readonly sections: number; readonly subsections: number; readonly structPages: number };
  /** One past the highest section ever present, and one past the highest present now. */
  readonly highestSection: number;
  readonly highestPresent: number;
  /** max_pfn is only ever raised. */
  readonly maxPfn: number;
}

/** What tear-down left in the page tables. */
export interface TableResidue {
  readonly orphanTables: number;
  /** Pages of struct page that are still mapped although the section they describe is absent. */
  readonly stalePages: number;
  /** Pages of struct page of present, added memory that lie on another node. */
  readonly foreignPages: number;
}

/** Counts that. */
export function tableResidue(m: Machine): TableResidue {
  const { sections, mapping, pages, k } = m;
  const c = mapping.context;
  const { sums } = tableList(c, { orphans: true, offset: 0, limit: 0 }, () => undefined);
  const { from, to } = c.regionRange('vmemmap');
  const perSection = k.sizes.memmapPagesPerSection;
  let stalePages = 0;
  c.tree.runs(from, to, (_level, attribute, start, end) => {
    if (attribute === 0) return;
    for (let at = start; at < end;) {
      const nr = sections.pfnToSection(c.vmemmapPfn(at));
      const next = Math.min(end, c.vmemmapRange(sections.range(nr)).to);
      if (!sections.isPresent(nr)) stalePages += next - at;
      at = Math.max(next, at + 1);
    }
  });
  let foreignPages = 0;
  for (let s = 0; s < sections.highest.value; s++) {
    const nr = sectionNr(s);
    if (!sections.isPresent(nr) || sections.isEarly(nr)) continue;
    const payer = pages.memmapOf(nr);
    if (payer !== undefined && payer.nid !== sections.nodeOf(nr)) foreignPages += perSection;
  }
  return { orphanTables: sums.reduce((sum, s) => sum + s.orphans, 0), stalePages, foreignPages };
}

/** Counts the residue. Costs as much as the machine has sections: for a question, not for every frame. */
export function residue(m: Machine): ResidueCounts {
  const { sections, zones, blocks, mapping, k } = m;
  const per = k.geometry.sectionsPerRoot;
  const highest = sections.highest.value;
  const used = new Set<number>();
  let highestPresent = 0;
  const early = { sections: 0, subsections: 0, structPages: 0 };
  for (let s = 0; s < highest; s++) {
    const nr = sectionNr(s);
    if (!sections.isPresent(nr)) continue;
    used.add(Math.floor(s / per));
    highestPresent = s + 1;
    const holes = k.sizes.subsectionsPerSection - sections.activeSubsections(nr);
    if (!sections.isEarly(nr) || holes === 0) continue;
    early.sections++;
    early.subsections += holes;
    early.structPages += holes * k.sizes.pagesPerSubsection;
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
    left: tableResidue(m),
    emptySpans: nodes.flatMap((n) =>
      n.zones
        .filter((z) => z.present === 0 && z.spanned > 0)
        .map((z) => ({ node: n.id, zone: z.name, spanned: z.spanned })),
    ),
    memorylessNodes: nodes.filter((n) => n.online && !n.hasMemory).map((n) => n.id),
    idleKswapd: nodes.filter((n) => n.kswapd && !n.hasMemory).map((n) => n.id),
    orphanBlocks: orphans(m),
    early,
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

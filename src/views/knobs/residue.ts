/** What memory that came and went leaves behind, in words. */
import * as words from '#words/knobs-panel.ts';
import type { Arch } from '../../engine/arch/geometry.ts';
import type { ResidueCounts } from '../../engine/residue.ts';
import { formatRuns } from '../../ui/format.ts';

/** One kind of residue. */
export interface Residue {
  readonly id: string;
  readonly title: string;
  /** Pages that it holds; undefined: it holds none, it is a mark. */
  readonly pages: number | undefined;
  /** What it comes to, where it holds no pages. */
  readonly mark?: string;
  /** Something that is plugged in may still use it. */
  readonly inUse: boolean;
  readonly says: string;
  readonly source: string;
}

const REMOVAL: Readonly<Record<Arch, string>> = {
  x86_64: 'arch/x86/mm/init_64.c: remove_pagetable',
  arm64: 'arch/arm64/mm/mmu.c: free_empty_tables',
  riscv64: 'arch/riscv/mm/init.c: remove_pgd_mapping',
};

/** The residue; `plugged`: hot-added memory is there now. What left nothing is told too where pages are counted. */
export function residueOf(counts: ResidueCounts, arch: Arch, plugged: boolean): readonly Residue[] {
  const tables = (['direct-map', 'vmemmap'] as const).map((region): Residue => {
    const { allocated, freed, inTree } = counts.tables[region];
    const pages = allocated - freed;
    return {
      id: region,
      title: region === 'vmemmap' ? words.tablesOfVmemmap : words.tablesOfDirectMap,
      pages,
      inUse: plugged && pages > 0,
      says: words.allocatedSinceBootFreed(allocated, freed, inTree),
      source: REMOVAL[arch],
    };
  });
  const mark = (id: string, title: string, text: string, says: string, source: string): Residue => ({
    id,
    title,
    pages: undefined,
    mark: text,
    inUse: false,
    says,
    source,
  });
  const { highestSection, highestPresent, emptySpans, memorylessNodes, idleKswapd, orphanBlocks, early } = counts;
  return [
    ...tables,
    {
      id: 'roots',
      title: words.pagesOfSectionArray,
      pages: counts.emptyRoots,
      inUse: false,
      says: words.arrayHasOfThem(counts.roots, counts.emptyRoots),
      source: 'mm/sparse.c: sparse_index_init',
    },
    ...(highestSection > highestPresent
      ? [
          mark(
            'highest',
            words.highestSectionEver,
            words.section(highestSection),
            words.highestPresentSection(highestPresent, highestSection, counts.maxPfn),
            'mm/sparse.c: __section_mark_present',
          ),
        ]
      : []),
    ...emptySpans.map(({ node, zone, spanned }) =>
      mark(
        `span-${node}-${zone}`,
        words.spanOfEmptyZone,
        words.node(node, zone),
        words.zoneHasNoPresent(spanned),
        'mm/memory_hotplug.c: remove_pfn_range_from_zone',
      ),
    ),
    ...(memorylessNodes.length > 0
      ? [
          mark(
            'nodes',
            words.nodesWithoutMemory,
            formatRuns(memorylessNodes, 'node '),
            words.theyAreOnline(idleKswapd.length, formatRuns(idleKswapd, 'node ')),
            'mm/memory_hotplug.c: try_offline_node',
          ),
        ]
      : []),
    ...(early.sections > 0
      ? [
          mark(
            'early',
            words.earlySectionsWithHoles,
            words.sections(early.sections),
            words.bootMadeStructPages(early.structPages, early.subsections),
            'mm/sparse.c: section_deactivate',
          ),
        ]
      : []),
    ...(orphanBlocks.length > 0
      ? [
          mark(
            'orphans',
            words.blocksWhoseDimm,
            words.blocks(orphanBlocks.length),
            words.memoryDeviceLeft(formatRuns(orphanBlocks)),
            'drivers/acpi/acpi_memhotplug.c: acpi_memory_device_remove',
          ),
        ]
      : []),
  ];
}

/** Pages that are left behind for certain. */
export const leftBehind = (list: readonly Residue[]): number =>
  list.reduce((sum, { pages = 0, inUse }) => sum + (inUse ? 0 : pages), 0);

/** The pool of huge pages a snapshot shows: how many each node has is in its meminfo, where they lie is modelled. */
import type { Baseline, MeminfoLine } from '../engine/files/baseline.ts';
import type { Machine } from '../engine/machine.ts';
import { readOnly } from '../engine/mapping/attributes.ts';
import { parseDump } from '../engine/mapping/dump.ts';
import type { FreeAtBoot } from '../engine/pages/boot.ts';
import type { BootMemory } from '../engine/pages/pages.ts';
import { nodeId, pfn } from '../engine/units.ts';
import type { NodeId, Pfn } from '../engine/units.ts';
import type { BootState } from './boot-state.ts';
import { hugepageBatches } from './boot/hugepages.ts';

/** The pool of one node. */
export interface NodeHugePages {
  readonly nid: NodeId;
  readonly total: number;
  readonly free: number;
  readonly surplus: number;
  /** Heads, ascending, where the page tables show all of them: their struct pages share memory. */
  readonly heads?: readonly Pfn[];
}

const valueOf = (lines: readonly MeminfoLine[], name: string): number => lines.find((l) => l.name === name)?.value ?? 0;
const defaultKb = (lines: readonly MeminfoLine[]): number | undefined =>
  lines.find((l) => /^Hugepagesize$/.test(l.name))?.value;

/** The nodes' huge pages; none where meminfo counts another size than the pageblock's. */
export function hugePagesOf(machine: Machine, { baseline, dumps }: BootState, ram: BootMemory['ram']): NodeHugePages[] {
  const { pagesPerPageblock, pageBytes } = machine.k.sizes;
  if (defaultKb(baseline.meminfo) !== (pagesPerPageblock * pageBytes) / 1024) return [];
  const shared = machine.pages.hugetlb.optimize.value && dumps !== undefined ? sharedHeads(machine, dumps.vmemmap) : [];
  return Object.entries(baseline.nodeMeminfo)
    .map(([node, lines]): NodeHugePages => {
      const nid = nodeId(Number(node));
      const own = ram.filter((r) => r.ref.nid === nid);
      const heads = shared.filter((h) => own.some((r) => r.range.start <= h && h < r.range.end));
      const total = valueOf(lines, 'HugePages_Total');
      return {
        nid,
        total,
        free: valueOf(lines, 'HugePages_Free'),
        surplus: valueOf(lines, 'HugePages_Surp'),
        ...(heads.length === total ? { heads } : {}),
      };
    })
    .filter((n) => n.total > 0);
}

/** Pageblocks all but whose first page of memmap is read-only (mm/hugetlb_vmemmap.c: vmemmap_remap_pte). */
function sharedHeads({ k }: Machine, dump: string): Pfn[] {
  const { arch, vmemmap, vmemmapPfnBase, structPageBytes } = k.geometry;
  const { pagesPerPageblock, pageBytes } = k.sizes;
  const tail = pagesPerPageblock * structPageBytes - pageBytes;
  return parseDump(arch, dump)
    .filter(
      (r) => r.level === 'PTE' && Number(r.end - r.start) === tail && readOnly(arch, r.attributes) === r.attributes,
    )
    .map((r) => Number(r.start - vmemmap.start) - pageBytes)
    .filter((at) => at >= 0 && at % (tail + pageBytes) === 0)
    .map((at) => pfn(vmemmapPfnBase + at / structPageBytes));
}

/** What would be free without the pool: its pages were taken from the highest zone that has them in use. */
export function freeWithout(
  { zones, k }: Machine,
  free: readonly FreeAtBoot[],
  pools: readonly NodeHugePages[],
): FreeAtBoot[] {
  const size = k.sizes.pagesPerPageblock;
  const left = new Map(pools.filter((p) => p.heads === undefined).map((p) => [p.nid, p.total]));
  const more = new Map<FreeAtBoot, number>();
  // zoneinfo lists a node's zones from the lowest up
  for (const f of free.toReversed()) {
    const wanted = left.get(f.ref.nid) ?? 0;
    const inUse = Math.floor(Math.max(0, zones.zone(f.ref).managed - f.pages) / size);
    const n = Math.min(wanted, inUse);
    left.set(f.ref.nid, wanted - n);
    more.set(f, n);
  }
  return free.map((f) => {
    const huge = more.get(f) ?? 0;
    return huge === 0 ? f : { ...f, pages: f.pages + huge * size, huge };
  });
}

/** Takes the pool's pages from what importBoot left free, or those that it left alone. */
export function importHugePages(machine: Machine, pools: readonly NodeHugePages[], cpus: number): void {
  if (pools.length === 0) return;
  const memory = machine.zones.nodes.value.filter((n) => n.hasMemory);
  const batches = hugepageBatches(machine.k, memory, cpus);
  for (const { nid, heads, ...counted } of pools)
    machine.pages.importHugePages(nid, counted, {
      batches: batches.get(nid) ?? [],
      ...(heads === undefined ? {} : { heads }),
    });
}

/** Notes which huge pages share their memmap, as the imported page tables show it. */
export function noteSharedMemmap({ pages, mapping, k }: Machine): void {
  if (!pages.hugetlb.optimize.value) return;
  for (const head of pages.hugetlb.heads)
    if (mapping.adoptHugetlb(pfn(head), k.sizes.pagesPerPageblock)) pages.noteOptimized(pfn(head));
}

/** The lines of meminfo that count huge pages, without those that are in the pool: they are counted there. */
export function withoutHugePages({ k, pages: { hugetlb } }: Machine, baseline: Baseline): Baseline {
  const { total, free, surplus } = hugetlb.counts();
  if (total === 0) return baseline;
  const kB = (k.sizes.pagesPerPageblock * k.sizes.pageBytes) / 1024;
  const less = (lines: readonly MeminfoLine[], by: Readonly<Record<string, number>>): readonly MeminfoLine[] =>
    lines.map((l) => ({ ...l, value: Math.max(0, l.value - (by[l.name] ?? 0)) }));
  const counts = (n: { readonly total: number; readonly free: number; readonly surplus: number }) => ({
    HugePages_Total: n.total,
    HugePages_Free: n.free,
    HugePages_Surp: n.surplus,
  });
  return {
    ...baseline,
    meminfo: less(baseline.meminfo, { ...counts({ total, free, surplus }), Hugetlb: total * kB }),
    nodeMeminfo: Object.fromEntries(
      Object.entries(baseline.nodeMeminfo).map(([nid, lines]) => {
        const n = hugetlb.of(Number(nid));
        return [
          nid,
          less(lines, counts({ total: hugetlb.total(Number(nid)), free: n.free.length, surplus: n.surplus })),
        ];
      }),
    ),
  };
}

/**
 * The kernel's page tables of the direct map and of the vmemmap: what hot-add maps, hot-remove unmaps and ptdump shows.
 */
import type { Status } from '../kernel/errno.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { switchesOf } from '../kernel/switches.ts';
import type { Cell } from '../state/store.ts';
import type { NodeId, Pfn, PfnRange, VirtAddr } from '../units.ts';
import { virtAddr } from '../units.ts';
import * as arm64 from './arm64.ts';
import { buildBoot } from './boot.ts';
import { freeClassic, populateClassic } from './classic.ts';
import { MapContext } from './context.ts';
import type { DumpRun } from './dump.ts';
import { MARKERS, dumpEnd, dumpLine, parseDump } from './dump.ts';
import { adoptHugetlb, optimizeHugetlb, restoreHugetlb } from './hvo.ts';
import * as riscv64 from './riscv.ts';
import type { Processes } from './processes.ts';
import type { DumpLineView } from './table-views.ts';
import { setDirectMap } from './set-memory.ts';
import type { Protection } from './set-memory.ts';
import { PageTree } from './tree.ts';
import type { Altmap, DirectMapBytes, MapMemory, MappingOptions, MapRegion, TableCounters, Walk } from './types.ts';
import { populateCompound } from './vmemmap.ts';
import { walk } from './walk.ts';
import * as x86_64 from './x86.ts';

const ARCHITECTURES = { x86_64, arm64, riscv64 };

/** Page tables of one machine. Everything is in the store: a checkpoint covers it. */
export class Mapping {
  readonly #c: MapContext;
  readonly #arch: (typeof ARCHITECTURES)[keyof typeof ARCHITECTURES];
  /** Runs at the start of the direct map that stand before its marker, because markers lag behind (x86). */
  readonly #lag: Cell<number>;
  /** Without SPARSEMEM_VMEMMAP there is no vmemmap to fill: a section has an array of its own. */
  readonly virtualMemmap: boolean;

  constructor(k: Kernel, memory: MapMemory, options: MappingOptions) {
    this.virtualMemmap = !switchesOf(k.config).classicMemmap;
    this.#c = new MapContext(k, new PageTree(k.store, k.geometry), memory, options);
    this.#arch = ARCHITECTURES[k.geometry.arch];
    this.#lag = k.store.cell('mapping.markerLag', k.geometry.arch === 'x86_64' && options.ldtMarker ? 1 : 0);
  }

  /**
   * Maps a range linearly, as arch_add_memory does before __add_pages (x86: init_memory_mapping; arm64:
   * __create_pgd_mapping; riscv: create_linear_mapping_range). Tables come from the running CPU's node, not from `nid`.
   */
  addDirectMap(range: PfnRange, _nid: NodeId): void {
    this.#arch.addDirectMap(this.#c, range);
  }

  /**
   * Unmaps a range, as arch_remove_memory does after __remove_pages (x86: kernel_physical_mapping_remove; arm64:
   * __remove_pgd_mapping; riscv: remove_linear_mapping).
   */
  removeDirectMap(range: PfnRange): void {
    this.#arch.removeDirectMap(this.#c, range);
  }

  /**
   * Maps the struct pages of one section, or of a part of it: vmemmap_populate and everything below it.
   * @returns ENOMEM when memory (or the altmap) is used up; what was mapped until then stays, for freeVmemmap.
   */
  populateVmemmap(range: PfnRange, nid: NodeId, altmap?: Altmap): Status {
    if (!this.virtualMemmap) return populateClassic(this.#c, range, nid);
    return this.#arch.populateVmemmap(this.#c, range, nid, altmap);
  }

  /**
   * Maps the struct pages of device pages that come as compound pages, whose tails share memory
   * (vmemmap_populate_compound_pages; x86 and riscv, without altmap).
   * @param pagesPerCompound pages of a compound page
   * @param deviceStart first page frame of the device's range
   */
  populateVmemmapCompound(range: PfnRange, nid: NodeId, pagesPerCompound: number, deviceStart: Pfn): Status {
    return populateCompound(this.#c, range, nid, pagesPerCompound, deviceStart);
  }

  /** Unmaps the struct pages of one section, or of a part of it: vmemmap_free and everything below it. */
  freeVmemmap(range: PfnRange, altmap?: Altmap): void {
    if (!this.virtualMemmap) freeClassic(this.#c, range);
    else if (this.#c.options.teardown === 'leave') this.#c.k.trace.leaf('vmemmap_free', range.start);
    else this.#arch.freeVmemmap(this.#c, range, altmap);
  }

  /**
   * Lets the tail struct pages of a huge page share memory (hugetlb_vmemmap_optimize_folio; x86 and riscv).
   * @returns ENOTSUPP where nothing can be saved. Self-hosted memmaps must not be optimized: the caller sees to it.
   */
  optimizeHugetlb(head: Pfn, pages: number, nid: NodeId): Status {
    return optimizeHugetlb(this.#c, head, pages, nid);
  }

  /** Undoes optimizeHugetlb (hugetlb_vmemmap_restore_folio). ENOMEM: the huge page stays optimized. */
  restoreHugetlb(head: Pfn, pages: number, nid: NodeId): Status {
    return restoreHugetlb(this.#c, head, pages, nid);
  }

  /** Whether an imported dump shows a huge page's memmap as shared; it is marked so. */
  adoptHugetlb(head: Pfn, pages: number): boolean {
    return adoptHugetlb(this.#c, head, pages);
  }

  /** Changes what pages of the direct map allow, and splits large leaves for it (set_direct_map_*, set_memory_*). */
  setDirectMap(range: PfnRange, what: Protection): ReturnType<typeof setDirectMap> {
    return setDirectMap(this.#c, range, what);
  }

  /** A region's part of the kernel's page-table dump, from its marker line to the next marker. */
  dump(region: MapRegion): string {
    return `${this.dumpLines(region)
      .map((l) => l.text)
      .join('\n')}\n`;
  }

  /** The same, line by line, each with what it says. */
  dumpLines(region: MapRegion): DumpLineView[] {
    const { tree, geometry, k } = this.#c;
    const lines: DumpLineView[] = [{ kind: 'marker', text: MARKERS[geometry.arch][region] }];
    let skip = region === 'direct-map' ? this.#lag.value : 0;
    const put = (level: number, attribute: number, from: number, to: number): void => {
      if (skip-- > 0) return;
      const start = this.#c.va(from);
      const end = start + BigInt(to - from) * BigInt(k.sizes.pageBytes);
      const attributes = tree.attributeText(attribute);
      const phys = region === 'direct-map' ? this.#c.directPfn(from) * k.sizes.pageBytes : this.#c.getVmemmapPhys(from);
      const text = dumpLine(geometry.arch, { start, end, level: tree.level(level).name, attributes, phys });
      if (text !== undefined)
        lines.push({ kind: 'run', text, region, level, start, end, mapped: attribute !== 0, attributes });
    };
    let open: [level: number, attribute: number, from: number, to: number] | undefined;
    const { from, to } = this.#dumped(region);
    tree.runs(from, to, (level, raw, start, end) => {
      const attribute = tree.plain(raw);
      if (open !== undefined && open[0] === level && open[1] === attribute) open[3] = end;
      else {
        if (open !== undefined) put(...open);
        open = [level, attribute, start, end];
      }
    });
    if (open !== undefined) put(...open);
    return lines;
  }

  /**
   * Builds a region's tables from a dump of a real machine, in place of what was there. Tables without entries are
   * told by the level of absent runs; riscv prints none, and has every top entry filled.
   * @throws RangeError naming the line that does not fit this machine's geometry.
   */
  importDump(region: MapRegion, text: string): void {
    const c = this.#c;
    const runs = parseDump(c.geometry.arch, text);
    const { from, to } = this.#dumped(region);
    c.tree.clear(from, to);
    if (c.geometry.arch === 'riscv64') riscv64.preallocateTops(c, region);
    const first = runs[0];
    if (first !== undefined && c.geometry.arch === 'x86_64' && region === 'direct-map') this.#importLag(first, from);
    for (const run of runs) this.#importRun(region, run, from, to);
    c.resetCounters(region);
    c.noteBoot(region);
  }

  /** Builds direct map and vmemmap of a machine that has just booted with these ranges of memory. */
  buildBoot(ranges: readonly PfnRange[]): void {
    buildBoot(this.#c, ranges);
    this.#c.resetCounters('direct-map');
    this.#c.resetCounters('vmemmap');
    this.#c.noteBoot('direct-map');
    this.#c.noteBoot('vmemmap');
  }

  /**
   * Walks a kernel virtual address through the tables.
   * @throws RangeError for an address outside the direct map and the vmemmap.
   */
  walk(va: VirtAddr): Walk {
    return walk(this.#c, va);
  }

  /** What the readers of tables work with (table-view.ts, table-list.ts, table-diff.ts). */
  get context(): MapContext {
    return this.#c;
  }

  /** The processes with copies of the top table. */
  get processes(): Processes {
    return this.#c.processes;
  }

  /** Where the direct map has a page frame (__va). */
  virtOf(p: Pfn): VirtAddr {
    return this.#c.va(this.#c.directVpn(p));
  }

  /** Where the struct page of a page frame lies (pfn_to_page). */
  vmemmapOf(p: Pfn): VirtAddr {
    const { vmemmap, vmemmapPfnBase, structPageBytes } = this.#c.geometry;
    return virtAddr(vmemmap.start + BigInt(p - vmemmapPfnBase) * BigInt(structPageBytes));
  }

  /** Table pages of a region since boot. */
  counters(region: MapRegion): TableCounters {
    return this.#c.counters[region].value;
  }

  /** Table pages of a region, counted anew in the tree: for whoever doubts the counters. */
  tablesInTree(region: MapRegion): number {
    return this.#c.tablesInTree(region);
  }

  /** x86: bytes of the direct map by leaf size, as the DirectMap lines of /proc/meminfo count them. */
  directMapBytes(): DirectMapBytes {
    return this.#c.directMapBytes.value;
  }
  /** Sets them to what a snapshot's meminfo says. */
  setDirectMapBytes(b: DirectMapBytes): void {
    this.#c.directMapBytes.value = b;
  }

  #dumped(region: MapRegion): { from: number; to: number } {
    const { geometry, options } = this.#c;
    const area = region === 'direct-map' ? geometry.directMap : geometry.vmemmap;
    // the end may be the top of the address space, which has no position of its own
    return { from: this.#c.vpn(area.start), to: this.#c.vpn(dumpEnd(geometry, region, options.kasan) - 1n) + 1 };
  }

  #importRun(region: MapRegion, run: DumpRun, from: number, to: number): void {
    const { tree } = this.#c;
    const at = run.start.toString(16);
    const level = tree.levels.findIndex((l) => l.name === run.level);
    if (level < 0)
      throw new RangeError(`page-table dump of the ${region}, run at 0x${at}: this machine has no level ${run.level}`);
    const start = this.#c.vpn(run.start);
    const end = this.#c.vpn(run.end - 1n) + 1;
    const { span, leaf } = tree.level(level);
    if (start < from || end > to)
      throw new RangeError(`page-table dump of the ${region}, run at 0x${at}: outside the region`);
    if (run.attributes === '') {
      if (level > 0) tree.map(start, end, level, 0);
      return;
    }
    if (!leaf || start % span !== 0 || end % span !== 0)
      throw new RangeError(`page-table dump of the ${region}, run at 0x${at}: not a run of ${run.level} leaves`);
    tree.map(start, end, level, tree.attribute(run.attributes));
    if (region === 'vmemmap' && run.phys !== undefined) this.#c.importPhys(start, end, run.phys);
  }

  /** A first line after the region's start: the run before it stands under the marker before. */
  #importLag(first: DumpRun, from: number): void {
    const start = this.#c.vpn(first.start);
    this.#lag.value = start > from ? 1 : 0;
    if (start <= from) return;
    // what that run is, the text does not tell: the kernel's usual leaf, or what must differ from the line after it
    const usual = this.#c.tree.attributeText(this.#c.leafAttribute('direct-map', first.level === 'PTE'));
    const attributes = usual === first.attributes ? usual.replace('RW ', 'ro ') : usual;
    this.#importRun(
      'direct-map',
      { start: this.#c.va(from), end: first.start, level: first.level, attributes, phys: undefined },
      from,
      this.#c.vpn(first.start),
    );
  }
}

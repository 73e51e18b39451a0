/**
 * What the architectures' mapping code works with: the tree, the kernel, who gives memory, and where things lie.
 */
import type { Geometry, VirtualRegion } from '../arch/geometry.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Cell, ChunkedArray } from '../state/store.ts';
import type { NodeId, Pfn, PfnRange, VirtAddr } from '../units.ts';
import { nodeId, pfn, virtAddr } from '../units.ts';
import { isUsable, leafAttributes } from './attributes.ts';
import { Processes } from './processes.ts';
import { eachEmptyTable, tableId } from './empty.ts';
import { TablePages } from './table-pages.ts';
import type { PageTree } from './tree.ts';
import { isLeaf, isTable } from './tree.ts';
import type { DirectMapBytes, MapMemory, MappingOptions, MapRegion, TableCounters, VpnRange } from './types.ts';

/** The node whose memory linear-map tables come from: that of the CPU that runs the work, taken to be the boot CPU's. */
const RUNNING_NODE = nodeId(0);

/** State and helpers shared by the architectures. */
export class MapContext {
  readonly k: Kernel;
  readonly geometry: Geometry;
  readonly tree: PageTree;
  readonly memory: MapMemory;
  readonly options: MappingOptions;
  readonly counters: Readonly<Record<MapRegion, Cell<TableCounters>>>;
  readonly directMapBytes: Cell<DirectMapBytes>;
  /** riscv64: physical address + 1 of the memory behind each PMD-sized piece of the vmemmap; 0 where unknown. */
  readonly vmemmapPhys: ChunkedArray;
  /** x86: vmemmap PMD leaves used in part only: the leaf's vpn and the bytes [start, end) of it that are in use. */
  readonly partialLeaves: Cell<ReadonlyMap<number, readonly (readonly [number, number])[]>>;
  /** Tables that were empty when the machine had booted: nobody's residue. */
  readonly bootEmpty: Readonly<Record<MapRegion, Cell<readonly number[]>>>;
  /** Processes with copies of the top table. */
  readonly processes: Processes;
  /** Which page frames hold the tables. */
  readonly tablePages: TablePages;
  readonly #warned: Cell<boolean>;
  readonly #offnode: Cell<boolean>;
  readonly #vaBits: number;
  /** Tree positions at which the regions begin. */
  readonly #directStart: number;
  readonly #vmemmapStart: number;
  readonly #physBase: number;
  readonly #ranges: Readonly<Record<MapRegion, VpnRange>>;
  readonly #texts: string[] = [];
  readonly #attributes = new Map<string, number>();

  constructor(k: Kernel, tree: PageTree, memory: MapMemory, options: MappingOptions) {
    this.k = k;
    this.geometry = k.geometry;
    this.tree = tree;
    this.memory = memory;
    this.options = options;
    const zero: TableCounters = { allocated: 0, freed: 0, inTree: 0 };
    this.counters = {
      'direct-map': k.store.cell('mapping.directMapTables', zero),
      vmemmap: k.store.cell('mapping.vmemmapTables', zero),
    };
    this.directMapBytes = k.store.cell<DirectMapBytes>('mapping.directMapBytes', { k4: 0, m2: 0, g1: 0 });
    this.vmemmapPhys = k.store.array('mapping.vmemmapPhys', 'f64');
    this.partialLeaves = k.store.cell<ReadonlyMap<number, readonly (readonly [number, number])[]>>(
      'mapping.partialLeaves',
      new Map(),
    );
    this.#warned = k.store.cell('mapping.memmapWarned', false);
    this.#offnode = k.store.cell('mapping.offnodeWarned', false);
    const top = tree.level(0);
    this.#vaBits = top.shift + Math.log2(top.entries);
    this.#directStart = this.vpn(this.geometry.directMap.start);
    this.#vmemmapStart = this.vpn(this.geometry.vmemmap.start);
    this.#physBase = this.geometry.directMapPhysBase / k.sizes.pageBytes;
    const range = ({ start, end }: VirtualRegion): VpnRange => ({ from: this.vpn(start), to: this.vpn(end - 1n) + 1 });
    this.#ranges = { 'direct-map': range(this.geometry.directMap), vmemmap: range(this.geometry.vmemmap) };
    this.bootEmpty = {
      'direct-map': k.store.cell<readonly number[]>('mapping.bootEmptyDirect', []),
      vmemmap: k.store.cell<readonly number[]>('mapping.bootEmptyVmemmap', []),
    };
    this.processes = new Processes(this);
    this.tablePages = new TablePages(
      k.store,
      tree.levels.map((l) => l.span * l.entries),
      { 'direct-map': this.regionRange('direct-map'), vmemmap: this.regionRange('vmemmap') },
      k.sizes.pagesPerPageblock,
    );
  }

  /** Tree position of a kernel address. */
  vpn(va: bigint): number {
    return Number(BigInt.asUintN(this.#vaBits, va) >> BigInt(this.geometry.pageShift));
  }
  /** Address of a tree position. */
  va(vpn: number): VirtAddr {
    const low = BigInt(vpn) << BigInt(this.geometry.pageShift);
    // x86 and riscv have one table for both halves of the address space, arm64 has one for the upper
    const user = this.geometry.arch !== 'arm64' && low < 1n << BigInt(this.#vaBits - 1);
    return virtAddr(user ? low : (1n << 64n) - (1n << BigInt(this.#vaBits)) + low);
  }

  /** Tree positions of a region; its exclusive end may be the top of the address space. */
  regionRange(region: MapRegion): VpnRange {
    return this.#ranges[region];
  }

  /**
   * Whether removal leaves a region's empty tables where they are: under the patches that kept them where vmalloc and
   * vmemmap share a table below the top one, which a walk of vmalloc could be looking at.
   */
  keepsTables(region: MapRegion): boolean {
    return region === 'vmemmap' && this.options.teardown === 'keep-shared' && this.sharesTop;
  }

  /** Whether the end of vmalloc and the start of the vmemmap hang on one entry of the top table. */
  get sharesTop(): boolean {
    const { span } = this.tree.level(0);
    const end = this.vpn(this.geometry.vmalloc.end - 1n);
    return Math.floor(end / span) === Math.floor(this.#vmemmapStart / span);
  }

  /** Whether a tree position is mapped and may be used. */
  mapped(vpn: number): boolean {
    for (let level = 0; level < this.tree.levels.length; level++) {
      const v = this.tree.entryAt(vpn, level) ?? 0;
      if (!isTable(v)) return isLeaf(v) && isUsable(this.geometry.arch, this.tree.attributeText(v));
    }
    return false;
  }

  /** Where the vmemmap begins in the tree. */
  get vmemmapStart(): number {
    return this.#vmemmapStart;
  }

  /** Where the direct map of a page frame lies in the tree. */
  directVpn(p: number): number {
    return this.#directStart + p - this.#physBase;
  }
  /** The page frame mapped at a tree position of the direct map. */
  directPfn(vpn: number): Pfn {
    return pfn(vpn - this.#directStart + this.#physBase);
  }
  /** Tree positions of the direct map of a range. */
  directRange(r: PfnRange): VpnRange {
    return { from: this.directVpn(r.start), to: this.directVpn(r.end) };
  }

  /** Tree positions of the struct pages of a range; ends are rounded outward to whole pages. */
  vmemmapRange(r: PfnRange): VpnRange {
    const start = this.#vmemmapStart;
    const at = (p: number): number =>
      ((p - this.geometry.vmemmapPfnBase) * this.geometry.structPageBytes) / this.k.sizes.pageBytes;
    return { from: start + Math.floor(at(r.start)), to: start + Math.ceil(at(r.end)) };
  }
  /** First page frame whose struct page lies wholly at or after a tree position of the vmemmap. */
  vmemmapPfn(vpn: number): Pfn {
    const bytes = (vpn - this.#vmemmapStart) * this.k.sizes.pageBytes;
    return pfn(this.geometry.vmemmapPfnBase + Math.ceil(bytes / this.geometry.structPageBytes));
  }

  /** Attribute number of a leaf the kernel makes. */
  leafAttribute(region: MapRegion, base: boolean, contiguous = false): number {
    const kind = (region === 'vmemmap' ? 4 : 0) + (base ? 2 : 0) + (contiguous ? 1 : 0);
    // asked once a leaf, so the text is made once
    const text = (this.#texts[kind] ??= leafAttributes(this.geometry.arch, region, base, contiguous, this.options));
    let n = this.#attributes.get(text);
    // the tree's list of texts may be another one after a checkpoint was restored
    if (n === undefined || this.tree.attributeText(n) !== text)
      this.#attributes.set(text, (n = this.tree.attribute(text)));
    return n;
  }

  /** The first time that no memory is left for struct pages the log has it (mm/sparse-vmemmap.c: vmemmap_alloc_block); the dump of all zones that follows is left out. */
  warnMemmap(order: number): void {
    if (this.#warned.value) return;
    this.#warned.value = true;
    this.k.printk(
      `vmemmap alloc failure: order:${order}, mode:0x4cc0(GFP_KERNEL|__GFP_RETRY_MAYFAIL), nodemask=(null)`,
    );
  }

  /** The first base page of struct pages that came from another node than their memory's is told of (vmemmap_verify). */
  verifyNode(nid: NodeId, vpn: number): void {
    if (this.#offnode.value) return;
    const from = this.memory.memmapNode?.(this.vmemmapPfn(vpn));
    if (from === undefined || from === nid) return;
    this.#offnode.value = true;
    const size = BigInt(this.k.sizes.pageBytes);
    const start = this.geometry.vmemmap.start + BigInt(vpn - this.#vmemmapStart) * size;
    this.k.printk(`[${start.toString(16)}-${(start + size - 1n).toString(16)}] potential offnode page_structs`);
  }

  /** A page for a table of the direct map (from the running CPU's node). */
  takeDirectTable(level: number, vpn: number): void {
    this.tablePages.set('direct-map', level, vpn, this.memory.takeTable('direct-map', RUNNING_NODE));
    if (level === 1) this.processes.grown();
    this.#countTables('direct-map', 1, 0);
  }
  /** A page for a table of the vmemmap, from the node the memory belongs to where possible. */
  takeVmemmapTable(nid: NodeId, level: number, vpn: number): void {
    this.tablePages.set('vmemmap', level, vpn, this.memory.takeTable('vmemmap', nid));
    if (level === 1) this.processes.grown();
    this.#countTables('vmemmap', 1, 0);
  }
  /** Gives the page of a table of `level` back. */
  freeTable(region: MapRegion, level: number, vpn: number): void {
    this.memory.freeTable(region, this.tablePages.clear(region, level, vpn));
    this.#countTables(region, 0, 1);
  }

  #countTables(region: MapRegion, allocated: number, freed: number): void {
    const c = this.counters[region];
    const was = c.value;
    c.value = {
      allocated: was.allocated + allocated,
      freed: was.freed + freed,
      inTree: was.inTree + allocated - freed,
    };
  }

  /** Table pages of a region, counted in the tree. */
  tablesInTree(region: MapRegion): number {
    const { from, to } = this.regionRange(region);
    return this.tree.tables(from, to);
  }

  /** Starts counting a region's tables anew from what is in the tree. */
  resetCounters(region: MapRegion): void {
    this.tablePages.reset(region);
    this.counters[region].value = { allocated: 0, freed: 0, inTree: this.tablesInTree(region) };
  }

  /** Remembers what a region has at boot: the processes' copies, and tables that are empty from the start. */
  noteBoot(region: MapRegion): void {
    this.processes.boot();
    const empty: number[] = [];
    eachEmptyTable(
      this.tree,
      this.regionRange(region),
      (level, base) => void empty.push(tableId(this.tree, level, base)),
    );
    this.bootEmpty[region].value = empty;
  }

  /** x86's update_page_count: pages of the direct map by leaf level. */
  countDirectMap(level: number, leaves: number): void {
    const bytes = leaves * this.tree.level(level).span * this.k.sizes.pageBytes;
    const name = this.tree.level(level).name;
    this.directMapBytes.update((b) => ({
      k4: b.k4 + (name === 'PTE' ? bytes : 0),
      m2: b.m2 + (name === 'PMD' ? bytes : 0),
      g1: b.g1 + (name === 'PUD' ? bytes : 0),
    }));
  }

  /** Remembers where the memory behind a piece of the vmemmap lies (undefined: not known). */
  setVmemmapPhys(vpn: number, phys: number | undefined): void {
    if (this.geometry.arch !== 'riscv64') return;
    this.vmemmapPhys.set(this.#piece(vpn), phys === undefined ? 0 : phys + 1);
  }
  /** Where the memory behind a piece of the vmemmap lies, if it is known. */
  getVmemmapPhys(vpn: number): number | undefined {
    if (this.geometry.arch !== 'riscv64') return undefined;
    const n = this.vmemmapPhys.get(this.#piece(vpn));
    return n === 0 ? undefined : n - 1;
  }
  /** Notes the memory behind [from, to), taken to be contiguous: a dump tells only where a run begins. */
  importPhys(from: number, to: number, phys: number): void {
    const { span } = this.tree.level(this.tree.levels.length - 2);
    for (let vpn = from; vpn < to; vpn += span) this.setVmemmapPhys(vpn, phys + (vpn - from) * this.k.sizes.pageBytes);
  }
  #piece(vpn: number): number {
    return Math.floor((vpn - this.#vmemmapStart) / this.tree.level(this.tree.levels.length - 2).span);
  }
}

/**
 * CXL memory: windows, the expanders that the guest's driver has, and regions over them (drivers/cxl/acpi.c, core/region.c).
 * No recording has it. What the tests expect is what Linux 6.12.107 answered in QEMU 10; addresses are those of QEMU 7.2.
 *
 *   window ─► region (ways × granularity over expanders) ─┬► ram: dax device (memmap_on_memory) ─► kmem ─► System RAM
 *                                                         └► pmem: region of the nvdimm bus ─► namespaces
 */
import type { Errno } from '../../kernel/errno.ts';
import type { Proc } from '../../kernel/scheduler.ts';
import type { Cell } from '../../state/store.ts';
import { MiB, alignDown, nodeId, pfn } from '../../units.ts';
import type { DaxBus } from '../dax/bus.ts';
import type { DeviceHost } from '../host.ts';
import { onlineNodeNear } from '../nvdimm/boot.ts';
import { keptOf, newRegion } from '../nvdimm/found.ts';
import type { Nvdimm } from '../nvdimm/nvdimm.ts';
import type { KeptMemory } from '../types.ts';
import { hpaOf } from './types.ts';
import type { CxlDevice, CxlMemdev, CxlMode, CxlPort, CxlRegion, CxlWindow } from './types.ts';

/** Smallest piece of a region, for each way. */
const UNIT = 256 * MiB;

/** What is wanted of a region. */
export interface RegionWish {
  readonly window: CxlWindow;
  readonly mode: CxlMode;
  /** Undefined: the window's. */
  readonly granularity: number | undefined;
  readonly targets: readonly CxlMemdev[];
  readonly size: number | undefined;
}
/** Why there is no region: what the tool was at. */
export interface Unmade {
  readonly why: string;
  readonly errno?: Errno;
}

/** CXL of one machine. */
export class Cxl {
  readonly windows: Cell<readonly CxlWindow[]>;
  readonly ports: Cell<readonly CxlPort[]>;
  /** Expanders on the board, whether the guest has them or not. */
  readonly devices: Cell<readonly CxlDevice[]>;
  readonly memdevs: Cell<readonly CxlMemdev[]>;
  readonly regions: Cell<readonly CxlRegion[]>;
  /** Number of the next region of each window: it is reserved (cxl_root_decoder: region_id). */
  readonly #next: Cell<ReadonlyMap<number, number>>;
  /** Labels of persistent regions that are not enabled. */
  readonly #kept: Cell<readonly KeptMemory[]>;
  readonly #host: DeviceHost;
  readonly #dax: DaxBus;
  readonly #nd: Nvdimm;

  constructor(host: DeviceHost, dax: DaxBus, nd: Nvdimm) {
    this.#host = host;
    this.#dax = dax;
    this.#nd = nd;
    const { store } = host.k;
    this.windows = store.cell<readonly CxlWindow[]>('cxl.windows', []);
    this.ports = store.cell<readonly CxlPort[]>('cxl.ports', []);
    this.devices = store.cell<readonly CxlDevice[]>('cxl.devices', []);
    this.memdevs = store.cell<readonly CxlMemdev[]>('cxl.memdevs', []);
    this.regions = store.cell<readonly CxlRegion[]>('cxl.regions', []);
    this.#next = store.cell<ReadonlyMap<number, number>>('cxl.next', new Map());
    this.#kept = store.cell<readonly KeptMemory[]>('cxl.kept', []);
  }

  /** Whether the kernel was built with the drivers. */
  get built(): boolean {
    return this.#host.k.config.config['CONFIG_CXL_REGION'] === 'y';
  }

  window(id: number): CxlWindow | undefined {
    return this.windows.value.find((w) => w.id === id);
  }
  memdev(name: string): CxlMemdev | undefined {
    return this.memdevs.value.find((m) => m.name === name || m.id === name);
  }
  region(name: string): CxlRegion | undefined {
    return this.regions.value.find((r) => `region${r.id}` === name || String(r.id) === name);
  }
  /** Bytes of an expander's memory of a kind that no region has. */
  free(m: CxlMemdev, mode: CxlMode): number {
    const used = this.#over(m)
      .filter((r) => r.mode === mode)
      .reduce((sum, r) => sum + r.size / r.targets.length, 0);
    return (mode === 'ram' ? m.ram : m.pmem) - used;
  }
  #over(m: CxlMemdev): readonly CxlRegion[] {
    return this.regions.value.filter((r) => r.targets.includes(m.name));
  }
  /** Its next free decoder. */
  #decoder(m: CxlMemdev): string {
    return `decoder${m.endpoint}.${this.#over(m).length}`;
  }
  /** Decoder of an expander that a region uses. */
  decoderOf(m: CxlMemdev, r: CxlRegion): string {
    return `decoder${m.endpoint}.${this.#over(m).findIndex((x) => x.id === r.id)}`;
  }
  /** Largest free run of a window. */
  gap(w: CxlWindow): { readonly start: number; readonly size: number } {
    let best = { start: w.start, size: 0 };
    let at = w.start;
    const used = this.regions.value.filter((r) => r.window === w.id).toSorted((a, b) => a.start - b.start);
    for (const [from, to] of [
      ...used.map((r) => [r.start, r.start + r.size] as const),
      [w.start + w.size, w.start + w.size] as const,
    ]) {
      if (from - at > best.size) best = { start: at, size: from - at };
      at = to;
    }
    return best;
  }

  /** Lowest number that no region of any kind has or will have (lib/memregion.c: memregion_alloc). */
  #memregion(): number {
    const used = new Set([
      ...this.#next.value.values(),
      ...this.regions.value.map((r) => r.id),
      ...this.#nd.regions.value.map((r) => r.id),
      ...this.#dax.devices.value.map((d) => d.region.id),
    ]);
    let id = 0;
    while (used.has(id)) id++;
    return id;
  }
  /** Number that the window's next region gets. */
  nextId(w: CxlWindow): number {
    for (const x of this.windows.value)
      if (!this.#next.value.has(x.id)) this.#next.value = new Map(this.#next.value).set(x.id, this.#memregion());
    return this.#next.value.get(w.id) ?? 0;
  }

  /** Assembles, commits and probes a region (cxl create-region; cxl_region_probe). Each refusal is the tool's or the kernel's at its step. */
  *create(wish: RegionWish): Proc<CxlRegion | Unmade> {
    const { window: w, targets, mode } = wish;
    const ways = targets.length;
    const each = Math.min(...targets.map((m) => this.free(m, mode)));
    const size = wish.size ?? alignDown(Math.min(each * ways, this.gap(w).size), UNIT * ways);
    if (!(size > 0)) return { why: 'unable to determine region size' };
    const name = `region${this.nextId(w)}`;
    const granularity = wish.granularity ?? w.granularity;
    // a kernel lets the granularity of an interleaved window be that of its regions, and no other
    if (!isGranularity(granularity)) return { why: `${name}: set_granularity failed`, errno: 'EINVAL' };
    if (size % (UNIT * ways) !== 0) return { why: `${name}: set_size failed`, errno: 'EINVAL' };
    if (size > this.gap(w).size) return { why: `${name}: set_size failed`, errno: 'ERANGE' };
    const short = targets.find((m) => this.free(m, mode) < size / ways);
    if (short !== undefined) return { why: `${this.#decoder(short)}: set_dpa_size failed`, errno: 'ENOSPC' };
    const misplaced = targets.findIndex((m, i) => m.bridge !== w.targets[i % w.ways]);
    if (misplaced >= 0 || ways % w.ways !== 0) {
      const at = misplaced < 0 ? 0 : misplaced;
      return { why: `${name}: failed to set target${at} to ${targets[at]?.name ?? ''}` };
    }
    if (!this.#canInvalidate(name)) return { why: `${name}: failed to commit decode`, errno: 'ENXIO' };
    const first = targets[0];
    const total = first === undefined ? 0 : mode === 'ram' ? first.ram : first.ram + first.pmem;
    const r: CxlRegion = {
      id: this.nextId(w),
      window: w.id,
      mode,
      start: this.gap(w).start,
      size,
      granularity,
      targets: targets.map((m) => m.name),
      dpa: first === undefined ? 0 : total - this.free(first, mode),
      committed: true,
      enabled: false,
    };
    this.#host.resources.request(r.start, r.start + size - 1, name, false);
    this.#next.value = new Map(this.#next.value).set(w.id, this.#memregionBut(r.id));
    this.regions.update((l) => [...l, r]);
    return yield* this.enable(r);
  }
  #memregionBut(id: number): number {
    this.#next.value = new Map([...this.#next.value].filter(([, n]) => n !== id));
    const all = new Set([...this.#next.value.values(), id]);
    let next = this.#memregion();
    while (all.has(next)) next++;
    return next;
  }

  /**
   * Whether the CPUs' caches of a range whose decoding changes can be dropped: no guest can, and only a kernel that is built
   * for tests goes on all the same (cxl_region_invalidate_memregion).
   */
  #canInvalidate(region: string): boolean {
    const { k, dimms } = this.#host;
    if (dimms.board.hypervisor === false) return true;
    if (k.config.config['CONFIG_CXL_REGION_INVALIDATION_TEST'] === 'y') return true;
    k.printk(`cxl ${region}: Failed to synchronize CPU cache state`);
    return false;
  }

  /** A region's driver: volatile memory becomes a dax device, unless the firmware made it System RAM; persistent memory a region of the nvdimm bus (cxl_region_probe). */
  *enable(r: CxlRegion): Proc<CxlRegion> {
    const now = { ...r, enabled: true };
    this.#replace(now);
    const end = r.start + r.size - 1;
    const { resources } = this.#host;
    const node = this.nodeOf(r.window);
    if (r.mode === 'pmem') {
      if (this.#host.k.config.config['CONFIG_CXL_PMEM'] !== 'y') return now;
      resources.wrap(r.start, end, PERSISTENT);
      yield* newRegion(this.#host, this.#nd, {
        kind: 'cxl',
        id: r.id,
        start: r.start,
        size: r.size,
        node,
        slot: undefined,
        labelled: true,
        serials: r.targets.flatMap((t) => this.memdev(t)?.serial ?? []),
        kept: this.#kept.value.find((x) => x.start === r.start && x.size === r.size),
      });
      return now;
    }
    if (resources.holdsSystemRam(r.start, end)) return now;
    const targetNode = nodeId(node);
    yield* this.#dax.create({
      name: `dax${r.id}.0`,
      region: {
        id: r.id,
        path: `/platform/ACPI0017:00/root0/decoder0.${r.window}/region${r.id}/dax_region${r.id}`,
        start: r.start,
        size: r.size,
        align: 2 * MiB,
        kmem: true,
        dynamic: true,
      },
      start: r.start,
      size: r.size,
      more: [],
      align: 2 * MiB,
      targetNode,
      numaNode: onlineNodeNear(this.#host, targetNode),
      memmapOnMemory: true,
      driver: undefined,
      pagemapLeft: false,
      pagemap: undefined,
    });
    return now;
  }

  #replace(r: CxlRegion): void {
    this.regions.update((l) => l.map((x) => (x.id === r.id ? r : x)));
  }

  /** Every window is a node of its own behind those of SRAT (drivers/acpi/numa/srat.c: acpi_parse_cfmws). */
  nodeOf(window: number): number {
    const { zones } = this.#host;
    const index = this.windows.value.findIndex((w) => w.id === window);
    const last = zones.nodes.value.length - this.windows.value.length + index;
    return zones.hasNode(last) ? last : (zones.nodes.value.at(-1)?.id ?? 0);
  }

  /** Takes the driver away from a region, and with it what it became; memory that is online stays until the next boot. */
  *disable(r: CxlRegion): Proc {
    const { resources } = this.#host;
    for (const d of this.#dax.devices.value)
      if (d.region.id === r.id && d.region.dynamic) yield* this.#dax.delete(d.name);
    const region = this.#nd.region(r.id);
    if (r.mode === 'pmem' && region?.kind === 'cxl') {
      const labels = keptOf(this.#nd).filter((x) => x.start === r.start && x.size === r.size);
      yield* this.#nd.removeRegion(region);
      this.#kept.update((l) => [...l.filter((x) => x.start !== r.start || x.size !== r.size), ...labels]);
      resources.unwrap(r.start, r.start + r.size - 1, PERSISTENT);
    }
    const now = this.region(String(r.id));
    if (now !== undefined) this.#replace({ ...now, enabled: false });
  }
  /** Resets the decoders and gives addresses and device memory back; the window's next region gets the number if it is lower. */
  destroy(r: CxlRegion): void {
    this.#host.resources.giveBack(r.start, r.start + r.size - 1, `region${r.id}`);
    this.regions.update((l) => l.filter((x) => x.id !== r.id));
    const next = this.#next.value.get(r.window);
    if (next !== undefined && r.id < next) this.#next.value = new Map(this.#next.value).set(r.window, r.id);
  }

  /** Whether an expander's memory is part of a region that is committed. */
  isActive(m: CxlMemdev): boolean {
    return this.#over(m).some((r) => r.committed);
  }
  /** Gives an expander to its driver or takes it away; the regions over it go with it (cxl_decoder_kill_region). */
  *setMemdev(m: CxlMemdev, enabled: boolean): Proc {
    if (!enabled)
      for (const r of this.#over(m)) {
        if (r.enabled) yield* this.disable(r);
        this.destroy(r);
      }
    this.memdevs.update((l) => l.map((x) => (x.name === m.name ? { ...x, enabled } : x)));
  }

  /** The region that maps a device address of an expander, and where; undefined: none does (cxl_trace_hpa). */
  mapped(m: CxlMemdev, dpa: number): { readonly region: CxlRegion; readonly hpa: number } | undefined {
    const region = this.regions.value.find(
      (x) => x.committed && x.targets.includes(m.name) && dpa >= x.dpa && dpa < x.dpa + x.size / x.targets.length,
    );
    return region && { region, hpa: hpaOf(region, region.targets.indexOf(m.name), dpa) };
  }

  /** A line of an expander is poisoned: the device lists it, and where a region maps it the page is lost (memory_failure). Answers the host address. */
  poison(m: CxlMemdev, dpa: number): number | undefined {
    const { pages, k, zones } = this.#host;
    this.memdevs.update((l) => l.map((x) => (x.name === m.name ? { ...x, poison: [...x.poison, dpa] } : x)));
    const hpa = this.mapped(m, dpa)?.hpa;
    if (hpa === undefined) return undefined;
    const at = pfn(Math.floor(hpa / k.sizes.pageBytes));
    if (zones.zoneOf(at) !== undefined) k.scheduler.spawn('memory_failure', pages.hardOffline(at));
    return hpa;
  }
}

/** Name of the resource that persistent memory has. */
const PERSISTENT = 'Persistent Memory';

const isGranularity = (n: number): boolean => n >= 256 && n <= 16384 && Number.isInteger(Math.log2(n));

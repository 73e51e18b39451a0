/**
 * CXL memory expanders: windows, endpoints, regions, and the dax device that a region of volatile memory becomes
 * (drivers/cxl/acpi.c, core/region.c, drivers/dax/cxl.c). No recording has one: everything here is unverified.
 *
 *   window ─► region (ways × granularity over expanders) ─► dax device (memmap_on_memory) ─► kmem ─► System RAM
 */
import type { Errno } from '../../kernel/errno.ts';
import type { Proc } from '../../kernel/scheduler.ts';
import type { Cell } from '../../state/store.ts';
import { MiB, alignDown, nodeId, pfn } from '../../units.ts';
import type { DaxBus } from '../dax/bus.ts';
import type { DeviceHost } from '../host.ts';
import { onlineNodeNear } from '../nvdimm/boot.ts';
import type { CxlView } from '../view.ts';
import { hpaOf } from './types.ts';
import type { CxlMemdev, CxlMode, CxlRegion, CxlWindow } from './types.ts';
import { expandersOf, windowsOf } from './windows.ts';

/** Smallest piece of a region, for each way. */
const UNIT = 256 * MiB;

/** What is wanted of a region. */
export interface RegionWish {
  readonly window: CxlWindow;
  readonly mode: CxlMode;
  readonly granularity: number;
  readonly targets: readonly string[];
  readonly size: number | undefined;
}

/** CXL of one machine. */
export class Cxl {
  readonly windows: Cell<readonly CxlWindow[]>;
  readonly memdevs: Cell<readonly CxlMemdev[]>;
  readonly regions: Cell<readonly CxlRegion[]>;
  readonly #host: DeviceHost;
  readonly #dax: DaxBus;

  constructor(host: DeviceHost, dax: DaxBus) {
    this.#host = host;
    this.#dax = dax;
    const { store } = host.k;
    this.windows = store.cell<readonly CxlWindow[]>('cxl.windows', []);
    this.memdevs = store.cell<readonly CxlMemdev[]>('cxl.memdevs', []);
    this.regions = store.cell<readonly CxlRegion[]>('cxl.regions', []);
  }

  /** Whether the kernel was built with the drivers. */
  get built(): boolean {
    return this.#host.k.config.config['CONFIG_CXL_REGION'] === 'y';
  }

  /** Finds windows and expanders in the firmware's tables. */
  boot(argv: readonly string[]): void {
    if (!this.built) return;
    const { backends, dimms } = this.#host;
    this.windows.value = windowsOf(argv, dimms.board).windows;
    this.memdevs.value = expandersOf(argv).map(({ values, bridge }, i) => {
      const bytes = (name: string): number => backends.get(values.get(name) ?? '')?.size ?? 0;
      return {
        name: `mem${i}`,
        id: values.get('id') ?? '',
        bridge,
        ram: bytes('volatile-memdev'),
        pmem: bytes('persistent-memdev') + bytes('memdev'),
        poison: [],
      };
    });
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
    const used = this.regions.value
      .filter((r) => r.mode === mode && r.targets.includes(m.name))
      .reduce((sum, r) => sum + r.size / r.targets.length, 0);
    return (mode === 'ram' ? m.ram : m.pmem) - used;
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

  /** Assembles, commits and probes a region (cxl create-region; cxl_region_probe). A refusal says why. */
  *create(wish: RegionWish): Proc<CxlRegion | { readonly errno: Errno; readonly why: string }> {
    const { window: w, targets, mode } = wish;
    const found = targets.map((t) => this.memdev(t));
    const missing = targets.find((_, i) => found[i] === undefined);
    if (missing !== undefined) return { errno: 'ENXIO', why: `memdev ${missing} not found` };
    const devices = found.filter((m) => m !== undefined);
    if (w.ways > 1 && targets.length % w.ways !== 0)
      return {
        errno: 'EINVAL',
        why: `interleave-ways must be a multiple of the ${w.ways} host bridges of decoder0.${w.id}`,
      };
    const misplaced = devices.find((m, i) => m.bridge !== w.targets[i % w.ways]);
    if (misplaced !== undefined)
      return {
        errno: 'ENXIO',
        why: `${misplaced.name} is behind ${misplaced.bridge}, not behind ${w.targets[devices.indexOf(misplaced) % w.ways] ?? ''}`,
      };
    const each = Math.min(...devices.map((m) => this.free(m, mode)));
    const size = wish.size ?? alignDown(Math.min(each * targets.length, this.gap(w).size), UNIT * targets.length);
    if (size === 0 || size % (UNIT * targets.length) !== 0)
      return {
        errno: size === 0 ? 'ENOSPC' : 'EINVAL',
        why: `size: ${size} is no multiple of ${UNIT / MiB}M for each of ${targets.length} memdevs`,
      };
    if (size / targets.length > each) return { errno: 'ENOSPC', why: `not enough ${mode} capacity on the memdevs` };
    if (size > this.gap(w).size) return { errno: 'ENOSPC', why: `not enough space in decoder0.${w.id}` };
    // regions of all kinds draw their numbers from one pool (memregion_alloc)
    const used = [...this.regions.value.map((r) => r.id), ...this.#dax.devices.value.map((d) => d.region.id)];
    const id = used.reduce((next, n) => Math.max(next, n + 1), 0);
    const first = devices[0];
    const r: CxlRegion = {
      id,
      window: w.id,
      mode,
      start: this.gap(w).start,
      size,
      granularity: wish.granularity,
      targets: devices.map((m) => m.name),
      dpa: first === undefined ? 0 : (mode === 'ram' ? first.ram : first.ram + first.pmem) - this.free(first, mode),
      committed: false,
    };
    this.#host.resources.request(r.start, r.start + size - 1, `region${id}`, false);
    this.regions.update((l) => [...l, r]);
    return yield* this.enable(r);
  }

  /** Commits the decoders; a region of volatile memory becomes a dax device, unless the firmware made it System RAM (cxl_region_probe). */
  *enable(r: CxlRegion): Proc<CxlRegion> {
    const now = { ...r, committed: true };
    this.regions.update((l) => l.map((x) => (x.id === r.id ? now : x)));
    if (r.mode !== 'ram' || this.#host.resources.holdsSystemRam(r.start, r.start + r.size - 1)) return now;
    const targetNode = nodeId(this.nodeOf(r.window));
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
      align: 2 * MiB,
      targetNode,
      numaNode: onlineNodeNear(this.#host, targetNode),
      memmapOnMemory: true,
      driver: undefined,
      more: [],
      pagemapLeft: false,
      pagemap: undefined,
    });
    return now;
  }

  /** Every window is a node of its own behind those of SRAT (drivers/acpi/numa/srat.c: acpi_parse_cfmws). */
  nodeOf(window: number): number {
    const { zones } = this.#host;
    const index = this.windows.value.findIndex((w) => w.id === window);
    const last = zones.nodes.value.length - this.windows.value.length + index;
    return zones.hasNode(last) ? last : (zones.nodes.value.at(-1)?.id ?? 0);
  }

  /** Takes a region's dax device away and resets the decoders; EBUSY while its memory is online. */
  *disable(r: CxlRegion): Proc<Errno | undefined> {
    const { blocks } = this.#host;
    const from = r.start / blocks.blockBytes;
    const to = (r.start + r.size) / blocks.blockBytes;
    if (blocks.ids().some((b) => from <= b && b < to && blocks.stateName(b) !== 'offline')) return 'EBUSY';
    yield* this.#dax.delete(`dax${r.id}.0`);
    this.regions.update((l) => l.map((x) => (x.id === r.id ? { ...x, committed: false } : x)));
    return undefined;
  }
  destroy(r: CxlRegion): void {
    this.#host.resources.giveBack(r.start, r.start + r.size - 1, `region${r.id}`);
    this.regions.update((l) => l.filter((x) => x.id !== r.id));
  }

  /** A line of an expander is poisoned: the device lists it, and where a region maps it the page is lost (memory_failure). Answers the host address. */
  poison(m: CxlMemdev, dpa: number): number | undefined {
    const { pages, k, zones } = this.#host;
    this.memdevs.update((l) => l.map((x) => (x.name === m.name ? { ...x, poison: [...x.poison, dpa] } : x)));
    const r = this.regions.value.find(
      (x) => x.committed && x.targets.includes(m.name) && dpa >= x.dpa && dpa < x.dpa + x.size / x.targets.length,
    );
    const hpa = r === undefined ? undefined : hpaOf(r, r.targets.indexOf(m.name), dpa);
    k.printk(
      `cxl_poison: memdev=${m.name} trace_type=Inject region=${r === undefined ? '' : `region${r.id}`} hpa=0x${(hpa ?? 0).toString(16)} dpa=0x${dpa.toString(16)}`,
    );
    if (hpa === undefined) return undefined;
    const at = pfn(Math.floor(hpa / k.sizes.pageBytes));
    if (zones.zoneOf(at) !== undefined) k.scheduler.spawn('memory_failure', pages.hardOffline(at));
    return hpa;
  }

  /** What the screen is shown. */
  view(): CxlView {
    return {
      unverified: true,
      windows: this.windows.value.map((w) => ({
        id: w.id,
        decoder: `decoder0.${w.id}`,
        start: w.start,
        end: w.start + w.size,
        ways: w.ways,
        granularity: w.granularity,
        targets: w.targets,
        volatile: true,
        persistent: true,
        available: this.gap(w).size,
      })),
      memdevs: this.memdevs.value.map((m, i) => ({
        name: m.name,
        id: m.id,
        hostBridge: m.bridge,
        volatileBytes: m.ram,
        persistentBytes: m.pmem,
        decoders: this.regions.value
          .filter((r) => r.targets.includes(m.name))
          .map((r, n) => ({
            name: `decoder${i + 2}.${n}`,
            region: `region${r.id}`,
            dpa: { start: r.dpa, end: r.dpa + r.size / r.targets.length },
          })),
        poison: m.poison,
        readNs: undefined,
      })),
      regions: this.regions.value.map((r) => ({
        name: `region${r.id}`,
        window: r.window,
        mode: r.mode,
        start: r.start,
        end: r.start + r.size,
        ways: r.targets.length,
        granularity: r.granularity,
        targets: r.targets,
        state: r.committed ? 'committed' : 'idle',
        device: this.#dax.get(`dax${r.id}.0`)?.name,
      })),
    };
  }
}

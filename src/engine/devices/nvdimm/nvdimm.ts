/** Persistent memory: regions, their namespaces, and who has them (drivers/nvdimm). */
import { ERRNO_TEXT } from '../../kernel/errno.ts';
import type { Errno, Status } from '../../kernel/errno.ts';
import { call } from '../../kernel/scheduler.ts';
import type { Proc } from '../../kernel/scheduler.ts';
import type { Cell } from '../../state/store.ts';
import { holds } from '../../kernel/version.ts';
import { SUBSECTIONS } from '../../sparse/predicates.ts';
import { MiB, alignDown, alignUp } from '../../units.ts';
import type { DaxBus } from '../dax/bus.ts';
import type { DeviceHost } from '../host.ts';
import { arenasOf, bttSize } from './btt.ts';
import { INFO_BLOCK, pfnLayout } from './pfn.ts';
import type { PfnMode, SectionNeighbours } from './pfn.ts';
import type { Claim, Namespace, Region } from './types.ts';

/** Bytes in which a region's space is handed out. */
export const REGION_ALIGN = 16 * MiB;

/** The nvdimm bus of a machine. */
export class Nvdimm {
  readonly regions: Cell<readonly Region[]>;
  readonly namespaces: Cell<readonly Namespace[]>;
  /** Namespaces made so far: their ids are drawn from it. */
  readonly made: Cell<number>;
  readonly #host: DeviceHost;
  readonly #dax: DaxBus;

  constructor(host: DeviceHost, dax: DaxBus) {
    this.#host = host;
    this.#dax = dax;
    const { store } = host.k;
    this.regions = store.cell<readonly Region[]>('nvdimm.regions', []);
    this.namespaces = store.cell<readonly Namespace[]>('nvdimm.namespaces', []);
    this.made = store.cell('nvdimm.made', 0);
  }

  region(id: number): Region | undefined {
    return this.regions.value.find((r) => r.id === id);
  }
  find(region: number, id: number): Namespace | undefined {
    return this.namespaces.value.find((n) => n.region === region && n.id === id);
  }
  replace(ns: Namespace, patch: Partial<Namespace>): Namespace {
    const next = { ...ns, ...patch };
    this.namespaces.update((l) => l.map((n) => (n.region === ns.region && n.id === ns.id ? next : n)));
    return next;
  }
  #replaceRegion(r: Region, patch: Partial<Region>): void {
    this.regions.update((l) => l.map((x) => (x.id === r.id ? { ...x, ...patch } : x)));
  }

  /** Whether a region's memory has struct pages even without an info block (pmem_should_map_pages). */
  pageMapped(r: Region): boolean {
    return r.kind !== 'nfit' && r.kind !== 'cxl';
  }
  /** Text of a namespace's `mode` (mode_show). */
  modeOf(ns: Namespace): 'memory' | 'dax' | 'safe' | 'raw' {
    if (this.heldBy(ns)?.kind === 'btt') return 'safe';
    if (ns.claimed && ns.info !== undefined) return ns.info.kind === 'pfn' ? 'memory' : 'dax';
    const r = this.region(ns.region);
    return r !== undefined && this.pageMapped(r) ? 'memory' : 'raw';
  }
  /** The device that has a namespace; one of block translation tables keeps it even when it does not come up. */
  heldBy(ns: Namespace): Claim | undefined {
    return ns.claimed || ns.info?.kind === 'btt' ? ns.info : undefined;
  }
  /** Name of a namespace's block device (nvdimm_namespace_disk_name). */
  diskOf(ns: Namespace): string {
    const disk = ns.id > 0 ? `pmem${ns.region}.${ns.id}` : `pmem${ns.region}`;
    return ns.info?.kind === 'btt' ? `${disk}s` : disk;
  }
  /** Largest gap of a labelled region: where it starts, and how large it is. */
  gap(r: Region): { readonly start: number; readonly size: number } {
    let best = { start: 0, size: 0 };
    let at = r.start;
    const end = r.start + Math.floor(r.size / REGION_ALIGN) * REGION_ALIGN;
    const used = this.namespaces.value.filter((n) => n.region === r.id && n.size > 0).sort((a, b) => a.start - b.start);
    for (const stop of [...used.map((n) => ({ from: n.start, to: n.start + n.size })), { from: end, to: end }]) {
      if (stop.from - at > best.size) best = { start: at, size: stop.from - at };
      at = Math.max(at, stop.to);
    }
    return best;
  }
  /** Bytes of a region that no namespace has; none in a region without labels. */
  available(r: Region): number {
    if (!r.labelled) return 0;
    const used = this.namespaces.value.filter((n) => n.region === r.id).reduce((sum, n) => sum + n.size, 0);
    return Math.floor(r.size / REGION_ALIGN) * REGION_ALIGN - used;
  }

  /** Where the first gap of a region begins that has this many bytes. */
  firstFit(r: Region, size: number): number | undefined {
    let at = r.start;
    const used = this.namespaces.value.filter((n) => n.region === r.id && n.size > 0).sort((a, b) => a.start - b.start);
    for (const n of used) {
      if (n.start - at >= size) break;
      at = Math.max(at, n.start + n.size);
    }
    return at + size > r.start + r.size ? undefined : at;
  }

  /** Gives the first gap that is large enough to the seed namespace (size_store), unless it has space already. */
  allocate(r: Region, size: number, uuid: string): Namespace | 'ENOSPC' {
    const at = this.firstFit(r, size);
    if (at === undefined) return 'ENOSPC';
    const seed = this.find(r.id, r.seeds.namespace);
    if (seed === undefined || seed.size > 0) return 'ENOSPC';
    this.#host.k.trace.leaf('__release_region');
    this.#host.k.trace.leaf('__release_region');
    return this.replace(seed, { start: at, size, uuid });
  }

  /**
   * A seed that a driver has is no seed any more: the next one appears, under the lowest number that is free
   * (drivers/nvdimm/region_devs.c: nd_region_advance_seeds, namespace_devs.c: nd_region_create_ns_seed).
   */
  #advanceSeed(ns: Namespace): void {
    const r = this.region(ns.region);
    if (r?.labelled !== true || r.seeds.namespace !== ns.id) return;
    const taken = new Set(this.namespaces.value.flatMap((n) => (n.region === r.id ? n.id : [])));
    let next = 0;
    while (taken.has(next)) next++;
    this.namespaces.update((l) => [...l, emptyNamespace(r.id, next)]);
    this.#replaceRegion(r, { seeds: { ...r.seeds, namespace: next } });
  }

  /** Writes an info block for a namespace that no driver has; a pfn or dax device is ready to claim it. */
  setInfo(
    ns: Namespace,
    kind: 'pfn' | 'dax',
    mode: PfnMode,
    align: number,
    uuid: string,
  ): Namespace | 'EINVAL' | 'ENXIO' {
    const r = this.region(ns.region);
    if (r === undefined) return 'ENXIO';
    const { k } = this.#host;
    const layout = pfnLayout(ns.start, ns.size, mode, align, k.sizes.pageBytes, this.#neighbours(ns));
    if (typeof layout === 'string') return layout;
    if (layout.startPad + layout.endTrunc > 0 && !holds(k.config, SUBSECTIONS))
      k.printk(
        `nd_pmem ${kind}${r.id}.${r.seeds[kind]}: namespace${ns.region}.${ns.id} alignment collision, truncate ${layout.startPad + layout.endTrunc} bytes`,
      );
    const info: Claim = {
      kind,
      id: r.seeds[kind],
      mode,
      align,
      sector: undefined,
      uuid,
      start: ns.start + layout.dataOffset,
      size: layout.dataSize,
      startPad: layout.startPad,
      endTrunc: layout.endTrunc,
    };
    this.#replaceRegion(r, { seeds: { ...r.seeds, [kind]: r.seeds[kind] + 1 } });
    return this.replace(ns, { info, uuid });
  }

  /** Gives a namespace that no driver has to a device of block translation tables. */
  setSectors(ns: Namespace, sector: number, uuid: string): Namespace {
    const r = this.region(ns.region);
    const id = r?.seeds.btt ?? 0;
    if (r !== undefined) this.#replaceRegion(r, { seeds: { ...r.seeds, btt: id + 1 } });
    const size = bttSize(arenasOf(ns.size, sector), sector);
    const none = { mode: 'ram', align: 0, startPad: 0, endTrunc: 0 } as const;
    return this.replace(ns, { info: { ...none, kind: 'btt', id, sector, uuid, start: ns.start, size }, uuid });
  }

  /** What a kernel without subsections pads for: System RAM or other namespaces in the sections at both ends (nd_region_conflict). */
  #neighbours(ns: Namespace): SectionNeighbours | undefined {
    const { k, resources } = this.#host;
    if (holds(k.config, SUBSECTIONS)) return undefined;
    const { sectionBytes } = k.sizes;
    const end = ns.start + ns.size;
    const taken = (from: number, to: number): boolean =>
      from < to &&
      (resources.holdsSystemRam(from, to - 1) ||
        this.namespaces.value.some((o) => o !== ns && o.size > 0 && o.start < to && from < o.start + o.size));
    return {
      sectionBytes,
      before: taken(alignDown(ns.start, sectionBytes), ns.start),
      after: taken(end, alignUp(end, sectionBytes)),
    };
  }

  /** Lets a driver have a namespace: dax_pmem, or nd_pmem as a block device; `raw`: whatever its info block says. */
  *enable(ns: Namespace, raw = false): Proc<Status> {
    const r = this.region(ns.region);
    if (r === undefined || ns.size === 0) return 'ENXIO';
    const info = raw ? undefined : (ns.info ?? this.#takeUp(r, ns.medium));
    const written = info === undefined || ns.info === undefined || ns.info === ns.medium;
    if (!written && !r.flushes) return yield* this.#unwritten(r, ns, info);
    const errno =
      info === undefined
        ? yield* call('nd_pmem_probe', this.#pmemProbe(r, ns, raw))
        : info.kind === 'dax'
          ? yield* call('dax_pmem_probe', this.#daxPmemProbe(r, ns, info))
          : yield* call('nd_pmem_probe', info.kind === 'pfn' ? this.#pfnProbe(r, ns, info) : this.#bttProbe(ns, info));
    if (errno !== undefined) return errno;
    const claim = info === undefined ? {} : { info, medium: info, uuid: ns.uuid ?? info.uuid };
    this.replace(ns, { enabled: true, claimed: info !== undefined, ...claim });
    this.#advanceSeed(ns);
    return undefined;
  }

  /** A device for the info block that a driver found on the medium: the one behind the seed. */
  #takeUp(r: Region, medium: Claim | undefined): Claim | undefined {
    return medium === undefined ? undefined : { ...medium, id: r.seeds[medium.kind] + 1 };
  }

  /**
   * The host does not carry a flush out (drivers/nvdimm/nd_virtio.c: virtio_pmem_flush): the write that ends with one answers
   * EIO, and what was written is there all the same. A pfn or dax device gives up, one of tables before its info block.
   */
  *#unwritten(r: Region, ns: Namespace, info: Claim): Proc<Status> {
    const { k } = this.#host;
    const name = `${info.kind}${r.id}.${info.id}`;
    if (info.kind === 'btt') {
      yield* call('nd_pmem_probe', nothing());
      if (info.size > 0) {
        this.#sayNoArenas(name);
        k.printk(
          `nd_pmem ${name}: init: error in meta_init: -5`,
          `nd_pmem ${name}: probe with driver nd_pmem failed with error -12`,
        );
      }
      return info.size > 0 ? 'ENOMEM' : 'ENXIO';
    }
    const driver = info.kind === 'dax' ? 'dax_pmem' : 'nd_pmem';
    this.#setupPfn();
    k.printk(`${driver} ${name}: probe with driver ${driver} failed with error -5`);
    this.#replaceRegion(r, { seeds: { ...r.seeds, [info.kind]: info.id } });
    this.replace(ns, { info: undefined, medium: info, uuid: r.labelled ? ns.uuid : undefined });
    return 'EIO';
  }
  #sayNoArenas(name: string): void {
    this.#host.k.printk(`nd_pmem ${name}: No existing arenas`);
  }

  /** The devices that a claim leaves waiting are looked at by their drivers, and found empty. */
  *probeSeeds(ns: Namespace, withNamespace: boolean): Proc {
    if (ns.info?.kind === 'dax') yield* call('dax_pmem_probe', call('__dax_pmem_probe', nothing()));
    else if (ns.info?.kind === 'pfn') yield* call('nd_pmem_probe', nothing());
    if (withNamespace) yield* call('nd_pmem_probe', nothing());
  }

  /** Takes a namespace away from its driver. */
  *disable(ns: Namespace): Proc {
    const { k, resources } = this.#host;
    const { info } = ns;
    const name = `namespace${ns.region}.${ns.id}`;
    if (ns.claimed && info?.kind === 'dax') {
      yield* this.#dax.delete(`dax${ns.region}.${ns.id}`);
      resources.giveBack(ns.start, info.start - 1, name);
      k.trace.leaf('__release_region');
      k.trace.leaf('__release_region');
    } else {
      yield* call('nd_pmem_remove', nothing());
      yield* this.#dax.unmap(name);
      resources.giveBack(ns.start, ns.start + ns.size - 1, name);
      k.trace.leaf('__release_region');
    }
    this.replace(ns, { enabled: false, claimed: false });
  }

  /** Wipes the info block: raw, looked at by every claimer, and given up again (ndctl's zero_info_block). */
  *wipe(ns: Namespace): Proc<Status> {
    const errno = yield* this.enable(ns, true);
    const now = this.find(ns.region, ns.id);
    if (errno === undefined && now !== undefined) yield* this.disable(now);
    const gone = { info: undefined, medium: undefined, claimed: false, enabled: false, uuid: undefined };
    if (now !== undefined) this.replace(now, gone);
    return errno;
  }

  /** Gives a labelled namespace's space back; only the seed and the first one stay as devices (__size_store). */
  free(ns: Namespace): void {
    const r = this.region(ns.region);
    this.replace(ns, emptyNamespace(ns.region, ns.id));
    this.#host.k.trace.leaf('__release_region');
    if (ns.id !== 0 && r?.seeds.namespace !== ns.id)
      this.namespaces.update((l) => l.filter((n) => n.region !== ns.region || n.id !== ns.id));
  }

  /** Takes a region out of use with everything in it. */
  *disableRegion(r: Region): Proc {
    for (const ns of this.namespaces.value) if (ns.region === r.id && ns.enabled) yield* this.disable(ns);
    this.#replaceRegion(r, { enabled: false, seeds: { ...r.seeds, pfn: 0, dax: 0, btt: 0 } });
  }
  /** Whoever brought a region takes it away, with everything in it. */
  *removeRegion(r: Region): Proc {
    yield* this.disableRegion(r);
    this.regions.update((l) => l.filter((x) => x.id !== r.id));
    this.namespaces.update((l) => l.filter((n) => n.region !== r.id));
  }
  /** Puts a region into use again: its namespaces come from the labels, or one covers it. */
  *enableRegion(r: Region): Proc {
    this.#replaceRegion(r, { enabled: true });
    if (r.labelled) this.#renumber(r);
    // what a device was meant for and never wrote is forgotten
    for (const ns of this.namespaces.value)
      if (ns.region === r.id && ns.info !== ns.medium)
        this.replace(ns, { info: ns.medium, uuid: r.labelled ? ns.uuid : ns.medium?.uuid });
    for (const ns of this.namespaces.value)
      if (ns.region === r.id && ns.size > 0 && !ns.enabled) yield* this.enable(ns);
  }
  /** Labels say where namespaces lie, not what they are called: they are numbered by address (drivers/nvdimm/namespace_devs.c: scan_labels, cmp_dpa). */
  #renumber(r: Region): void {
    const held = this.namespaces.value.filter((n) => n.region === r.id && n.size > 0).sort((a, b) => a.start - b.start);
    const own = [...held.map((n, id) => ({ ...n, id })), emptyNamespace(r.id, held.length)];
    this.namespaces.update((l) => [...l.filter((n) => n.region !== r.id), ...own]);
    this.#replaceRegion(r, { enabled: true, seeds: { ...r.seeds, namespace: held.length } });
  }
  /** Empty labels on the DIMMs behind a disabled region. */
  initLabels(r: Region): void {
    this.#replaceRegion(r, { labelled: true, seeds: { ...r.seeds, namespace: 0 } });
    this.namespaces.update((l) => [...l.filter((n) => n.region !== r.id), emptyNamespace(r.id, 0)]);
  }

  /** Bytes a namespace with struct pages may be aligned to: base pages, huge pages, on x86 those of the next level (nd_pfn_supported_alignments). */
  supportedAlignments(): number[] {
    const { geometry, config } = this.#host.k;
    const huge = config.config['CONFIG_TRANSPARENT_HUGEPAGE'] === 'y' ? (geometry.arch === 'x86_64' ? 3 : 2) : 1;
    return geometry.levels.slice(-huge).map((l) => 2 ** l.shift);
  }

  #sayPersistence(r: Region, name: string): void {
    // only an x86 machine that knows the DIMMs behind a region can flush them
    if ((r.kind !== 'nfit' && r.kind !== 'cxl') || this.#host.k.geometry.arch !== 'x86_64')
      this.#host.k.printk(`nd_pmem ${name}: unable to guarantee persistence of writes`);
  }

  *#pmemProbe(r: Region, ns: Namespace, raw: boolean): Proc<Status> {
    const { k, resources } = this.#host;
    const name = `namespace${ns.region}.${ns.id}`;
    for (const probe of ['nd_pfn_probe', 'nd_dax_probe']) {
      k.trace.enter(probe);
      if (!raw) k.trace.leaf('nd_pfn_validate');
      k.trace.leave(probe);
    }
    k.trace.leaf('__release_region');
    k.trace.leaf('__release_region');
    this.#sayPersistence(r, name);
    const last = ns.start + ns.size - 1;
    if (resources.request(ns.start, last, name) !== undefined) {
      const hex = (n: number): string => `0x${n.toString(16).padStart(8, '0')}`;
      k.printk(
        `nd_pmem ${name}: could not reserve region [mem ${hex(ns.start)}-${hex(last)}]`,
        `nd_pmem ${name}: probe with driver nd_pmem failed with error -16`,
      );
      return 'EBUSY';
    }
    if (raw || !this.pageMapped(r)) return undefined;
    const errno = yield* this.#dax.map(name, {
      start: ns.start,
      size: ns.size,
      nid: r.numaNode,
      type: 'fs-dax',
      altmap: undefined,
      compound: 1,
    });
    if (errno !== undefined) resources.giveBack(ns.start, ns.start + ns.size - 1, name);
    return errno;
  }

  /** A block device of whole sectors: its driver maps the namespace by itself, without struct pages (nvdimm_namespace_attach_btt). */
  *#bttProbe(ns: Namespace, info: Claim): Proc<Status> {
    const { resources } = this.#host;
    if (info.size <= 0) return 'ENXIO';
    if (resources.request(ns.start, ns.start + ns.size - 1, `namespace${ns.region}.${ns.id}`) !== undefined)
      return 'EBUSY';
    if (ns.medium === undefined) this.#sayNoArenas(`btt${ns.region}.${info.id}`);
    return undefined;
  }

  *#pfnProbe(r: Region, ns: Namespace, info: Claim): Proc<Status> {
    const { resources } = this.#host;
    const name = `namespace${ns.region}.${ns.id}`;
    this.#setupPfn();
    if (resources.request(ns.start, ns.start + ns.size - 1, name) !== undefined) return 'EBUSY';
    this.#sayPersistence(r, `pfn${ns.region}.${info.id}`);
    const errno = yield* this.#dax.map(name, {
      ...pagesOf(ns, info),
      nid: r.numaNode,
      type: 'fs-dax',
      altmap: this.altmapOf(ns, info),
      compound: 1,
    });
    if (errno !== undefined) resources.giveBack(ns.start, ns.start + ns.size - 1, name);
    return errno;
  }

  *#daxPmemProbe(r: Region, ns: Namespace, info: Claim): Proc<Status> {
    return yield* call('__dax_pmem_probe', this.#probeDax(r, ns, info));
  }
  *#probeDax(r: Region, ns: Namespace, info: Claim): Proc<Status> {
    const { k, resources } = this.#host;
    const name = `namespace${ns.region}.${ns.id}`;
    this.#setupPfn();
    k.trace.leaf('__release_region');
    if (resources.request(ns.start, info.start - 1, name) !== undefined) {
      k.printk(`dax_pmem dax${ns.region}.${info.id}: could not reserve metadata`);
      return 'EBUSY';
    }
    yield* this.#dax.create(this.daxOf(r, ns, info));
    return undefined;
  }

  #setupPfn(): void {
    const { trace } = this.#host.k;
    trace.enter('nvdimm_setup_pfn');
    trace.leaf('nd_pfn_validate');
    trace.leave('nvdimm_setup_pfn');
  }

  /** The device's own memory for its struct pages: between the info block and the data. */
  altmapOf(ns: Namespace, info: Claim): { readonly reserve: number; readonly free: number } | undefined {
    const { pageBytes } = this.#host.k.sizes;
    if (info.mode !== 'pmem') return undefined;
    return {
      reserve: Math.ceil(INFO_BLOCK / pageBytes),
      free: Math.floor((info.start - ns.start - info.startPad - INFO_BLOCK) / pageBytes),
    };
  }

  /** The device that dax_pmem puts on the dax bus. */
  daxOf(r: Region, ns: Namespace, info: Claim): Parameters<DaxBus['create']>[0] {
    return {
      name: `dax${ns.region}.${ns.id}`,
      region: {
        id: r.id,
        path: `${r.path}/region${r.id}/dax${ns.region}.${info.id}`,
        start: info.start,
        size: info.size,
        align: info.align,
        kmem: false,
        dynamic: false,
      },
      start: info.start,
      size: info.size,
      align: info.align,
      targetNode: r.targetNode,
      numaNode: r.numaNode,
      memmapOnMemory: false,
      driver: undefined,
      more: [],
      pagemapLeft: false,
      pagemap: { ...pagesOf(ns, info), altmap: this.altmapOf(ns, info) },
    };
  }
}

/** What of a namespace gets struct pages (__nvdimm_setup_pfn). */
const pagesOf = (ns: Namespace, info: Claim): { readonly start: number; readonly size: number } => ({
  start: ns.start + info.startPad,
  size: ns.size - info.startPad - info.endTrunc,
});

/** A namespace device without space. */
export const emptyNamespace = (region: number, id: number): Namespace => ({
  region,
  id,
  start: 0,
  size: 0,
  uuid: undefined,
  info: undefined,
  medium: undefined,
  claimed: false,
  enabled: false,
});

/** An errno as the C library words it. */
export const strerror = (errno: Errno): string => ERRNO_TEXT[errno];

function* nothing(): Proc {
  // found nothing to do
}

/** Ties the rooms of the engine together: one machine, with nothing shared with any other. */
import * as words from '#words/memory.ts';
import { sizesOf } from './arch/geometry.ts';
import type { Geometry } from './arch/geometry.ts';
import { Blocks } from './blocks/blocks.ts';
import { Offline } from './blocks/offline.ts';
import { Online } from './blocks/online.ts';
import type { DeviceStatus } from './blocks/online.ts';
import { Backends } from './devices/dimm/backends.ts';
import { nodeOfDomain } from './devices/dimm/board.ts';
import type { Board } from './devices/dimm/board.ts';
import { Dimms } from './devices/dimm/dimms.ts';
import { Faults } from './devices/faults.ts';
import type { DeviceModule } from './devices/host.ts';
import { Pagemaps } from './devices/pagemaps.ts';
import type { AttachedDevice } from './devices/types.ts';
import { Files } from './files/files.ts';
import { AcpiMemory } from './firmware/acpi.ts';
import { HotAdd } from './hotplug/add.ts';
import { Params } from './hotplug/params.ts';
import type { HotplugParams } from './hotplug/params.ts';
import { HotRemove } from './hotplug/remove.ts';
import { UserPolicy } from './hotplug/user-policy.ts';
import { Resources } from './hotplug/resources.ts';
import type { Status } from './kernel/errno.ts';
import { underHotplugLock } from './kernel/hotplug-lock.ts';
import type { Kernel, KernelConfig, Log } from './kernel/kernel.ts';
import { kstrtobool } from './kernel/kstrtobool.ts';
import { MemoryChain } from './kernel/notifier.ts';
import { call } from './kernel/scheduler.ts';
import type { Proc } from './kernel/scheduler.ts';
import { Scheduler } from './kernel/scheduler.ts';
import { Trace } from './kernel/trace.ts';
import type { QmpEvent } from './lines.ts';
import type { Provenance } from './kernel/types.ts';
import { Mapping } from './mapping/mapping.ts';
import type { MappingOptions } from './mapping/types.ts';
import { Pages } from './pages/pages.ts';
import { Workloads } from './pages/workloads.ts';
import { Sparse } from './sparse/activate.ts';
import { Sections } from './sparse/sections.ts';
import type { Cell, Checkpoint } from './state/store.ts';
import { Store } from './state/store.ts';
import { sectionNr, nodeId } from './units.ts';
import type { BlockId, Bytes, PfnRange, SectionNr } from './units.ts';
import type { OnlineType } from './zones/types.ts';
import { Zones } from './zones/zones.ts';

/** What a machine is built from; its contents are then imported room by room (src/snapshot). */
export interface MachineOptions {
  readonly id: string;
  readonly title: string;
  readonly geometry: Geometry;
  readonly config: KernelConfig;
  readonly blockBytes: Bytes;
  readonly board: Board;
  readonly mapping: MappingOptions;
  /** Device rooms beyond DIMMs, attached in this order. */
  readonly modules?: readonly DeviceModule[];
}

/** One simulated machine: firmware and board, kernel, files. */
export class Machine {
  readonly options: MachineOptions;
  readonly k: Kernel;
  readonly sections: Sections;
  readonly zones: Zones;
  readonly pages: Pages;
  readonly workloads: Workloads;
  readonly mapping: Mapping;
  readonly sparse: Sparse;
  readonly blocks: Blocks;
  readonly chain: MemoryChain;
  readonly online: Online;
  readonly offline: Offline;
  readonly resources: Resources;
  readonly params: Params;
  readonly add: HotAdd;
  readonly remove: HotRemove;
  readonly backends: Backends;
  readonly dimms: Dimms;
  /** Device pages that are mapped. */
  readonly pagemaps: Pagemaps;
  readonly acpi: AcpiMemory;
  readonly userPolicy: UserPolicy;
  readonly faults: Faults;
  /** Device rooms of MachineOptions.modules. */
  readonly devices: readonly AttachedDevice[];
  readonly files: Files;
  /** QMP events of the line that is being carried out. */
  readonly events: Cell<readonly QmpEvent[]>;
  /** Where the values of each room come from. */
  readonly provenance: Cell<Readonly<Record<string, Provenance>>>;

  constructor(options: MachineOptions) {
    this.options = options;
    const store = new Store();
    const trace = new Trace();
    const log = store.cell<Log>('dmesg', { before: undefined, lines: [], count: 0 });
    const k: Kernel = {
      store,
      geometry: options.geometry,
      sizes: sizesOf(options.geometry),
      trace,
      scheduler: new Scheduler(trace),
      config: options.config,
      log,
      printk: (...lines) => log.update((l) => ({ before: l, lines, count: l.count + lines.length })),
    };
    this.k = k;
    this.events = store.cell<readonly QmpEvent[]>('qmp.events', []);
    this.provenance = store.cell<Readonly<Record<string, Provenance>>>('provenance', {});
    this.params = new Params(k);
    this.resources = new Resources(k);
    this.sections = new Sections(k);
    this.zones = new Zones(k, this.sections);
    this.pages = new Pages(k, this.sections, this.zones);
    this.workloads = new Workloads(k, this.pages);
    this.mapping = new Mapping(k, this.pages, options.mapping);
    this.pages.hugetlb.vmemmap = this.mapping;
    this.sparse = new Sparse(k, this.sections, this.mapping);
    const policy = (): HotplugParams => this.params.value;
    this.blocks = new Blocks(k, this.sections, this.zones, options.blockBytes, policy);
    this.chain = new MemoryChain(k);
    const { sections, zones, pages, mapping, sparse, blocks, chain, params, resources } = this;
    const onlineRooms = { k, sections, zones, pages, blocks, chain, policy };
    this.online = new Online(onlineRooms);
    const { pageBytes } = k.sizes;
    this.offline = new Offline({
      ...onlineRooms,
      isAllSystemRam: (r: PfnRange) => resources.isAllSystemRam(r.start * pageBytes, r.end * pageBytes - 1),
    });
    this.userPolicy = new UserPolicy(k, blocks, (id, value) => this.stateStore(id, value));
    const added = (ids: readonly BlockId[]): void => this.userPolicy.added(ids);
    const hotplugRooms = {
      k,
      sections,
      sparse,
      mapping,
      zones,
      pages,
      blocks,
      online: this.online,
      resources,
      params,
      added,
    };
    this.add = new HotAdd(hotplugRooms);
    this.remove = new HotRemove(hotplugRooms);
    this.pagemaps = new Pagemaps(k);
    this.backends = new Backends(k);
    this.dimms = new Dimms(k, options.board, this.backends, {
      emit: (e) => this.#emit(e),
      insert: (slot) => this.acpi.insert(slot),
      eject: (slot) => this.acpi.eject(slot),
    });
    this.acpi = new AcpiMemory({
      k,
      blocks,
      online: this.online,
      offline: this.offline,
      add: this.add,
      remove: this.remove,
      present: () => this.dimms.present().map((d) => ({ ...d, node: nodeId(nodeOfDomain(options.board, d.node)) })),
      ost: (slot, source, status) => this.dimms.ost(slot, source, status),
      ejected: (slot) => this.dimms.ejected(slot),
    });
    this.faults = new Faults(k, pages, this.dimms, chain);
    if (options.geometry.arch === 'arm64') this.#guardBootMemory();
    pages.nameSection = (nr) => this.#nameOf(nr);
    const devices: AttachedDevice[] = [];
    this.devices = devices;
    for (const m of options.modules ?? []) devices.push(m.attach(this));
    this.files = new Files(this);
  }

  /** What happens in the machine of itself before a line is looked at: kernel memory that is due is taken. */
  beginLine(): void {
    this.pages.settle();
    for (const d of this.devices) d.beginLine?.();
  }

  /** Whose memory a section is: a DIMM's id, or boot memory of its node. */
  #nameOf(nr: SectionNr): string {
    const at = nr * this.k.sizes.sectionBytes;
    const dimm = this.dimms.list.value.find((d) => d.addr <= at && at < d.addr + d.size);
    const device = this.devices.map((d) => d.nameOf?.(at)).find((name) => name !== undefined);
    return dimm?.id ?? device ?? words.bootMemoryOfNode(this.sections.nodeOf(nr));
  }

  /** Writes to memoryN/state (drivers/base/memory.c: state_store). */
  stateStore(id: BlockId, value: string): Proc<Status> {
    return call('state_store', this.#stateStore(id, value), id);
  }

  *#stateStore(id: BlockId, value: string): Proc<Status> {
    this.k.trace.leaf('mhp_online_type_from_str');
    const word = value.replace(/\n$/, '');
    if (word !== 'offline' && word !== 'online' && word !== 'online_kernel' && word !== 'online_movable')
      return 'EINVAL';
    const status = yield* underHotplugLock(this.k, this.#setState(id, word), 'lock_device_hotplug_sysfs');
    return status === 'already' ? 'EINVAL' : status;
  }

  /** Writes to memoryN/online (drivers/base/core.c: online_store); being there already is success. */
  onlineStore(id: BlockId, value: string): Proc<Status> {
    return call('online_store', this.#onlineStore(id, value), id);
  }

  *#onlineStore(id: BlockId, value: string): Proc<Status> {
    const on = kstrtobool(value);
    if (on === undefined) return 'EINVAL';
    const status = yield* underHotplugLock(
      this.k,
      this.#setState(id, on ? 'online' : 'offline'),
      'lock_device_hotplug_sysfs',
    );
    return status === 'already' ? undefined : status;
  }

  #setState(id: BlockId, type: OnlineType): Proc<DeviceStatus> {
    return type === 'offline' ? this.offline.deviceOffline(id) : this.online.deviceOnline(id, type);
  }

  /** Another machine in the same state, or in that of a checkpoint; the two share unchanged chunks and nothing else. */
  fork(at: Checkpoint = this.k.store.checkpoint()): Machine {
    const twin = new Machine(this.options);
    twin.k.store.restore(at);
    return twin;
  }

  #emit(event: QmpEvent): void {
    this.events.update((l) => [...l, event]);
  }

  /** arm64 never lets boot memory go offline (arch/arm64/mm/mmu.c: prevent_bootmem_remove_notifier). */
  #guardBootMemory(): void {
    const { sections, k } = this;
    this.chain.register('prevent_bootmem_remove', 0, (action, range) => {
      if (action !== 'MEM_GOING_OFFLINE') return undefined;
      const n = k.sizes.pagesPerSection;
      for (let s = Math.floor(range.start / n); s < Math.ceil(range.end / n); s++) {
        if (!sections.isEarly(sectionNr(s))) continue;
        const start = s * k.sizes.sectionBytes;
        k.printk(
          `Boot memory [${start.toString(16)} ${(start + k.sizes.sectionBytes).toString(16)}] offlining attempted`,
        );
        return 'EPERM';
      }
      return undefined;
    });
  }
}

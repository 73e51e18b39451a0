/** What a virtio-mem device and its driver know; one immutable record a device, block states in arrays of the store. */
import type { Cell, ChunkedArray, Store } from '../../state/store.ts';
import { call } from '../../kernel/scheduler.ts';
import type { Proc } from '../../kernel/scheduler.ts';
import { nodeId } from '../../units.ts';
import type { NodeId } from '../../units.ts';
import { nodeOfDomain } from '../dimm/board.ts';
import type { DeviceHost } from '../host.ts';

/** States of a memory block in sub-block mode (drivers/virtio/virtio_mem.c: VIRTIO_MEM_SBM_MB_*). */
export const SBM = {
  unused: 0,
  plugged: 1,
  offline: 2,
  offlinePartial: 3,
  kernel: 4,
  kernelPartial: 5,
  movable: 6,
  movablePartial: 7,
} as const;
/** States of a big block (VIRTIO_MEM_BBM_BB_*). */
export const BBM = { unused: 0, plugged: 1, added: 2, fakeOffline: 3 } as const;

/** Subblocks: never plugged since their block was onlined, plugged, or taken from the allocator and unplugged. */
export const SUBBLOCK = { unplugged: 0, plugged: 1, taken: 2 } as const;

/** A device as QEMU was told to make it. Bytes. */
export interface DeviceConfig {
  readonly id: string;
  readonly memdev: string;
  readonly addr: number;
  /** Size of the region: the backend's. */
  readonly size: number;
  /** Its node=: a proximity domain of the firmware's. */
  readonly nid: number;
  readonly blockSize: number;
  /** The bus it is on: only what was put on a port can be asked to leave. */
  readonly bus: string | undefined;
}

/** The kernel's node of the device's memory (virtio_mem_translate_node_id). */
export const nodeOf = (host: DeviceHost, config: DeviceConfig): NodeId =>
  nodeId(nodeOfDomain(host.dimms.board, config.nid));

/** What the driver settled on when it probed the device. Bytes; ids are addresses over the unit. */
export interface DriverConfig {
  /** virtio0 */
  readonly name: string;
  readonly mode: 'sbm' | 'bbm';
  /** Bytes added at once: a memory block or a big block. */
  readonly unit: number;
  /** Bytes plugged at once: a subblock or a big block. */
  readonly piece: number;
  readonly firstId: number;
  readonly group: number;
  readonly offlineThreshold: number;
  /** virtio_mem.unplug_online: whether memory that is online may be unplugged. */
  readonly unplugOnline: boolean;
}

/** What changes. */
export interface DeviceState {
  readonly config: DeviceConfig;
  readonly driver: DriverConfig | undefined;
  /** QEMU: requested-size, size, and how much of the region may be plugged. */
  readonly requested: number;
  readonly plugged: number;
  readonly usable: number;
  /** The driver's view of requested-size. */
  readonly wanted: number;
  readonly lastUsableId: number;
  /** One past the highest unit ever prepared. */
  readonly nextId: number;
  /** Units in each state. */
  readonly counts: readonly number[];
  readonly offlineSize: number;
  readonly haveUnplugged: boolean;
  readonly broken: boolean;
  readonly configChanged: boolean;
  /** The work is queued and has not begun. */
  readonly queued: boolean;
  /** The retry timer: armed with how long, in ms, and what the memory looked like then. */
  readonly retryMs: number;
  readonly armedAt: number | undefined;
}

/** The cells and arrays of all virtio-mem devices of a machine. */
export class Cells {
  readonly devices: Cell<readonly DeviceState[]>;
  /** Number of the next virtio device. */
  readonly next: Cell<number>;
  /** State of a unit, by unit id; devices do not overlap, but units of different devices may differ in size: by first pageblock. */
  readonly states: ChunkedArray;
  /** SUBBLOCK of each subblock, by its first pageblock. */
  readonly subblocks: ChunkedArray;

  constructor(store: Store) {
    this.devices = store.cell<readonly DeviceState[]>('virtioMem.devices', []);
    this.next = store.cell('virtioMem.next', 0);
    this.states = store.array('virtioMem.states', 'u8');
    this.subblocks = store.array('virtioMem.subblocks', 'u8');
  }
}

/** One device, with what its driver does all the time. */
export class Vm {
  readonly host: DeviceHost;
  readonly index: number;
  readonly #cells: Cells;
  readonly #work: (vm: Vm) => Proc;

  /** `work`: one run of the driver's work item. */
  constructor(host: DeviceHost, cells: Cells, index: number, work: (vm: Vm) => Proc) {
    this.#work = work;
    this.host = host;
    this.#cells = cells;
    this.index = index;
  }
  get is(): DeviceState {
    const is = this.#cells.devices.value[this.index];
    if (is === undefined) throw new Error(`there is no virtio-mem device ${this.index}`);
    return is;
  }
  /** The driver's settings; only its own procedures ask. */
  get driver(): DriverConfig {
    const { driver } = this.is;
    if (driver === undefined) throw new Error('no driver is bound');
    return driver;
  }
  set(patch: Partial<DeviceState>): void {
    this.#cells.devices.update((l) => l.with(this.index, { ...this.is, ...patch }));
  }

  /** Whether the work is being done (wq_active). */
  get active(): boolean {
    return this.host.k.scheduler.live.some((t) => t.name === this.#task && !t.done);
  }
  get #task(): string {
    return `virtio_mem_run_wq ${this.index}`;
  }
  /** Queues the work (virtio_mem_retry); when it is being done, it is done once more afterwards. */
  retry(): void {
    this.host.k.trace.leaf('virtio_mem_retry');
    if (this.is.queued && this.active) return;
    this.set({ queued: true });
    if (!this.active) this.host.k.scheduler.spawn(this.#task, this.#worker());
  }
  *#worker(): Proc {
    while (this.is.queued) {
      this.set({ queued: false });
      yield* call('virtio_mem_run_wq', this.#work(this));
    }
  }

  #pageblock(at: number): number {
    return Math.floor(at / (this.host.k.sizes.pagesPerPageblock * this.host.k.sizes.pageBytes));
  }
  /** virtio_mem_mb_id_to_phys, virtio_mem_bb_id_to_phys. */
  phys(id: number): number {
    this.host.k.trace.leaf(this.driver.mode === 'sbm' ? 'virtio_mem_mb_id_to_phys' : 'virtio_mem_bb_id_to_phys', id);
    return id * this.driver.unit;
  }
  /** virtio_mem_phys_to_mb_id, virtio_mem_phys_to_bb_id. */
  idOf(at: number): number {
    this.host.k.trace.leaf(this.driver.mode === 'sbm' ? 'virtio_mem_phys_to_mb_id' : 'virtio_mem_phys_to_bb_id');
    return Math.floor(at / this.driver.unit);
  }
  /** The state of a unit, without the kernel asking. */
  peek(id: number): number {
    return this.#cells.states.get(this.#pageblock(id * this.driver.unit));
  }
  stateOf(id: number): number {
    this.host.k.trace.leaf(
      this.driver.mode === 'sbm' ? 'virtio_mem_sbm_get_mb_state' : 'virtio_mem_bbm_get_bb_state',
      id,
    );
    return this.peek(id);
  }
  setState(id: number, state: number): void {
    this.host.k.trace.leaf(
      this.driver.mode === 'sbm' ? 'virtio_mem_sbm_set_mb_state' : 'virtio_mem_bbm_set_bb_state',
      id,
    );
    const was = this.peek(id);
    this.#cells.states.set(this.#pageblock(id * this.driver.unit), state);
    this.set({ counts: this.is.counts.map((n, i) => n + (i === state ? 1 : 0) - (i === was ? 1 : 0)) });
  }
  /** Makes the next unit known; ENOSPC beyond what is usable. */
  prepareNext(): number | 'ENOSPC' {
    const { is } = this;
    const id = is.nextId;
    if (id > is.lastUsableId) return 'ENOSPC';
    this.#cells.states.set(this.#pageblock(id * this.driver.unit), SBM.unused);
    this.set({ nextId: id + 1, counts: is.counts.map((n, i) => (i === SBM.unused ? n + 1 : n)) });
    return id;
  }
  /** Ids of units in a state, ascending or descending; the walk ends when no unit is in that state any more. */
  *inState(state: number, down = false): Generator<number> {
    const first = this.driver.firstId;
    for (let i = 0; i < this.is.nextId - first && (this.is.counts[state] ?? 0) > 0; i++) {
      const id = down ? this.is.nextId - 1 - i : first + i;
      if (this.stateOf(id) === state) yield id;
    }
  }

  /** What a subblock is, without the kernel asking. */
  subblock(id: number, sb: number): number {
    return this.#cells.subblocks.get(this.#pageblock(id * this.driver.unit + sb * this.driver.piece));
  }
  mark(id: number, sb: number, count: number, as: number): void {
    for (let i = sb; i < sb + count; i++)
      this.#cells.subblocks.set(this.#pageblock(id * this.driver.unit + i * this.driver.piece), as);
  }
}

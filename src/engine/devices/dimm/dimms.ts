/**
 * Plugged DIMMs: which are there, what the host says when one is plugged or pulled, what it tells QMP
 * (hw/mem/pc-dimm.c, hw/acpi/memory_hotplug.c, softmmu/qdev-monitor.c).
 */
import { slotIsDefective } from '#words/monitor.ts';
import * as words from '#words/waits.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { Proc } from '../../kernel/scheduler.ts';
import type { Cell } from '../../state/store.ts';
import { nodeId, physAddr, slotNr } from '../../units.ts';
import type { Bytes, NodeId, PhysAddr, SlotNr } from '../../units.ts';
import type { Backend, Backends } from './backends.ts';
import { takesDimms } from './board.ts';
import type { Board } from './board.ts';
import { NOT_AN_IDENTIFIER, isIdentifier, parseInteger } from './options.ts';
import type { Options, Refusal } from './options.ts';
import { assignAddress, assignSlot } from './placement.ts';
import type { Placed } from './placement.ts';

/** A plugged DIMM. */
export interface Dimm {
  /** The id it was given; its QOM path when it was given none. */
  readonly id: string;
  /** False when the DIMM was plugged without an id: QMP events then name no device. */
  readonly named: boolean;
  readonly memdev: string;
  readonly node: NodeId;
  readonly addr: PhysAddr;
  readonly size: Bytes;
  readonly slot: SlotNr;
  /** Plugged after the machine had started. */
  readonly hotplugged: boolean;
  /** The guest was asked to let it go and has not answered yet. */
  readonly unplugPending: boolean;
}

/** A QMP event as the board sends it (the shape of QmpEvent). */
export interface DeviceEvent {
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What the board's lines lead to; the machine connects them. */
export interface DimmWires {
  /** Sends a QMP event. */
  readonly emit: (event: DeviceEvent) => void;
  /** What the guest does when a DIMM appears in a slot: a task of its own. */
  readonly insert: (slot: SlotNr) => Proc;
  /** What the guest does when it is asked to let a slot's DIMM go: a task of its own. */
  readonly eject: (slot: SlotNr) => Proc;
}

/** What a guest's firmware says of a DIMM (_CRS, _PXM). */
export interface PresentDimm {
  readonly slot: SlotNr;
  readonly start: PhysAddr;
  readonly size: Bytes;
  readonly node: NodeId;
}

/** _OST: the source event and the status with which an eject is still under way. */
const EJECT_REQUEST = 3;
const EJECT_IN_PROGRESS = 0x84;

/** The plugged DIMMs of one machine. */
export class Dimms {
  readonly board: Board;
  /** In order of plugging. */
  readonly list: Cell<readonly Dimm[]>;
  readonly #k: Kernel;
  readonly #backends: Backends;
  readonly #wires: DimmWires;
  /** How many devices without an id there have been: they are counted, not re-used. */
  readonly #anonymous: Cell<number>;
  /** Memory devices of other rooms: they take slots and addresses too. */
  others: () => readonly Placed[] = () => [];
  /** Slots that do not work. */
  defective: () => readonly number[] = () => [];

  constructor(k: Kernel, board: Board, backends: Backends, wires: DimmWires) {
    this.#k = k;
    this.board = board;
    this.#backends = backends;
    this.#wires = wires;
    this.list = k.store.cell<readonly Dimm[]>('dimm.dimms', []);
    this.#anonymous = k.store.cell('dimm.anonymous', 0);
  }

  /** The DIMM with this id or QOM path. */
  get(name: string): Dimm | undefined {
    const id = name.startsWith('/machine/peripheral/') ? name.slice('/machine/peripheral/'.length) : name;
    return this.list.value.find((d) => d.id === id);
  }

  /** The DIMM in a slot. */
  inSlot(slot: number): Dimm | undefined {
    return this.list.value.find((d) => d.slot === slot);
  }

  /** The DIMMs as the firmware describes them now, by slot. */
  present(): readonly PresentDimm[] {
    return this.list.value
      .map(({ slot, addr, size, node }) => ({ slot, start: addr, size, node }))
      .sort((a, b) => a.slot - b.slot);
  }

  /** Plugs a DIMM and tells the guest; undefined: done. */
  plug(options: Options): Refusal | undefined {
    const dimm = this.#place(options, true);
    if ('error' in dimm) return dimm;
    this.#k.scheduler.spawn(words.plugOf(dimm.id), this.#wires.insert(dimm.slot), true);
    return undefined;
  }

  /** A DIMM that is there when the machine starts (-device pc-dimm): the guest finds it by itself. */
  coldPlug(options: Options): Refusal | undefined {
    const dimm = this.#place(options, false);
    return 'error' in dimm ? dimm : undefined;
  }

  /** Asks the guest to let a DIMM go; undefined: it was asked (device_del). The guest may still refuse. */
  requestUnplug(name: string): Refusal | undefined {
    const dimm = this.get(name);
    if (dimm === undefined) return { error: `Device '${name}' not found` };
    this.#patch(dimm.slot, { unplugPending: true });
    this.#k.scheduler.spawn(words.unplugOf(dimm.id), this.#wires.eject(dimm.slot), true);
    return undefined;
  }

  /** The guest reports how it fared with a slot (_OST; hw/acpi/memory_hotplug.c: acpi_memory_device_ost). */
  ost(slot: number, source: number, status: number): void {
    const dimm = this.inSlot(slot);
    const device = dimm?.named === true ? { device: dimm.id } : {};
    this.#wires.emit({
      event: 'ACPI_DEVICE_OST',
      data: { info: { ...device, source, status, slot: String(slot), 'slot-type': 'DIMM' } },
    });
    if (source === EJECT_REQUEST && status !== EJECT_IN_PROGRESS) this.#patch(slot, { unplugPending: false });
  }

  /** The guest has let a slot's DIMM go (_EJ0): the device is deleted, its backend free again. */
  ejected(slot: number): void {
    const dimm = this.inSlot(slot);
    if (dimm === undefined) return;
    this.list.update((l) => l.filter((d) => d !== dimm));
    this.#backends.setMapped(dimm.memdev, undefined);
    const data = dimm.named ? { device: dimm.id, path: `/machine/peripheral/${dimm.id}` } : { path: dimm.id };
    this.#wires.emit({ event: 'DEVICE_DELETED', data });
  }

  #patch(slot: number, patch: Partial<Dimm>): void {
    this.list.update((l) => l.map((d) => (d.slot === slot ? { ...d, ...patch } : d)));
  }

  /** Everything the host checks, in its order, and the new DIMM. */
  #place({ values }: Options, hotplugged: boolean): Dimm | Refusal {
    const { board, list } = this;
    // without a machine that takes them the model is not even built in
    if (!takesDimms(board)) {
      const error =
        board.arch === 'riscv64'
          ? "'pc-dimm' is not a valid device model name"
          : "Device 'pc-dimm' can not be hotplugged on this machine";
      return { error };
    }
    const id = values.get('id');
    if (id !== undefined && !isIdentifier(id)) return { error: NOT_AN_IDENTIFIER };
    if (id !== undefined && this.get(id) !== undefined) return { error: `Duplicate device ID '${id}'` };
    const wanted = readProperties(values, (name) => this.#backends.get(name));
    if ('error' in wanted) return wanted;
    if (!board.acpi) {
      const why = board.arch === 'x86_64' ? 'missing acpi device or acpi disabled' : 'missing acpi-ged device';
      return { error: `memory hotplug is not enabled: ${why}` };
    }
    const placed: readonly Placed[] = [
      ...list.value.map((d) => ({ ...d, id: d.named ? d.id : undefined })),
      ...this.others(),
    ];
    const broken = this.defective().filter((slot) => this.inSlot(slot) === undefined);
    if (wanted.slot !== undefined && broken.includes(wanted.slot)) return { error: slotIsDefective(wanted.slot) };
    const occupied = broken.map((slot) => ({ id: undefined, slot, addr: 0, size: 0 }));
    const place = assignSlot(board, [...placed, ...occupied], wanted.slot);
    if ('error' in place) return place;
    const { backend } = wanted;
    if (backend === undefined) return { error: "'memdev' property must be set" };
    const where = assignAddress(board, placed, backend.size, backend.align, wanted.addr);
    if ('error' in where) return where;
    if (backend.inUseBy !== undefined) return { error: `can't use already busy memdev: ${backend.id}` };
    const nodes = Math.max(1, board.numaNodes);
    if (wanted.node >= nodes) {
      return {
        error: `'DIMM property node has value ${wanted.node}' which exceeds the number of numa nodes: ${nodes}`,
      };
    }
    const dimm: Dimm = {
      id: id ?? `/machine/peripheral-anon/device[${this.#anonymous.value}]`,
      named: id !== undefined,
      memdev: backend.id,
      node: nodeId(wanted.node),
      addr: physAddr(where.addr),
      size: backend.size,
      slot: slotNr(place.slot),
      hotplugged,
      unplugPending: false,
    };
    if (id === undefined) this.#anonymous.update((n) => n + 1);
    this.#backends.setMapped(backend.id, dimm.id);
    list.update((l) => [...l, dimm]);
    return dimm;
  }
}

/** What the properties of a new DIMM ask for. */
interface Wanted {
  readonly backend: Backend | undefined;
  readonly node: number;
  readonly slot: number | undefined;
  readonly addr: bigint | undefined;
}

/** Names of a DIMM's properties, for completion. */
export const DIMM_OPTIONS: readonly string[] = ['id', 'memdev', 'node', 'addr', 'slot'];

/** Reads the properties in the order in which they stand; what is left out keeps its default. */
function readProperties(
  values: ReadonlyMap<string, string>,
  find: (name: string) => Backend | undefined,
): Wanted | Refusal {
  let wanted: Wanted = { backend: undefined, node: 0, slot: undefined, addr: undefined };
  for (const [name, value] of values) {
    if (name === 'driver' || name === 'id' || name === 'bus') continue;
    if (name === 'memdev') {
      const backend = find(value);
      if (backend === undefined && value !== '') return { error: `Device '${value}' not found` };
      wanted = { ...wanted, backend };
      continue;
    }
    if (name === 'hotplugged' || name === 'size') return { error: `Property 'pc-dimm.${name}' is not writable` };
    if (name !== 'node' && name !== 'slot' && name !== 'addr') return { error: `Property 'pc-dimm.${name}' not found` };
    const n = parseInteger(value);
    if (n === undefined) return { error: `Parameter '${name}' expects integer` };
    if (name === 'node') {
      if (n < 0n || n >= 2n ** 32n) return { error: "Parameter 'node' expects uint32_t" };
      wanted = { ...wanted, node: Number(n) };
    } else if (name === 'slot') {
      if (n < -(2n ** 31n) || n >= 2n ** 31n) return { error: "Parameter 'slot' expects int32_t" };
      // −1 stands for "any"
      wanted = { ...wanted, slot: n === -1n ? undefined : Number(n) };
    } else {
      // 0 stands for "any"
      const addr = BigInt.asUintN(64, n);
      wanted = { ...wanted, addr: addr === 0n ? undefined : addr };
    }
  }
  return wanted;
}

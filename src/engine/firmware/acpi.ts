import { underHotplugLock } from '../kernel/hotplug-lock.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { switchesOf } from '../kernel/switches.ts';
import { acquire, call, release } from '../kernel/scheduler.ts';
import type { Proc } from '../kernel/scheduler.ts';
import type { Blocks } from '../blocks/blocks.ts';
import type { Offline } from '../blocks/offline.ts';
import type { Online } from '../blocks/online.ts';
import type { HotAdd } from '../hotplug/add.ts';
import type { HotRemove } from '../hotplug/remove.ts';
import type { Cell } from '../state/store.ts';
import { blockId, bytes } from '../units.ts';
import type { BlockId, Bytes, NodeId, PhysAddr } from '../units.ts';

/** What the firmware tells the kernel about a memory device in a slot (_CRS, _PXM). */
export interface MemoryDevice {
  readonly slot: number;
  readonly start: PhysAddr;
  readonly size: Bytes;
  readonly node: NodeId;
}

/** _OST source events and status codes (ACPI 6.5 §6.3.5). */
export const OST_INSERT = 1;
export const OST_EJECT = 3;
export const OST_SUCCESS = 0;
export const OST_EJECT_IN_PROGRESS = 0x84;
export const OST_BUSY = 0x82;

/** A memory device the kernel has attached. */
interface Attached extends MemoryDevice {
  readonly group: number;
}

/** What ACPI memory hotplug works with. */
export interface AcpiRooms {
  readonly k: Kernel;
  readonly blocks: Blocks;
  readonly online: Online;
  readonly offline: Offline;
  readonly add: HotAdd;
  readonly remove: HotRemove;
  /** Devices in all slots, in the namespace's order, as the firmware describes them now. */
  readonly present: () => readonly MemoryDevice[];
  /** _OST: the kernel reports to the platform. */
  readonly ost: (slot: number, source: number, status: number) => void;
  /** _EJ0: the platform takes the device out. */
  readonly ejected: (slot: number) => void;
}

/** ACPI memory hotplug: PNP0C80 devices (drivers/acpi/acpi_memhotplug.c, drivers/acpi/scan.c). */
export class AcpiMemory {
  readonly #r: AcpiRooms;
  readonly #attached: Cell<readonly Attached[]>;

  constructor(rooms: AcpiRooms) {
    this.#r = rooms;
    this.#attached = rooms.k.store.cell<readonly Attached[]>('acpi.attached', []);
  }

  /** Marks a device that was there at boot (its memory came with the memory map) as attached. */
  importAttached(device: MemoryDevice, group: number): void {
    this.#attached.update((l) => [...l, { ...device, group }]);
  }

  /** Device Check: something was plugged (acpi_device_hotplug). A task of its own. */
  insert(slot: number): Proc {
    return call('acpi_hotplug_work_fn', call('acpi_device_hotplug', this.#hotplug(this.#deviceCheck(slot))));
  }

  /** Eject Request. A task of its own. */
  eject(slot: number): Proc {
    return call('acpi_hotplug_work_fn', call('acpi_device_hotplug', this.#hotplug(this.#ejectRequest(slot))));
  }

  #hotplug(handler: Proc): Proc {
    return underHotplugLock(this.#r.k, this.#scanning(handler));
  }

  *#scanning(handler: Proc): Proc {
    yield* acquire('acpi_scan_lock');
    yield* handler;
    yield* release('acpi_scan_lock');
  }

  *#deviceCheck(slot: number): Proc {
    yield* call('acpi_scan_device_check', this.#scan());
    // acpi_memory_device_add's failure is not the scan's failure: the platform hears of success
    this.#r.ost(slot, OST_INSERT, OST_SUCCESS);
  }

  /** Attaches every device under the scanned parent that is not attached yet: also those that failed before. */
  *#scan(): Proc {
    // the device is matched, but its handler has nothing to attach it with (drivers/acpi/acpi_memhotplug.c)
    if (!switchesOf(this.#r.k.config).acpiHotplugMemory) return;
    for (const device of this.#r.present()) {
      if (this.#attached.value.some((a) => a.slot === device.slot)) continue;
      yield* call('acpi_memory_device_add', this.#deviceAdd(device), device.slot);
    }
  }

  *#deviceAdd(device: MemoryDevice): Proc {
    const { k, blocks, add } = this.#r;
    const name = `acpi PNP0C80:${device.slot.toString(16).padStart(2, '0').toUpperCase()}`;
    k.trace.enter('acpi_memory_enable_device');
    k.trace.leaf('memory_group_register_static');
    const group = blocks.registerGroup(device.node, Math.ceil(device.size / k.sizes.pageBytes));
    const errno = yield* add.addMemory({
      nid: device.node,
      start: device.start,
      size: device.size,
      group,
      memmapOnMemory: true,
    });
    if (errno === undefined || errno === 'EEXIST') {
      k.trace.enter('walk_memory_blocks');
      for (const id of this.#ids(device)) k.trace.leaf('acpi_bind_memblk', id);
      k.trace.leave('walk_memory_blocks');
      this.#attached.update((l) => [...l, { ...device, group }]);
    } else {
      k.printk(`${name}: add_memory failed`, `${name}: acpi_memory_enable_device() error`);
      blocks.unregisterGroup(group);
    }
    k.trace.leave('acpi_memory_enable_device');
  }

  *#ejectRequest(slot: number): Proc {
    this.#r.ost(slot, OST_EJECT, OST_EJECT_IN_PROGRESS);
    const ok = yield* call('acpi_scan_hot_remove', this.#hotRemove(slot));
    this.#r.ost(slot, OST_EJECT, ok ? OST_SUCCESS : OST_BUSY);
  }

  /** drivers/acpi/scan.c: acpi_scan_hot_remove. True when the device is gone. */
  *#hotRemove(slot: number): Proc<boolean> {
    const device = this.#attached.value.find((a) => a.slot === slot);
    if (device !== undefined) {
      if (!(yield* this.#tryToOffline(device))) return false;
      yield* call('acpi_memory_device_remove', this.#deviceRemove(device));
    }
    this.#r.k.trace.leaf('acpi_evaluate_ej0', slot);
    this.#r.ejected(slot);
    return true;
  }

  /** Offlines all blocks of the device, twice; what this brought offline is put back when the second pass fails. */
  *#tryToOffline(device: MemoryDevice): Proc<boolean> {
    const { k, offline, online } = this.#r;
    const ids = this.#ids(device);
    const offlined = new Set<BlockId>();
    let failed: BlockId | undefined;
    for (let pass = 0; pass < 2; pass++) {
      failed = undefined;
      for (const id of ids) {
        if (offlined.has(id)) continue;
        const status = yield* offline.deviceOffline(id);
        if (status === undefined) offlined.add(id);
        else if (status !== 'already') {
          failed ??= id;
          if (pass === 1) break;
        }
      }
      if (failed === undefined) return true;
    }
    k.printk(`memory memory${failed}: Offline failed.`);
    for (const id of offlined) yield* online.deviceOnline(id, 'online');
    return false;
  }

  *#deviceRemove(device: Attached): Proc {
    const { k, blocks, remove } = this.#r;
    k.trace.enter('walk_memory_blocks');
    for (const id of this.#ids(device)) k.trace.leaf('acpi_unbind_memblk', id);
    k.trace.leave('walk_memory_blocks');
    const errno = yield* remove.removeMemory(device.start, device.size);
    if (errno !== undefined) throw new Error(`__remove_memory of an ejected DIMM failed with ${errno}`);
    // a group with blocks in it stays (memory_group_unregister): kernels without MEMORY_HOTREMOVE keep theirs
    if (this.#ids(device).length === 0) blocks.unregisterGroup(device.group);
    this.#attached.update((l) => l.filter((a) => a.slot !== device.slot));
  }

  #ids(device: MemoryDevice): BlockId[] {
    const { blocks } = this.#r;
    const from = Math.ceil(device.start / blocks.blockBytes);
    const to = Math.floor(bytes(device.start + device.size) / blocks.blockBytes);
    return Array.from({ length: Math.max(0, to - from) }, (_, i) => blockId(from + i)).filter((id) =>
      blocks.exists(id),
    );
  }
}

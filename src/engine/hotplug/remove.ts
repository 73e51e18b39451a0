import { call, pause } from '../kernel/scheduler.ts';
import type { Status } from '../kernel/errno.ts';
import { underHotplugLock } from '../kernel/hotplug-lock.ts';
import type { Proc } from '../kernel/scheduler.ts';
import { BLOCK_OFFLINE } from '../blocks/blocks.ts';
import { memHotplugBegin, memHotplugDone } from '../blocks/online.ts';
import type { Altmap } from '../mapping/types.ts';
import { alignUp, blockId, pfn } from '../units.ts';
import type { BlockId, Bytes, NodeId, PfnRange, PhysAddr } from '../units.ts';
import { switchesOf } from '../kernel/switches.ts';
import type { HotplugRooms } from './add.ts';

/** Takes memory away from the machine. */
export class HotRemove {
  readonly #r: HotplugRooms;
  constructor(rooms: HotplugRooms) {
    this.#r = rooms;
  }

  /** Removes offline memory; the caller holds device_hotplug_lock (mm/memory_hotplug.c: __remove_memory). EBUSY while a block is online. */
  removeMemory(start: PhysAddr, size: Bytes): Proc<Status> {
    if (!switchesOf(this.#r.k.config).memoryHotremove) return nothing();
    return call('__remove_memory', this.tryRemoveMemory(start, size));
  }

  /** What removeMemory, remove_memory and offline_and_remove_memory have in common; the caller holds device_hotplug_lock. */
  tryRemoveMemory(start: PhysAddr, size: Bytes): Proc<Status> {
    return call('try_remove_memory', this.#tryRemoveMemory(start, size));
  }

  /** The same for a driver that does not hold device_hotplug_lock (mm/memory_hotplug.c: remove_memory). */
  removeMemoryUnlocked(start: PhysAddr, size: Bytes): Proc<Status> {
    return call(
      'remove_memory',
      underHotplugLock(this.#r.k, call('try_remove_memory', this.#tryRemoveMemory(start, size))),
    );
  }

  /** Takes device pages away again (arch_remove_memory); the caller holds the hotplug lock. */
  removeDeviceMemory(range: PfnRange, altmap?: Altmap): Proc {
    return call('arch_remove_memory', this.#archRemoveMemory(range, altmap));
  }

  *#tryRemoveMemory(start: PhysAddr, size: Bytes): Proc<Status> {
    const { k, blocks, zones, resources } = this.#r;
    const range: PfnRange = { start: pfn(start / k.sizes.pageBytes), end: pfn((start + size) / k.sizes.pageBytes) };
    k.trace.leaf('check_hotplug_memory_range');
    k.trace.enter('walk_memory_blocks');
    const ids = this.#existing(range);
    let nid: NodeId | undefined;
    let online: BlockId | undefined;
    for (const id of ids) {
      k.trace.leaf('check_memblock_offlined_cb', id);
      nid = blocks.nodeOf(id);
      if (blocks.state.get(id) !== BLOCK_OFFLINE) {
        online = id;
        break;
      }
    }
    k.trace.leave('walk_memory_blocks');
    if (online !== undefined) {
      const hex = (n: number): string => `0x${n.toString(16).padStart(16, '0')}`;
      const r = blocks.range(online);
      k.printk(
        `removing memory fails, because memory [${hex(r.start * k.sizes.pageBytes)}-${hex(r.end * k.sizes.pageBytes - 1)}] is onlined`,
      );
      return 'EBUSY';
    }
    k.trace.leaf('firmware_map_remove');
    yield* memHotplugBegin(k);
    // memory_blocks_have_altmaps does not look where there can be none
    if (this.#r.params.value.memmapOnMemory !== 'N') k.trace.leaf('walk_memory_blocks');
    const altmapped = ids.filter((id) => blocks.altmap.get(id) > 0);
    if (altmapped.length === 0) {
      yield* call('remove_memory_block_devices', this.#removeDevices(ids));
      yield* call('arch_remove_memory', this.#archRemoveMemory(range));
    } else {
      k.trace.enter('remove_memory_blocks_and_altmaps');
      for (const id of ids) {
        const pages = blocks.altmap.get(id);
        const altmap: Altmap = { basePfn: blocks.range(id).start, reserve: 0, free: pages, align: 0, alloc: pages };
        yield* call('remove_memory_block_devices', this.#removeDevices([id]));
        yield* call('arch_remove_memory', this.#archRemoveMemory(blocks.range(id), altmap));
        if (altmap.alloc !== 0) k.printk('Altmap not fully unmapped');
      }
      k.trace.leave('remove_memory_blocks_and_altmaps');
    }
    if (k.geometry.arch !== 'x86_64') k.trace.leaf('memblock_remove');
    resources.release(start, start + size - 1);
    k.trace.leaf('release_mem_region_adjustable');
    if (nid !== undefined) this.#tryOfflineNode(nid, zones.node(nid).spanned);
    yield* memHotplugDone(k);
    return undefined;
  }

  /** drivers/base/memory.c: remove_memory_block_devices. */
  *#removeDevices(ids: readonly BlockId[]): Proc {
    const { k, blocks } = this.#r;
    for (const id of ids) {
      k.trace.leaf('memblk_nr_poison');
      k.trace.leaf('num_poisoned_pages_sub');
      this.#r.pages.poison.forget(blocks.range(id));
      k.trace.leaf('unregister_memory_block_under_nodes');
      k.trace.leaf('remove_memory_block', id);
      blocks.delete(id);
      if (k.scheduler.stepwise) yield* pause();
    }
  }

  /** arch/…/mm: arch_remove_memory: sections and their memmap first, then the linear map. */
  *#archRemoveMemory(range: PfnRange, altmap?: Altmap): Proc {
    yield* call('__remove_pages', this.#removePages(range, altmap));
    this.#r.mapping.removeDirectMap(range);
  }

  *#removePages(range: PfnRange, altmap: Altmap | undefined): Proc {
    const { k, sparse } = this.#r;
    for (let at = range.start as number; at < range.end;) {
      const end = Math.min(range.end, alignUp(at + 1, k.sizes.pagesPerSection));
      sparse.removeSection({ start: pfn(at), end: pfn(end) }, altmap);
      at = end;
      if (k.scheduler.stepwise) yield* pause();
    }
  }

  /** A node without memory, block devices and CPUs goes offline (mm/memory_hotplug.c: try_offline_node). */
  #tryOfflineNode(nid: NodeId, spanned: number): void {
    const { k, zones, blocks } = this.#r;
    k.trace.enter('try_offline_node', nid);
    if (spanned === 0) {
      k.trace.leaf('for_each_memory_block');
      if (!blocks.anyOnNode(nid) && !zones.node(nid).hasCpu) {
        zones.setOnline(nid, false);
        k.trace.leaf('unregister_one_node');
      }
    }
    k.trace.leave('try_offline_node');
  }

  #existing(range: PfnRange): BlockId[] {
    const { blocks } = this.#r;
    const out: BlockId[] = [];
    for (let i = range.start / blocks.pagesPerBlock; i < range.end / blocks.pagesPerBlock; i++)
      if (blocks.exists(i)) out.push(blockId(i));
    return out;
  }
}

/** Without MEMORY_HOTREMOVE there is nothing behind the call (include/linux/memory_hotplug.h: __remove_memory). */
function* nothing(): Proc<Status> {
  yield* [];
  return undefined;
}

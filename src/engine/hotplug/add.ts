import type { Kernel } from '../kernel/kernel.ts';
import type { Status } from '../kernel/errno.ts';
import { underHotplugLock } from '../kernel/hotplug-lock.ts';
import { call, pause } from '../kernel/scheduler.ts';
import type { Proc } from '../kernel/scheduler.ts';
import { BLOCK_OFFLINE } from '../blocks/blocks.ts';
import type { Blocks } from '../blocks/blocks.ts';
import { memHotplugBegin, memHotplugDone } from '../blocks/online.ts';
import type { Online } from '../blocks/online.ts';
import type { Mapping } from '../mapping/mapping.ts';
import type { Altmap } from '../mapping/types.ts';
import type { Pages } from '../pages/pages.ts';
import type { Compound, Sparse } from '../sparse/activate.ts';
import type { Sections } from '../sparse/sections.ts';
import { alignUp, blockId, isAligned, pfn } from '../units.ts';
import type { BlockId, Bytes, NodeId, PfnRange, PhysAddr } from '../units.ts';
import { ZONE_NONE } from '../zones/types.ts';
import type { Zones } from '../zones/zones.ts';
import { memmapFit } from './memmap-fit.ts';
import type { Params } from './params.ts';
import type { Resources } from './resources.ts';

/** What adding and removing memory work with. */
export interface HotplugRooms {
  readonly k: Kernel;
  readonly sections: Sections;
  readonly sparse: Sparse;
  readonly mapping: Mapping;
  readonly zones: Zones;
  readonly pages: Pages;
  readonly blocks: Blocks;
  readonly online: Online;
  readonly resources: Resources;
  readonly params: Params;
  /** Told of new block devices when the kernel is done with them. */
  readonly added: (ids: readonly BlockId[]) => void;
}

/** A request to add memory, as a driver makes it. */
export interface AddRequest {
  readonly nid: NodeId;
  readonly start: PhysAddr;
  readonly size: Bytes;
  /** Memory group the blocks join; 0: none. */
  readonly group: number;
  /** MHP_MEMMAP_ON_MEMORY: the caller would like the memmap on the memory itself. */
  readonly memmapOnMemory: boolean;
  /** MHP_MERGE_RESOURCE: the new entry of /proc/iomem is joined with equal neighbours. */
  readonly mergeResource?: boolean;
}

/** Adds memory to the machine. */
export class HotAdd {
  readonly #r: HotplugRooms;
  constructor(rooms: HotplugRooms) {
    this.#r = rooms;
  }

  /**
   * Adds System RAM; the caller holds device_hotplug_lock (mm/memory_hotplug.c: __add_memory).
   * EEXIST, E2BIG from the resource tree; EINVAL when not block aligned; ENOMEM when the memmap cannot be had.
   */
  addMemory(request: AddRequest): Proc<Status> {
    return call('__add_memory', this.#addMemory(request));
  }

  /**
   * Adds a driver's memory under a name of its own and takes device_hotplug_lock for it (mm/memory_hotplug.c:
   * add_memory_driver_managed). Errors as addMemory.
   */
  addMemoryDriverManaged(request: AddRequest, name: string): Proc<Status> {
    return call('add_memory_driver_managed', underHotplugLock(this.#r.k, this.#addMemory(request, name)));
  }

  /** Maps device pages and makes their struct pages, without block devices (arch_add_memory); the caller holds the hotplug lock. */
  addDeviceMemory(
    range: PfnRange,
    nid: NodeId,
    altmap: Altmap | undefined,
    compound: Compound | undefined,
  ): Proc<Status> {
    return call('arch_add_memory', this.#archAddMemory(range, nid, altmap, compound));
  }

  *#addMemory(request: AddRequest, name?: string): Proc<Status> {
    const { k, resources } = this.#r;
    const end = request.start + request.size - 1;
    const errno = resources.registerMemory(request.start, end, name);
    if (errno !== undefined) return errno;
    const failed = yield* call('add_memory_resource', this.#addMemoryResource(request));
    if (failed !== undefined) {
      resources.release(request.start, end);
      k.trace.leaf('release_memory_resource');
    }
    return failed;
  }

  *#addMemoryResource(request: AddRequest): Proc<Status> {
    const { k, zones, blocks, params } = this.#r;
    const { nid, start, size } = request;
    k.trace.leaf('check_hotplug_memory_range');
    if (size === 0 || !isAligned(start, blocks.blockBytes) || !isAligned(size, blocks.blockBytes)) {
      const hex = (n: number): string => `0x${n.toString(16)}`;
      k.printk(
        `Block size [${hex(blocks.blockBytes)}] unaligned hotplug range: start ${hex(start)}, size ${hex(size)}`,
      );
      return 'EINVAL';
    }
    if (request.group !== 0) k.trace.leaf('memory_group_find_by_id');
    if (!zones.hasNode(nid)) return 'EINVAL';
    yield* memHotplugBegin(k);
    if (k.geometry.arch !== 'x86_64') k.trace.leaf('memblock_add_node');
    const newNode = !zones.node(nid).online;
    k.trace.enter('__try_online_node', nid);
    if (newNode) zones.hotaddInitPgdat(nid);
    k.trace.leave('__try_online_node');
    const range: PfnRange = { start: pfn(start / k.sizes.pageBytes), end: pfn((start + size) / k.sizes.pageBytes) };
    const errno = yield* this.#addBlocks(request, range);
    if (errno === undefined) {
      if (newNode) {
        zones.setOnline(nid, true);
        k.trace.leaf('__register_one_node');
      }
      k.trace.enter('walk_memory_blocks');
      for (const id of this.#ids(range)) k.trace.leaf('register_mem_block_under_node_hotplug', id);
      k.trace.leave('walk_memory_blocks');
    } else if (k.geometry.arch !== 'x86_64') k.trace.leaf('memblock_remove');
    yield* memHotplugDone(k);
    if (errno === undefined && request.mergeResource === true) {
      k.trace.leaf('merge_system_ram_resource');
      this.#r.resources.merge(start);
    }
    if (errno === undefined && params.value.autoOnlineBlocks !== 'offline') {
      yield* call('walk_memory_blocks', this.#autoOnline(range));
    }
    if (errno === undefined) this.#r.added(this.#ids(range));
    return errno;
  }

  /** Sections, linear map and block devices; with an altmap per block when that is wanted and possible. */
  *#addBlocks(request: AddRequest, range: PfnRange): Proc<Status> {
    const { blocks, k, params } = this.#r;
    const { pagesPerBlock } = blocks;
    if (request.memmapOnMemory) k.trace.leaf('mhp_supports_memmap_on_memory');
    const memmapPages = request.memmapOnMemory ? memmapOnMemoryPages(k, blocks, params) : 0;
    if (memmapPages === 0) {
      const errno = yield* call('arch_add_memory', this.#archAddMemory(range, request.nid));
      if (errno !== undefined) return errno;
      return yield* call('create_memory_block_devices', this.#createBlocks(range, request, 0));
    }
    k.trace.enter('create_altmaps_and_memory_blocks');
    for (let at = range.start; at < range.end; at = pfn(at + pagesPerBlock)) {
      const block = { start: at, end: pfn(at + pagesPerBlock) };
      const altmap: Altmap = { basePfn: at, reserve: 0, free: memmapPages, align: 0, alloc: 0 };
      let errno = yield* call('arch_add_memory', this.#archAddMemory(block, request.nid, altmap));
      errno ??= yield* call('create_memory_block_devices', this.#createBlocks(block, request, memmapPages));
      if (errno !== undefined) {
        k.trace.leave('create_altmaps_and_memory_blocks');
        return errno;
      }
    }
    k.trace.leave('create_altmaps_and_memory_blocks');
    return undefined;
  }

  /** arch/…/mm: arch_add_memory: linear map, then sections with their memmap. */
  *#archAddMemory(range: PfnRange, nid: NodeId, altmap?: Altmap, compound?: Compound): Proc<Status> {
    const { k, mapping, sections } = this.#r;
    mapping.addDirectMap(range, nid);
    const pages = call('__add_pages', this.#addPages(range, nid, altmap, compound));
    const errno = yield* k.geometry.arch === 'x86_64' ? call('add_pages', pages) : pages;
    if (errno === undefined) {
      if (range.end > sections.maxPfn.value || k.geometry.arch === 'riscv64') sections.maxPfn.value = range.end;
    } else if (k.geometry.arch !== 'x86_64') mapping.removeDirectMap(range); // x86 leaves the linear map behind
    return errno;
  }

  /** mm/memory_hotplug.c: __add_pages: section by section; stops at the first error and undoes nothing. */
  *#addPages(range: PfnRange, nid: NodeId, altmap: Altmap | undefined, compound: Compound | undefined): Proc<Status> {
    const { k, sparse } = this.#r;
    const { pagesPerSection } = k.sizes;
    for (let at = range.start as number; at < range.end;) {
      const end = Math.min(range.end, alignUp(at + 1, pagesPerSection));
      const errno = sparse.addSection({ start: pfn(at), end: pfn(end) }, nid, altmap, compound);
      if (errno !== undefined) return errno;
      at = end;
      if (k.scheduler.stepwise) yield* pause();
    }
    return undefined;
  }

  /** drivers/base/memory.c: create_memory_block_devices. EEXIST when there is one already; then none stays. */
  *#createBlocks(range: PfnRange, request: AddRequest, altmapPages: number): Proc<Status> {
    const { k, blocks } = this.#r;
    const made: BlockId[] = [];
    for (const id of this.#ids(range)) {
      k.trace.enter('add_memory_block', id);
      k.trace.leaf('__add_memory_block');
      k.trace.leave('add_memory_block');
      if (blocks.exists(id)) {
        for (const m of made) blocks.delete(m);
        return 'EEXIST';
      }
      blocks.create(id, {
        state: BLOCK_OFFLINE,
        node: request.nid,
        zone: ZONE_NONE,
        group: request.group,
        altmapPages,
      });
      made.push(id);
      if (k.scheduler.stepwise) yield* pause();
    }
    return undefined;
  }

  /** Onlines the new blocks by the default online type; the first failure ends the walk and is not reported. */
  *#autoOnline(range: PfnRange): Proc {
    const { online, params } = this.#r;
    for (const id of this.#ids(range)) {
      const status = yield* call('online_memory_block', online.deviceOnline(id, params.value.autoOnlineBlocks), id);
      if (status !== undefined && status !== 'already') return;
    }
  }

  #ids(range: PfnRange): BlockId[] {
    const { pagesPerBlock } = this.#r.blocks;
    const out: BlockId[] = [];
    for (let i = range.start / pagesPerBlock; i < range.end / pagesPerBlock; i++) out.push(blockId(i));
    return out;
  }
}

/** Pages at the start of a block that hold its own memmap where that is wanted and possible, else 0 (mm/memory_hotplug.c: mhp_supports_memmap_on_memory). */
export function memmapOnMemoryPages(k: Kernel, blocks: Blocks, params: Params): number {
  return memmapFit(k, blocks.pagesPerBlock, params.value.memmapOnMemory).pages;
}

import type { Status } from '../kernel/errno.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { MemoryChain } from '../kernel/notifier.ts';
import { acquire, call, release } from '../kernel/scheduler.ts';
import type { Proc } from '../kernel/scheduler.ts';
import type { Pages } from '../pages/pages.ts';
import { SECTION_IS_ONLINE } from '../sparse/sections.ts';
import type { Sections } from '../sparse/sections.ts';
import { pfn, rangePages, sectionNr } from '../units.ts';
import type { BlockId, PfnRange } from '../units.ts';
import type { MemoryGroup, OnlineType, ZoneRef } from '../zones/types.ts';
import type { ZonePolicy, Zones } from '../zones/zones.ts';
import { BLOCK_OFFLINE } from './blocks.ts';
import type { Blocks } from './blocks.ts';

/** Answer of device_online and device_offline: `already` when the device was in that state. */
export type DeviceStatus = Status | 'already';

/** What onlining works with. */
export interface OnlineRooms {
  readonly k: Kernel;
  readonly sections: Sections;
  readonly zones: Zones;
  readonly pages: Pages;
  readonly blocks: Blocks;
  readonly chain: MemoryChain;
  readonly policy: () => ZonePolicy;
}

/** Brings memory blocks online. */
export class Online {
  readonly #r: OnlineRooms;

  constructor(rooms: OnlineRooms) {
    this.#r = rooms;
  }

  /** Brings a block online (drivers/base/core.c: device_online). The caller holds device_hotplug_lock. */
  deviceOnline(id: BlockId, type: OnlineType): Proc<DeviceStatus> {
    return call('device_online', this.#deviceOnline(id, type), id);
  }

  *#deviceOnline(id: BlockId, type: OnlineType): Proc<DeviceStatus> {
    if (this.#r.blocks.state.get(id) !== BLOCK_OFFLINE) return 'already';
    return yield* call('memory_subsys_online', this.#changeState(id, type));
  }

  *#changeState(id: BlockId, type: OnlineType): Proc<Status> {
    return yield* call(
      'memory_block_change_state',
      call('memory_block_action', call('memory_block_online', this.#memoryBlockOnline(id, type), id)),
    );
  }

  /** drivers/base/memory.c: memory_block_online. */
  *#memoryBlockOnline(id: BlockId, type: OnlineType): Proc<Status> {
    const { k, zones, pages, blocks, chain } = this.#r;
    const range = blocks.range(id);
    const nid = blocks.nodeOf(id);
    const group = blocks.groupOf(id);
    k.trace.leaf('memblk_nr_poison');
    if (pages.poison.in(range).length > 0) return 'EHWPOISON';
    k.trace.enter('zone_for_pfn_range');
    const zone = zones.zoneForPfnRange(type, nid, group, range, this.#r.policy(), blocks.groups.value, true);
    k.trace.leave('zone_for_pfn_range');
    const ref: ZoneRef = { nid, zone };
    yield* memHotplugBegin(k);
    const memmapPages = blocks.altmap.get(id);
    const memmap = { start: range.start, end: pfn(range.start + memmapPages) };
    const usable = { start: memmap.end, end: range.end };
    let errno = chain.notify('MEM_PREPARE_ONLINE', range);
    if (errno === undefined) {
      if (memmapPages > 0) {
        k.trace.enter('mhp_init_memmap_on_memory');
        zones.movePfnRangeToZone(ref, memmap);
        pages.placeSelfHostedMemmap(ref, memmap);
        this.#setSectionsOnline(memmap, true);
        k.trace.leave('mhp_init_memmap_on_memory');
      }
      errno = yield* call('online_pages', this.#onlinePages(usable, ref, group), usable.start);
      if (errno === undefined) {
        if (memmapPages > 0) this.#adjustPresent(id, ref, memmapPages);
        blocks.setOnline(id, zone);
      } else {
        if (memmapPages > 0) {
          k.trace.enter('mhp_deinit_memmap_on_memory');
          pages.removeSelfHostedMemmap(ref, memmap);
          this.#setSectionsOffline(memmap);
          zones.removePfnRangeFromZone(ref, memmap);
          k.trace.leave('mhp_deinit_memmap_on_memory');
        }
        chain.notify('MEM_FINISH_OFFLINE', range);
      }
    }
    yield* memHotplugDone(k);
    return errno;
  }

  /** mm/memory_hotplug.c: online_pages. */
  *#onlinePages(range: PfnRange, ref: ZoneRef, group: MemoryGroup | undefined): Proc<Status> {
    const { k, zones, pages, chain } = this.#r;
    zones.movePfnRangeToZone(ref, range);
    const change = zones.statusChangeOnline(ref);
    const veto = chain.notify('MEM_GOING_ONLINE', range);
    if (veto !== undefined) {
      chain.notify('MEM_CANCEL_ONLINE', range);
      zones.removePfnRangeFromZone(ref, range);
      return veto;
    }
    const wasPopulated = zones.isPopulated(ref);
    if (!wasPopulated) zones.setupZonePageset(ref);
    k.trace.enter('online_pages_range');
    pages.onlineRange(ref, range);
    k.trace.enter('online_mem_sections');
    this.#setSectionsOnline(range, false);
    k.trace.leave('online_mem_sections');
    k.trace.leave('online_pages_range');
    this.#adjustPresentGroup(
      ref,
      rangePages(range),
      this.#r.sections.isEarly(this.#r.sections.pfnToSection(range.start)),
      group,
    );
    zones.setNodeState(ref.nid, change);
    if (!wasPopulated) zones.buildAllZonelists();
    pages.undoIsolate(range);
    zones.initPerZoneWmarkMin();
    zones.kswapdRun(ref.nid);
    k.trace.leaf('kcompactd_run');
    chain.notify('MEM_ONLINE', range, () => zones.memoryTierNotify(ref.nid, change, 'online'));
    return undefined;
  }

  #adjustPresent(id: BlockId, ref: ZoneRef, n: number): void {
    this.#adjustPresentGroup(ref, n, this.#r.blocks.isEarly(id), this.#r.blocks.groupOf(id));
  }
  #adjustPresentGroup(ref: ZoneRef, n: number, early: boolean, group: MemoryGroup | undefined): void {
    const g = this.#r.zones.adjustPresentPageCount(ref, n, early, group);
    if (g !== undefined) this.#r.blocks.replaceGroup(g);
  }

  /** Takes IS_ONLINE from the sections a range covers fully (mhp_deinit_memmap_on_memory). */
  #setSectionsOffline(range: PfnRange): void {
    const n = this.#r.k.sizes.pagesPerSection;
    for (let s = Math.ceil(range.start / n); s < Math.floor(range.end / n); s++)
      this.#r.sections.setFlags(sectionNr(s), 0, SECTION_IS_ONLINE);
  }

  /** Sets IS_ONLINE on the sections of a range; `whole`: only on those it covers fully. */
  #setSectionsOnline(range: PfnRange, whole: boolean): void {
    const { k, sections } = this.#r;
    const n = k.sizes.pagesPerSection;
    const from = whole ? Math.ceil(range.start / n) : Math.floor(range.start / n);
    const to = whole ? Math.floor(range.end / n) : Math.ceil(range.end / n);
    for (let s = from; s < to; s++) sections.setFlags(sectionNr(s), SECTION_IS_ONLINE);
  }
}

/** cpus_read_lock and the memory hotplug lock for writing (mm/memory_hotplug.c: mem_hotplug_begin). */
export function* memHotplugBegin(k: Kernel): Proc {
  k.trace.enter('mem_hotplug_begin');
  yield* acquire('cpu_hotplug_lock');
  yield* acquire('mem_hotplug_lock');
  k.trace.leave('mem_hotplug_begin');
}
/** mm/memory_hotplug.c: mem_hotplug_done. */
export function* memHotplugDone(k: Kernel): Proc {
  k.trace.enter('mem_hotplug_done');
  yield* release('mem_hotplug_lock');
  yield* release('cpu_hotplug_lock');
  k.trace.leave('mem_hotplug_done');
}

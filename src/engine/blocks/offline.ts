import * as words from '#words/waits.ts';
import type { Status } from '../kernel/errno.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { switchesOf } from '../kernel/switches.ts';
import { acquire, call, release, wait } from '../kernel/scheduler.ts';
import type { Proc } from '../kernel/scheduler.ts';
import { SECTION_IS_ONLINE } from '../sparse/sections.ts';
import { pfn, rangePages, sectionNr } from '../units.ts';
import type { BlockId, PfnRange } from '../units.ts';
import type { ZoneRef } from '../zones/types.ts';
import { BLOCK_GOING_OFFLINE, BLOCK_OFFLINE, BLOCK_ONLINE } from './blocks.ts';
import { memHotplugBegin, memHotplugDone } from './online.ts';
import type { DeviceStatus, OnlineRooms } from './online.ts';

/** What offlining works with. */
export interface OfflineRooms extends OnlineRooms {
  /** Whether every byte of the range is busy System RAM (kernel/resource.c: walk_system_ram_range). */
  readonly isAllSystemRam: (range: PfnRange) => boolean;
}

/** Takes memory blocks offline. */
export class Offline {
  readonly #r: OfflineRooms;
  readonly #k: Kernel;

  constructor(rooms: OfflineRooms) {
    this.#r = rooms;
    this.#k = rooms.k;
  }

  /** Takes a block offline (drivers/base/core.c: device_offline). The caller holds device_hotplug_lock. */
  deviceOffline(id: BlockId): Proc<DeviceStatus> {
    return call('device_offline', this.#deviceOffline(id), id);
  }

  *#deviceOffline(id: BlockId): Proc<DeviceStatus> {
    if (this.#r.blocks.state.get(id) === BLOCK_OFFLINE) return 'already';
    return yield* call('memory_subsys_offline', this.#changeState(id));
  }

  *#changeState(id: BlockId): Proc<Status> {
    return yield* call('memory_block_change_state', this.#goOffline(id));
  }

  *#goOffline(id: BlockId): Proc<Status> {
    const { blocks } = this.#r;
    blocks.state.set(id, BLOCK_GOING_OFFLINE);
    const errno = yield* call('memory_block_action', call('memory_block_offline', this.#memoryBlockOffline(id), id));
    if (errno === undefined) blocks.setOffline(id);
    else blocks.state.set(id, BLOCK_ONLINE);
    return errno;
  }

  /** drivers/base/memory.c: memory_block_offline. */
  *#memoryBlockOffline(id: BlockId): Proc<Status> {
    const { zones, pages, blocks, chain } = this.#r;
    const ref = blocks.zoneOf(id);
    // a boot block with several zones or nodes has none of its own
    if (ref === undefined) return 'EINVAL';
    const range = blocks.range(id);
    const memmapPages = blocks.altmap.get(id);
    const memmap = { start: range.start, end: pfn(range.start + memmapPages) };
    const usable = { start: memmap.end, end: range.end };
    yield* memHotplugBegin(this.#k);
    if (memmapPages > 0) this.#adjustPresent(id, ref, -memmapPages);
    const errno = yield* call('offline_pages', this.#offlinePages(id, usable, ref), usable.start);
    if (errno === undefined) {
      if (memmapPages > 0) {
        this.#k.trace.enter('mhp_deinit_memmap_on_memory');
        pages.removeSelfHostedMemmap(ref, memmap);
        this.#clearSectionsOnline(memmap);
        zones.removePfnRangeFromZone(ref, memmap);
        this.#k.trace.leave('mhp_deinit_memmap_on_memory');
      }
      chain.notify('MEM_FINISH_OFFLINE', range);
    } else if (memmapPages > 0) this.#adjustPresent(id, ref, memmapPages);
    yield* memHotplugDone(this.#k);
    return errno;
  }

  /** mm/memory_hotplug.c: offline_pages. */
  *#offlinePages(id: BlockId, range: PfnRange, ref: ZoneRef): Proc<Status> {
    const { zones, pages, chain } = this.#r;
    const { trace } = this.#k;
    // without MEMORY_HOTREMOVE this is all there is (include/linux/memory_hotplug.h)
    if (!switchesOf(this.#k.config).memoryHotremove) return 'EINVAL';
    if (!this.#r.isAllSystemRam(range)) return 'EINVAL';
    trace.enter('zone_pcp_disable');
    yield* acquire('pcp_batch_high_lock');
    trace.leave('zone_pcp_disable');
    trace.leaf('lru_cache_disable');
    const culprit = pages.isolate(range);
    if (culprit !== undefined) {
      yield* this.#zonePcpEnable();
      return 'EBUSY';
    }
    const n: number = rangePages(range);
    const change = zones.statusChangeOffline(ref, n);
    let errno = chain.notify('MEM_GOING_OFFLINE', range);
    if (errno === undefined) errno = yield* this.#migrateAll(range);
    if (errno !== undefined) {
      pages.undoIsolate(range);
      chain.notify('MEM_CANCEL_OFFLINE', range);
      yield* this.#zonePcpEnable();
      return errno;
    }
    trace.enter('offline_mem_sections');
    const managed = pages.takeOffline(ref, range);
    this.#clearSectionsOnline(range);
    trace.leave('offline_mem_sections');
    yield* this.#zonePcpEnable();
    zones.adjustManaged(ref, -managed);
    this.#adjustPresent(id, ref, -n);
    zones.initPerZoneWmarkMin();
    zones.clearNodeState(ref.nid, change);
    if (!zones.isPopulated(ref)) {
      zones.zonePcpReset(ref);
      zones.buildAllZonelists();
    }
    if (change.memory) {
      trace.leaf('kcompactd_stop');
      zones.kswapdStop(ref.nid);
    }
    chain.notify('MEM_OFFLINE', range, () => zones.memoryTierNotify(ref.nid, change, 'offline'));
    zones.removePfnRangeFromZone(ref, range);
    return undefined;
  }

  /** The loop of offline_pages: migrate until every page is free, without limit, unless a signal arrives. */
  *#migrateAll(range: PfnRange): Proc<Status> {
    const { pages } = this.#r;
    for (;;) {
      let found = pages.scanMovable(range);
      while (found !== undefined) {
        const { failed, why } = pages.migrateRange({ start: found, end: range.end });
        if (failed > 0 && pages.scanMovable(range) !== undefined) {
          const answer = yield* wait(
            why === undefined
              ? words.pagesThatCannotBeMigrated
              : (why.reason === 'pinned' ? words.pinnedAt : words.hasNowhereToGo)(why.name, why.pfn.toString(16)),
            () => pages.canProgress(range),
          );
          if (answer === 'signal') return 'EINTR';
        }
        found = pages.scanMovable(range);
      }
      const errno = pages.dissolveFreeHugetlb(range);
      if (errno !== undefined) return errno;
      if (pages.testPagesIsolated(range)) return undefined;
      // something that neither moves nor is free: only a change elsewhere, or a signal, ends the loop
      const answer = yield* wait(words.pagesNeitherFreeNorMovable, () => pages.whollyFree(range));
      if (answer === 'signal') return 'EINTR';
    }
  }

  *#zonePcpEnable(): Proc {
    this.#k.trace.enter('zone_pcp_enable');
    yield* release('pcp_batch_high_lock');
    this.#k.trace.leave('zone_pcp_enable');
  }

  #adjustPresent(id: BlockId, ref: ZoneRef, n: number): void {
    const { zones, blocks } = this.#r;
    const g = zones.adjustPresentPageCount(ref, n, blocks.isEarly(id), blocks.groupOf(id));
    if (g !== undefined) blocks.replaceGroup(g);
  }

  #clearSectionsOnline(range: PfnRange): void {
    const n = this.#k.sizes.pagesPerSection;
    for (let s = Math.floor(range.start / n); s < Math.ceil(range.end / n); s++)
      this.#r.sections.setFlags(sectionNr(s), 0, SECTION_IS_ONLINE);
  }
}

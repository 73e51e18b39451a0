/** What the driver does when memory goes online or offline (virtio_mem_memory_notifier_cb, virtio_mem_online_page_cb). */
import type { Status } from '../../kernel/errno.ts';
import type { MemoryAction } from '../../kernel/notifier.ts';
import { pfn } from '../../units.ts';
import type { PfnRange } from '../../units.ts';
import { couldAdd } from './requests.ts';
import { BBM, SBM, SUBBLOCK } from './state.ts';
import type { Vm } from './state.ts';
import { allPlugged, allUnplugged, perBlock } from './subblocks.ts';

/** Called on every memory notification. EPERM: the block is not to be onlined. */
export function onMemory(vm: Vm, action: MemoryAction, range: PfnRange): Status {
  const { trace } = vm.host.k;
  trace.enter('virtio_mem_memory_notifier_cb');
  const errno = told(vm, action, range);
  trace.leave('virtio_mem_memory_notifier_cb');
  return errno;
}

function told(vm: Vm, action: MemoryAction, range: PfnRange): Status {
  const { k } = vm.host;
  const start = range.start * k.sizes.pageBytes;
  const end = range.end * k.sizes.pageBytes;
  const { config, driver } = vm.is;
  k.trace.leaf('virtio_mem_overlaps_range');
  if (driver === undefined || start >= config.addr + config.size || end <= config.addr) return undefined;
  const sub = driver.mode === 'sbm';
  const id = vm.idOf(start);
  if (!sub) vm.idOf(end - 1);
  const size = end - start;
  switch (action) {
    case 'MEM_GOING_ONLINE':
      return sub ? goingOnline(vm, id) : undefined;
    case 'MEM_ONLINE':
      if (sub) wentOnline(vm, id, range);
      vm.set({ offlineSize: vm.is.offlineSize - size });
      if (!vm.active && couldAdd(vm, driver.offlineThreshold / 2)) vm.retry();
      return undefined;
    case 'MEM_GOING_OFFLINE':
      if (sub) passUnplugged(vm, id, 'virtio_mem_sbm_notify_going_offline', 'virtio_mem_fake_offline_going_offline');
      else passFakeOffline(vm, id, 'virtio_mem_bbm_notify_going_offline', 'virtio_mem_fake_offline_going_offline');
      return undefined;
    case 'MEM_OFFLINE':
      if (sub) wentOffline(vm, id);
      vm.set({ offlineSize: vm.is.offlineSize + size });
      if (!driver.unplugOnline) vm.retry();
      return undefined;
    case 'MEM_CANCEL_OFFLINE':
      if (sub) passUnplugged(vm, id, 'virtio_mem_sbm_notify_cancel_offline', 'virtio_mem_fake_offline_cancel_offline');
      else passFakeOffline(vm, id, 'virtio_mem_bbm_notify_cancel_offline', 'virtio_mem_fake_offline_cancel_offline');
      return undefined;
    case 'MEM_PREPARE_ONLINE':
    case 'MEM_CANCEL_ONLINE':
    case 'MEM_FINISH_OFFLINE':
      return undefined;
  }
}

/** A block that is not to be onlined is one that the driver is about to remove. */
function goingOnline(vm: Vm, id: number): Status {
  const { trace, printk } = vm.host.k;
  trace.enter('virtio_mem_sbm_notify_going_online', id);
  const state = vm.stateOf(id);
  trace.leave('virtio_mem_sbm_notify_going_online');
  if (state === SBM.offline || state === SBM.offlinePartial) return undefined;
  printk(`virtio_mem ${vm.driver.name}: memory block onlining denied`);
  return 'EPERM';
}

function wentOnline(vm: Vm, id: number, range: PfnRange): void {
  const { k, zones } = vm.host;
  k.trace.enter('virtio_mem_sbm_notify_online', id);
  const movable = zones.pageZone(range.start)?.zone === 'Movable';
  const partial = vm.stateOf(id) === SBM.offlinePartial;
  vm.setState(id, movable ? (partial ? SBM.movablePartial : SBM.movable) : partial ? SBM.kernelPartial : SBM.kernel);
  k.trace.leave('virtio_mem_sbm_notify_online');
}

function wentOffline(vm: Vm, id: number): void {
  const { trace } = vm.host.k;
  trace.enter('virtio_mem_sbm_notify_offline', id);
  const state = vm.stateOf(id);
  vm.setState(id, state === SBM.kernelPartial || state === SBM.movablePartial ? SBM.offlinePartial : SBM.offline);
  // what was in the allocator once is forgotten with its struct pages' state
  for (let sb = 0; sb < perBlock(vm); sb++)
    if (vm.subblock(id, sb) === SUBBLOCK.taken) vm.mark(id, sb, 1, SUBBLOCK.unplugged);
  trace.leave('virtio_mem_sbm_notify_offline');
}

/** The driver lets go of the pages of unplugged subblocks while their block goes offline, or takes them again. */
function passUnplugged(vm: Vm, id: number, name: string, each: string): void {
  const { trace } = vm.host.k;
  trace.enter(name, id);
  for (let sb = 0; sb < perBlock(vm); sb++) {
    if (allPlugged(vm, id, sb, 1)) continue;
    vm.phys(id);
    trace.leaf(each, id);
  }
  trace.leave(name);
}
function passFakeOffline(vm: Vm, id: number, name: string, each: string): void {
  const { trace } = vm.host.k;
  trace.enter(name, id);
  if (vm.stateOf(id) === BBM.fakeOffline) trace.leaf(each, id);
  trace.leave(name);
}

/** Onlines a chunk of pages, but for what has nothing behind it. Answers the parts that stay offline. */
export function onOnlinePage(vms: readonly Vm[], chunk: PfnRange): PfnRange[] {
  const first = vms[0];
  if (first === undefined) return [];
  const { trace, sizes } = first.host.k;
  trace.enter('virtio_mem_online_page_cb', chunk.start);
  const kept: PfnRange[] = [];
  let mine = false;
  for (const vm of vms) {
    const { config } = vm.is;
    trace.leaf('virtio_mem_contains_range');
    mine = chunk.start * sizes.pageBytes >= config.addr && chunk.end * sizes.pageBytes <= config.addr + config.size;
    if (!mine) continue;
    trace.enter('virtio_mem_online_page', chunk.start);
    onlinePage(vm, chunk, kept);
    trace.leave('virtio_mem_online_page');
    break;
  }
  if (!mine) trace.leaf('generic_online_page', chunk.start);
  trace.leave('virtio_mem_online_page_cb');
  return kept;
}

function onlinePage(vm: Vm, chunk: PfnRange, kept: PfnRange[]): void {
  const { trace, sizes } = vm.host.k;
  const { piece } = vm.driver;
  let pages = chunk.end - chunk.start;
  for (let at = chunk.start as number; at < chunk.end;) {
    let online: boolean;
    if (vm.driver.mode === 'bbm') online = vm.stateOf(vm.idOf(at * sizes.pageBytes)) !== BBM.fakeOffline;
    else {
      const id = vm.idOf(at * sizes.pageBytes);
      const sb = subblockOf(vm, at * sizes.pageBytes);
      const count = subblockOf(vm, (at + pages) * sizes.pageBytes - 1) - sb + 1;
      online = allPlugged(vm, id, sb, count);
      if (!online && count > 1 && !allUnplugged(vm, id, sb, count)) {
        // a mixture: by subblocks from here on
        pages = piece / sizes.pageBytes;
        continue;
      }
    }
    if (online) trace.leaf('generic_online_page', at);
    else {
      trace.leaf('virtio_mem_set_fake_offline', at);
      kept.push({ start: pfn(at), end: pfn(at + pages) });
    }
    at += pages;
  }
}

function subblockOf(vm: Vm, at: number): number {
  const { trace } = vm.host.k;
  trace.enter('virtio_mem_phys_to_sb_id');
  const start = vm.phys(vm.idOf(at));
  trace.leave('virtio_mem_phys_to_sb_id');
  return Math.floor((at - start) / vm.driver.piece);
}

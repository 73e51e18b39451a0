/**
 * Sub-block mode: memory blocks whose subblocks are plugged one by one (drivers/virtio/virtio_mem.c: virtio_mem_sbm_*).
 *
 *   plug    partly plugged blocks first, then blocks known before, then new ones, ascending
 *   unplug  partly plugged and offline ones first; blocks and their subblocks from high to low
 */
import type { Status } from '../../kernel/errno.ts';
import { call, pause } from '../../kernel/scheduler.ts';
import type { Proc } from '../../kernel/scheduler.ts';
import { fakeOffline, fakeOnline, framesOf } from './fake.ts';
import { addMemory, couldAdd, offlineAndRemove, removeMemory } from './requests.ts';
import { SBM, SUBBLOCK } from './state.ts';
import type { Vm } from './state.ts';
import { allPlugged, allUnplugged, firstUnplugged, perBlock, plugSubblocks, unplugSubblocks } from './subblocks.ts';

const PLUG_ORDER = [SBM.kernelPartial, SBM.movablePartial, SBM.offlinePartial];
const UNPLUG_ORDER = [SBM.offlinePartial, SBM.offline, SBM.movablePartial, SBM.kernelPartial, SBM.movable, SBM.kernel];

/** Subblocks still to be plugged or unplugged. */
interface Left {
  n: number;
}

/** ENOSPC when too much is offline or the region is full, and errors of adding memory. */
export function* plugRequest(vm: Vm, bytes: number): Proc<Status> {
  const left: Left = { n: Math.floor(bytes / vm.driver.piece) };
  if (left.n === 0) return undefined;
  for (const state of PLUG_ORDER) {
    for (const id of vm.inState(state)) {
      plugAny(vm, id, left);
      if (left.n === 0) return undefined;
      if (vm.host.k.scheduler.stepwise) yield* pause();
    }
  }
  for (const id of vm.inState(SBM.unused)) {
    if (!couldAdd(vm, vm.driver.unit)) return 'ENOSPC';
    const errno = yield* call('virtio_mem_sbm_plug_and_add_mb', plugAndAdd(vm, id, left), id);
    if (errno !== undefined || left.n === 0) return errno;
  }
  while (left.n > 0) {
    if (!couldAdd(vm, vm.driver.unit)) return 'ENOSPC';
    const id = prepareNext(vm);
    if (id === 'ENOSPC') return id;
    const errno = yield* call('virtio_mem_sbm_plug_and_add_mb', plugAndAdd(vm, id, left), id);
    if (errno !== undefined) return errno;
  }
  return undefined;
}

function prepareNext(vm: Vm): number | 'ENOSPC' {
  const { trace } = vm.host.k;
  trace.enter('virtio_mem_sbm_prepare_next_mb');
  const id = vm.prepareNext();
  if (id !== 'ENOSPC') {
    trace.leaf('virtio_mem_sbm_mb_states_prepare_next_mb');
    trace.leaf('virtio_mem_sbm_sb_states_prepare_next_mb');
  }
  trace.leave('virtio_mem_sbm_prepare_next_mb');
  return id;
}

/** Plugs what is missing in a block. */
function plugAny(vm: Vm, id: number, left: Left): void {
  const { trace } = vm.host.k;
  trace.enter('virtio_mem_sbm_plug_any_sb', id);
  const old = vm.stateOf(id);
  while (left.n > 0) {
    const sb = firstUnplugged(vm, id);
    if (sb >= perBlock(vm)) break;
    let count = 1;
    while (count < left.n && sb + count < perBlock(vm) && !allPlugged(vm, id, sb + count, 1)) count++;
    const was = Array.from({ length: count }, (_, i) => vm.subblock(id, sb + i));
    plugSubblocks(vm, id, sb, count);
    left.n -= count;
    if (old === SBM.offlinePartial) continue;
    const range = framesOf(vm, vm.phys(id) + sb * vm.driver.piece, count * vm.driver.piece);
    const pieces = (range.end - range.start) / count;
    fakeOnline(vm, range, (at) => was[Math.floor((at - range.start) / pieces)] === SUBBLOCK.taken);
  }
  if (allPlugged(vm, id, 0, perBlock(vm))) vm.setState(id, old - 1);
  trace.leave('virtio_mem_sbm_plug_any_sb');
}

function* plugAndAdd(vm: Vm, id: number, left: Left): Proc<Status> {
  const count = Math.min(left.n, perBlock(vm));
  plugSubblocks(vm, id, 0, count);
  vm.setState(id, count === perBlock(vm) ? SBM.offline : SBM.offlinePartial);
  const errno = yield* call('virtio_mem_sbm_add_mb', addBlock(vm, id), id);
  if (errno !== undefined) {
    unplugSubblocks(vm, id, 0, count);
    vm.setState(id, SBM.unused);
    return errno;
  }
  left.n -= count;
  return undefined;
}
function* addBlock(vm: Vm, id: number): Proc<Status> {
  return yield* addMemory(vm, vm.phys(id));
}

/** EBUSY when something had to stay. */
export function* unplugRequest(vm: Vm, bytes: number): Proc<Status> {
  const left: Left = { n: Math.floor(bytes / vm.driver.piece) };
  if (left.n === 0) return undefined;
  for (const state of UNPLUG_ORDER) {
    if (state === SBM.movablePartial && !vm.driver.unplugOnline) return undefined;
    for (const id of vm.inState(state, true)) {
      const errno = yield* call('virtio_mem_sbm_unplug_any_sb', unplugAny(vm, id, left), id);
      if (errno !== undefined || left.n === 0) return errno;
    }
  }
  return 'EBUSY';
}

function* unplugAny(vm: Vm, id: number, left: Left): Proc<Status> {
  const state = vm.stateOf(id);
  return yield* state === SBM.offline || state === SBM.offlinePartial
    ? call('virtio_mem_sbm_unplug_any_sb_offline', unplugOffline(vm, id, left), id)
    : call('virtio_mem_sbm_unplug_any_sb_online', unplugOnline(vm, id, left), id);
}

function* unplugOffline(vm: Vm, id: number, left: Left): Proc<Status> {
  unplugRaw(vm, id, left);
  if (!allPlugged(vm, id, 0, perBlock(vm))) vm.setState(id, SBM.offlinePartial);
  if (!allUnplugged(vm, id, 0, perBlock(vm))) return undefined;
  // nobody may online it from here on
  vm.setState(id, SBM.unused);
  return yield* call('virtio_mem_sbm_remove_mb', removeBlock(vm, id), id);
}
function* removeBlock(vm: Vm, id: number): Proc<Status> {
  return yield* removeMemory(vm, vm.phys(id));
}

/** Unplugs subblocks, runs of them at once, from the highest down. */
function unplugRaw(vm: Vm, id: number, left: Left): void {
  const { trace } = vm.host.k;
  trace.enter('virtio_mem_sbm_unplug_any_sb_raw', id);
  let sb = perBlock(vm) - 1;
  while (left.n > 0) {
    while (sb >= 0 && allUnplugged(vm, id, sb, 1)) sb--;
    if (sb < 0) break;
    let count = 1;
    while (count < left.n && sb > 0 && allPlugged(vm, id, sb - 1, 1)) {
      count++;
      sb--;
    }
    unplugSubblocks(vm, id, sb, count);
    left.n -= count;
    sb--;
  }
  trace.leave('virtio_mem_sbm_unplug_any_sb_raw');
}

function* unplugOnline(vm: Vm, id: number, left: Left): Proc<Status> {
  const all = perBlock(vm);
  let whole = false;
  if (left.n >= all && allPlugged(vm, id, 0, all)) {
    const errno = unplugSubblocksOnline(vm, id, 0, all);
    if (errno === undefined) {
      left.n -= all;
      whole = true;
    } else if (errno !== 'EBUSY') return errno;
  }
  for (let sb = all - 1; !whole && sb >= 0 && left.n > 0; sb--) {
    while (sb >= 0 && !allPlugged(vm, id, sb, 1)) sb--;
    if (sb < 0) break;
    const errno = unplugSubblocksOnline(vm, id, sb, 1);
    if (errno === 'EBUSY') continue;
    if (errno !== undefined) return errno;
    left.n--;
    if (vm.host.k.scheduler.stepwise) yield* pause();
  }
  // not critical: it is tried again later
  if ((yield* call('virtio_mem_sbm_try_remove_unplugged_mb', tryRemove(vm, id), id)) !== undefined)
    vm.set({ haveUnplugged: true });
  return undefined;
}

function unplugSubblocksOnline(vm: Vm, id: number, sb: number, count: number): Status {
  const { trace } = vm.host.k;
  trace.enter('virtio_mem_sbm_unplug_sb_online', id);
  const old = vm.stateOf(id);
  const errno = fakeOffline(vm, framesOf(vm, vm.phys(id) + sb * vm.driver.piece, count * vm.driver.piece));
  if (errno === undefined) {
    unplugSubblocks(vm, id, sb, count, true);
    if (old === SBM.kernel) vm.setState(id, SBM.kernelPartial);
    else if (old === SBM.movable) vm.setState(id, SBM.movablePartial);
  }
  trace.leave('virtio_mem_sbm_unplug_sb_online');
  return errno;
}

/** Removes a block without plugged subblocks, offlining it first where it is online. */
function* tryRemove(vm: Vm, id: number): Proc<Status> {
  if (!allUnplugged(vm, id, 0, perBlock(vm))) return undefined;
  const errno = yield* call('virtio_mem_sbm_offline_and_remove_mb', offlineAndRemoveBlock(vm, id), id);
  if (errno === undefined) vm.setState(id, SBM.unused);
  return errno;
}
function* offlineAndRemoveBlock(vm: Vm, id: number): Proc<Status> {
  return yield* offlineAndRemove(vm, vm.phys(id));
}

/** What earlier runs left behind: blocks that are unplugged but could not be removed. */
export function* cleanUp(vm: Vm): Proc<Status> {
  for (const id of vm.inState(SBM.plugged)) {
    unplugSubblocks(vm, id, 0, perBlock(vm));
    vm.setState(id, SBM.unused);
  }
  if (!vm.is.haveUnplugged) return undefined;
  vm.set({ haveUnplugged: false });
  let failed = false;
  for (const state of [SBM.movablePartial, SBM.kernelPartial, SBM.offlinePartial]) {
    for (const id of vm.inState(state)) {
      failed = (yield* call('virtio_mem_sbm_try_remove_unplugged_mb', tryRemove(vm, id), id)) !== undefined || failed;
    }
  }
  if (failed) vm.set({ haveUnplugged: true });
  return undefined;
}

/** Big-block mode: units of one memory block or more, plugged and removed whole (drivers/virtio/virtio_mem.c: virtio_mem_bbm_*). */
import { BLOCK_OFFLINE } from '../../blocks/blocks.ts';
import type { Status } from '../../kernel/errno.ts';
import { call } from '../../kernel/scheduler.ts';
import type { Proc } from '../../kernel/scheduler.ts';
import { blockId, sectionNr } from '../../units.ts';
import type { BlockId, PfnRange } from '../../units.ts';
import { fakeOffline, fakeOnline, framesOf } from './fake.ts';
import { addMemory, couldAdd, offlineAndRemove, sendRequest } from './requests.ts';
import { BBM } from './state.ts';
import type { Vm } from './state.ts';

/** ENOSPC when too much is offline or the region is full, and errors of adding memory. */
export function* plugRequest(vm: Vm, bytes: number): Proc<Status> {
  let left = Math.floor(bytes / vm.driver.unit);
  if (left === 0) return undefined;
  for (const id of vm.inState(BBM.unused)) {
    if (!couldAdd(vm, vm.driver.unit)) return 'ENOSPC';
    const errno = yield* call('virtio_mem_bbm_plug_and_add_bb', plugAndAdd(vm, id), id);
    if (errno === undefined) left--;
    if (errno !== undefined || left === 0) return errno;
  }
  while (left > 0) {
    if (!couldAdd(vm, vm.driver.unit)) return 'ENOSPC';
    const id = prepareNext(vm);
    if (id === 'ENOSPC') return id;
    const errno = yield* call('virtio_mem_bbm_plug_and_add_bb', plugAndAdd(vm, id), id);
    if (errno !== undefined) return errno;
    left--;
  }
  return undefined;
}

function prepareNext(vm: Vm): number | 'ENOSPC' {
  const { trace } = vm.host.k;
  trace.enter('virtio_mem_bbm_prepare_next_bb');
  const id = vm.prepareNext();
  if (id !== 'ENOSPC') trace.leaf('virtio_mem_bbm_bb_states_prepare_next_bb');
  trace.leave('virtio_mem_bbm_prepare_next_bb');
  return id;
}

function* plugAndAdd(vm: Vm, id: number): Proc<Status> {
  vm.stateOf(id);
  plug(vm, id, 1);
  vm.setState(id, BBM.added);
  const errno = yield* call('virtio_mem_bbm_add_bb', addBlock(vm, id), id);
  if (errno !== undefined) {
    plug(vm, id, -1);
    vm.setState(id, BBM.unused);
  }
  return errno;
}
function* addBlock(vm: Vm, id: number): Proc<Status> {
  return yield* addMemory(vm, vm.phys(id));
}
function plug(vm: Vm, id: number, sign: 1 | -1): void {
  const { trace } = vm.host.k;
  const name = sign === 1 ? 'virtio_mem_bbm_plug_bb' : 'virtio_mem_bbm_unplug_bb';
  trace.enter(name, id);
  vm.phys(id);
  sendRequest(vm, sign * vm.driver.unit);
  trace.leave(name);
}

/** Blocks that are wholly offline go first, then those wholly in Movable, then the rest; from high to low. EBUSY when something had to stay. */
export function* unplugRequest(vm: Vm, bytes: number): Proc<Status> {
  let left = Math.floor(bytes / vm.driver.unit);
  if (left === 0) return undefined;
  for (const fits of [isOffline, isMovable, () => true]) {
    if (fits !== isOffline && !vm.driver.unplugOnline) return undefined;
    for (const id of vm.inState(BBM.added, true)) {
      if (!fits(vm, id)) continue;
      const errno = yield* call('virtio_mem_bbm_offline_remove_and_unplug_bb', removeAndUnplug(vm, id), id);
      if (errno === 'EBUSY') continue;
      if (errno === undefined) left--;
      if (errno !== undefined || left === 0) return errno;
    }
  }
  return 'EBUSY';
}

const blocksOf = (vm: Vm, id: number): BlockId[] => {
  const n = vm.driver.unit / vm.host.blocks.blockBytes;
  return Array.from({ length: n }, (_, i) => blockId(id * n + i));
};
function isOffline(vm: Vm, id: number): boolean {
  const { k, blocks } = vm.host;
  k.trace.enter('virtio_mem_bbm_bb_is_offline', id);
  vm.phys(id);
  k.trace.leave('virtio_mem_bbm_bb_is_offline');
  return blocksOf(vm, id).every((b) => blocks.state.get(b) === BLOCK_OFFLINE);
}
function isMovable(vm: Vm, id: number): boolean {
  const { k, blocks } = vm.host;
  k.trace.enter('virtio_mem_bbm_bb_is_movable', id);
  vm.phys(id);
  k.trace.leave('virtio_mem_bbm_bb_is_movable');
  // a block that is offline is in no zone, and nothing of it has to be moved
  return blocksOf(vm, id).every((b) => (blocks.zoneOf(b)?.zone ?? 'Movable') === 'Movable');
}

function* removeAndUnplug(vm: Vm, id: number): Proc<Status> {
  const online = onlineSections(vm, vm.phys(id));
  vm.stateOf(id);
  vm.setState(id, BBM.fakeOffline);
  const taken: PfnRange[] = [];
  let errno: Status;
  for (const range of online) {
    errno = fakeOffline(vm, range);
    if (errno !== undefined) break;
    taken.push(range);
  }
  errno ??= yield* call('virtio_mem_bbm_offline_and_remove_bb', offlineAndRemoveBlock(vm, id), id);
  if (errno !== undefined) {
    for (const range of taken) fakeOnline(vm, range, () => true);
    vm.setState(id, BBM.added);
    return errno;
  }
  plug(vm, id, -1);
  vm.setState(id, BBM.unused);
  return undefined;
}
function* offlineAndRemoveBlock(vm: Vm, id: number): Proc<Status> {
  return yield* offlineAndRemove(vm, vm.phys(id));
}
function onlineSections(vm: Vm, at: number): PfnRange[] {
  const { k, sections } = vm.host;
  const out: PfnRange[] = [];
  for (let a = at; a < at + vm.driver.unit; a += k.sizes.sectionBytes) {
    if (sections.isOnline(sectionNr(a / k.sizes.sectionBytes))) out.push(framesOf(vm, a, k.sizes.sectionBytes));
  }
  return out;
}

/** What earlier runs left behind: blocks that are plugged but not added. */
export function* cleanUp(vm: Vm): Proc<Status> {
  for (const id of vm.inState(BBM.plugged)) {
    plug(vm, id, -1);
    vm.setState(id, BBM.unused);
  }
  yield* [];
  return undefined;
}

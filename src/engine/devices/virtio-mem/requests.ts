/** What the driver asks the device for, and what it adds to and removes from the kernel. */
import type { Status } from '../../kernel/errno.ts';
import { acquire, call, release } from '../../kernel/scheduler.ts';
import type { Proc } from '../../kernel/scheduler.ts';
import type { DeviceStatus } from '../../blocks/online.ts';
import { blockId, bytes, physAddr } from '../../units.ts';
import type { BlockId } from '../../units.ts';
import { changeSize } from './board.ts';
import { nodeOf } from './state.ts';
import type { Vm } from './state.ts';

/** Asks the device to plug (size > 0) or unplug bytes (virtio_mem_send_plug_request, virtio_mem_send_unplug_request). */
export function sendRequest(vm: Vm, size: number): void {
  const { trace } = vm.host.k;
  const name = size > 0 ? 'virtio_mem_send_plug_request' : 'virtio_mem_send_unplug_request';
  trace.enter(name);
  trace.enter('virtio_mem_send_request');
  changeSize(vm, size);
  trace.leaf('virtio_mem_handle_response');
  trace.leave('virtio_mem_send_request');
  trace.leave(name);
}

/** Whether so much more offline memory is all right (virtio_mem_could_add_memory). */
export function couldAdd(vm: Vm, size: number): boolean {
  vm.host.k.trace.leaf('virtio_mem_could_add_memory');
  return vm.is.offlineSize + size <= vm.driver.offlineThreshold;
}

const changeOffline = (vm: Vm, delta: number): void => vm.set({ offlineSize: vm.is.offlineSize + delta });

/** Adds a unit to the kernel as System RAM (virtio_mem_add_memory). */
export function addMemory(vm: Vm, at: number): Proc<Status> {
  return call('virtio_mem_add_memory', doAdd(vm, at));
}
function* doAdd(vm: Vm, at: number): Proc<Status> {
  const { unit, group, name } = vm.driver;
  // it may be onlined before the call comes back
  changeOffline(vm, unit);
  const request = {
    nid: nodeOf(vm.host, vm.is.config),
    start: physAddr(at),
    size: bytes(unit),
    group,
    memmapOnMemory: false,
    mergeResource: true,
  };
  const errno = yield* vm.host.add.addMemoryDriverManaged(request, 'System RAM (virtio_mem)');
  if (errno !== undefined) {
    changeOffline(vm, -unit);
    vm.host.k.printk(`virtio_mem ${name}: adding memory failed: ${numberOf(errno)}`);
  }
  return errno;
}
const NUMBERS: Readonly<Record<string, number>> = {
  EPERM: -1,
  E2BIG: -7,
  ENOMEM: -12,
  EBUSY: -16,
  EEXIST: -17,
  EINVAL: -22,
};
/** An error as the log prints it. */
export const numberOf = (errno: string): number => NUMBERS[errno] ?? -22;

/** Removes an offline unit from the kernel (virtio_mem_remove_memory). */
export function removeMemory(vm: Vm, at: number): Proc<Status> {
  return call('virtio_mem_remove_memory', doRemove(vm, at));
}
function* doRemove(vm: Vm, at: number): Proc<Status> {
  const { unit } = vm.driver;
  const errno = yield* vm.host.remove.removeMemoryUnlocked(physAddr(at), bytes(unit));
  if (errno !== undefined) return errno;
  changeOffline(vm, -unit);
  vm.retry();
  return undefined;
}

/** Takes a unit offline, as far as it is not, and removes it (virtio_mem_offline_and_remove_memory). EBUSY, ENOMEM. */
export function offlineAndRemove(vm: Vm, at: number): Proc<Status> {
  return call('virtio_mem_offline_and_remove_memory', doOfflineAndRemove(vm, at));
}
function* doOfflineAndRemove(vm: Vm, at: number): Proc<Status> {
  const { unit } = vm.driver;
  const errno = yield* call('offline_and_remove_memory', offlineAndRemoveMemory(vm, at, unit));
  if (errno !== undefined) return errno === 'ENOMEM' ? 'ENOMEM' : 'EBUSY';
  changeOffline(vm, -unit);
  vm.retry();
  return undefined;
}

/** mm/memory_hotplug.c: offline_and_remove_memory: what it brought offline is put back when something fails. */
function* offlineAndRemoveMemory(vm: Vm, at: number, size: number): Proc<Status> {
  const { k, blocks, online, remove } = vm.host;
  const { trace } = k;
  const ids: BlockId[] = [];
  for (let id = at / blocks.blockBytes; id < (at + size) / blocks.blockBytes; id++)
    if (blocks.exists(id)) ids.push(blockId(id));
  const types = ids.map(
    (id) =>
      (blocks.zoneOf(id)?.zone === 'Movable' ? 'online_movable' : 'online_kernel') as
        'online_movable' | 'online_kernel',
  );
  const offlined: number[] = [];
  trace.enter('lock_device_hotplug');
  yield* acquire('device_hotplug_lock');
  trace.leave('lock_device_hotplug');
  let errno: Status;
  trace.enter('walk_memory_blocks');
  for (const [i, id] of ids.entries()) {
    const status = yield* call('try_offline_memory_block', tryOffline(vm, id), id);
    if (status === undefined) offlined.push(i);
    else if (status !== 'already') {
      errno = status;
      break;
    }
  }
  trace.leave('walk_memory_blocks');
  errno ??= yield* remove.tryRemoveMemory(physAddr(at), bytes(size));
  if (errno !== undefined) {
    trace.enter('walk_memory_blocks');
    for (const i of offlined) {
      const id = ids[i];
      const type = types[i];
      if (id === undefined || type === undefined) continue;
      trace.enter('try_reonline_memory_block', id);
      yield* online.deviceOnline(id, type);
      trace.leave('try_reonline_memory_block');
    }
    trace.leave('walk_memory_blocks');
  }
  trace.enter('unlock_device_hotplug');
  yield* release('device_hotplug_lock');
  trace.leave('unlock_device_hotplug');
  return errno;
}
const tryOffline = (vm: Vm, id: BlockId): Proc<DeviceStatus> => vm.host.offline.deviceOffline(id);

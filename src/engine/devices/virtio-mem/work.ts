/** The driver's work item: brings the device to what is requested of it (drivers/virtio/virtio_mem.c: virtio_mem_run_wq). */
import * as words from '#words/virtio-mem.ts';
import type { Status } from '../../kernel/errno.ts';
import { call } from '../../kernel/scheduler.ts';
import type { Proc } from '../../kernel/scheduler.ts';
import * as bbm from './bbm.ts';
import { numberOf } from './requests.ts';
import * as sbm from './sbm.ts';
import type { Vm } from './state.ts';

/** The retry timer, in ms: doubles with every failure. */
export const RETRY_MIN_MS = 50_000;
const RETRY_MAX_MS = 300_000;

/** The device has changed its configuration: an interrupt (virtio_mem_config_changed). */
export function configChanged(vm: Vm): void {
  vm.set({ configChanged: true });
  vm.host.k.scheduler.spawn(words.interrupt, call('virtio_mem_config_changed', onConfigChanged(vm)));
}
function* onConfigChanged(vm: Vm): Proc {
  vm.retry();
  yield* [];
}

/** The retry timer has run out (virtio_mem_timer_expired). */
export function timerExpired(vm: Vm): void {
  vm.set({ armedAt: undefined, retryMs: Math.min(vm.is.retryMs * 2, RETRY_MAX_MS) });
  vm.host.k.scheduler.spawn(words.retryTimer, call('virtio_mem_timer_expired', onConfigChanged(vm)));
}

/** One run of the work. */
export function* runWork(vm: Vm): Proc {
  vm.set({ armedAt: undefined });
  if (vm.is.broken) return;
  let errno: Status;
  do errno = yield* once(vm);
  while (errno === 'EAGAIN');
  switch (errno) {
    case undefined:
      vm.set({ retryMs: RETRY_MIN_MS });
      break;
    case 'ENOSPC':
      break;
    case 'EBUSY':
    case 'ENOMEM':
      vm.set({ armedAt: vm.host.pages.version });
      break;
    default:
      vm.set({ broken: true });
      vm.host.k.printk(`virtio_mem ${vm.driver.name}: unknown error, marking device broken: ${numberOf(errno)}`);
  }
}

function* once(vm: Vm): Proc<Status> {
  if (vm.is.configChanged) refreshConfig(vm);
  let errno = yield* call('virtio_mem_cleanup_pending_mb', cleanUp(vm));
  const { wanted, plugged } = vm.is;
  if (errno === undefined && wanted > plugged)
    errno = yield* call('virtio_mem_plug_request', plug(vm, wanted - plugged));
  else if (errno === undefined && wanted < plugged)
    errno = yield* call('virtio_mem_unplug_request', unplug(vm, plugged - wanted));
  return errno ?? (vm.is.haveUnplugged ? 'EBUSY' : undefined);
}

function* cleanUp(vm: Vm): Proc<Status> {
  return yield* vm.driver.mode === 'sbm' ? sbm.cleanUp(vm) : bbm.cleanUp(vm);
}
function* plug(vm: Vm, bytes: number): Proc<Status> {
  return yield* vm.driver.mode === 'sbm'
    ? call('virtio_mem_sbm_plug_request', sbm.plugRequest(vm, bytes))
    : call('virtio_mem_bbm_plug_request', bbm.plugRequest(vm, bytes));
}
function* unplug(vm: Vm, bytes: number): Proc<Status> {
  return yield* vm.driver.mode === 'sbm'
    ? call('virtio_mem_sbm_unplug_request', sbm.unplugRequest(vm, bytes))
    : call('virtio_mem_bbm_unplug_request', bbm.unplugRequest(vm, bytes));
}

/** Reads the device's configuration (virtio_mem_refresh_config). */
function refreshConfig(vm: Vm): void {
  const { k } = vm.host;
  const { config, usable, plugged, requested, driver } = vm.is;
  const name = driver?.name ?? '';
  k.trace.enter('virtio_mem_refresh_config');
  k.trace.leaf('arch_get_mappable_range');
  const end = Math.min(config.addr + usable, 2 ** k.geometry.maxPhysmemBits);
  const last = vm.idOf(end - 1);
  vm.set({ configChanged: false, wanted: requested, lastUsableId: end % vm.driver.unit === 0 ? last : last - 1 });
  k.printk(
    `virtio_mem ${name}: plugged size: 0x${plugged.toString(16)}`,
    `virtio_mem ${name}: requested size: 0x${requested.toString(16)}`,
  );
  k.trace.leave('virtio_mem_refresh_config');
}

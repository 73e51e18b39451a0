import type { Kernel } from './kernel.ts';
import { acquire, release } from './scheduler.ts';
import type { Proc } from './scheduler.ts';

/** Runs a procedure under device_hotplug_lock (drivers/base/core.c); `how`: the function that takes it, sysfs writers have one of their own. */
export function* underHotplugLock<R>(
  { trace }: Kernel,
  body: Proc<R>,
  how: 'lock_device_hotplug' | 'lock_device_hotplug_sysfs' = 'lock_device_hotplug',
): Proc<R> {
  trace.enter(how);
  yield* acquire('device_hotplug_lock');
  trace.leave(how);
  const result = yield* body;
  trace.enter('unlock_device_hotplug');
  yield* release('device_hotplug_lock');
  trace.leave('unlock_device_hotplug');
  return result;
}

/** All device rooms beyond DIMMs with the commands they bring. Pages load this on demand: it is large. */
import type { DeviceModule } from '../engine/devices/host.ts';
import { DEVICE_MODULES as ENGINE_MODULES } from '../engine/devices/modules.ts';
import { accelerators } from '../engine/devices/accelerator/accelerator.ts';
import { tiers } from '../engine/devices/tiers.ts';
import { DAX_MODULE } from './devices-dax.ts';

/** In the order in which they are attached. */
export const DEVICE_MODULES: readonly DeviceModule[] = [...ENGINE_MODULES, DAX_MODULE, tiers, accelerators];

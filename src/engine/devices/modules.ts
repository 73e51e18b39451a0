/** All device rooms beyond DIMMs, in the order in which they are attached. Pages load this on demand: it is large. */
import type { DeviceModule } from './host.ts';
import { virtioMem } from './virtio-mem/virtio-mem.ts';

export const DEVICE_MODULES: readonly DeviceModule[] = [virtioMem];

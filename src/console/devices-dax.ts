/** Persistent memory and dax devices with their commands: a module for machines that have them. */
import type { DeviceModule } from '../engine/devices/host.ts';
import { attachDax, hasDax } from '../engine/devices/nvdimm/attach.ts';
import { daxctl } from './shell/commands/daxctl.ts';
import { ndctl } from './shell/commands/ndctl.ts';

export const DAX_MODULE: DeviceModule = {
  name: 'dax',
  wanted: hasDax,
  attach: (host) => {
    const { device, dax, nd } = attachDax(host);
    return { ...device, shell: [daxctl(dax), ndctl(nd, host.k.sizes.pageBytes)] };
  },
};

/** Persistent memory, dax and CXL devices with their commands: a module for machines that have them. */
import { parseSize } from '../engine/devices/dimm/options.ts';
import type { Cxl } from '../engine/devices/cxl/cxl.ts';
import type { DeviceModule } from '../engine/devices/host.ts';
import { attachDax, hasDax } from '../engine/devices/nvdimm/attach.ts';
import type { DeviceWorldCommand } from '../engine/devices/types.ts';
import { cxlTool } from './shell/commands/cxl.ts';
import { daxctl } from './shell/commands/daxctl.ts';
import { ndctl } from './shell/commands/ndctl.ts';

/** What breaks in an expander. */
const cxlWorld = (cxl: Cxl): DeviceWorldCommand => ({
  name: 'cxl',
  parameters: 'poison MEM DPA',
  help: 'a line of an expander is lost: by its device address',
  run: ([verb, name = '', where = '', ...more]) => {
    const m = cxl.memdev(name);
    const dpa = parseSize(where);
    if (verb !== 'poison' || dpa === undefined || more.length > 0) return undefined;
    if (m === undefined) return `cxl: no expander ${name}\n`;
    if (dpa >= m.ram + m.pmem) return `cxl: ${m.name} has ${m.ram + m.pmem} bytes, ${where} is outside\n`;
    const hpa = cxl.poison(m, dpa);
    return hpa === undefined ? '' : `hpa 0x${hpa.toString(16)}\n`;
  },
});

export const DAX_MODULE: DeviceModule = {
  name: 'dax',
  wanted: hasDax,
  attach: (host) => {
    const { device, dax, nd, cxl } = attachDax(host);
    return {
      ...device,
      shell: [daxctl(dax), ndctl(nd, dax, host.k.sizes.pageBytes), ...(cxl.built ? [cxlTool(cxl, dax)] : [])],
      ...(cxl.built ? { world: [cxlWorld(cxl)] } : {}),
    };
  },
};

/** Persistent memory, dax and CXL devices with their commands: a module for machines that have them. */
import * as words from '#words/expanders.ts';
import { parseSize } from '../engine/devices/dimm/options.ts';
import type { Cxl } from '../engine/devices/cxl/cxl.ts';
import type { DeviceModule } from '../engine/devices/host.ts';
import { attachDax, hasDax } from '../engine/devices/nvdimm/attach.ts';
import type { DeviceWorldCommand } from '../engine/devices/types.ts';
import { cxlTool } from './shell/commands/cxl.ts';
import { daxctl } from './shell/commands/daxctl.ts';
import { ndctl } from './shell/commands/ndctl.ts';
import { said } from './world/said.ts';

/** What breaks in an expander. */
const cxlWorld = (cxl: Cxl): DeviceWorldCommand => ({
  name: 'cxl',
  parameters: words.parameters,
  help: words.help,
  run: ([verb, name = '', where = '', ...more]) => {
    const m = cxl.memdev(name);
    const dpa = parseSize(where);
    if (verb !== 'poison' || dpa === undefined || more.length > 0) return undefined;
    if (m === undefined) return said(words.noExpander(name));
    if (dpa >= m.ram + m.pmem) return said(words.isOutside(m.name, m.ram + m.pmem, where));
    const hpa = cxl.poison(m, dpa);
    return hpa === undefined ? '' : said(words.hostAddress(hpa.toString(16)));
  },
});

export const DAX_MODULE: DeviceModule = {
  name: 'dax',
  wanted: hasDax,
  attach: (host) => {
    const { device, dax, nd, cxl } = attachDax(host);
    return {
      ...device,
      // the distribution that has a riscv64 is a newer one
      shell: [
        daxctl(dax, host.k.geometry.arch === 'riscv64' ? 81 : 76),
        ndctl(nd, dax, host.k.sizes.pageBytes),
        ...(cxl.built ? [cxlTool(cxl, dax)] : []),
      ],
      ...(cxl.built ? { world: [cxlWorld(cxl)] } : {}),
    };
  },
};

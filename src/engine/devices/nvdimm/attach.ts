/** Persistent memory, soft-reserved memory and what becomes of them, as one part of a machine. */
import { Cxl } from '../cxl/cxl.ts';
import { CxlBoard } from '../cxl/plug.ts';
import { cxlView } from '../cxl/view.ts';
import { hasCxl } from '../cxl/windows.ts';
import { DaxBus } from '../dax/bus.ts';
import type { Placed } from '../dimm/placement.ts';
import { daxNode, daxPaths } from '../dax/files.ts';
import type { DeviceHost } from '../host.ts';
import type { AttachedDevice, DeviceBoot } from '../types.ts';
import { readDevices } from './boot.ts';
import { found, keptOf } from './found.ts';
import { nvdimmNode, nvdimmPaths } from './files.ts';
import { Nvdimm } from './nvdimm.ts';
import { NvdimmSlots } from './plug.ts';
import { daxView } from './view.ts';

/** Whether a machine has persistent or soft-reserved memory. */
export const hasDax = (boot: DeviceBoot): boolean =>
  boot.argv.some((word) => /(?:^|,)nvdimm(?:=on|,|$)/.test(word)) ||
  Object.keys(boot.texts).some((path) => /^\/sys\/bus\/(dax|nd)\//.test(path)) ||
  boot.memoryDevices.some((d) => d.text.startsWith('Memory device [virtio-pmem]')) ||
  boot.found.length > 0 ||
  hasCxl(boot.argv) ||
  /: (Soft Reserved|Persistent Memory)/.test(boot.iomem);

const NOTHING: Pick<DeviceBoot, 'kept' | 'memoryDevices'> = { kept: [], memoryDevices: [] };

/** virtio-pmem devices, as the monitor lists them. */
function virtioPmemOf(devices: DeviceBoot['memoryDevices']): Parameters<typeof daxView>[0]['virtioPmem'] {
  return devices.flatMap(({ addr, text }) => {
    const id = /^Memory device \[virtio-pmem\]: "(.*)"$/m.exec(text)?.[1];
    const field = (name: string): string => new RegExp(`^ {2}${name}: (.*)$`, 'm').exec(text)?.[1] ?? '';
    return id === undefined
      ? []
      : [{ id, addr, size: Number(field('size')), memdev: field('memdev').replace(/^\/objects\//, '') }];
  });
}

/** Attaches both buses; the rooms are for the commands that come with them. */
export function attachDax(host: DeviceHost): {
  readonly device: AttachedDevice;
  readonly dax: DaxBus;
  readonly nd: Nvdimm;
  readonly cxl: Cxl;
} {
  const dax = new DaxBus(host);
  const nd = new Nvdimm(host, dax);
  const cxl = new Cxl(host, dax, nd);
  const cxlBoard = new CxlBoard(host, cxl);
  const slots = new NvdimmSlots(host, nd);
  const start = host.k.store.cell<Pick<DeviceBoot, 'kept' | 'memoryDevices'>>('nvdimm.start', NOTHING);
  const before = host.dimms.others;
  // a virtio-pmem takes addresses of the device memory and no slot
  const pmem = (): readonly Placed[] =>
    virtioPmemOf(start.value.memoryDevices).map(({ id, addr, size }) => ({ id, addr, size, slot: -1 }));
  host.dimms.others = () => [...before(), ...slots.placed(), ...pmem()];
  return {
    dax,
    nd,
    cxl,
    device: {
      name: 'dax',
      boot: (boot) => {
        slots.boot(boot);
        start.value = { kept: boot.kept, memoryDevices: boot.memoryDevices };
        cxlBoard.boot(boot.argv);
        readDevices(host, nd, dax, boot);
        return { owned: (path) => /^\/sys\/bus\/(dax|nd)\//.test(path) };
      },
      found: (memory) => found(host, nd, dax, memory, start.value),
      start: () => cxlBoard.start(),
      kept: () => keptOf(nd),
      node: (path) => daxNode(dax, path) ?? nvdimmNode(nd, path),
      memoryKinds: ['nvdimm'],
      memoryDevices: () => slots.listed(),
      deviceAdd: (driver, options) =>
        driver === 'nvdimm' && host.dimms.board.nvdimm
          ? slots.plug(options)
          : driver === 'cxl-type3' && cxl.ports.value.length > 0
            ? cxlBoard.plug(options)
            : undefined,
      deviceDel: (id) =>
        slots.modules.value.some((m) => m.id !== '' && m.id === id)
          ? 'Error: nvdimm device hot unplug is not supported yet.\n'
          : cxlBoard.unplug(id),
      paths: () => [...daxPaths(dax), ...nvdimmPaths(nd)],
      view: {
        from: () => [
          cxl.windows.value,
          cxl.devices.value,
          cxl.memdevs.value,
          cxl.regions.value,
          nd.regions.value,
          nd.namespaces.value,
          dax.devices.value,
          dax.kmem.memory.value,
          host.pagemaps.all.value,
          slots.modules.value,
          host.resources.tree.value,
          host.blocks.groups.value,
        ],
        read: () => ({
          ...daxView({ host, dax, nd, slots, virtioPmem: virtioPmemOf(start.value.memoryDevices) }),
          cxl: cxlView(cxl, dax, nd),
        }),
      },
    },
  };
}

/** virtio-mem: memory that the host gives and takes in blocks of the device (hw/virtio/virtio-mem.c, drivers/virtio/virtio_mem.c). */
import type { DeviceHost, DeviceModule } from '../host.ts';
import type { AttachedDevice } from '../types.ts';
import { describe } from './board.ts';
import { onMemory, onOnlinePage } from './notifier.ts';
import { canTakeOne, plug, pluggable, probed, readDevice } from './probe.ts';
import { qomObject } from './qom.ts';
import { Cells, Vm } from './state.ts';
import { restorePlugged } from './start.ts';
import { viewOf } from './view.ts';
import { runWork, timerExpired } from './work.ts';

const KIND = 'virtio-mem';

export const virtioMem: DeviceModule = {
  name: KIND,
  wanted: (boot) => boot.memoryDevices.some((d) => d.text.startsWith(`Memory device [${KIND}]`)) || canTakeOne(boot),
  attach,
};

function attach(host: DeviceHost): AttachedDevice {
  const cells = new Cells(host.k.store);
  const all: Vm[] = [];
  const vms = (): readonly Vm[] => {
    for (let i = all.length; i < cells.devices.value.length; i++) all.push(new Vm(host, cells, i, runWork));
    return all;
  };
  const driven = (): Vm[] => vms().filter((vm) => vm.is.driver !== undefined);
  host.chain.register(KIND, 0, (action, range) => {
    for (const vm of driven()) {
      const errno = onMemory(vm, action, range);
      if (errno !== undefined) return errno;
    }
    return undefined;
  });
  const before = host.dimms.others;
  host.dimms.others = () => [
    ...before(),
    ...vms().map(({ is: { config: c } }) => ({ id: c.id, slot: -1, addr: c.addr, size: c.size })),
  ];
  host.pages.onlinePageCallback = (chunk) => {
    const list = driven();
    if (list.length > 0) return onOnlinePage(list, chunk);
    host.k.trace.leaf('generic_online_page', chunk.start);
    return [];
  };
  return {
    name: KIND,
    boot: (boot) => {
      cells.next.value = boot.argv.filter(
        (word, i) => /^--?device$/.test(boot.argv[i - 1] ?? '') && word.startsWith('virtio-'),
      ).length;
      cells.devices.value = boot.memoryDevices.flatMap((d) => readDevice(host, boot, d.text) ?? []);
      for (const vm of driven()) restorePlugged(vm);
      return { owned: () => false };
    },
    start: () => {
      for (const vm of driven()) probed(vm);
    },
    memoryKinds: [KIND],
    memoryDevices: () => vms().map(describe),
    nameOf: (addr) => vms().find(({ is: { config: c } }) => c.addr <= addr && addr < c.addr + c.size)?.is.config.id,
    qom: (id) => {
      const vm = vms().find((x) => x.is.config.id === id);
      return vm === undefined ? undefined : qomObject(vm);
    },
    deviceAdd: (driver, options) =>
      driver === 'virtio-mem-pci' && pluggable(host.dimms.board, options.values.get('bus'))
        ? plug(host, cells, options.values, () => vms().at(-1))
        : undefined,
    deviceDel: (id) => {
      const vm = vms().find((x) => x.is.config.id === id);
      if (vm === undefined) return undefined;
      return pluggable(host.dimms.board, vm.is.config.bus)
        ? 'Error: virtio based memory devices cannot be unplugged.\n'
        : "Error: Bus 'pcie.0' does not support hotplugging\n";
    },
    view: {
      from: () => [cells.devices.value],
      read: () => ({ virtioMem: vms().map(viewOf) }),
    },
    beginLine: () => {
      for (const vm of driven())
        if (vm.is.armedAt !== undefined && vm.is.armedAt !== host.pages.version) timerExpired(vm);
    },
  };
}

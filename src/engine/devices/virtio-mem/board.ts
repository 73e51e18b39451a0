/** The device as QEMU sees it (hw/virtio/virtio-mem.c, hw/virtio/virtio-mem-pci.c). */
import type { Vm } from './state.ts';

const hex = (n: number): string => `0x${n.toString(16)}`;
/** Beyond the requested size the guest may use this many sections' worth of the region, to find room (VIRTIO_MEM_USABLE_EXTENT). */
const USABLE_EXTENT = { x86_64: 2 * 128 * 2 ** 20, arm64: 2 * 512 * 2 ** 20, riscv64: 2 * 128 * 2 ** 20 } as const;

/** Changes requested-size; the refusal in QEMU's words, undefined when it is taken (virtio_mem_set_requested_size). */
export function setRequestedSize(vm: Vm, value: number): string | undefined {
  const { config, requested } = vm.is;
  if (value % config.blockSize !== 0)
    return `'requested-size' has to be multiples of 'block-size' (${hex(config.blockSize)})`;
  if (value > config.size) return `'requested-size' cannot exceed the memory backend size(${hex(config.size)})`;
  if (value !== requested) openRegion(vm, value);
  return undefined;
}

/** Takes a requested size, and lets the guest use as much of the region (virtio_mem_resize_usable_region). */
export function openRegion(vm: Vm, value: number): void {
  const { config } = vm.is;
  const extent = USABLE_EXTENT[vm.host.k.geometry.arch];
  const room =
    value === 0 ? 0 : Math.min(config.size, Math.ceil((value + extent) / config.blockSize) * config.blockSize);
  // it shrinks only when the guest unplugs everything at once
  vm.set({ requested: value, usable: Math.max(vm.is.usable, room) });
}

/** The guest's wish to plug or unplug bytes, carried out (virtio_mem_state_change_request). */
export function changeSize(vm: Vm, delta: number): void {
  vm.set({ plugged: vm.is.plugged + delta });
  const { config, plugged } = vm.is;
  const event = {
    event: 'MEMORY_DEVICE_SIZE_CHANGE',
    data: { size: plugged, 'qom-path': `/machine/peripheral/${config.id}`, id: config.id },
  };
  // the monitor lets one such event a second and device through, and then the last of those it held back
  vm.host.events.update((l) => {
    const mine = l.flatMap((e, i) => (e.event === event.event && e.data['id'] === config.id ? [i] : []));
    const last = mine[1];
    return last === undefined ? [...l, event] : [...l.toSpliced(last, 1), event];
  });
}

/** Its entry of `info memory-devices`. */
export function describe(vm: Vm): { readonly addr: number; readonly text: string } {
  const { config, requested, plugged } = vm.is;
  const lines = [
    `Memory device [virtio-mem]: "${config.id}"`,
    `  memaddr: ${hex(config.addr)}`,
    `  node: ${config.nid}`,
    `  requested-size: ${requested}`,
    `  size: ${plugged}`,
    `  max-size: ${config.size}`,
    `  block-size: ${config.blockSize}`,
    `  memdev: ${config.memdev}`,
  ];
  return { addr: config.addr, text: lines.map((l) => `${l}\n`).join('') };
}

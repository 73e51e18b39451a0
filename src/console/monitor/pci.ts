/** Where a device on the PCI bus goes, and why it cannot while the machine runs (softmmu/qdev-monitor.c: qdev_device_add). */
import type { Board } from '../../engine/devices/dimm/board.ts';

/** Devices that bring memory or could, and the architectures whose QEMU 7.2 has them; `pci`: those on the PCI bus. */
const MODELS: Readonly<Record<string, { readonly archs: readonly Board['arch'][]; readonly pci: boolean }>> = {
  'virtio-mem-pci': { archs: ['x86_64', 'arm64'], pci: true },
  'virtio-pmem-pci': { archs: ['x86_64'], pci: true },
  'virtio-balloon-pci': { archs: ['x86_64', 'arm64', 'riscv64'], pci: true },
  'cxl-type3': { archs: ['x86_64', 'arm64'], pci: true },
  'virtio-mem': { archs: ['x86_64', 'arm64'], pci: false },
  'virtio-pmem': { archs: ['x86_64'], pci: false },
  nvdimm: { archs: ['x86_64', 'arm64'], pci: false },
};

/** Whether QEMU has such a device on this architecture (undefined: it is none of these), and why it cannot be added to its bus. */
export function onPciBus(
  board: Board,
  driver: string,
  bus: string | undefined,
): { readonly known: boolean | undefined; readonly refusal?: string } {
  const model = Object.hasOwn(MODELS, driver) ? MODELS[driver] : undefined;
  if (model === undefined) return { known: undefined };
  if (!model.archs.includes(board.arch) && board.newer !== true) return { known: false };
  if (!model.pci) return { known: true };
  const root = board.arch === 'x86_64' && board.machine !== 'q35' ? 'pci.0' : 'pcie.0';
  if (bus !== undefined && bus !== root && board.ports?.includes(bus) !== true)
    return { known: true, refusal: `Bus '${bus}' not found` };
  return (bus ?? root) === 'pcie.0'
    ? { known: true, refusal: "Bus 'pcie.0' does not support hotplugging" }
    : { known: true };
}

/** Device models a monitor line may name, and where QEMU would put them. */
import { deviceNotModelled } from '#words/monitor.ts';

/** The DIMM as `device_add help` and `device_add pc-dimm,help` describe it. */
export const DIMM_MODEL = {
  name: 'pc-dimm',
  listing: 'name "pc-dimm", desc "DIMM memory module"',
  options:
    'pc-dimm options:\n  addr=<uint64>          -  (default: 0)\n  memdev=<link<memory-backend>>\n' +
    '  node=<uint32>          -  (default: 0)\n  size=<uint64>\n  slot=<int32>           -  (default: -1)\n',
} as const;

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));
const PCI = words(
  'virtio-mem-pci virtio-pmem-pci virtio-balloon-pci virtio-net-pci virtio-blk-pci virtio-scsi-pci virtio-rng-pci virtio-serial-pci virtio-gpu-pci virtio-iommu-pci e1000 e1000e rtl8139 igb nvme qemu-xhci nec-usb-xhci pci-bridge pcie-root-port pcie-pci-bridge pxb-pcie ivshmem-plain ivshmem-doorbell cxl-type3 cxl-rp edu pci-testdev',
);
const ISA = words('isa-serial isa-parallel isa-debugcon isa-debug-exit isa-fdc tpm-tis pvpanic');
const ABSTRACT = words(
  'device cpu pci-device sys-bus-device usb-device scsi-device x86_64-cpu isa-device virtio-device',
);
const FIXED = words('vmgenid sysbus-ahci generic-sdhci ioapic kvmclock');
const BUSES: Readonly<Record<string, string>> = {
  'virtio-mem': 'virtio-bus',
  'virtio-pmem': 'virtio-bus',
  'virtio-net-device': 'virtio-bus',
  'virtio-blk-device': 'virtio-bus',
  'virtio-balloon-device': 'virtio-bus',
  'usb-kbd': 'usb-bus',
  'usb-mouse': 'usb-bus',
  'usb-tablet': 'usb-bus',
  'usb-storage': 'usb-bus',
  'scsi-hd': 'SCSI',
  'scsi-cd': 'SCSI',
};

/** What QEMU says when such a model is to be plugged into a running machine (softmmu/qdev-monitor.c); undefined: it has no such model. */
export function otherModel(driver: string, machine: string): string | undefined {
  if (ABSTRACT.has(driver)) return "Parameter 'driver' expects a non-abstract device type";
  if (FIXED.has(driver)) return "Parameter 'driver' expects a pluggable device type";
  const bus = Object.hasOwn(BUSES, driver) ? BUSES[driver] : undefined;
  if (bus !== undefined) return `No '${bus}' bus found for device '${driver}'`;
  if (ISA.has(driver) && machine !== 'virt') return "Bus 'isa.0' does not support hotplugging";
  if (PCI.has(driver) && machine !== 'pc') return "Bus 'pcie.0' does not support hotplugging";
  return PCI.has(driver) || driver === 'nvdimm' ? deviceNotModelled(driver) : undefined;
}

/** Why a DIMM cannot go to the bus that somebody names for it: it has none. */
export function busOfDimm(bus: string, machine: string): string {
  if (bus === 'pcie.0' && machine !== 'pc') return "Device 'pc-dimm' can't go on PCIE bus";
  if (bus === 'pci.0' && machine === 'pc') return "Device 'pc-dimm' can't go on PCI bus";
  if (bus === 'isa.0' && machine !== 'virt') return "Device 'pc-dimm' can't go on ISA bus";
  return `Bus '${bus}' not found`;
}

/** Objects that QEMU makes and that no memory of this machine is behind. */
export const OTHER_OBJECTS = words(
  'authz-list authz-list-file authz-simple can-bus colo-compare cryptodev-backend-builtin dbus-vmstate filter-buffer filter-dump filter-mirror filter-redirector filter-replay filter-rewriter input-barrier input-linux iothread main-loop rng-builtin rng-egd rng-random secret sev-guest thread-context throttle-group tls-cipher-suites tls-creds-anon tls-creds-psk tls-creds-x509 memory-backend-epc x-remote-object',
);

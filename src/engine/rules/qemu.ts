import type { Rule } from './rule.ts';

const since = 'QEMU 7.2';

/** Rules of the board: what QEMU does with a DIMM before the guest hears of it. */
export const QMU = [
  {
    id: 'QMU-1',
    text: 'QEMU looks at a new DIMM in this order: id, properties, ACPI, slot, backend, address, whether the backend is busy, node; the first thing wrong is its answer.',
    fn: 'hw/mem/pc-dimm.c: pc_dimm_pre_plug',
    since,
    source: 'engine/devices/dimm/dimms.ts',
    tests: ['x86_64-failures-add', 'src/console/monitor/transcript.test.ts', 'src/engine/devices/dimm/dimms.test.ts'],
  },
  {
    id: 'QMU-2',
    text: 'A DIMM without slot= takes the lowest free slot of the whole board; slots have no node.',
    fn: 'hw/mem/pc-dimm.c: pc_dimm_get_free_slot',
    since,
    source: 'engine/devices/dimm/placement.ts',
    tests: ['x86_64-dimm-move', 'src/engine/devices/dimm/placement.test.ts'],
  },
  {
    id: 'QMU-3',
    text: 'A DIMM without addr= takes the lowest gap of device memory that fits and that its backend can be aligned to; the sum of all may not be above maxmem − m.',
    fn: 'hw/mem/memory-device.c: memory_device_get_free_addr',
    since,
    source: 'engine/devices/dimm/placement.ts',
    tests: ['x86_64-failures-add', 'x86_64-dimm-move', 'src/engine/devices/dimm/placement.test.ts'],
  },
  {
    id: 'QMU-4',
    text: 'device_del only asks the guest: the DIMM, its slot and its backend are free when the guest ejects it, and a second request before that is answered at once.',
    fn: 'hw/acpi/memory_hotplug.c: acpi_memory_unplug_request_cb',
    since,
    source: 'engine/devices/dimm/dimms.ts',
    tests: ['x86_64-dimm-lifecycle', 'x86_64-work-pin'],
  },
  {
    id: 'QMU-5',
    text: 'A backend is checked property by property in the order of its type; size may not be 0, an id is taken once, and a backend that a device or a node maps cannot be deleted.',
    fn: 'qom/object_interfaces.c: user_creatable_add_type',
    since,
    source: 'engine/devices/dimm/backends.ts',
    tests: ['x86_64-failures-add', 'src/console/monitor/transcript.test.ts'],
  },
  {
    id: 'QMU-6',
    text: 'Of a plugged DIMM every property can be read and almost none set: those of its place are fixed when it is realized.',
    fn: 'hw/core/qdev-properties.c: qdev_prop_allow_set',
    since,
    source: 'console/monitor/qom.ts',
    tests: ['src/console/monitor/transcript.test.ts'],
  },
  {
    id: 'QMU-7',
    text: 'PCI devices cannot come to a running q35 or virt machine: their root bus takes none; with i440fx it does.',
    fn: 'softmmu/qdev-monitor.c: qdev_device_add_from_qdict',
    since,
    source: 'console/monitor/models.ts',
    tests: ['src/console/monitor/transcript.test.ts'],
  },
  {
    id: 'QMU-8',
    text: 'Every answer of the guest about a slot (_OST) becomes an event ACPI_DEVICE_OST, every ejected DIMM an event DEVICE_DELETED; a DIMM without an id is named by its path.',
    fn: 'hw/acpi/memory_hotplug.c: acpi_memory_hotplug_write',
    since,
    source: 'engine/devices/dimm/dimms.ts',
    tests: ['x86_64-dimm-lifecycle', 'x86_64-work-unmovable'],
  },
  {
    id: 'QMU-9',
    text: "On a PC with a processor of AMD's, all RAM above 4 GiB, and with it device memory, moves above 1 TiB as soon as device memory and the 64-bit PCI window would reach 0xfd00000000.",
    fn: 'hw/i386/pc.c: pc_memory_init',
    since,
    source: 'engine/devices/dimm/board.ts',
    tests: ['src/engine/devices/dimm/placement.test.ts'],
  },
  {
    id: 'QMU-10',
    text: 'A virtio-pmem device takes addresses of the device memory as a DIMM does, and no slot.',
    fn: 'hw/virtio/virtio-pmem-pci.c: virtio_pmem_pci_pre_plug',
    since,
    source: 'engine/devices/nvdimm/attach.ts',
    tests: ['test/judged/x86_64-virtio-pmem-and-dimm.json.gz'],
  },
] as const satisfies readonly Rule[];

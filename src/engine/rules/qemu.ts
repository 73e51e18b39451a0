import * as words from '#words/rules/qemu.ts';
import { told } from './rule.ts';

const since = 'QEMU 7.2';

/** Rules of the board: what QEMU does with a DIMM before the guest hears of it. */
export const QMU = told(words.QMU, [
  {
    id: 'QMU-1',
    fn: 'hw/mem/pc-dimm.c: pc_dimm_pre_plug',
    since,
    source: 'engine/devices/dimm/dimms.ts',
    tests: ['x86_64-failures-add', 'src/console/monitor/transcript.test.ts', 'src/engine/devices/dimm/dimms.test.ts'],
  },
  {
    id: 'QMU-2',
    fn: 'hw/mem/pc-dimm.c: pc_dimm_get_free_slot',
    since,
    source: 'engine/devices/dimm/placement.ts',
    tests: ['x86_64-dimm-move', 'src/engine/devices/dimm/placement.test.ts'],
  },
  {
    id: 'QMU-3',
    fn: 'hw/mem/memory-device.c: memory_device_get_free_addr',
    since,
    source: 'engine/devices/dimm/placement.ts',
    tests: ['x86_64-failures-add', 'x86_64-dimm-move', 'src/engine/devices/dimm/placement.test.ts'],
  },
  {
    id: 'QMU-4',
    fn: 'hw/acpi/memory_hotplug.c: acpi_memory_unplug_request_cb',
    since,
    source: 'engine/devices/dimm/dimms.ts',
    tests: ['x86_64-dimm-lifecycle', 'x86_64-work-pin'],
  },
  {
    id: 'QMU-5',
    fn: 'qom/object_interfaces.c: user_creatable_add_type',
    since,
    source: 'engine/devices/dimm/backends.ts',
    tests: ['x86_64-failures-add', 'src/console/monitor/transcript.test.ts'],
  },
  {
    id: 'QMU-6',
    fn: 'hw/core/qdev-properties.c: qdev_prop_allow_set',
    since,
    source: 'console/monitor/qom.ts',
    tests: ['src/console/monitor/transcript.test.ts'],
  },
  {
    id: 'QMU-7',
    fn: 'softmmu/qdev-monitor.c: qdev_device_add_from_qdict',
    since,
    source: 'console/monitor/models.ts',
    tests: ['src/console/monitor/transcript.test.ts'],
  },
  {
    id: 'QMU-8',
    fn: 'hw/acpi/memory_hotplug.c: acpi_memory_hotplug_write',
    since,
    source: 'engine/devices/dimm/dimms.ts',
    tests: ['x86_64-dimm-lifecycle', 'x86_64-work-unmovable'],
  },
  {
    id: 'QMU-9',
    fn: 'hw/i386/pc.c: pc_memory_init',
    since,
    source: 'engine/devices/dimm/board.ts',
    tests: ['src/engine/devices/dimm/placement.test.ts'],
  },
  {
    id: 'QMU-10',
    fn: 'hw/virtio/virtio-pmem-pci.c: virtio_pmem_pci_pre_plug',
    since,
    source: 'engine/devices/nvdimm/attach.ts',
    tests: ['test/judged/x86_64-virtio-pmem-and-dimm.json.gz'],
  },
]);

import * as words from '#words/rules/devices.ts';
import { told } from './rule.ts';

/** Rules of memory that devices bring. */
export const DEV = told(words.DEV, [
  {
    id: 'DEV-1',
    fn: 'drivers/dax/kmem.c: dev_dax_kmem_probe',
    since: 'v5.1',
    source: 'engine/devices/kmem/kmem.ts',
    tests: ['x86_64-kmem', 'riscv64-kmem', 'x86_64-kmem-no-online'],
  },
  {
    id: 'DEV-2',
    fn: 'mm/memremap.c: pagemap_range',
    since: 'v5.3',
    source: 'engine/devices/nvdimm/pfn.ts',
    tests: ['x86_64-pmem-hotadd', 'riscv64-pmem-unaligned'],
  },
  {
    id: 'DEV-3',
    fn: 'drivers/virtio/virtio_mem.c: virtio_mem_sbm_plug_request',
    since: 'v5.8',
    source: 'engine/devices/virtio-mem/sbm.ts',
    tests: ['x86_64-virtio-mem', 'arm64-virtio-mem', 'x86_64-virtio-mem-offline'],
  },
  {
    id: 'DEV-4',
    fn: 'drivers/virtio/virtio_mem.c: virtio_mem_bbm_plug_request',
    since: 'v5.11',
    source: 'engine/devices/virtio-mem/bbm.ts',
    tests: ['x86_64-virtio-mem-bbm'],
  },
  {
    id: 'DEV-5',
    fn: 'mm/memory_hotplug.c: add_memory_driver_managed',
    since: 'v5.8',
    source: 'engine/hotplug/add.ts',
    tests: ['x86_64-kmem', 'x86_64-virtio-mem'],
  },
  {
    id: 'DEV-6',
    fn: 'drivers/virtio/virtio_mem.c: virtio_mem_fake_online',
    since: 'v5.10',
    source: 'engine/devices/virtio-mem/fake.ts',
    tests: [
      'src/engine/pages/offline-pages.test.ts',
      'test/judged/x86_64-virtio-mem-kernel-zone.json.gz',
      'test/judged/arm64-virtio-mem-kernel-zone.json.gz',
    ],
  },
  {
    id: 'DEV-7',
    fn: 'drivers/nvdimm/namespace_devs.c: nd_region_create_ns_seed',
    since: 'v4.2',
    source: 'engine/devices/nvdimm/nvdimm.ts',
    tests: ['test/judged/x86_64-pmem-namespaces.json.gz'],
  },
]);

import type { Rule } from './rule.ts';

/** Rules of memory that devices bring. */
export const DEV = [
  {
    id: 'DEV-1',
    text: 'kmem turns the whole memory blocks of a dax device into System RAM of its own name; what does not fill a block is left out.',
    fn: 'drivers/dax/kmem.c: dev_dax_kmem_probe',
    since: 'v5.1',
    source: 'engine/devices/kmem/kmem.ts',
    tests: ['x86_64-kmem', 'riscv64-kmem', 'x86_64-kmem-no-online'],
  },
  {
    id: 'DEV-2',
    text: 'Persistent memory is mapped as device pages in steps of 2 MiB, from the place on that its info block names; parts of a boot section use the memmap that is there.',
    fn: 'mm/memremap.c: pagemap_range',
    since: 'v5.3',
    source: 'engine/devices/nvdimm/pfn.ts',
    tests: ['x86_64-pmem-hotadd', 'riscv64-pmem-unaligned'],
  },
  {
    id: 'DEV-3',
    text: 'virtio-mem adds whole memory blocks and plugs them piece by piece; what is not plugged is offline to the page allocator, and unplugging takes pages that can move.',
    fn: 'drivers/virtio/virtio_mem.c: virtio_mem_sbm_plug_request',
    since: 'v5.8',
    source: 'engine/devices/virtio-mem/sbm.ts',
    tests: ['x86_64-virtio-mem', 'arm64-virtio-mem', 'x86_64-virtio-mem-offline'],
  },
  {
    id: 'DEV-4',
    text: 'In big block mode virtio-mem adds and removes whole blocks of the device and nothing smaller.',
    fn: 'drivers/virtio/virtio_mem.c: virtio_mem_bbm_plug_request',
    since: 'v5.11',
    source: 'engine/devices/virtio-mem/bbm.ts',
    tests: ['x86_64-virtio-mem-bbm'],
  },
  {
    id: 'DEV-5',
    text: 'Memory of drivers keeps its own name in iomem, is not told to the next kernel, and joins its neighbours only where the driver asks for it.',
    fn: 'mm/memory_hotplug.c: add_memory_driver_managed',
    since: 'v5.8',
    source: 'engine/hotplug/add.ts',
    tests: ['x86_64-kmem', 'x86_64-virtio-mem'],
  },
  {
    id: 'DEV-6',
    text: 'A subblock that was kept back when its block came online is fresh memory once it is plugged: it is used last. One that was taken from the allocator before is used first.',
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
    text: 'The seed of a region, of which the next namespace becomes, has the lowest number that no namespace of the region has.',
    fn: 'drivers/nvdimm/namespace_devs.c: nd_region_create_ns_seed',
    since: 'v4.2',
    source: 'engine/devices/nvdimm/nvdimm.ts',
    tests: ['test/judged/x86_64-pmem-namespaces.json.gz'],
  },
] as const satisfies readonly Rule[];

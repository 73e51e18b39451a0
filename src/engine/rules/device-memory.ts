import type { Rule } from './rule.ts';

/** Rules of persistent memory and device pages. */
export const PMM = [
  {
    id: 'PMM-1',
    text: 'A namespace with its memmap on the device: info block in the first 8 KiB, then struct pages of 64 bytes for every page, the data at the next multiple of the alignment.',
    fn: 'drivers/nvdimm/pfn_devs.c: nd_pfn_init',
    since: 'v4.5',
    source: 'engine/devices/nvdimm/pfn.ts',
    tests: ['x86_64-pmem-devdax', 'riscv64-pmem-unaligned'],
  },
  {
    id: 'PMM-2',
    text: 'The data of a namespace ends at a multiple of its alignment; what is behind is cut off.',
    fn: 'drivers/nvdimm/pfn_devs.c: nd_pfn_init',
    since: 'v4.5',
    source: 'engine/devices/nvdimm/pfn.ts',
    tests: ['src/console/devices-dax.test.ts'],
  },
  {
    id: 'PMM-3',
    text: 'Unmapping gives an altmap back every page it handed out: the struct pages lie in the range that leaves, a vmemmap that stayed would map memory that is gone.',
    fn: 'mm/memremap.c: memunmap_pages',
    since: 'v4.5',
    source: 'engine/devices/dax/pagemap.ts',
    tests: ['x86_64-pmem-devdax', 'src/console/devices-dax.test.ts'],
  },
  {
    id: 'PMM-4',
    text: 'Struct pages of compound device pages share the memory of their tails where there is no altmap.',
    fn: 'mm/sparse-vmemmap.c: vmemmap_populate_compound_pages',
    since: 'v5.19',
    source: 'engine/devices/dax/pagemap.ts',
    tests: ['x86_64-pmem-devdax'],
  },
] as const satisfies readonly Rule[];

/** Rules of accelerators. */
export const ACC = [
  {
    id: 'ACC-1',
    text: 'A driver takes its device pages away only when nobody holds one any more: it waits without limit.',
    fn: 'mm/memremap.c: memunmap_pages',
    since: 'v4.5',
    source: 'engine/devices/accelerator/accelerator.ts',
    tests: ['src/engine/devices/accelerator/accelerator.test.ts'],
  },
  {
    id: 'ACC-2',
    text: 'Coherent device memory has struct pages in ZONE_DEVICE of its node and no memory block; it may come back at another physical range, and nothing is left at the first one.',
    fn: 'mm/memremap.c: memremap_pages',
    since: 'v6.0',
    source: 'engine/devices/accelerator/accelerator.ts',
    tests: ['src/engine/devices/accelerator/accelerator.test.ts'],
  },
] as const satisfies readonly Rule[];

/** Rules of kmem. */
export const KMM = [
  {
    id: 'KMM-1',
    text: 'kmem adds the whole memory blocks inside a dax device; what is left of a block at either end stays unused, and a device without a whole block is refused with EINVAL.',
    fn: 'drivers/dax/kmem.c: dev_dax_kmem_probe',
    since: 'v5.1',
    source: 'engine/devices/kmem/kmem.ts',
    tests: ['x86_64-kmem', 'riscv64-pmem-unaligned'],
  },
  {
    id: 'KMM-2',
    text: 'Taking kmem away from a device with a block online succeeds and leaves the memory there until the next boot.',
    fn: 'drivers/dax/kmem.c: dev_dax_kmem_remove',
    since: 'v5.8',
    source: 'engine/devices/kmem/kmem.ts',
    tests: ['x86_64-softreserved-cxl-node'],
  },
] as const satisfies readonly Rule[];

/** Rules of virtio-mem. */
export const VMM = [
  {
    id: 'VMM-1',
    text: 'virtio-mem plugs subblocks of the device inside memory blocks, or big blocks where its own are not smaller.',
    fn: 'drivers/virtio/virtio_mem.c: virtio_mem_init_hotplug',
    since: 'v5.8',
    source: 'engine/devices/virtio-mem/probe.ts',
    tests: ['x86_64-virtio-mem', 'x86_64-virtio-mem-bbm'],
  },
  {
    id: 'VMM-2',
    text: 'No more than 1 GiB waits offline: then virtio-mem stops and goes on when half of it went online.',
    fn: 'drivers/virtio/virtio_mem.c: virtio_mem_could_add_memory',
    since: 'v5.11',
    source: 'engine/devices/virtio-mem/requests.ts',
    tests: ['x86_64-virtio-mem-offline'],
  },
  {
    id: 'VMM-3',
    text: 'What is in use cannot be unplugged: it is tried five times in Movable, once elsewhere, and all again when the retry timer runs out.',
    fn: 'drivers/virtio/virtio_mem.c: virtio_mem_fake_offline',
    since: 'v5.8',
    source: 'engine/devices/virtio-mem/fake.ts',
    tests: ['src/engine/devices/virtio-mem/virtio-mem.test.ts'],
  },
] as const satisfies readonly Rule[];

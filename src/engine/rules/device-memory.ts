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
  {
    id: 'PMM-5',
    text: 'Sector mode: behind 4 KiB, arenas of 16 MiB to 512 GiB, each with two info blocks, a log, a map of 4 bytes a sector and 256 spare sectors. It has no struct pages.',
    formula: '{sectors} = ({arena_bytes} − {tables_bytes}) ÷ ({sector_bytes} + 4) − 256',
    fn: 'drivers/nvdimm/btt.c: alloc_arena',
    since: 'v4.3',
    source: 'engine/devices/nvdimm/btt.ts',
    tests: ['src/engine/devices/nvdimm/btt.test.ts', 'src/console/devices-sector.test.ts'],
  },
  {
    id: 'PMM-6',
    text: 'A virtio-pmem flushes by asking the host, and QEMU asks the file behind it: anonymous memory has none. Every write that must last then answers EIO, so that no info block can be written; what was written lies there all the same, and the next driver that looks takes it up.',
    fn: 'drivers/nvdimm/nd_virtio.c: virtio_pmem_flush',
    since: 'v5.3',
    source: 'engine/devices/nvdimm/nvdimm.ts',
    tests: ['x86_64-virtio-pmem-mem', 'src/console/devices-sector.test.ts'],
  },
  {
    id: 'PMM-7',
    text: 'A namespace that got space stays the seed of its region until a driver has taken it: while it fails, no other namespace can be made.',
    fn: 'drivers/nvdimm/region_devs.c: nd_region_advance_seeds',
    since: 'v4.2',
    source: 'engine/devices/nvdimm/nvdimm.ts',
    tests: ['src/console/devices-sector.test.ts'],
  },
  {
    id: 'PMM-8',
    text: 'Labels say where namespaces lie, not what they are called: a region that comes up numbers them by address.',
    fn: 'drivers/nvdimm/namespace_devs.c: scan_labels',
    since: 'v4.2',
    source: 'engine/devices/nvdimm/nvdimm.ts',
    tests: ['src/console/devices-sector.test.ts'],
  },
] as const satisfies readonly Rule[];

const ACCELERATOR = {
  source: 'engine/devices/accelerator/accelerator.ts',
  unverified: true,
  tests: ['src/engine/devices/accelerator/accelerator.test.ts'],
} as const;

/** Rules of accelerators. No recording has one. */
export const ACC = [
  {
    ...ACCELERATOR,
    id: 'ACC-1',
    text: 'A driver takes its device pages away only when nobody holds one any more: it waits without limit.',
    fn: 'mm/memremap.c: memunmap_pages',
    since: 'v4.5',
  },
  {
    ...ACCELERATOR,
    id: 'ACC-2',
    text: 'Coherent device memory has struct pages in ZONE_DEVICE of its node and no memory block; it may come back at another physical range, and nothing is left at the first one.',
    fn: 'mm/memremap.c: memremap_pages',
    since: 'v6.0',
  },
  {
    ...ACCELERATOR,
    id: 'ACC-3',
    text: 'Its pages are neither present nor managed: only the spans of ZONE_DEVICE and of the node grow, by whole subsections.',
    fn: 'mm/memremap.c: pagemap_range',
    since: 'v6.0',
  },
  {
    ...ACCELERATOR,
    id: 'ACC-4',
    text: 'The struct pages come from RAM of a node with memory: the device’s own when it has some, else the nearest. An accelerator without an altmap costs DRAM.',
    fn: 'mm/sparse-vmemmap.c: vmemmap_alloc_block',
    since: 'v6.0',
  },
  {
    ...ACCELERATOR,
    id: 'ACC-5',
    text: 'A range that something busy has, or that overlaps a live mapping, is refused and nothing changes: EBUSY from the resource tree, ENOMEM from the mapping.',
    fn: 'mm/memremap.c: pagemap_range',
    since: 'v6.0',
  },
  {
    ...ACCELERATOR,
    id: 'ACC-6',
    text: 'After an error the device has to be initialised before its memory is mapped again; what was in it is lost, what CPUs held of it had to be given back first.',
    fn: 'mm/memremap.c: memunmap_pages',
    since: 'v6.0',
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
  {
    id: 'KMM-3',
    text: 'The space of a dynamic dax region (soft-reserved memory, CXL) is dealt out to devices while they live: from the lowest gap on, in pieces when none is large enough. Device 0 stays for ever, and while a driver has a device its size and alignment stay, too.',
    fn: 'drivers/dax/bus.c: dev_dax_resize',
    since: 'v5.10',
    source: 'engine/devices/dax/regions.ts',
    tests: ['src/console/devices-dynamic.test.ts'],
  },
  {
    id: 'KMM-4',
    text: 'A region of persistent memory is static: its one device is as large as its namespace, and neither create nor delete nor size can be written.',
    fn: 'drivers/dax/bus.c: is_static',
    since: 'v5.10',
    source: 'engine/devices/dax/files.ts',
    tests: ['src/console/devices-dax.test.ts'],
  },
  {
    id: 'KMM-5',
    text: 'A device whose page map was made and whose range was not free keeps the map: device_dax refuses it from then on with EINVAL, whatever becomes of the range.',
    fn: 'drivers/dax/device.c: dev_dax_probe',
    since: 'v5.10',
    source: 'engine/devices/dax/bus.ts',
    tests: ['src/console/devices-dynamic.test.ts'],
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

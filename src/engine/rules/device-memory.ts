import * as words from '#words/rules/device-memory.ts';
import { told } from './rule.ts';

/** Rules of persistent memory and device pages. */
export const PMM = told(words.PMM, [
  {
    id: 'PMM-1',
    fn: 'drivers/nvdimm/pfn_devs.c: nd_pfn_init',
    since: 'v4.5',
    source: 'engine/devices/nvdimm/pfn.ts',
    tests: ['x86_64-pmem-devdax', 'riscv64-pmem-unaligned'],
  },
  {
    id: 'PMM-2',
    fn: 'drivers/nvdimm/pfn_devs.c: nd_pfn_init',
    since: 'v4.5',
    source: 'engine/devices/nvdimm/pfn.ts',
    tests: ['src/console/devices-dax.test.ts'],
  },
  {
    id: 'PMM-3',
    fn: 'mm/memremap.c: memunmap_pages',
    since: 'v4.5',
    source: 'engine/devices/dax/pagemap.ts',
    tests: ['x86_64-pmem-devdax', 'src/console/devices-dax.test.ts'],
  },
  {
    id: 'PMM-4',
    fn: 'mm/sparse-vmemmap.c: vmemmap_populate_compound_pages',
    since: 'v5.19',
    source: 'engine/devices/dax/pagemap.ts',
    tests: ['x86_64-pmem-devdax'],
  },
  {
    id: 'PMM-5',
    formula: '{sectors} = ({arena_bytes} − {tables_bytes}) ÷ ({sector_bytes} + 4) − 256',
    fn: 'drivers/nvdimm/btt.c: alloc_arena',
    since: 'v4.3',
    source: 'engine/devices/nvdimm/btt.ts',
    tests: ['src/engine/devices/nvdimm/btt.test.ts', 'src/console/devices-sector.test.ts'],
  },
  {
    id: 'PMM-6',
    fn: 'drivers/nvdimm/nd_virtio.c: virtio_pmem_flush',
    since: 'v5.3',
    source: 'engine/devices/nvdimm/nvdimm.ts',
    tests: ['x86_64-virtio-pmem-mem', 'src/console/devices-sector.test.ts'],
  },
  {
    id: 'PMM-7',
    fn: 'drivers/nvdimm/region_devs.c: nd_region_advance_seeds',
    since: 'v4.2',
    source: 'engine/devices/nvdimm/nvdimm.ts',
    tests: ['src/console/devices-sector.test.ts'],
  },
  {
    id: 'PMM-8',
    fn: 'drivers/nvdimm/namespace_devs.c: scan_labels',
    since: 'v4.2',
    source: 'engine/devices/nvdimm/nvdimm.ts',
    tests: ['src/console/devices-sector.test.ts'],
  },
]);

const ACCELERATOR = {
  source: 'engine/devices/accelerator/accelerator.ts',
  unverified: true,
  tests: ['src/engine/devices/accelerator/accelerator.test.ts'],
} as const;

/** Rules of accelerators. No recording has one. */
export const ACC = told(words.ACC, [
  {
    ...ACCELERATOR,
    id: 'ACC-1',
    fn: 'mm/memremap.c: memunmap_pages',
    since: 'v4.5',
  },
  {
    ...ACCELERATOR,
    id: 'ACC-2',
    fn: 'mm/memremap.c: memremap_pages',
    since: 'v6.0',
  },
  {
    ...ACCELERATOR,
    id: 'ACC-3',
    fn: 'mm/memremap.c: pagemap_range',
    since: 'v6.0',
  },
  {
    ...ACCELERATOR,
    id: 'ACC-4',
    fn: 'mm/sparse-vmemmap.c: vmemmap_alloc_block',
    since: 'v6.0',
  },
  {
    ...ACCELERATOR,
    id: 'ACC-5',
    fn: 'mm/memremap.c: pagemap_range',
    since: 'v6.0',
  },
  {
    ...ACCELERATOR,
    id: 'ACC-6',
    fn: 'mm/memremap.c: memunmap_pages',
    since: 'v6.0',
  },
]);

/** Rules of kmem. */
export const KMM = told(words.KMM, [
  {
    id: 'KMM-1',
    fn: 'drivers/dax/kmem.c: dev_dax_kmem_probe',
    since: 'v5.1',
    source: 'engine/devices/kmem/kmem.ts',
    tests: ['x86_64-kmem', 'riscv64-pmem-unaligned'],
  },
  {
    id: 'KMM-2',
    fn: 'drivers/dax/kmem.c: dev_dax_kmem_remove',
    since: 'v5.8',
    source: 'engine/devices/kmem/kmem.ts',
    tests: ['x86_64-softreserved-cxl-node'],
  },
  {
    id: 'KMM-3',
    fn: 'drivers/dax/bus.c: dev_dax_resize',
    since: 'v5.10',
    source: 'engine/devices/dax/regions.ts',
    tests: ['src/console/devices-dynamic.test.ts'],
  },
  {
    id: 'KMM-4',
    fn: 'drivers/dax/bus.c: is_static',
    since: 'v5.10',
    source: 'engine/devices/dax/files.ts',
    tests: ['src/console/devices-dax.test.ts'],
  },
  {
    id: 'KMM-5',
    fn: 'drivers/dax/device.c: dev_dax_probe',
    since: 'v5.10',
    source: 'engine/devices/dax/bus.ts',
    tests: ['src/console/devices-dynamic.test.ts'],
  },
]);

/** Rules of virtio-mem. */
export const VMM = told(words.VMM, [
  {
    id: 'VMM-1',
    fn: 'drivers/virtio/virtio_mem.c: virtio_mem_init_hotplug',
    since: 'v5.8',
    source: 'engine/devices/virtio-mem/probe.ts',
    tests: ['x86_64-virtio-mem', 'x86_64-virtio-mem-bbm'],
  },
  {
    id: 'VMM-2',
    fn: 'drivers/virtio/virtio_mem.c: virtio_mem_could_add_memory',
    since: 'v5.11',
    source: 'engine/devices/virtio-mem/requests.ts',
    tests: ['x86_64-virtio-mem-offline'],
  },
  {
    id: 'VMM-3',
    fn: 'drivers/virtio/virtio_mem.c: virtio_mem_fake_offline',
    since: 'v5.8',
    source: 'engine/devices/virtio-mem/fake.ts',
    tests: ['src/engine/devices/virtio-mem/virtio-mem.test.ts'],
  },
]);

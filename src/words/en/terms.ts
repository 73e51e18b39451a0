/** The glossary: what the words on the screen mean, for someone who knows what a page is, and where the kernel says it. */
import type { Term } from '../types.ts';

/** The entries by the name under which the screen refers to them (term-names.ts lists the names). */
export const TERMS: Readonly<Record<string, Term>> = {
  pfn: {
    title: 'pfn, page frame number',
    text: 'A physical address divided by the page size. The kernel counts memory in page frames, not in bytes.',
    source: ['include/linux/pfn.h', 'PHYS_PFN'],
  },
  'struct page': {
    title: 'struct page',
    text: 'The 64 bytes in which the kernel keeps what it knows of one page frame: who uses it, how often it is referenced, its flags. With 4 KiB pages they cost 1.6 % of the memory that they describe.',
    source: ['include/linux/mm_types.h', 'page'],
  },
  memmap: {
    title: 'memmap',
    text: 'The struct pages of a range of memory. It has to lie somewhere: in boot memory, in pages of a kernel zone taken when the range was added, or in the range itself (memmap_on_memory, altmap).',
    source: ['mm/sparse-vmemmap.c', '__populate_section_memmap'],
  },
  'struct pages at': {
    title: 'vmemmap address',
    text: 'The vmemmap is a window of kernel addresses in which all struct pages appear as one array: the struct page of pfn n stands at a fixed place, whether or not there is memory behind it.',
    source: ['include/asm-generic/memory_model.h', '__pfn_to_page'],
  },
  section: {
    title: 'memory section',
    text: 'The unit in which sparse physical memory is managed: 128 MiB on x86_64, riscv64 and arm64 with small pages, 512 MiB with 64 KiB pages. Each has one struct mem_section.',
    source: ['include/linux/mmzone.h', 'mem_section'],
  },
  subsection_map: {
    title: 'subsection map',
    text: 'A bitmap with one bit for each 2 MiB of a section: set means that this part has struct pages. Device memory can be added and removed in these steps; memory blocks stay whole sections.',
    source: ['mm/sparse.c', 'fill_subsection_map'],
  },
  flags: {
    title: 'section flags',
    text: 'The low bits of section_mem_map. PRESENT: there is memory. HAS_MEM_MAP: its struct pages exist. ONLINE: the page allocator may use it. EARLY: it was there at boot. TAINT_ZONE_DEVICE: part of it belongs to a device.',
    source: ['include/linux/mmzone.h', 'SECTION_IS_EARLY'],
  },
  block: {
    title: 'memory block',
    text: 'What goes online and offline as one: /sys/devices/system/memory/memoryN. One section or, on large machines, up to 2 GiB of them.',
    source: ['drivers/base/memory.c', 'memory_block_online'],
  },
  state: {
    title: 'state of a block',
    text: 'online: its pages are in the page allocator. offline: it has struct pages, but no zone and no use. going-offline: pages are being moved away.',
    source: ['drivers/base/memory.c', 'memory_block_change_state'],
  },
  valid_zones: {
    title: 'valid_zones',
    text: 'The zones an offline block could go to, the one that “online” would choose first. For an online block: the zone it is in, or none when it lies in several.',
    source: ['drivers/base/memory.c', 'valid_zones_show'],
  },
  removable: {
    title: 'removable',
    text: 'Reads 1 wherever the kernel can remove memory at all. Whether a block really goes offline shows only when one tries.',
    source: ['drivers/base/memory.c', 'removable_show'],
  },
  zone: {
    title: 'zone',
    text: 'A part of a node that is fit for a certain use: DMA and DMA32 for devices with few address bits, Normal for everything, Movable only for what can be moved away again, Device for memory that a driver owns.',
    source: ['include/linux/mmzone.h', 'zone_type'],
  },
  'DMA·DMA32': {
    title: 'ZONE_DMA, ZONE_DMA32',
    text: 'The lowest 16 MiB and the rest below 4 GiB, kept for devices that cannot reach higher. Other requests use them last, and never wholly.',
    source: ['include/linux/mmzone.h', 'ZONE_DMA32'],
  },
  Normal: {
    title: 'ZONE_NORMAL',
    text: 'Memory for everything, the kernel’s own data included. What the kernel holds there cannot be moved, so a block in it may never go offline again.',
    source: ['include/linux/mmzone.h', 'ZONE_NORMAL'],
  },
  Movable: {
    title: 'ZONE_MOVABLE',
    text: 'Memory only for what can be migrated: anonymous memory and page cache. Its blocks can usually go offline, unless something pins their pages.',
    source: ['include/linux/mmzone.h', 'ZONE_MOVABLE'],
  },
  Device: {
    title: 'ZONE_DEVICE',
    text: 'Memory with struct pages that the page allocator never hands out: persistent memory, memory of an accelerator. Its driver decides what becomes of it.',
    source: ['mm/memremap.c', 'memremap_pages'],
  },
  spanned: {
    title: 'spanned pages',
    text: 'From the first to the last page frame of the zone, holes included.',
    source: ['include/linux/mmzone.h', 'spanned_pages'],
  },
  present: {
    title: 'present pages',
    text: 'Page frames of the zone that really exist: spanned pages less the holes.',
    source: ['include/linux/mmzone.h', 'present_pages'],
  },
  managed: {
    title: 'managed pages',
    text: 'Present pages that the page allocator was given: what boot reserved and the memmap that lies in a block itself are not among them.',
    source: ['include/linux/mmzone.h', 'managed_pages'],
  },
  start_pfn: {
    title: 'start_pfn',
    text: 'The first page frame of the zone. It moves when blocks at the edge come and go.',
    source: ['mm/memory_hotplug.c', 'shrink_zone_span'],
  },
  free: {
    title: 'free pages',
    text: 'What the buddy allocator holds. Pages on a CPU’s own list are not counted here.',
    source: ['mm/page_alloc.c', 'nr_free_pages'],
  },
  min: {
    title: 'min watermark',
    text: 'Below this only requests that may not wait are served. It follows from min_free_kbytes and the zone’s share of the memory, and is computed anew whenever a block goes online or offline.',
    source: ['mm/page_alloc.c', '__setup_per_zone_wmarks'],
  },
  low: {
    title: 'low watermark',
    text: 'When free pages fall below this, kswapd begins to reclaim.',
    source: ['mm/page_alloc.c', '__setup_per_zone_wmarks'],
  },
  high: {
    title: 'high watermark',
    text: 'kswapd reclaims until this many pages are free.',
    source: ['mm/page_alloc.c', '__setup_per_zone_wmarks'],
  },
  protection: {
    title: 'protection (lowmem_reserve)',
    text: 'How many pages a zone keeps back from requests that could have been served by a higher zone.',
    source: ['mm/page_alloc.c', 'setup_per_zone_lowmem_reserve'],
  },
  watermarks: {
    title: 'watermarks',
    text: 'How many pages of a zone have to stay free: min, low and high. Reclaim starts at low and ends at high.',
    source: ['mm/page_alloc.c', '__setup_per_zone_wmarks'],
  },
  node: {
    title: 'NUMA node',
    text: 'Processors and the memory that is near to them. Memory of another node can be used, only slower.',
    source: ['include/linux/mmzone.h', 'pglist_data'],
  },
  pageblock: {
    title: 'pageblock',
    text: 'The unit by which the kernel keeps movable and unmovable pages apart and isolates memory: 2 MiB with 4 KiB pages.',
    source: ['include/linux/pageblock-flags.h', 'pageblock_order'],
  },
  'direct map': {
    title: 'direct map (linear map)',
    text: 'A window of kernel addresses in which all of physical memory appears at a fixed distance. It is mapped with the largest leaves that fit: 1 GiB, 2 MiB, single pages.',
    source: ['arch/x86/mm/init_64.c', 'kernel_physical_mapping_init'],
  },
  vmemmap: {
    title: 'vmemmap',
    text: 'The window of kernel addresses in which the struct pages of all memory appear as one array. Adding memory populates the part that describes it.',
    source: ['mm/sparse-vmemmap.c', 'vmemmap_populate_hugepages'],
  },
  leaf: {
    title: 'leaf',
    text: 'A page-table entry that maps memory instead of pointing to another table. The higher its level, the more it maps.',
  },
  PGD: {
    title: 'PGD',
    text: 'The top level of the page tables. Every process has its own; the kernel’s half of it must be the same in all of them.',
    source: ['arch/x86/mm/init_64.c', 'sync_global_pgds'],
  },
  altmap: {
    title: 'altmap',
    text: 'A part of the added memory itself that holds its struct pages. It costs no other memory, and has to be given back before the range can go.',
    source: ['include/linux/memremap.h', 'vmem_altmap'],
  },
  pinned: {
    title: 'pinned page',
    text: 'A page to which a device or a driver keeps a reference. It cannot be migrated, so its block cannot go offline until the reference is dropped.',
    source: ['mm/gup.c', 'pin_user_pages'],
  },
  offline: {
    title: 'offline memory',
    text: 'Memory that was added, with struct pages and a place in the direct map, but given to no zone yet: nobody can use it.',
    source: ['mm/memory_hotplug.c', 'offline_pages'],
  },
  poison: {
    title: 'hardware poison',
    text: 'A page with a memory error that hardware cannot correct. The kernel keeps it out of use; its block can be removed, but not brought online again.',
    source: ['mm/memory-failure.c', 'memory_failure'],
  },
  device_hotplug_lock: {
    title: 'device_hotplug_lock',
    text: 'Serialises adding, removing, onlining and offlining. Taken first, held for the whole operation.',
    source: ['drivers/base/core.c', 'lock_device_hotplug'],
  },
  mem_hotplug_lock: {
    title: 'mem_hotplug_lock',
    text: 'A read-write semaphore: hotplug holds it for writing while page tables, sections and zones change; who walks them holds it for reading.',
    source: ['mm/memory_hotplug.c', 'mem_hotplug_begin'],
  },
  'memory group': {
    title: 'memory group',
    text: 'Blocks that were added together, such as those of one DIMM. The auto-movable policy decides for a whole group.',
    source: ['drivers/base/memory.c', 'memory_group_register_static'],
  },
  'block size': {
    title: 'memory block size',
    text: 'How much goes online and offline as one. 128 MiB usually; larger on machines with much memory, so that sysfs does not hold too many files.',
    source: ['arch/x86/mm/init_64.c', 'probe_memory_block_size'],
  },
  slot: {
    title: 'DIMM slot',
    text: 'Where QEMU lets a memory device be plugged in. Slots are numbered over all nodes; the firmware has one ACPI device for each.',
    source: ['drivers/acpi/acpi_memhotplug.c', 'acpi_memory_device_add'],
  },
  'on arrival': {
    title: 'on arrival',
    text: 'What becomes of the blocks of a DIMM once it is added: left offline, or brought online at once, and into which zone. Here the page writes the lines that a udev rule would.',
    source: ['mm/memory_hotplug.c', 'mhp_default_online_type'],
  },
};

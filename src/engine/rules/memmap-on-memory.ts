import type { Rule } from './rule.ts';

/** Rules of memmap_on_memory. */
export const MOM = [
  {
    id: 'MOM-1',
    text: 'The memmap lies on the block itself only where its pages are whole pages, pageblocks and PMDs, and something of the block is left.',
    fn: 'mm/memory_hotplug.c: mhp_supports_memmap_on_memory',
    since: 'v5.14',
    source: 'engine/hotplug/add.ts',
    tests: ['src/engine/switches.test.ts'],
  },
  {
    id: 'MOM-2',
    text: 'Onlining charges the memmap pages to the zone first; whatever fails after that takes them back.',
    fn: 'mm/memory_hotplug.c: mhp_init_memmap_on_memory',
    since: 'v5.14',
    source: 'engine/blocks/online.ts',
    tests: ['src/engine/switches.test.ts'],
  },
  {
    id: 'MOM-3',
    text: 'Every block has an altmap of its own; removal takes block after block.',
    fn: 'mm/memory_hotplug.c: create_altmaps_and_memory_blocks',
    since: 'v6.8',
    source: 'engine/hotplug/add.ts',
    tests: ['src/engine/switches.test.ts'],
  },
  {
    id: 'MOM-4',
    text: 'Every page frame has a struct page, whether its memory is used, online or not: what describes a block lies in kernel memory elsewhere, or, with memmap_on_memory, in the first pages of the block.',
    formula: '{memmap_pages} = {pages} × {struct_page_bytes} ÷ {page_bytes}',
    fn: 'mm/sparse-vmemmap.c: __populate_section_memmap',
    since: 'v2.6.24',
    source: 'engine/mapping/vmemmap.ts',
    tests: ['x86_64-dimm-lifecycle', 'x86_64-memmap-on-memory', 'arm64-64k-memmap-on-memory'],
  },
  {
    id: 'MOM-5',
    text: 'force rounds the memmap up to whole pageblocks and gives up the pages between; the kernel says once how many. Where nothing of the block would be left, or the struct pages do not fill a PMD, force does nothing either.',
    formula: '{wasted} = {rounded} − {memmap_pages}',
    fn: 'mm/memory_hotplug.c: set_memmap_mode',
    since: 'v6.6',
    source: 'engine/hotplug/add.ts',
    tests: ['x86_64-memmap-on-memory-force', 'arm64-64k-memmap-on-memory'],
  },
  {
    id: 'MOM-6',
    text: 'Struct pages are taken as blocks of a PMD, else page by page, from the kernel zones of all nodes, nearest first, down to their min mark and what is kept from higher requests; nothing is killed for them. When they run out the add fails with ENOMEM.',
    formula: '{addable} = {available} × {page_bytes} ÷ {struct_page_bytes}',
    fn: 'mm/sparse-vmemmap.c: vmemmap_alloc_block',
    since: 'v4.16',
    source: 'engine/pages/memory.ts',
    tests: ['src/engine/hotplug/out-of-memory.test.ts'],
  },
] as const satisfies readonly Rule[];

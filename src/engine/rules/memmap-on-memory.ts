import * as words from '#words/rules/memmap-on-memory.ts';
import { told } from './rule.ts';

/** Rules of memmap_on_memory. */
export const MOM = told(words.MOM, [
  {
    id: 'MOM-1',
    fn: 'mm/memory_hotplug.c: mhp_supports_memmap_on_memory',
    since: 'v5.14',
    source: 'engine/hotplug/add.ts',
    tests: ['src/engine/switches.test.ts'],
  },
  {
    id: 'MOM-2',
    fn: 'mm/memory_hotplug.c: mhp_init_memmap_on_memory',
    since: 'v5.14',
    source: 'engine/blocks/online.ts',
    tests: ['src/engine/switches.test.ts'],
  },
  {
    id: 'MOM-3',
    fn: 'mm/memory_hotplug.c: create_altmaps_and_memory_blocks',
    since: 'v6.8',
    source: 'engine/hotplug/add.ts',
    tests: ['src/engine/switches.test.ts'],
  },
  {
    id: 'MOM-4',
    formula: '{memmap_pages} = {pages} × {struct_page_bytes} ÷ {page_bytes}',
    fn: 'mm/sparse-vmemmap.c: __populate_section_memmap',
    since: 'v2.6.24',
    source: 'engine/mapping/vmemmap.ts',
    tests: ['x86_64-dimm-lifecycle', 'x86_64-memmap-on-memory', 'arm64-64k-memmap-on-memory'],
  },
  {
    id: 'MOM-5',
    formula: '{wasted} = {rounded} − {memmap_pages}',
    fn: 'mm/memory_hotplug.c: set_memmap_mode',
    since: 'v6.6',
    source: 'engine/hotplug/add.ts',
    tests: ['x86_64-memmap-on-memory-force', 'arm64-64k-memmap-on-memory'],
  },
  {
    id: 'MOM-6',
    formula: '{addable} = {available} × {page_bytes} ÷ {struct_page_bytes}',
    fn: 'mm/sparse-vmemmap.c: vmemmap_alloc_block',
    since: 'v4.16',
    source: 'engine/pages/memory.ts',
    tests: ['src/engine/hotplug/out-of-memory.test.ts'],
  },
]);

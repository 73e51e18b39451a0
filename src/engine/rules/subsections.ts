import * as words from '#words/rules/subsections.ts';
import { told } from './rule.ts';

/** Rules of subsections and of what a page frame is. */
export const SUB = told(words.SUB, [
  {
    id: 'SUB-1',
    fn: 'mm/sparse.c: section_activate',
    since: 'v5.3',
    source: 'engine/sparse/activate.ts',
    tests: ['x86_64-pmem-devdax', 'src/engine/devices/subsections.test.ts'],
  },
  {
    id: 'SUB-2',
    fn: 'mm/sparse.c: section_activate',
    since: 'v5.3',
    source: 'engine/sparse/activate.ts',
    tests: ['x86_64-pmem-legacy'],
  },
  {
    id: 'SUB-3',
    fn: 'include/linux/mmzone.h: pfn_valid',
    since: 'v5.3',
    source: 'engine/sparse/predicates.ts',
    tests: ['src/engine/devices/subsections.test.ts'],
  },
  {
    id: 'SUB-4',
    fn: 'mm/memory_hotplug.c: online_mem_sections',
    since: 'v4.14',
    source: 'engine/sparse/sections.ts',
    tests: ['src/engine/devices/subsections.test.ts'],
  },
  {
    id: 'SUB-5',
    fn: 'mm/memremap.c: get_dev_pagemap',
    since: 'v4.5',
    source: 'engine/devices/pagemaps.ts',
    tests: ['src/engine/devices/subsections.test.ts'],
  },
  {
    id: 'SUB-6',
    fn: 'mm/memory_hotplug.c: pfn_to_online_page',
    since: 'v5.12',
    source: 'engine/sparse/predicates.ts',
    tests: ['src/engine/devices/subsections.test.ts'],
  },
  {
    id: 'SUB-7',
    fn: 'mm/memory_hotplug.c: check_hotplug_memory_range',
    since: 'v3.12',
    source: 'engine/hotplug/add.ts',
    tests: ['x86_64-failures-add', 'src/engine/devices/subsections.test.ts'],
  },
  {
    id: 'SUB-8',
    fn: 'mm/memremap.c: pagemap_range',
    since: 'v4.5',
    source: 'engine/devices/dax/pagemap.ts',
    tests: ['x86_64-pmem-devdax'],
  },
  {
    id: 'SUB-9',
    fn: 'mm/memory_hotplug.c: move_pfn_range_to_zone',
    since: 'v5.12',
    source: 'engine/zones/zones.ts',
    tests: ['src/engine/devices/subsections.test.ts'],
  },
  {
    id: 'SUB-10',
    fn: 'kernel/memremap.c: devm_memremap_pages',
    since: 'v4.5',
    until: 'v5.3',
    source: 'engine/devices/dax/pagemap.ts',
    tests: ['src/engine/devices/subsections.test.ts'],
  },
  {
    id: 'SUB-11',
    fn: 'mm/memory_hotplug.h: pfn_to_online_page',
    since: 'v4.13',
    until: 'v5.12',
    source: 'engine/sparse/predicates.ts',
    tests: ['src/engine/devices/subsections.test.ts'],
  },
  {
    id: 'SUB-12',
    fn: 'drivers/nvdimm/pfn_devs.c: trim_pfn_device',
    since: 'v4.20',
    until: 'v5.3',
    source: 'engine/devices/nvdimm/pfn.ts',
    tests: ['src/engine/devices/subsections.test.ts'],
  },
]);

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
] as const satisfies readonly Rule[];

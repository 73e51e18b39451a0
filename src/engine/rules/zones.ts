import type { Rule } from './rule.ts';

/** Rules of which zone a block goes to, and its span. */
export const ZON = [
  {
    id: 'ZON-1',
    text: 'online_movable is always ZONE_MOVABLE; online_kernel the lowest kernel zone whose span the block touches, else Normal.',
    fn: 'mm/memory_hotplug.c: zone_for_pfn_range',
    since: 'v4.13',
    source: 'engine/zones/policy.ts',
    tests: ['src/engine/zones/zones.test.ts'],
  },
  {
    id: 'ZON-2',
    text: 'contig-zones keeps the zone whose span surrounds the block; in doubt Normal, or Movable with movable_node.',
    fn: 'mm/memory_hotplug.c: default_zone_for_pfn',
    since: 'v4.14',
    source: 'engine/zones/policy.ts',
    tests: ['src/engine/zones/zones.test.ts'],
  },
  {
    id: 'ZON-3',
    text: 'auto-movable takes Movable as long as the ratio to boot kernel memory holds, for all nodes and, if aware, for the node.',
    fn: 'mm/memory_hotplug.c: auto_movable_zone_for_pfn',
    since: 'v5.15',
    source: 'engine/zones/policy.ts',
    tests: ['src/engine/zones/zones.test.ts'],
  },
  {
    id: 'ZON-4',
    text: 'valid_zones of an online block is its zone or none; of an offline one the default zone, then the others.',
    fn: 'drivers/base/memory.c: valid_zones_show',
    since: 'v4.14',
    source: 'engine/zones/policy.ts',
    tests: ['src/engine/zones/replay.test.ts'],
  },
  {
    id: 'ZON-5',
    text: 'A span grows with what comes online and shrinks to what is left.',
    fn: 'mm/memory_hotplug.c: shrink_zone_span',
    since: 'v2.6.29',
    source: 'engine/zones/spans.ts',
    tests: ['src/engine/zones/replay.test.ts'],
  },
] as const satisfies readonly Rule[];

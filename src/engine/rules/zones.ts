import * as words from '#words/rules/zones.ts';
import { told } from './rule.ts';

/** Rules of which zone a block goes to, and its span. */
export const ZON = told(words.ZON, [
  {
    id: 'ZON-1',
    fn: 'mm/memory_hotplug.c: zone_for_pfn_range',
    since: 'v4.13',
    source: 'engine/zones/policy.ts',
    tests: ['src/engine/zones/zones.test.ts'],
  },
  {
    id: 'ZON-2',
    fn: 'mm/memory_hotplug.c: default_zone_for_pfn',
    since: 'v4.14',
    source: 'engine/zones/policy.ts',
    tests: ['src/engine/zones/zones.test.ts'],
  },
  {
    id: 'ZON-3',
    fn: 'mm/memory_hotplug.c: auto_movable_zone_for_pfn',
    since: 'v5.15',
    source: 'engine/zones/policy.ts',
    tests: ['src/engine/zones/zones.test.ts'],
  },
  {
    id: 'ZON-4',
    fn: 'drivers/base/memory.c: valid_zones_show',
    since: 'v4.14',
    source: 'engine/zones/policy.ts',
    tests: ['src/engine/zones/replay.test.ts'],
  },
  {
    id: 'ZON-5',
    fn: 'mm/memory_hotplug.c: shrink_zone_span',
    since: 'v2.6.29',
    source: 'engine/zones/spans.ts',
    tests: ['src/engine/zones/replay.test.ts'],
  },
  {
    id: 'ZON-6',
    formula: '{spanned} = {end_pfn} − {start_pfn}',
    fn: 'mm/memory_hotplug.c: resize_zone_range',
    since: 'v2.6.18',
    source: 'engine/zones/spans.ts',
    tests: ['x86_64-dimm-lifecycle', 'x86_64-failures-state', 'src/engine/zones/replay.test.ts'],
  },
  {
    id: 'ZON-7',
    formula: '{present} = {spanned} − {holes}',
    fn: 'mm/memory_hotplug.c: adjust_present_page_count',
    since: 'v2.6.18',
    source: 'engine/zones/zones.ts',
    tests: ['x86_64-dimm-lifecycle', 'x86_64-memmap-on-memory'],
  },
  {
    id: 'ZON-8',
    formula: '{managed} = {present} − {reserved}',
    fn: 'mm/page_alloc.c: adjust_managed_page_count',
    since: 'v3.8',
    source: 'engine/zones/zones.ts',
    tests: ['x86_64-dimm-lifecycle', 'x86_64-memmap-on-memory'],
  },
]);

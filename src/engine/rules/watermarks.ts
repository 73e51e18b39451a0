import * as words from '#words/rules/watermarks.ts';
import { told } from './rule.ts';

/** Rules of watermarks and lowmem protection. */
export const WMK = told(words.WMK, [
  {
    id: 'WMK-1',
    fn: 'mm/page_alloc.c: init_per_zone_wmark_min',
    since: 'v3.5',
    source: 'engine/zones/watermarks.ts',
    tests: ['src/engine/zones/replay.test.ts'],
  },
  {
    id: 'WMK-2',
    formula: '{min} = {pages_min} × {managed} ÷ {managed_of_all}',
    fn: 'mm/page_alloc.c: __setup_per_zone_wmarks',
    since: 'v2.6.16',
    source: 'engine/zones/watermarks.ts',
    tests: ['x86_64-dimm-lifecycle', 'arm64-dimm-lifecycle', 'src/engine/zones/replay.test.ts'],
  },
  {
    id: 'WMK-3',
    formula: `{min} = {managed} ÷ 1024, ${words.bounds}`,
    fn: 'mm/page_alloc.c: __setup_per_zone_wmarks',
    since: 'v6.6',
    source: 'engine/zones/watermarks.ts',
    tests: ['x86_64-dimm-lifecycle', 'src/engine/zones/replay.test.ts'],
  },
  {
    id: 'WMK-4',
    formula: '{mark} = {min} + {times} × max({share} ÷ 4, {managed} × {scale} ÷ 10,000)',
    fn: 'mm/page_alloc.c: __setup_per_zone_wmarks',
    since: 'v4.6',
    source: 'engine/zones/watermarks.ts',
    tests: ['x86_64-dimm-lifecycle', 'src/engine/zones/replay.test.ts'],
  },
  {
    id: 'WMK-5',
    formula: '{protection} = {managed_above} ÷ {ratio}',
    fn: 'mm/page_alloc.c: setup_per_zone_lowmem_reserve',
    since: 'v2.6.12',
    source: 'engine/zones/watermarks.ts',
    tests: ['x86_64-dimm-lifecycle', 'src/engine/zones/replay.test.ts'],
  },
  {
    id: 'WMK-6',
    formula: '{min_free_kbytes} = max(√(16 × {lowmem_kbytes}), 11 × {pageblock_kbytes} × {zones})',
    fn: 'mm/khugepaged.c: set_recommended_min_free_kbytes',
    since: 'v2.6.38',
    source: 'engine/zones/watermarks.ts',
    tests: ['x86_64-dimm-new-node', 'src/engine/zones/replay.test.ts'],
  },
]);

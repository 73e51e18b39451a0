import type { Rule } from './rule.ts';

/** Rules of watermarks and lowmem protection. */
export const WMK = [
  {
    id: 'WMK-1',
    text: 'Every on- and offlining recomputes watermarks and lowmem protection.',
    fn: 'mm/page_alloc.c: init_per_zone_wmark_min',
    since: 'v3.5',
    source: 'engine/zones/watermarks.ts',
    tests: ['src/engine/zones/replay.test.ts'],
  },
  {
    id: 'WMK-2',
    text: 'min_free_kbytes is shared out among all zones but Movable by their managed pages: that is min, the part that only requests in need may use.',
    formula: '{min} = {pages_min} × {managed} ÷ {managed_of_all}',
    fn: 'mm/page_alloc.c: __setup_per_zone_wmarks',
    since: 'v2.6.16',
    source: 'engine/zones/watermarks.ts',
    tests: ['x86_64-dimm-lifecycle', 'arm64-dimm-lifecycle', 'src/engine/zones/replay.test.ts'],
  },
  {
    id: 'WMK-3',
    text: 'Movable has a small min of its own, because the kernel cannot use its pages in need.',
    formula: '{min} = {managed} ÷ 1024, at least 32 and at most 128',
    fn: 'mm/page_alloc.c: __setup_per_zone_wmarks',
    since: 'v6.6',
    source: 'engine/zones/watermarks.ts',
    tests: ['x86_64-dimm-lifecycle', 'src/engine/zones/replay.test.ts'],
  },
  {
    id: 'WMK-4',
    text: 'low, high and promo lie one, two and three steps above min: kswapd wakes below low and stops above high; pages are promoted up to promo.',
    formula: '{mark} = {min} + {times} × max({share} ÷ 4, {managed} × {scale} ÷ 10,000)',
    fn: 'mm/page_alloc.c: __setup_per_zone_wmarks',
    since: 'v4.6',
    source: 'engine/zones/watermarks.ts',
    tests: ['x86_64-dimm-lifecycle', 'src/engine/zones/replay.test.ts'],
  },
  {
    id: 'WMK-5',
    text: 'A request that may use a higher zone leaves a zone its protection besides the mark: the managed pages of the zones between the two, divided by lowmem_reserve_ratio (DMA and DMA32 256, Normal 32, Movable none).',
    formula: '{protection} = {managed_above} ÷ {ratio}',
    fn: 'mm/page_alloc.c: setup_per_zone_lowmem_reserve',
    since: 'v2.6.12',
    source: 'engine/zones/watermarks.ts',
    tests: ['x86_64-dimm-lifecycle', 'src/engine/zones/replay.test.ts'],
  },
  {
    id: 'WMK-6',
    text: 'min_free_kbytes grows with the square root of the memory outside Movable, between 128 kB and 256 MiB; khugepaged raises it to eleven pageblocks for every zone that the kernel can use, up to 5 % of that memory.',
    formula: '{min_free_kbytes} = max(√(16 × {lowmem_kbytes}), 11 × {pageblock_kbytes} × {zones})',
    fn: 'mm/khugepaged.c: set_recommended_min_free_kbytes',
    since: 'v2.6.38',
    source: 'engine/zones/watermarks.ts',
    tests: ['x86_64-dimm-new-node', 'src/engine/zones/replay.test.ts'],
  },
] as const satisfies readonly Rule[];

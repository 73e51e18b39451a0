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
] as const satisfies readonly Rule[];

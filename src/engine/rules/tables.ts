import type { Rule } from './rule.ts';

/** Rules of page tables. */
export const MAP = [
  {
    id: 'MAP-1',
    text: 'The direct map of added memory uses the largest leaves that alignment and the CPU allow; removal splits what it must.',
    fn: 'arch/x86/mm/init_64.c: phys_pud_init',
    since: 'v2.6.27',
    source: 'engine/mapping/x86.ts',
    tests: ['src/engine/mapping/mapping.test.ts'],
  },
  {
    id: 'MAP-2',
    text: 'Struct pages are mapped with PMD leaves, base pages where no such block is free.',
    fn: 'mm/sparse-vmemmap.c: vmemmap_populate_hugepages',
    since: 'v6.1',
    source: 'engine/mapping/vmemmap.ts',
    tests: ['src/engine/mapping/mapping.test.ts'],
  },
] as const satisfies readonly Rule[];

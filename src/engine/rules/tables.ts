import * as words from '#words/rules/tables.ts';
import { told } from './rule.ts';

/** Rules of page tables. */
export const MAP = told(words.MAP, [
  {
    id: 'MAP-1',
    fn: 'arch/x86/mm/init_64.c: phys_pud_init',
    since: 'v2.6.27',
    source: 'engine/mapping/x86.ts',
    tests: ['src/engine/mapping/mapping.test.ts'],
  },
  {
    id: 'MAP-2',
    fn: 'mm/sparse-vmemmap.c: vmemmap_populate_hugepages',
    since: 'v6.1',
    source: 'engine/mapping/vmemmap.ts',
    tests: ['src/engine/mapping/mapping.test.ts'],
  },
  {
    id: 'MAP-3',
    fn: 'arch/x86/mm/init_64.c: remove_pagetable',
    since: 'v3.9',
    source: 'engine/mapping/x86.ts',
    tests: ['src/engine/mapping/mapping.test.ts', 'x86_64-directmap-la57'],
  },
  {
    id: 'MAP-4',
    fn: 'arch/arm64/mm/mmu.c: free_empty_tables',
    since: 'v5.7',
    source: 'engine/mapping/arm64.ts',
    tests: ['src/engine/mapping/mapping.test.ts', 'arm64-dimm-lifecycle'],
  },
  {
    id: 'MAP-5',
    fn: 'arch/riscv/mm/init.c: remove_pgd_mapping',
    since: 'v6.11',
    source: 'engine/mapping/riscv.ts',
    tests: ['src/engine/mapping/mapping.test.ts', 'riscv64-sv48-kmem'],
  },
  {
    id: 'MAP-6',
    fn: 'arch/riscv/mm/init.c: pgtable_cache_init',
    since: 'v6.11',
    source: 'engine/mapping/processes.ts',
    tests: ['src/snapshot/boot/presets.test.ts'],
  },
  {
    id: 'MAP-7',
    fn: 'arch/x86/mm/init_64.c: sync_global_pgds',
    since: 'v2.6.28',
    source: 'engine/mapping/processes.ts',
    tests: ['src/engine/mapping/tables.test.ts'],
  },
  {
    id: 'MAP-8',
    fn: 'arch/x86/mm/pat/set_memory.c: __split_large_page',
    since: 'v2.6.25',
    source: 'engine/mapping/set-memory.ts',
    tests: ['src/console/world/tables.test.ts'],
  },
  {
    id: 'MAP-9',
    fn: 'arch/arm64/mm/mmu.c: vmemmap_free',
    since: 'v5.3',
    source: 'engine/mapping/mapping.ts',
    tests: ['src/engine/mapping/tables.test.ts', 'src/link/tables.test.ts'],
  },
  {
    id: 'MAP-10',
    fn: 'arch/arm64/mm/mmu.c: vmemmap_free',
    since: 'v5.3',
    source: 'engine/mapping/context.ts',
    tests: ['src/engine/mapping/tables.test.ts'],
  },
  {
    id: 'MAP-11',
    fn: 'arch/x86/mm/init_64.c: vmemmap_pmd_is_unused',
    since: 'v5.13',
    source: 'engine/mapping/x86.ts',
    tests: ['src/engine/mapping/mapping.test.ts'],
  },
]);

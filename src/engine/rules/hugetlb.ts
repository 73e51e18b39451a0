import * as words from '#words/rules/hugetlb.ts';
import { told } from './rule.ts';

/** Rules of huge pages and of poisoned ones. */
export const HUG = told(words.HUG, [
  {
    id: 'HUG-1',
    fn: 'mm/hugetlb.c: set_max_huge_pages',
    since: 'v2.6.32',
    source: 'engine/pages/hugetlb.ts',
    tests: ['x86_64-work-hugetlb', 'src/engine/pages/hugetlb.test.ts'],
  },
  {
    id: 'HUG-2',
    fn: 'mm/hugetlb.c: dissolve_free_hugetlb_folios',
    since: 'v3.12',
    source: 'engine/pages/hugetlb.ts',
    tests: ['x86_64-work-hugetlb'],
  },
  {
    id: 'HUG-3',
    fn: 'mm/hugetlb_vmemmap.c: hugetlb_vmemmap_optimize_folio',
    since: 'v5.14',
    source: 'engine/mapping/hvo.ts',
    tests: ['x86_64-hvo', 'src/engine/pages/hugetlb.test.ts'],
  },
  {
    id: 'HUG-4',
    fn: 'mm/memory-failure.c: identify_page_state',
    since: 'v2.6.32',
    source: 'engine/pages/memory-failure.ts',
    tests: ['x86_64-work-hwpoison', 'src/engine/pages/memory-failure.test.ts'],
  },
  {
    id: 'HUG-5',
    fn: 'mm/memory-failure.c: num_poisoned_pages_inc',
    since: 'v6.2',
    source: 'engine/pages/poison.ts',
    tests: ['x86_64-work-hwpoison'],
  },
  {
    id: 'HUG-6',
    fn: 'mm/hugetlb.c: hugetlb_pages_alloc_boot',
    since: 'v6.9',
    source: 'snapshot/boot/hugepages.ts',
    tests: [
      'src/snapshot/hugepages.test.ts',
      'test/judged/x86_64-hugepages-boot.json.gz',
      'test/judged/x86_64-hugepages-hvo.json.gz',
    ],
  },
  {
    id: 'HUG-7',
    fn: 'mm/hugetlb.c: hugetlb_init (subsys_initcall)',
    since: 'v2.6.26',
    source: 'engine/pages/boot.ts',
    tests: ['test/judged/x86_64-hugepages-by-node.json.gz'],
  },
  {
    id: 'HUG-8',
    fn: 'include/linux/pgtable.h: PAGE_KERNEL_RO',
    since: 'v6.5',
    source: 'engine/mapping/hvo.ts',
    tests: ['test/judged/riscv64-hvo.json.gz'],
  },
]);

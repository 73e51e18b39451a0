import type { Rule } from './rule.ts';

/** Rules of huge pages and of poisoned ones. */
export const HUG = [
  {
    id: 'HUG-1',
    text: 'A pool grows page by page over the nodes in turn and stops where no free block is left; what could not be had is not an error of the write.',
    fn: 'mm/hugetlb.c: set_max_huge_pages',
    since: 'v2.6.32',
    source: 'engine/pages/hugetlb.ts',
    tests: ['x86_64-work-hugetlb', 'src/engine/pages/hugetlb.test.ts'],
  },
  {
    id: 'HUG-2',
    text: 'Free huge pages in a block that goes offline are dissolved; the pool is then smaller and stays so.',
    fn: 'mm/hugetlb.c: dissolve_free_hugetlb_folios',
    since: 'v3.12',
    source: 'engine/pages/hugetlb.ts',
    tests: ['x86_64-work-hugetlb'],
  },
  {
    id: 'HUG-3',
    text: 'The tail struct pages of a huge page may share memory: of its struct pages one page is kept. Where the memmap lies on the block itself they may not.',
    fn: 'mm/hugetlb_vmemmap.c: hugetlb_vmemmap_optimize_folio',
    since: 'v5.14',
    source: 'engine/mapping/hvo.ts',
    tests: ['x86_64-hvo', 'src/engine/pages/hugetlb.test.ts'],
  },
  {
    id: 'HUG-4',
    text: 'A free page with an uncorrectable error is taken off the free lists; used ones lose their owner or their contents first; kernel pages are beyond help and are only counted.',
    fn: 'mm/memory-failure.c: identify_page_state',
    since: 'v2.6.32',
    source: 'engine/pages/memory-failure.ts',
    tests: ['x86_64-work-hwpoison', 'src/engine/pages/memory-failure.test.ts'],
  },
  {
    id: 'HUG-5',
    text: 'Poisoned pages count in HardwareCorrupted until their memory is removed; they do not keep a block from going offline, only from coming online again.',
    fn: 'mm/memory-failure.c: num_poisoned_pages_inc',
    since: 'v6.2',
    source: 'engine/pages/poison.ts',
    tests: ['x86_64-work-hwpoison'],
  },
] as const satisfies readonly Rule[];

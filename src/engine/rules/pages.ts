import type { Rule } from './rule.ts';

/** Rules of the page allocator: where memory comes from, what moves, what does not. */
export const PAG = [
  {
    id: 'PAG-1',
    text: 'A request takes from the nodes nearest first, in each from its highest allowed zone down, and leaves a zone when its free pages reach the mark plus the protection against that request.',
    fn: 'mm/page_alloc.c: get_page_from_freelist',
    since: 'v2.6.24',
    source: 'engine/pages/request.ts',
    tests: ['x86_64-work-migrate', 'src/engine/pages/pages.test.ts'],
  },
  {
    id: 'PAG-2',
    text: 'Unmovable requests keep to pageblocks of their kind and take over the largest free block when they have none, so that movable memory stays in one piece.',
    fn: 'mm/page_alloc.c: __rmqueue_fallback',
    since: 'v2.6.24',
    source: 'engine/pages/free-lists.ts',
    tests: ['x86_64-work-unmovable', 'src/engine/pages/pages.test.ts'],
  },
  {
    id: 'PAG-3',
    text: 'Offlining switches the per-CPU lists off while it runs and gives their pages back; the first memory of a zone sets them up.',
    fn: 'mm/page_alloc.c: zone_pcp_disable',
    since: 'v5.11',
    source: 'engine/pages/pcp.ts',
    tests: ['x86_64-dimm-lifecycle', 'x86_64-work-migrate'],
  },
  {
    id: 'PAG-4',
    text: 'Isolation marks all pageblocks of a block before anything moves; the first that holds a page which cannot move ends it, and the log shows that page.',
    fn: 'mm/page_isolation.c: has_unmovable_pages',
    since: 'v2.6.37',
    source: 'engine/pages/isolation.ts',
    tests: ['x86_64-work-unmovable', 'x86_64-failures-state'],
  },
  {
    id: 'PAG-5',
    text: 'Movable pages go where the allocator would put them now: the nodes of the fallback list, movable zones first.',
    fn: 'mm/memory_hotplug.c: do_migrate_range',
    since: 'v2.6.24',
    source: 'engine/pages/offline-pages.ts',
    tests: ['x86_64-work-migrate'],
  },
  {
    id: 'PAG-6',
    text: 'A page that somebody holds a reference to cannot move: offlining tries again until it is let go or a signal comes.',
    fn: 'mm/migrate.c: folio_migrate_mapping',
    since: 'v2.6.16',
    source: 'engine/pages/offline-pages.ts',
    tests: ['x86_64-work-pin'],
  },
  {
    id: 'PAG-7',
    text: 'A long-term pin moves its page out of Movable first, into any kernel zone.',
    fn: 'mm/gup.c: check_and_migrate_movable_pages',
    since: 'v5.13',
    source: 'engine/pages/memory.ts',
    tests: ['x86_64-work-pin'],
  },
  {
    id: 'PAG-8',
    text: 'Freshly onlined memory goes to the free lists in chunks of the largest order, at the tail.',
    fn: 'mm/memory_hotplug.c: online_pages_range',
    since: 'v5.10',
    source: 'engine/pages/isolation.ts',
    tests: ['x86_64-dimm-lifecycle'],
  },
] as const satisfies readonly Rule[];

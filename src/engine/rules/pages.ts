import * as words from '#words/rules/pages.ts';
import { told } from './rule.ts';

/** Rules of the page allocator: where memory comes from, what moves, what does not. */
export const PAG = told(words.PAG, [
  {
    id: 'PAG-1',
    fn: 'mm/page_alloc.c: get_page_from_freelist',
    since: 'v2.6.24',
    source: 'engine/pages/request.ts',
    tests: ['x86_64-work-migrate', 'src/engine/pages/pages.test.ts', 'test/judged/x86_64-pin-to-the-mark.json.gz'],
  },
  {
    id: 'PAG-2',
    fn: 'mm/page_alloc.c: __rmqueue_fallback',
    since: 'v2.6.24',
    source: 'engine/pages/free-lists.ts',
    tests: ['x86_64-work-unmovable', 'src/engine/pages/pages.test.ts'],
  },
  {
    id: 'PAG-3',
    fn: 'mm/page_alloc.c: zone_pcp_disable',
    since: 'v5.11',
    source: 'engine/pages/pcp.ts',
    tests: ['x86_64-dimm-lifecycle', 'x86_64-work-migrate'],
  },
  {
    id: 'PAG-4',
    fn: 'mm/page_isolation.c: has_unmovable_pages',
    since: 'v2.6.37',
    source: 'engine/pages/isolation.ts',
    tests: ['x86_64-work-unmovable', 'x86_64-failures-state'],
  },
  {
    id: 'PAG-5',
    fn: 'mm/memory_hotplug.c: do_migrate_range',
    since: 'v2.6.24',
    source: 'engine/pages/offline-pages.ts',
    tests: ['x86_64-work-migrate'],
  },
  {
    id: 'PAG-6',
    fn: 'mm/migrate.c: folio_migrate_mapping',
    since: 'v2.6.16',
    source: 'engine/pages/offline-pages.ts',
    tests: ['x86_64-work-pin'],
  },
  {
    id: 'PAG-7',
    fn: 'mm/gup.c: check_and_migrate_movable_pages',
    since: 'v5.13',
    source: 'engine/pages/memory.ts',
    tests: ['x86_64-work-pin'],
  },
  {
    id: 'PAG-8',
    fn: 'mm/memory_hotplug.c: online_pages_range',
    since: 'v5.10',
    source: 'engine/pages/isolation.ts',
    tests: ['x86_64-dimm-lifecycle'],
  },
  {
    id: 'PAG-9',
    fn: 'drivers/virtio/virtio_mem.c: virtio_mem_sbm_plug_and_add_mb',
    since: 'v5.8',
    source: 'snapshot/pages.ts',
    tests: ['test/judged/x86_64-virtio-mem-kernel-zone.json.gz'],
  },
  {
    id: 'PAG-10',
    fn: 'mm/page_alloc.c: __rmqueue_fallback',
    since: 'v2.6.24',
    source: 'engine/pages/boot.ts',
    tests: ['src/engine/pages/boot.test.ts', 'test/judged/x86_64-hvo-boot-memory.json.gz'],
  },
  {
    id: 'PAG-11',
    fn: 'mm/page_alloc.c: __alloc_pages_slowpath',
    since: 'v2.6.24',
    source: 'engine/pages/reclaim.ts',
    unverified: true,
    tests: ['src/engine/hotplug/out-of-memory.test.ts'],
  },
  {
    id: 'PAG-12',
    fn: 'mm/page_alloc.c: get_page_from_freelist',
    since: 'v2.6.24',
    source: 'engine/pages/memory.ts',
    tests: ['src/engine/pages/pages.test.ts', 'test/judged/x86_64-full-kernel-zone.json.gz'],
  },
]);

import * as words from '#words/rules/offline.ts';
import { told } from './rule.ts';

/** Rules of offlining. */
export const OFF = told(words.OFF, [
  {
    id: 'OFF-1',
    fn: 'drivers/base/memory.c: memory_block_offline',
    since: 'v5.18',
    source: 'engine/blocks/offline.ts',
    tests: ['x86_64-failures-state'],
  },
  {
    id: 'OFF-2',
    fn: 'mm/page_isolation.c: start_isolate_page_range',
    since: 'v2.6.24',
    source: 'engine/blocks/offline.ts',
    tests: ['x86_64-work-unmovable'],
  },
  {
    id: 'OFF-3',
    fn: 'mm/memory_hotplug.c: offline_pages',
    since: 'v4.20',
    source: 'engine/blocks/offline.ts',
    tests: ['x86_64-work-pin'],
  },
  {
    id: 'OFF-4',
    fn: 'include/linux/memory_hotplug.h: offline_pages',
    since: 'v3.11',
    source: 'engine/blocks/offline.ts',
    tests: ['src/engine/switches.test.ts'],
  },
  {
    id: 'OFF-5',
    fn: 'arch/arm64/mm/mmu.c: prevent_bootmem_remove_notifier',
    since: 'v5.7',
    source: 'engine/machine.ts',
    tests: ['arm64-dimm-lifecycle'],
  },
  {
    id: 'OFF-6',
    fn: 'fs/kernfs/dir.c: kernfs_name_hash',
    since: 'v3.16',
    source: 'engine/files/kernfs-order.ts',
    tests: ['src/engine/files/kernfs-order.test.ts', 'x86_64-softreserved-cxl-node'],
  },
]);

import type { Rule } from './rule.ts';

/** Rules of offlining. */
export const OFF = [
  {
    id: 'OFF-1',
    text: 'A block that spans zones or nodes has no zone of its own and is refused with EINVAL.',
    fn: 'drivers/base/memory.c: memory_block_offline',
    since: 'v5.18',
    source: 'engine/blocks/offline.ts',
    tests: ['x86_64-failures-state'],
  },
  {
    id: 'OFF-2',
    text: 'Pages that can neither move nor are free make isolation fail with EBUSY, and all is undone.',
    fn: 'mm/page_isolation.c: start_isolate_page_range',
    since: 'v2.6.24',
    source: 'engine/blocks/offline.ts',
    tests: ['x86_64-work-unmovable'],
  },
  {
    id: 'OFF-3',
    text: 'Offlining tries to migrate without limit; a signal ends it with EINTR.',
    fn: 'mm/memory_hotplug.c: offline_pages',
    since: 'v4.20',
    source: 'engine/blocks/offline.ts',
    tests: ['x86_64-work-pin'],
  },
  {
    id: 'OFF-4',
    text: 'Without MEMORY_HOTREMOVE, or MIGRATION that it needs, offlining is refused with EINVAL, valid_zones is absent and removable reads 0.',
    fn: 'include/linux/memory_hotplug.h: offline_pages',
    since: 'v3.11',
    source: 'engine/blocks/offline.ts',
    tests: ['src/engine/switches.test.ts'],
  },
  {
    id: 'OFF-5',
    text: 'arm64 never takes boot memory offline: EPERM.',
    fn: 'arch/arm64/mm/mmu.c: prevent_bootmem_remove_notifier',
    since: 'v5.7',
    source: 'engine/machine.ts',
    tests: ['arm64-dimm-lifecycle'],
  },
  {
    id: 'OFF-6',
    text: 'Tools that walk a sysfs directory meet its memory blocks in the order of a hash of their names: daxctl takes them offline in that order, and with it goes what the zone lists are rebuilt from.',
    fn: 'fs/kernfs/dir.c: kernfs_name_hash',
    since: 'v3.16',
    source: 'engine/files/kernfs-order.ts',
    tests: ['src/engine/files/kernfs-order.test.ts', 'x86_64-softreserved-cxl-node'],
  },
] as const satisfies readonly Rule[];

import type { Rule } from './rule.ts';

/** Rules of removing memory. */
export const REM = [
  {
    id: 'REM-1',
    text: 'Ejecting takes all blocks offline in two passes; when the second fails, those go online again by the default zone and the platform hears busy.',
    fn: 'drivers/acpi/scan.c: acpi_scan_try_to_offline',
    since: 'v3.14',
    source: 'engine/firmware/acpi.ts',
    tests: ['x86_64-work-unmovable'],
  },
  {
    id: 'REM-2',
    text: 'Memory with a block online cannot be removed: EBUSY.',
    fn: 'mm/memory_hotplug.c: try_remove_memory',
    since: 'v5.9',
    source: 'engine/hotplug/remove.ts',
    tests: ['x86_64-dimm-lifecycle'],
  },
  {
    id: 'REM-3',
    text: 'A node without spanned memory, blocks and CPUs goes offline.',
    fn: 'mm/memory_hotplug.c: try_offline_node',
    since: 'v3.9',
    source: 'engine/hotplug/remove.ts',
    tests: ['x86_64-dimm-new-node'],
  },
  {
    id: 'REM-4',
    text: 'Without MEMORY_HOTREMOVE the DIMM of offline memory goes, and its sections, blocks and resource stay.',
    fn: 'include/linux/memory_hotplug.h: __remove_memory',
    since: 'v4.20',
    source: 'engine/hotplug/remove.ts',
    tests: ['src/engine/switches.test.ts'],
  },
  {
    id: 'REM-5',
    text: 'Pages of the section array, max_pfn and the highest section are never given back.',
    fn: 'mm/sparse.c: sparse_index_init',
    since: 'v2.6.17',
    source: 'engine/residue.ts',
    tests: ['src/engine/switches.test.ts'],
  },
] as const satisfies readonly Rule[];

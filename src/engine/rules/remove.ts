import * as words from '#words/rules/remove.ts';
import { told } from './rule.ts';

/** Rules of removing memory. */
export const REM = told(words.REM, [
  {
    id: 'REM-1',
    fn: 'drivers/acpi/scan.c: acpi_scan_try_to_offline',
    since: 'v3.14',
    source: 'engine/firmware/acpi.ts',
    tests: ['x86_64-work-unmovable'],
  },
  {
    id: 'REM-2',
    fn: 'mm/memory_hotplug.c: try_remove_memory',
    since: 'v5.9',
    source: 'engine/hotplug/remove.ts',
    tests: ['x86_64-dimm-lifecycle'],
  },
  {
    id: 'REM-3',
    fn: 'mm/memory_hotplug.c: try_offline_node',
    since: 'v3.9',
    source: 'engine/hotplug/remove.ts',
    tests: ['x86_64-dimm-new-node'],
  },
  {
    id: 'REM-4',
    fn: 'include/linux/memory_hotplug.h: __remove_memory',
    since: 'v4.20',
    source: 'engine/hotplug/remove.ts',
    tests: ['src/engine/switches.test.ts'],
  },
  {
    id: 'REM-5',
    fn: 'mm/sparse.c: sparse_index_init',
    since: 'v2.6.17',
    source: 'engine/residue.ts',
    tests: ['src/engine/switches.test.ts'],
  },
]);

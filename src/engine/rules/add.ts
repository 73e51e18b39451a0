import * as words from '#words/rules/add.ts';
import { told } from './rule.ts';

/** Rules of adding memory. */
export const ADD = told(words.ADD, [
  {
    id: 'ADD-1',
    fn: 'mm/memory_hotplug.c: check_hotplug_memory_range',
    since: 'v3.12',
    source: 'engine/hotplug/add.ts',
    tests: ['x86_64-failures-add'],
  },
  {
    id: 'ADD-2',
    fn: 'mm/memory_hotplug.c: register_memory_resource',
    since: 'v2.6.27',
    source: 'engine/hotplug/resources.ts',
    tests: ['x86_64-failures-add'],
  },
  {
    id: 'ADD-3',
    fn: 'mm/memory_hotplug.c: __add_pages',
    since: 'v2.6.18',
    source: 'engine/hotplug/add.ts',
    tests: ['src/engine/hotplug/out-of-memory.test.ts'],
  },
  {
    id: 'ADD-4',
    fn: 'mm/memory_hotplug.c: online_memory_block',
    since: 'v4.7',
    source: 'engine/hotplug/add.ts',
    tests: ['x86_64-dimm-lifecycle'],
  },
  {
    id: 'ADD-5',
    fn: 'mm/memory_hotplug.c: __try_online_node',
    since: 'v3.5',
    source: 'engine/hotplug/add.ts',
    tests: ['x86_64-dimm-new-node'],
  },
  {
    id: 'ADD-6',
    fn: 'drivers/acpi/scan.c: acpi_scan_device_check',
    since: 'v3.14',
    source: 'engine/firmware/acpi.ts',
    tests: ['x86_64-failures-add'],
  },
  {
    id: 'ADD-7',
    fn: 'drivers/acpi/acpi_memhotplug.c: acpi_memory_hotplug_init',
    since: 'v3.14',
    source: 'engine/firmware/acpi.ts',
    tests: ['src/engine/switches.test.ts'],
  },
  {
    id: 'ADD-8',
    fn: 'drivers/base/memory.c: state_store',
    since: 'v2.6.18',
    source: 'engine/hotplug/user-policy.ts',
    tests: ['src/engine/switches.test.ts'],
  },
  {
    id: 'ADD-9',
    fn: 'drivers/acpi/numa/srat.c: acpi_map_pxm_to_node',
    since: 'v2.6.12',
    source: 'snapshot/domains.ts',
    tests: ['src/snapshot/domains.test.ts', 'test/judged/x86_64-unlisted-node.json.gz'],
  },
  {
    id: 'ADD-10',
    fn: 'mm/sparse-vmemmap.c: vmemmap_verify',
    since: 'v2.6.24',
    source: 'engine/mapping/vmemmap.ts',
    tests: ['test/judged/arm64-64k-new-node.json.gz'],
  },
]);

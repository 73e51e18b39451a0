import type { Rule } from './rule.ts';

/** Rules of adding memory. */
export const ADD = [
  {
    id: 'ADD-1',
    text: 'Memory is added in whole memory blocks; any other start or size is refused with EINVAL and a line in the log.',
    fn: 'mm/memory_hotplug.c: check_hotplug_memory_range',
    since: 'v3.12',
    source: 'engine/hotplug/add.ts',
    tests: ['x86_64-failures-add'],
  },
  {
    id: 'ADD-2',
    text: 'A range that overlaps a resource is refused with EEXIST before anything is touched; the ACPI device is then still attached.',
    fn: 'mm/memory_hotplug.c: register_memory_resource',
    since: 'v2.6.27',
    source: 'engine/hotplug/resources.ts',
    tests: ['x86_64-failures-add'],
  },
  {
    id: 'ADD-3',
    text: 'Sections get their memmap one after the other; the first failure ends the walk. x86 leaves the direct map and the sections that were added, arm64 and riscv64 unmap the direct map.',
    fn: 'mm/memory_hotplug.c: __add_pages',
    since: 'v2.6.18',
    source: 'engine/hotplug/add.ts',
    tests: ['src/engine/hotplug/out-of-memory.test.ts'],
  },
  {
    id: 'ADD-4',
    text: 'New blocks are offline; they are brought online at once where auto_online_blocks says so, and the first that fails ends that silently.',
    fn: 'mm/memory_hotplug.c: online_memory_block',
    since: 'v4.7',
    source: 'engine/hotplug/add.ts',
    tests: ['x86_64-dimm-lifecycle'],
  },
  {
    id: 'ADD-5',
    text: 'A node without memory comes online with its first added block.',
    fn: 'mm/memory_hotplug.c: __try_online_node',
    since: 'v3.5',
    source: 'engine/hotplug/add.ts',
    tests: ['x86_64-dimm-new-node'],
  },
  {
    id: 'ADD-6',
    text: 'What failed to attach is tried again at every later Device Check.',
    fn: 'drivers/acpi/scan.c: acpi_scan_device_check',
    since: 'v3.14',
    source: 'engine/firmware/acpi.ts',
    tests: ['x86_64-failures-add'],
  },
  {
    id: 'ADD-7',
    text: 'Without MEMORY_HOTPLUG or ACPI_HOTPLUG_MEMORY, or with acpi_no_memhotplug, a DIMM is seen and nothing is added.',
    fn: 'drivers/acpi/acpi_memhotplug.c: acpi_memory_hotplug_init',
    since: 'v3.14',
    source: 'engine/firmware/acpi.ts',
    tests: ['src/engine/switches.test.ts'],
  },
  {
    id: 'ADD-8',
    text: 'A rule of user space writes the state of a block that it finds offline after it was added.',
    fn: 'drivers/base/memory.c: state_store',
    since: 'v2.6.18',
    source: 'engine/hotplug/user-policy.ts',
    tests: ['src/engine/switches.test.ts'],
  },
] as const satisfies readonly Rule[];

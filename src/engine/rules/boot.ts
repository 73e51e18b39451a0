import type { Rule } from './rule.ts';

/** Rules of a boot: from a command line to zones and blocks. */
export const BOT = [
  {
    id: 'BOT-1',
    text: 'Memory below 4 GiB ends at 2 GiB (q35 from 2.75 GiB on) or 3 GiB (i440fx from 3.5 GiB on); what is left lies above 4 GiB.',
    fn: 'hw/i386/pc_q35.c: pc_q35_init',
    since: 'QEMU 7.2',
    source: 'engine/firmware/e820.ts',
    tests: ['x86_64-dimm-one-node', 'x86_64-big-block', 'src/cli/boot.test.ts'],
  },
  {
    id: 'BOT-2',
    text: 'kernelcore= and movablecore= share kernel memory evenly over the nodes and leave the rest of each to Movable, whole chunks of it; with movable_node they do nothing here.',
    fn: 'mm/mm_init.c: find_zone_movable_pfns_for_nodes',
    since: 'v2.6.23',
    source: 'snapshot/boot/zones.ts',
    tests: ['x86_64-movablecore', 'src/cli/boot.test.ts'],
  },
  {
    id: 'BOT-3',
    text: 'mem= and memmap= cut and rename the map of the firmware before anything is counted.',
    fn: 'arch/x86/kernel/e820.c: parse_memopt',
    since: 'v2.6.12',
    source: 'engine/firmware/e820.ts',
    tests: ['x86_64-pmem-legacy', 'src/engine/firmware/e820.test.ts'],
  },
  {
    id: 'BOT-4',
    text: 'Special-purpose memory of the firmware is set aside unless efi=nosoftreserve or a kernel without EFI_SOFT_RESERVE makes System RAM of it.',
    fn: 'drivers/firmware/efi/efi.c: efi_soft_reserve_enabled',
    since: 'v5.5',
    source: 'snapshot/boot/x86.ts',
    tests: ['x86_64-softreserved-node1', 'x86_64-softreserved-cxl-node'],
  },
  {
    id: 'BOT-5',
    text: 'DIMMs that are there at boot are no boot memory: the kernel adds them when it looks through the ACPI namespace, by the policy it was booted with.',
    fn: 'drivers/acpi/scan.c: acpi_bus_scan',
    since: 'v3.14',
    source: 'snapshot/boot/attach.ts',
    tests: ['x86_64-coldplug'],
  },
  {
    id: 'BOT-6',
    text: 'The struct pages of boot memory come from its own node, in one piece where they can.',
    fn: 'mm/sparse.c: sparse_init_nid',
    since: 'v4.19',
    source: 'snapshot/boot/reserve.ts',
    tests: ['x86_64-dimm-lifecycle', 'arm64-dimm-lifecycle', 'src/cli/boot.test.ts'],
  },
] as const satisfies readonly Rule[];

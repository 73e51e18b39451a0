import * as words from '#words/rules/boot.ts';
import { told } from './rule.ts';

/** Rules of a boot: from a command line to zones and blocks. */
export const BOT = told(words.BOT, [
  {
    id: 'BOT-1',
    fn: 'hw/i386/pc_q35.c: pc_q35_init',
    since: 'QEMU 7.2',
    source: 'engine/firmware/e820.ts',
    tests: ['x86_64-dimm-one-node', 'x86_64-big-block', 'src/cli/boot.test.ts'],
  },
  {
    id: 'BOT-2',
    fn: 'mm/mm_init.c: find_zone_movable_pfns_for_nodes',
    since: 'v2.6.23',
    source: 'snapshot/boot/zones.ts',
    tests: ['x86_64-movablecore', 'src/cli/boot.test.ts'],
  },
  {
    id: 'BOT-3',
    fn: 'arch/x86/kernel/e820.c: parse_memopt',
    since: 'v2.6.12',
    source: 'engine/firmware/e820.ts',
    tests: ['x86_64-pmem-legacy', 'src/engine/firmware/e820.test.ts'],
  },
  {
    id: 'BOT-4',
    fn: 'drivers/firmware/efi/efi.c: efi_soft_reserve_enabled',
    since: 'v5.5',
    source: 'snapshot/boot/x86.ts',
    tests: [
      'x86_64-softreserved-node1',
      'x86_64-softreserved-cxl-node',
      'test/judged/x86_64-soft-reserved-odd.json.gz',
    ],
  },
  {
    id: 'BOT-5',
    fn: 'drivers/acpi/scan.c: acpi_bus_scan',
    since: 'v3.14',
    source: 'snapshot/boot/attach.ts',
    tests: ['x86_64-coldplug'],
  },
  {
    id: 'BOT-6',
    fn: 'mm/sparse.c: sparse_init_nid',
    since: 'v4.19',
    source: 'snapshot/boot/reserve.ts',
    tests: ['x86_64-dimm-lifecycle', 'arm64-dimm-lifecycle', 'src/cli/boot.test.ts'],
  },
  {
    id: 'BOT-7',
    fn: 'init/initramfs.c: free_initrd_mem',
    since: 'v2.6.12',
    source: 'engine/pages/boot.ts',
    tests: ['test/judged/x86_64-hvo-self-hosted.json.gz', 'test/judged/riscv64-hugepages-boot.json.gz'],
  },
  {
    id: 'BOT-8',
    fn: 'arch/x86/mm/init.c: early_alloc_pgt_buf',
    since: 'v3.5',
    source: 'snapshot/pages.ts',
    tests: ['test/judged/x86_64-hvo-self-hosted.json.gz'],
  },
]);

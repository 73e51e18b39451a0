import * as words from '#words/rules/kernel-configuration.ts';
import { told } from './rule.ts';

/** Rules of what a kernel was built with. */
export const KCF = told(words.KCF, [
  {
    id: 'KCF-1',
    fn: 'mm/Kconfig: MEMORY_HOTPLUG, MIGRATION, ZONE_DEVICE',
    since: 'v6.12',
    source: 'engine/kernel/kconfig.ts',
    tests: ['src/engine/kernel/kconfig.test.ts', 'src/snapshot/boot/kconfig.test.ts'],
  },
  {
    id: 'KCF-2',
    fn: 'arch/x86/Kconfig: ARCH_FLATMEM_ENABLE',
    since: 'v6.12',
    source: 'engine/kernel/kconfig.ts',
    tests: ['src/engine/kernel/kconfig.test.ts'],
  },
  {
    id: 'KCF-3',
    fn: 'drivers/base/Makefile: memory.o',
    since: 'v2.6.15',
    source: 'engine/files/sysfs.ts',
    tests: ['src/snapshot/boot/kconfig.test.ts', 'src/engine/switches.test.ts'],
  },
  {
    id: 'KCF-4',
    fn: 'mm/sparse.c: populate_section_memmap',
    since: 'v2.6.24',
    source: 'engine/mapping/classic.ts',
    tests: ['src/snapshot/boot/kconfig.test.ts'],
  },
  {
    id: 'KCF-5',
    fn: 'include/linux/mmzone.h: MAX_NR_ZONES',
    since: 'v4.3',
    source: 'snapshot/boot/zones.ts',
    tests: ['src/snapshot/boot/kconfig.test.ts'],
  },
]);

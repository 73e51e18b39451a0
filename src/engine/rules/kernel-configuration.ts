import type { Rule } from './rule.ts';

/** Rules of what a kernel was built with. */
export const KCF = [
  {
    id: 'KCF-1',
    text: 'A symbol that is turned off takes along whoever selects it and whoever needs it; what is y by default comes back with what it needs, what asks for an answer does not.',
    fn: 'mm/Kconfig: MEMORY_HOTPLUG, MIGRATION, ZONE_DEVICE',
    since: 'v6.12',
    source: 'engine/kernel/kconfig.ts',
    tests: ['src/engine/kernel/kconfig.test.ts', 'src/snapshot/boot/kconfig.test.ts'],
  },
  {
    id: 'KCF-2',
    text: 'SPARSEMEM cannot be off on x86_64 and arm64, which have no other memory model; SPARSEMEM_VMEMMAP cannot be off on arm64, nor on x86_64 together with X86_5LEVEL.',
    fn: 'arch/x86/Kconfig: ARCH_FLATMEM_ENABLE',
    since: 'v6.12',
    source: 'engine/kernel/kconfig.ts',
    tests: ['src/engine/kernel/kconfig.test.ts'],
  },
  {
    id: 'KCF-3',
    text: 'Without MEMORY_HOTPLUG there is no /sys/devices/system/memory, no link from a node to its blocks and no module parameter; lsmem and chmem fail, and a DIMM that the platform plugs stays unseen.',
    fn: 'drivers/base/Makefile: memory.o',
    since: 'v2.6.15',
    source: 'engine/files/sysfs.ts',
    tests: ['src/snapshot/boot/kconfig.test.ts', 'src/engine/switches.test.ts'],
  },
  {
    id: 'KCF-4',
    text: 'Without SPARSEMEM_VMEMMAP every section has an array of struct pages of its own: one block of memory, or single pages where no block is free; device memory and memmap_on_memory need the virtual one.',
    fn: 'mm/sparse.c: populate_section_memmap',
    since: 'v2.6.24',
    source: 'engine/mapping/classic.ts',
    tests: ['src/snapshot/boot/kconfig.test.ts'],
  },
  {
    id: 'KCF-5',
    text: 'Without ZONE_DEVICE the zones, and every list of lowmem protection, are one shorter.',
    fn: 'include/linux/mmzone.h: MAX_NR_ZONES',
    since: 'v4.3',
    source: 'snapshot/boot/zones.ts',
    tests: ['src/snapshot/boot/kconfig.test.ts'],
  },
] as const satisfies readonly Rule[];

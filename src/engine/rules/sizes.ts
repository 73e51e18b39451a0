import type { Rule } from './rule.ts';

/** Rules of sections, subsections, blocks and where struct pages lie. */
export const SIZ = [
  {
    id: 'SIZ-1',
    text: 'x86_64 has memory blocks of one section below 64 GiB of boot memory; above it 2 GiB, in virtual machines the largest block up to that which the end of boot memory is a multiple of.',
    fn: 'arch/x86/mm/init_64.c: probe_memory_block_size',
    since: 'v5.9',
    source: 'snapshot/boot/blocks.ts',
    tests: ['x86_64-big-block', 'x86_64-dimm-lifecycle', 'src/cli/boot.test.ts'],
  },
  {
    id: 'SIZ-2',
    text: 'The number of a memory block is its address divided by the block size, also where blocks are missing.',
    formula: '{block} = {address} ÷ {block_bytes}',
    fn: 'drivers/base/memory.c: phys_to_block_id',
    since: 'v2.6.15',
    source: 'engine/blocks/blocks.ts',
    tests: ['x86_64-dimm-lifecycle', 'arm64-dimm-lifecycle', 'x86_64-big-block'],
  },
  {
    id: 'SIZ-3',
    text: 'A section keeps one bit for each 2 MiB of it: a page exists when its bit is set; of a boot section all pages have struct pages, whatever its bits.',
    formula: '{bits} = {section_bytes} ÷ {subsection_bytes}',
    fn: 'include/linux/mmzone.h: pfn_section_valid',
    since: 'v5.3',
    source: 'engine/sparse/sections.ts',
    tests: ['riscv64-pmem-unaligned', 'x86_64-pmem-hotadd', 'arm64-64k-dimm'],
  },
  {
    id: 'SIZ-4',
    text: 'All struct pages lie in one virtual array: the place of a page in it follows from its frame number.',
    formula: '{struct_page} = vmemmap + ({pfn} − {first_pfn}) × {struct_page_bytes}',
    fn: 'include/asm-generic/memory_model.h: __pfn_to_page',
    since: 'v2.6.24',
    source: 'engine/mapping/mapping.ts',
    tests: ['src/engine/mapping/mapping.test.ts', 'x86_64-dimm-lifecycle'],
  },
  {
    id: 'SIZ-5',
    text: 'The array of sections comes in pages of 256 (128 with page_ext on x86_64), each taken when its first section is: none is ever given back.',
    fn: 'mm/sparse.c: sparse_index_alloc',
    since: 'v2.6.17',
    source: 'engine/sparse/sections.ts',
    tests: ['src/engine/switches.test.ts'],
  },
] as const satisfies readonly Rule[];

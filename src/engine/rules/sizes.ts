import * as words from '#words/rules/sizes.ts';
import { told } from './rule.ts';

/** Rules of sections, subsections, blocks and where struct pages lie. */
export const SIZ = told(words.SIZ, [
  {
    id: 'SIZ-1',
    fn: 'arch/x86/mm/init_64.c: probe_memory_block_size',
    since: 'v5.9',
    source: 'snapshot/boot/blocks.ts',
    tests: ['x86_64-big-block', 'x86_64-dimm-lifecycle', 'src/cli/boot.test.ts'],
  },
  {
    id: 'SIZ-2',
    formula: '{block} = {address} ÷ {block_bytes}',
    fn: 'drivers/base/memory.c: phys_to_block_id',
    since: 'v2.6.15',
    source: 'engine/blocks/blocks.ts',
    tests: ['x86_64-dimm-lifecycle', 'arm64-dimm-lifecycle', 'x86_64-big-block'],
  },
  {
    id: 'SIZ-3',
    formula: '{bits} = {section_bytes} ÷ {subsection_bytes}',
    fn: 'include/linux/mmzone.h: pfn_section_valid',
    since: 'v5.3',
    source: 'engine/sparse/sections.ts',
    tests: ['riscv64-pmem-unaligned', 'x86_64-pmem-hotadd', 'arm64-64k-dimm'],
  },
  {
    id: 'SIZ-4',
    formula: '{struct_page} = vmemmap + ({pfn} − {first_pfn}) × {struct_page_bytes}',
    fn: 'include/asm-generic/memory_model.h: __pfn_to_page',
    since: 'v2.6.24',
    source: 'engine/mapping/mapping.ts',
    tests: ['src/engine/mapping/mapping.test.ts', 'x86_64-dimm-lifecycle'],
  },
  {
    id: 'SIZ-5',
    fn: 'mm/sparse.c: sparse_index_alloc',
    since: 'v2.6.17',
    source: 'engine/sparse/sections.ts',
    tests: ['src/engine/switches.test.ts'],
  },
]);

/** Page tables built and torn down: what a DIMM costs, and how it depends on where it lies. */
import { pfn } from '../../engine/units.ts';
import type { Pfn } from '../../engine/units.ts';
import type { MapRegion } from '../../engine/mapping/types.ts';
import { asked, blocksAre, called, file, noBlocks, replied } from '../claims.ts';
import { gib, mib, monitor, theDimm, theRange } from '../lines.ts';

import type { Claim, Story } from '../types.ts';

const MACHINE =
  'qemu-system-x86_64 -machine q35 -cpu max,la57=off -smp 2 -m 4G,slots=8,maxmem=900G -kernel bzImage -append "console=ttyS0"';
const at = (gibibytes: number): Pfn => pfn(gibibytes * 262_144);

/** How large the leaf is that maps a page frame, or that nothing does. */
const leafIs = (page: Pfn, region: MapRegion, bytes: number | undefined, words: string): Claim =>
  asked('walk', { pfn: page, region }, words, (w) =>
    'outside' in w ? w.outside : w.leafBytes === bytes ? true : `the leaf has ${w.leafBytes ?? 'no'} bytes`,
  );

export const story: Story = {
  id: 'tables-built',
  title: 'Page tables built and torn down',
  sources: [
    { kind: 'kernel', fn: 'arch/x86/mm/init_64.c: kernel_physical_mapping_init' },
    { kind: 'kernel', fn: 'arch/x86/mm/init_64.c: vmemmap_populate' },
    { kind: 'kernel', fn: 'arch/x86/mm/init_64.c: remove_pagetable' },
    { kind: 'kernel', fn: 'arch/x86/mm/init_64.c: sync_global_pgds_l4' },
  ],
  machines: [{ name: 'machine', source: { kind: 'qemu', base: 'x86_64-dimm-one-node', text: MACHINE } }],
  steps: [
    {
      title: 'Two windows onto memory',
      narration: `
        The kernel reaches memory through page tables: four levels here, each a page of 512 entries. An entry is empty,
        points to the next table, or is a *leaf* that maps memory.

        Two windows matter. The *direct map* shows all of memory. The *vmemmap* shows the struct pages of all of it.
      `,
      look: { select: theRange(gib(5, 6)), stage: 'tables', tab: 'tables', panel: 'map' },
      claims: [
        leafIs(at(5), 'direct-map', 2 ** 30, 'a leaf of 1 GiB maps the memory at 5 GiB'),
        leafIs(at(5), 'vmemmap', 2 ** 21, 'a leaf of 2 MiB maps its struct pages'),
        leafIs(at(6), 'direct-map', undefined, 'nothing is mapped at 6 GiB'),
        file('ptdump/direct-map', {
          has: '0xffff888100000000-0xffff888180000000           2G     RW         PSE     GLB NX pud',
        }),
      ],
    },
    {
      title: 'A gigabyte for one entry',
      narration: `
        A 1 GiB DIMM at 6 GiB, an address that divides by its size: the direct map needs a *single* new entry, a leaf of
        1 GiB in a table that was there. Not one page for tables.

        Its struct pages are 16 MiB: eight leaves of 2 MiB in the vmemmap, one for each block.
      `,
      lines: [
        monitor('object_add memory-backend-ram,id=mem1,size=1G'),
        monitor('device_add pc-dimm,id=dimm1,memdev=mem1,addr=0x180000000'),
      ],
      look: { select: theDimm('dimm1'), stage: 'tables', tab: 'tables', panel: 'map' },
      claims: [
        replied(1, 'ok'),
        leafIs(at(6), 'direct-map', 2 ** 30, 'a leaf of 1 GiB maps the DIMM'),
        file('ptdump/vmemmap', {
          has: '0xffffea0004000000-0xffffea0007000000          48M     RW         PSE     GLB NX pmd',
        }),
        called(1, 'kernel_physical_mapping_init', 'sparse_add_section', 'vmemmap_populate_hugepages'),
      ],
      question: {
        ask: 'Now a DIMM of 128 MiB, at 7 GiB. Eight times smaller. What does its direct map need?',
        choices: [
          { text: 'One entry as well' },
          { text: 'A new table, with 64 entries in it', right: true },
          { text: '32,768 entries, one for each page' },
        ],
        answer: `
          No leaf of 1 GiB fits into 128 MiB. The kernel takes the next size, 2 MiB, and needs a table to hold 64 such
          entries: a page that has to be found before the memory can be used.
        `,
      },
    },
    {
      title: 'Smaller, and dearer',
      narration: `
        128 MiB at 7 GiB: a new table, one page of 4 KiB, with 64 leaves of 2 MiB. The other 448 entries are empty, waiting
        for memory that may come beside it.
      `,
      lines: [
        monitor('object_add memory-backend-ram,id=mem2,size=128M'),
        monitor('device_add pc-dimm,id=dimm2,memdev=mem2,addr=0x1c0000000'),
      ],
      look: { select: theDimm('dimm2'), stage: 'tables', tab: 'tables', panel: 'map' },
      claims: [
        replied(1, 'ok'),
        leafIs(at(7), 'direct-map', 2 ** 21, 'a leaf of 2 MiB maps the beginning of the DIMM'),
        file('ptdump/direct-map', {
          has: '0xffff8881c0000000-0xffff8881c8000000         128M     RW         PSE     GLB NX pmd',
        }),
        called(1, 'phys_pmd_init'),
      ],
    },
    {
      title: 'Far away: a table for the struct pages',
      narration: `
        One gigabyte of vmemmap shows the struct pages of 64 GiB. A DIMM at 66 GiB is the first beyond that, so the vmemmap
        needs a table of its own there. The direct map again takes one leaf.
      `,
      lines: [
        monitor('object_add memory-backend-ram,id=mem3,size=1G'),
        monitor('device_add pc-dimm,id=dimm3,memdev=mem3,addr=0x1080000000'),
      ],
      look: { select: theDimm('dimm3'), stage: 'tables', tab: 'tables', panel: 'map' },
      claims: [
        replied(1, 'ok'),
        leafIs(at(66), 'direct-map', 2 ** 30, 'a leaf of 1 GiB maps the DIMM'),
        file('ptdump/vmemmap', { has: '0xffffea0042000000-0xffffea0043000000          16M' }),
        blocksAre([528, 535], { state: 'offline' }),
      ],
    },
    {
      title: 'Farther: a new entry at the top',
      narration: `
        600 GiB lies behind the first 512, and there the top table has no entry yet. The kernel makes one. But every process
        has a top table of its own, a copy made when it was born.

        So \`sync_global_pgds\` writes the entry into all of them, before anybody can stumble over it.
      `,
      lines: [
        monitor('object_add memory-backend-ram,id=mem4,size=1G'),
        monitor('device_add pc-dimm,id=dimm4,memdev=mem4,addr=0x9600000000'),
      ],
      look: { select: theDimm('dimm4'), stage: 'tables', tab: 'tables', panel: 'timeline' },
      claims: [
        replied(1, 'ok'),
        called(1, 'kernel_physical_mapping_init', 'sync_global_pgds'),
        leafIs(at(600), 'direct-map', 2 ** 30, 'a leaf of 1 GiB maps the DIMM'),
      ],
      question: {
        ask: 'All four DIMMs are taken out. Which of the tables that were made stays?',
        choices: [
          { text: 'None' },
          { text: 'The one below the new entry at the top', right: true },
          { text: 'All of them' },
        ],
        answer: `
          Nobody goes through all processes a second time to take the entry out again. So the table it points to must stay:
          empty, but pointed at. One page, for ever.
        `,
      },
    },
    {
      title: 'Torn down',
      narration: `
        Out they go. Struct pages first, then leaves and, level by level, every table that is empty. The direct map looks
        as at the start, but for one line: what was a hole of the *top* level is now one of the level below.

        That is the table that stayed: 4 KiB.
      `,
      lines: ['dimm1', 'dimm2', 'dimm3', 'dimm4'].map((id) => monitor(`device_del ${id}`)),
      look: { select: theRange(mib(614_400, 615_424)), stage: 'tables', tab: 'tables', panel: 'map' },
      claims: [
        noBlocks([48, 55]),
        noBlocks([528, 535]),
        leafIs(at(600), 'direct-map', undefined, 'nothing is mapped at 600 GiB'),
        file('ptdump/direct-map', {
          has: '0xffff888180000000-0xffff898000000000        1018G                               pud',
        }),
        file('ptdump/vmemmap', {
          has: '0xffffea0006000000-0xffffea0040000000         928M                               pmd',
        }),
        called(0, 'remove_pagetable'),
      ],
    },
  ],
};

/** A tour of the memory map: page, pageblock, subsection, section, block, zone, node. */
import { nodeId, pfn, sectionNr } from '../../engine/units.ts';
import { asked, blocksAre, file, zone } from '../claims.ts';
import { blocks, gib, mib, monitor, states, theBlock, theRange, world } from '../lines.ts';
import type { Story } from '../types.ts';

const DIMM = blocks(48, 55);

export const story: Story = {
  id: 'memory-map',
  title: 'A tour of the memory map',
  sources: [
    { kind: 'kernel', fn: 'include/linux/mmzone.h: mem_section' },
    { kind: 'kernel', fn: 'include/linux/mm_types.h: page' },
    { kind: 'kernel', fn: 'drivers/base/memory.c: memory_dev_init' },
    { kind: 'doc', title: 'Documentation/mm/physical_memory.rst' },
    { kind: 'doc', title: 'Documentation/mm/memory-model.rst' },
  ],
  machines: [{ name: 'machine', source: { kind: 'bundled', id: 'x86_64-dimm-lifecycle' } }],
  steps: [
    {
      title: 'All of it',
      narration: `
        Every byte of memory has a physical address. This map shows them all, in rows of 1 GiB, from 0 at the top.

        Between 2 and 4 GiB there is no memory: those addresses belong to devices. What looks like one pool to a program is
        a landscape with holes.
      `,
      look: { panel: 'map' },
      claims: [
        file('/proc/iomem', { has: '100000000-17fffffff : System RAM' }),
        blocksAre([32, 47], { state: 'online' }),
        asked('section', { nr: sectionNr(20) }, 'at 2.5 GiB there is no memory', (s) => s === undefined),
      ],
    },
    {
      title: 'Nodes: near and far',
      narration: `
        The coloured strip at the left tells the *node*: the memory below 2 GiB is near to the first processor, the memory
        above 4 GiB to the second. Both can use all of it; the far half is slower.
      `,
      look: { select: { kind: 'node', id: nodeId(1) }, tab: 'zone', panel: 'map' },
      claims: [
        file('/sys/devices/system/node/node1/distance', { is: '20 10' }),
        blocksAre([1, 15], { state: 'online', node: 0 }),
        blocksAre([32, 47], { state: 'online', node: 1 }),
      ],
    },
    {
      title: 'Zones: what it is good for',
      narration: `
        Colour is the *zone*. *DMA* and *DMA32* lie below 4 GiB, for devices with short addresses. *Normal* is for everything.
        *Movable* is only for what can be moved away again.

        To have some Movable memory we plug in a DIMM and bring it online there.
      `,
      lines: [
        monitor('object_add memory-backend-ram,id=mem1,size=1G'),
        monitor('device_add pc-dimm,id=dimm1,memdev=mem1,node=1,slot=0'),
        ...states(48, 55, 'online_movable'),
      ],
      look: { select: { kind: 'zone', ref: { nid: nodeId(1), zone: 'Movable' } }, tab: 'zone', panel: 'map' },
      claims: [
        zone(0, 'DMA', { start_pfn: 1 }),
        zone(1, 'Normal', { start_pfn: 1_048_576 }),
        zone(1, 'Movable', { present: 262_144, start_pfn: 1_572_864 }),
      ],
    },
    {
      title: 'Blocks: what goes online as one',
      narration: `
        Each tile is a *memory block* of 128 MiB, with a number and a folder in \`/sys\`. A block is online or offline as a
        whole, and has one owner.

        On machines with much memory a block is larger, up to 2 GiB, so that there are not too many folders.
      `,
      look: { select: theBlock(50), tab: 'section', map: { range: DIMM, level: 'blocks' }, panel: 'map' },
      claims: [
        file('/sys/devices/system/memory/block_size_bytes', { is: '8000000' }),
        blocksAre([50, 50], { state: 'online', zones: 'Movable', node: 1 }),
      ],
    },
    {
      title: 'Sections and subsections',
      narration: `
        Beneath the block lies the *section*, also 128 MiB here: the unit in which Linux notes whether there is memory at an
        address at all. It has a bitmap of 64 bits, one for each *subsection* of 2 MiB.

        One bit is one cell of this map. Always.
      `,
      look: {
        select: theBlock(50),
        tab: 'section',
        map: { range: blocks(50, 50), level: 'section' },
        panel: 'inspector',
      },
      claims: [
        asked('section', { nr: sectionNr(50) }, 'all 64 bits of section 50 are set', (s) =>
          s === undefined
            ? 'there is no section 50'
            : s.map.every((word) => word === 0xffff_ffff) && s.map.length === 2,
        ),
      ],
    },
    {
      title: 'Pageblocks: kept apart',
      narration: `
        A *pageblock* is 2 MiB too, but another idea: the kernel keeps pages of one kind together in it, movable or not, so
        that large free pieces remain.

        A workload takes memory, and the cells of its pageblocks grow stronger.
      `,
      lines: [world('load anon 300M node 1 id program'), world('tick 20')],
      look: {
        select: theBlock(48),
        tab: 'section',
        map: { range: blocks(48, 50), level: 'subsections' },
        panel: 'map',
      },
      claims: [
        file('/proc/pagetypeinfo', { has: 'Pages per block:  512' }),
        asked('section', { nr: sectionNr(48) }, 'pages of section 48 are in use', (s) => (s?.usedPages ?? 0) > 10_000),
      ],
    },
    {
      title: 'Pages, and what the kernel knows of them',
      narration: `
        At the bottom: the *page*, 4 KiB. For every single one the kernel keeps a *struct page* of 64 bytes: who uses it,
        how often, may it move.

        64 of 4,096 bytes: 1.6 % of all memory is spent on knowing about memory.
      `,
      look: {
        select: { kind: 'pfn', pfn: pfn(1_572_864) },
        tab: 'section',
        map: { range: mib(6144, 6146), level: 'frames' },
        panel: 'map',
      },
      claims: [
        asked('pfn', { pfn: pfn(1_572_864) }, 'page 1,572,864 has a struct page and is online', (p) =>
          p === undefined ? 'nothing is known of it' : p.valid && p.online,
        ),
        asked('section', { nr: sectionNr(48) }, 'the struct pages of a section take 512 pages', (s) =>
          s === undefined ? 'it is not there' : s.memmap.pages === 512,
        ),
      ],
      question: {
        ask: 'A DIMM of 256 GiB arrives. How much memory do its struct pages need?',
        choices: [{ text: '256 MiB' }, { text: '4 GiB', right: true }, { text: '16 GiB' }],
        answer: `
          256 GiB are 67,108,864 pages; 64 bytes for each make 4 GiB. As much as this whole machine had at the start, which
          is a story of its own: *Who pays for struct pages*.
        `,
      },
    },
    {
      title: 'And out again',
      narration: `
        Page, pageblock, subsection, section, block, zone, node: seven sizes of the same thing, and you have seen where each
        ends. Scroll over the map to zoom through them yourself; whatever you point at lights up everywhere.
      `,
      look: { select: theRange(gib(6, 7)), map: 'all', panel: 'map' },
      claims: [file('lsmem', { has: 'Total online memory:       5G' })],
    },
  ],
};

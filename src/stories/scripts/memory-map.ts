/** A tour of the memory map: page, pageblock, subsection, section, block, zone, node. */
import * as words from '#words/stories/memory-map.ts';
import { nodeId, pfn, sectionNr } from '../../engine/units.ts';
import { asked, blocksAre, file, nothingKnown, notThere, zone } from '../claims.ts';
import { blocks, gib, mib, monitor, states, theBlock, theRange, world } from '../lines.ts';
import { quiz } from '../quiz.ts';
import type { Story } from '../types.ts';

const DIMM = blocks(48, 55);

export const story: Story = {
  id: 'memory-map',
  sources: [
    { kind: 'kernel', fn: 'include/linux/mmzone.h: mem_section' },
    { kind: 'kernel', fn: 'include/linux/mm_types.h: page' },
    { kind: 'kernel', fn: 'drivers/base/memory.c: memory_dev_init' },
    { kind: 'doc', file: 'Documentation/mm/physical_memory.rst' },
    { kind: 'doc', file: 'Documentation/mm/memory-model.rst' },
  ],
  machines: [{ name: 'machine', source: { kind: 'bundled', id: 'x86_64-dimm-lifecycle' } }],
  steps: [
    {
      ...words.all,
      look: { panel: 'map' },
      claims: [
        file('/proc/iomem', { has: '100000000-17fffffff : System RAM' }),
        blocksAre([32, 47], { state: 'online' }),
        asked('section', { nr: sectionNr(20) }, words.says.hole, (s) => s === undefined),
      ],
    },
    {
      ...words.nodes,
      look: { select: { kind: 'node', id: nodeId(1) }, tab: 'zone', panel: 'map' },
      claims: [
        file('/sys/devices/system/node/node1/distance', { is: '20 10' }),
        blocksAre([1, 15], { state: 'online', node: 0 }),
        blocksAre([32, 47], { state: 'online', node: 1 }),
      ],
    },
    {
      ...words.zones,
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
      ...words.blocks,
      look: { select: theBlock(50), tab: 'section', map: { range: DIMM, level: 'blocks' }, panel: 'map' },
      claims: [
        file('/sys/devices/system/memory/block_size_bytes', { is: '8000000' }),
        blocksAre([50, 50], { state: 'online', zones: 'Movable', node: 1 }),
      ],
    },
    {
      ...words.sections,
      look: {
        select: theBlock(50),
        tab: 'section',
        map: { range: blocks(50, 50), level: 'section' },
        panel: 'inspector',
      },
      claims: [
        asked('section', { nr: sectionNr(50) }, words.says.bitmapFull, (s) =>
          s === undefined ? words.says.noSection50 : s.map.every((word) => word === 0xffff_ffff) && s.map.length === 2,
        ),
      ],
    },
    {
      ...words.pageblocks,
      lines: [world('load anon 300M node 1 id program'), world('tick 20')],
      look: {
        select: theBlock(48),
        tab: 'section',
        map: { range: blocks(48, 50), level: 'subsections' },
        panel: 'map',
      },
      claims: [
        file('/proc/pagetypeinfo', { has: 'Pages per block:  512' }),
        asked('section', { nr: sectionNr(48) }, words.says.pagesInUse, (s) => (s?.usedPages ?? 0) > 10_000),
      ],
    },
    {
      ...words.pages,
      look: {
        select: { kind: 'pfn', pfn: pfn(1_572_864) },
        tab: 'section',
        map: { range: mib(6144, 6146), level: 'frames' },
        panel: 'map',
      },
      claims: [
        asked('pfn', { pfn: pfn(1_572_864) }, words.says.pageOnline, (p) =>
          p === undefined ? nothingKnown : p.valid && p.online,
        ),
        asked('section', { nr: sectionNr(48) }, words.says.structPagesOfSection, (s) =>
          s === undefined ? notThere : s.memmap.pages === 512,
        ),
      ],
      question: quiz(words.pages.question, 'gib4'),
    },
    {
      ...words.outAgain,
      look: { select: theRange(gib(6, 7)), map: 'all', panel: 'map' },
      claims: [file('lsmem', { has: 'Total online memory:       5G' })],
    },
  ],
};

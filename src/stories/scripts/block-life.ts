/** A memory block from absent to online to gone. */
import * as words from '#words/stories/block-life.ts';
import { blockId, sectionNr } from '../../engine/units.ts';
import { asked, blocksAre, called, file, noBlocks, noFile, notThere, replied, zone } from '../claims.ts';
import { blocks, monitor, shell, state, theBlock } from '../lines.ts';
import { quiz } from '../quiz.ts';
import type { Story } from '../types.ts';

const BLOCK = blocks(48, 48);
const DIR = '/sys/devices/system/memory/memory48';

export const story: Story = {
  id: 'block-life',
  sources: [
    { kind: 'kernel', fn: 'mm/memory_hotplug.c: add_memory_resource' },
    { kind: 'kernel', fn: 'mm/sparse.c: sparse_add_section' },
    { kind: 'kernel', fn: 'drivers/base/memory.c: create_memory_block_devices' },
    { kind: 'kernel', fn: 'mm/memory_hotplug.c: online_pages' },
    { kind: 'kernel', fn: 'mm/memory_hotplug.c: offline_pages' },
    { kind: 'kernel', fn: 'mm/memory_hotplug.c: try_remove_memory' },
    { kind: 'doc', file: 'Documentation/admin-guide/mm/memory-hotplug.rst' },
  ],
  machines: [{ name: 'machine', source: { kind: 'bundled', id: 'x86_64-dimm-lifecycle' } }],
  steps: [
    {
      ...words.absent,
      look: { map: { range: blocks(32, 55), level: 'subsections' }, panel: 'map' },
      claims: [
        noBlocks([48, 48]),
        blocksAre([47, 47], { state: 'online', zones: 'Normal' }),
        asked('section', { nr: sectionNr(48) }, words.says.noSection48, (s) => s === undefined),
      ],
    },
    {
      ...words.added,
      lines: [
        monitor('object_add memory-backend-ram,id=mem1,size=128M'),
        monitor('device_add pc-dimm,id=dimm1,memdev=mem1,node=1'),
      ],
      inside: { line: 1, at: 'init_memory_mapping', edge: 'leave' },
      look: {
        select: theBlock(48),
        tab: 'tables',
        map: { range: blocks(32, 55), level: 'subsections' },
        panel: 'timeline',
      },
      claims: [
        called(1, 'add_memory_resource', 'arch_add_memory', 'init_memory_mapping', 'sparse_add_section'),
        asked('walk', { pfn: BLOCK.start, region: 'direct-map' }, words.says.directMapReaches, (w) =>
          'phys' in w ? w.phys === 6 * 2 ** 30 : w.outside,
        ),
        asked('section', { nr: sectionNr(48) }, words.says.noStructPagesYet, (s) => s === undefined),
      ],
    },
    {
      ...words.structPages,
      inside: { back: 1, line: 1, at: 'sparse_add_section', edge: 'leave' },
      look: { select: theBlock(48), tab: 'section', panel: 'inspector' },
      claims: [
        asked('section', { nr: sectionNr(48) }, words.says.bitmapFull, (s) =>
          s === undefined ? notThere : s.map.every((word) => word === 0xffff_ffff),
        ),
        asked('section', { nr: sectionNr(48) }, words.says.structPagesPaid, (s) =>
          s === undefined ? notThere : s.memmap.pages === 512 && s.memmap.node === 1,
        ),
        noFile(`${DIR}/state`),
      ],
    },
    {
      ...words.offline,
      look: {
        select: theBlock(48),
        tab: 'section',
        map: { range: blocks(32, 55), level: 'subsections' },
        panel: 'map',
      },
      claims: [
        blocksAre([48, 48], { state: 'offline', node: 1 }),
        file(`${DIR}/removable`, { has: /^[01]/ }),
        file('lsmem', { has: /0x0000000180000000-0x0000000187ffffff +128M offline/ }),
      ],
      question: quiz(words.offline.question, 'asWritten'),
    },
    {
      ...words.online,
      lines: [state(48, 'online_movable')],
      look: { select: theBlock(48), tab: 'zone', map: { range: blocks(32, 55), level: 'subsections' }, panel: 'map' },
      claims: [
        blocksAre([48, 48], { state: 'online', zones: 'Movable', node: 1 }),
        zone(1, 'Movable', { present: 32_768, managed: 32_768 }),
        called(0, 'memory_block_online', 'move_pfn_range_to_zone', 'online_pages_range'),
      ],
    },
    {
      ...words.inUse,
      lines: [shell('hold browser anon 100 1')],
      look: { select: theBlock(48), tab: 'section', map: { range: BLOCK, level: 'section' }, panel: 'map' },
      claims: [
        replied(0, { has: 'memory48 25600 pages' }),
        zone(1, 'Movable', { free: { atMost: 7_168 } }),
        asked('section', { nr: sectionNr(48) }, words.says.pagesInUse, (s) => (s?.usedPages ?? 0) >= 25_600),
      ],
    },
    {
      ...words.askedToLeave,
      lines: [state(48, 'offline')],
      inside: { line: 0, at: 'migrate_pages', edge: 'leave' },
      look: {
        select: theBlock(48),
        tab: 'section',
        map: { range: blocks(32, 55), level: 'subsections' },
        panel: 'timeline',
      },
      claims: [
        called(0, 'start_isolate_page_range', 'scan_movable_pages', 'migrate_pages', 'test_pages_isolated'),
        asked('section', { nr: sectionNr(48) }, words.says.noPageInUse, (s) => s?.usedPages === 0),
        file(`${DIR}/state`, { is: 'going-offline' }),
      ],
    },
    {
      ...words.offlineAgain,
      look: {
        select: theBlock(48),
        tab: 'section',
        map: { range: blocks(32, 55), level: 'subsections' },
        panel: 'map',
      },
      claims: [
        blocksAre([48, 48], { state: 'offline' }),
        zone(1, 'Movable', { present: 0 }),
        asked('whyNot', { block: blockId(48) }, words.says.nothingHoldsIt, (c) => c === undefined),
        asked('section', { nr: sectionNr(48) }, words.says.structPagesStay, (s) => s?.memmap.pages === 512),
      ],
    },
    {
      ...words.gone,
      lines: [monitor('device_del dimm1')],
      look: { map: { range: blocks(32, 55), level: 'subsections' }, panel: 'map' },
      claims: [
        noBlocks([48, 48]),
        called(0, 'remove_memory_block_devices', 'arch_remove_memory', 'section_deactivate'),
        replied(0, { event: 'DEVICE_DELETED' }),
        asked('walk', { pfn: BLOCK.start, region: 'direct-map' }, words.says.directMapNoLonger, (w) =>
          'phys' in w ? w.phys === undefined : true,
        ),
      ],
    },
  ],
};

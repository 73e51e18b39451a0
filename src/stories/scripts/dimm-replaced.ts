/** Scenario A of the threads: a DIMM replaced in its slot. */
import * as words from '#words/stories/dimm-replaced.ts';
import { blockId, sectionNr } from '../../engine/units.ts';
import { asked, blocksAre, called, file, logged, noBlocks, replied, zone } from '../claims.ts';
import { blocks, mib, monitor, states, theBlock, theDimm, theRange, world } from '../lines.ts';
import { quiz } from '../quiz.ts';
import type { Story } from '../types.ts';

/** The slot's addresses: 6 to 7 GiB. */
const DIMM = blocks(48, 55);

export const story: Story = {
  id: 'dimm-replaced',
  sources: [
    {
      kind: 'thread',
      subject: 'arm64/mm: Enable memory hot remove',
      version: 'V7',
      part: words.thread,
      month: '2019-09',
      list: 'linux-arm-kernel',
    },
    { kind: 'kernel', fn: 'mm/memory_hotplug.c: add_memory_resource' },
    { kind: 'kernel', fn: 'mm/memory_hotplug.c: offline_pages' },
    { kind: 'kernel', fn: 'mm/memory_hotplug.c: try_remove_memory' },
    { kind: 'kernel', fn: 'mm/sparse.c: section_deactivate' },
  ],
  machines: [{ name: 'server', source: { kind: 'bundled', id: 'x86_64-dimm-lifecycle' } }],
  steps: [
    {
      ...words.emptySlots,
      look: { panel: 'map' },
      claims: [
        blocksAre([32, 47], { state: 'online', zones: 'Normal', node: 1 }),
        noBlocks([48, 55]),
        file('lsmem', { has: 'Total online memory:       4G' }),
      ],
    },
    {
      ...words.dimmGoesIn,
      lines: [
        monitor('object_add memory-backend-ram,id=old,size=1G'),
        monitor('device_add pc-dimm,id=dimm-old,memdev=old,node=1,slot=0'),
      ],
      look: { select: theDimm('dimm-old'), panel: 'map' },
      claims: [
        blocksAre([48, 55], { state: 'offline', node: 1 }),
        called(1, 'acpi_device_hotplug', '__add_memory', 'arch_add_memory', 'create_memory_block_devices'),
        file('qemu/info-memory-devices', { has: 'addr: 0x180000000' }),
      ],
    },
    {
      ...words.kernelUsesIt,
      lines: states(48, 55, 'online_movable'),
      look: { select: theRange(DIMM), tab: 'zone', panel: 'map' },
      claims: [
        blocksAre([48, 55], { state: 'online', zones: 'Movable', node: 1 }),
        zone(1, 'Movable', { present: 262_144, managed: 262_144 }),
        logged(0, 'Built 2 zonelists'),
      ],
    },
    {
      ...words.database,
      lines: [world('load anon 700M node 1 id database'), world('tick 20')],
      look: { select: theRange(DIMM), map: { range: DIMM, level: 'subsections' }, panel: 'map' },
      claims: [
        zone(1, 'Movable', { free: { atMost: 110_000 } }),
        asked('whyNot', { block: blockId(48) }, words.says.nothingKeepsIt, (c) =>
          c === undefined ? true : `${c.owner} ${c.name}`,
        ),
      ],
      question: quiz(words.database.question, 'moved'),
    },
    {
      ...words.pagesMove,
      lines: [monitor('device_del dimm-old')],
      inside: { line: 0, at: 'migrate_pages', edge: 'leave', nth: 1 },
      look: { select: theBlock(48), panel: 'timeline' },
      claims: [
        called(
          0,
          'acpi_scan_hot_remove',
          'offline_pages',
          'start_isolate_page_range',
          'do_migrate_range',
          'migrate_pages',
          'test_pages_isolated',
        ),
        file('/sys/devices/system/memory/memory48/state', { is: 'going-offline' }),
        blocksAre([49, 55], { state: 'online' }),
      ],
    },
    {
      ...words.slotEmpty,
      look: { select: theRange(DIMM), panel: 'map' },
      claims: [
        noBlocks([48, 55]),
        zone(0, 'DMA32', { free: { atMost: 350_000 } }),
        file('qemu/info-memory-devices', { is: '' }),
        asked('section', { nr: sectionNr(48) }, words.says.noSection48, (s) => s === undefined),
      ],
    },
    {
      ...words.newDimm,
      lines: [
        monitor('object_add memory-backend-ram,id=new,size=1G'),
        monitor('device_add pc-dimm,id=dimm-new,memdev=new,node=1,slot=0'),
      ],
      look: { select: theDimm('dimm-new'), panel: 'map' },
      claims: [
        blocksAre([48, 55], { state: 'offline', node: 1 }),
        file('qemu/info-memory-devices', { has: 'addr: 0x180000000' }),
        called(1, 'section_activate', 'populate_section_memmap'),
        replied(1, 'ok'),
      ],
    },
    {
      ...words.asBefore,
      lines: states(48, 55, 'online_movable'),
      look: { select: theDimm('dimm-new'), map: { range: mib(4096, 7168), level: 'blocks' }, panel: 'bay' },
      claims: [
        blocksAre([48, 55], { state: 'online', zones: 'Movable', node: 1 }),
        zone(1, 'Movable', { present: 262_144, free: { atLeast: 262_000 } }),
        file('lsmem', { has: 'Total online memory:       5G' }),
      ],
    },
  ],
};

/** Scenario B of the threads: a DIMM moved out of a defective slot. */
import * as words from '#words/stories/dimm-moved.ts';
import { sectionNr } from '../../engine/units.ts';
import { asked, blocksAre, called, file, logged, noBlocks, replied, zone } from '../claims.ts';
import { blocks, monitor, states, theDimm, theRange, world } from '../lines.ts';
import { quiz } from '../quiz.ts';
import type { Story } from '../types.ts';

/** Addresses of slot 2 and of slot 5: 6 to 7 GiB, 7 to 8 GiB. */
const OLD = blocks(48, 55);
const NEW = blocks(56, 63);
const BOTH = { start: OLD.start, end: NEW.end };

export const story: Story = {
  id: 'dimm-moved',
  sources: [
    {
      kind: 'thread',
      subject: 'arm64/mm: Enable memory hot remove',
      version: 'V7',
      part: words.thread,
      month: '2019-09',
      list: 'linux-arm-kernel',
    },
    { kind: 'kernel', fn: 'drivers/acpi/scan.c: acpi_device_hotplug' },
    { kind: 'kernel', fn: 'mm/memory_hotplug.c: try_remove_memory' },
    { kind: 'kernel', fn: 'arch/x86/mm/init_64.c: remove_pagetable' },
  ],
  machines: [{ name: 'server', source: { kind: 'bundled', id: 'x86_64-dimm-lifecycle' } }],
  steps: [
    {
      ...words.atWork,
      lines: [
        monitor('object_add memory-backend-ram,id=mem1,size=1G'),
        monitor('device_add pc-dimm,id=dimm1,memdev=mem1,node=1,slot=2,addr=0x180000000'),
        ...states(48, 55, 'online_movable'),
        world('load anon 500M node 1 id database'),
        world('tick 20'),
      ],
      look: { select: theDimm('dimm1'), map: { range: blocks(32, 63), level: 'blocks' }, panel: 'map' },
      claims: [
        blocksAre([48, 55], { state: 'online', zones: 'Movable', node: 1 }),
        zone(1, 'Movable', { present: 262_144, free: { atMost: 160_000 } }),
      ],
    },
    {
      ...words.correctedErrors,
      lines: [world('fault dimm dimm1 correctable 40')],
      look: { select: theDimm('dimm1'), panel: 'bay' },
      claims: [
        logged(0, 'Hardware Error'),
        file('/proc/meminfo', { has: /HardwareCorrupted: +0 kB/ }),
        blocksAre([48, 55], { state: 'online', zones: 'Movable' }),
      ],
      question: quiz(words.correctedErrors.question, 'nothing'),
    },
    {
      ...words.askedBack,
      lines: [world('fault slot 2 defective')],
      inside: { line: 0, at: 'arch_remove_memory', edge: 'enter' },
      look: { select: theRange(OLD), panel: 'timeline' },
      claims: [
        called(0, 'acpi_scan_hot_remove', 'offline_pages', 'migrate_pages', 'try_remove_memory'),
        zone(1, 'Movable', { present: 0 }),
        noBlocks([48, 55]),
        asked('walk', { pfn: OLD.start, region: 'direct-map' }, words.says.directMapReaches, (w) =>
          'phys' in w ? w.phys === 6 * 2 ** 30 : w.outside,
        ),
      ],
    },
    {
      ...words.nothingLeft,
      inside: { back: 1, line: 0, at: 'acpi_device_hotplug', edge: 'leave' },
      look: { select: theRange(OLD), tab: 'tables', stage: 'tables', panel: 'map' },
      claims: [
        asked('walk', { pfn: OLD.start, region: 'direct-map' }, words.says.directMapEnds, (w) =>
          'phys' in w ? w.phys === undefined : true,
        ),
        asked('walk', { pfn: OLD.start, region: 'vmemmap' }, words.says.structPagesGone, (w) =>
          'phys' in w ? w.phys === undefined : true,
        ),
        asked('section', { nr: sectionNr(48) }, words.says.noSection48, (s) => s === undefined),
        file('ptdump/direct-map', { has: '0xffff888180000000-0xffff890000000000         506G' }),
      ],
    },
    {
      ...words.slotRefuses,
      lines: [monitor('device_add pc-dimm,id=dimm1,memdev=mem1,node=1,slot=2')],
      look: { panel: 'bay' },
      claims: [replied(0, { has: 'slot 2 is defective' }), noBlocks([48, 63])],
    },
    {
      ...words.anotherSlot,
      lines: [monitor('device_add pc-dimm,id=dimm1,memdev=mem1,node=1,slot=5,addr=0x1c0000000')],
      look: { select: theDimm('dimm1'), map: { range: blocks(32, 63), level: 'blocks' }, panel: 'map' },
      claims: [
        replied(0, 'ok'),
        noBlocks([48, 55]),
        blocksAre([56, 63], { state: 'offline', node: 1 }),
        file('/proc/iomem', { has: '1c0000000-1ffffffff : System RAM' }),
        called(0, 'section_activate', 'populate_section_memmap'),
      ],
    },
    {
      ...words.backAtWork,
      lines: states(56, 63, 'online_movable'),
      look: { select: theDimm('dimm1'), tab: 'zone', map: { range: BOTH, level: 'blocks' }, panel: 'map' },
      claims: [
        blocksAre([56, 63], { state: 'online', zones: 'Movable', node: 1 }),
        zone(1, 'Movable', { present: 262_144, spanned: 262_144, start_pfn: 1_835_008 }),
      ],
    },
  ],
};

/** Scenario C of the threads: capacity reduced by removing a DIMM. */
import * as words from '#words/stories/capacity-reduced.ts';
import { blockId } from '../../engine/units.ts';
import { asked, blocksAre, called, file, logged, noBlocks, nothingInTheWay, replied, zone } from '../claims.ts';
import { blocks, monitor, states, theBlock, theDimm, theRange } from '../lines.ts';
import { quiz } from '../quiz.ts';
import { shell } from '../lines.ts';
import type { Story } from '../types.ts';

const FIRST = blocks(48, 55);
const SECOND = blocks(56, 63);

export const story: Story = {
  id: 'capacity-reduced',
  sources: [
    {
      kind: 'thread',
      subject: 'arm64/mm: Enable memory hot remove',
      version: 'V7',
      part: words.thread,
      month: '2019-09',
      list: 'linux-arm-kernel',
    },
    { kind: 'kernel', fn: 'drivers/acpi/scan.c: acpi_scan_hot_remove' },
    { kind: 'kernel', fn: 'mm/memory_hotplug.c: offline_pages' },
    { kind: 'kernel', fn: 'mm/page_isolation.c: has_unmovable_pages' },
  ],
  machines: [{ name: 'server', source: { kind: 'bundled', id: 'x86_64-dimm-lifecycle' } }],
  steps: [
    {
      ...words.moreThanNeeded,
      lines: [
        monitor('object_add memory-backend-ram,id=mem1,size=1G'),
        monitor('device_add pc-dimm,id=dimm1,memdev=mem1,node=1,slot=0'),
        monitor('object_add memory-backend-ram,id=mem2,size=1G'),
        monitor('device_add pc-dimm,id=dimm2,memdev=mem2,node=1,slot=1'),
        ...states(48, 55, 'online_kernel'),
        ...states(56, 63, 'online_movable'),
      ],
      look: { map: { range: blocks(32, 63), level: 'blocks' }, panel: 'map' },
      claims: [
        blocksAre([48, 55], { state: 'online', zones: 'Normal', node: 1 }),
        blocksAre([56, 63], { state: 'online', zones: 'Movable', node: 1 }),
        file('lsmem', { has: 'Total online memory:       6G' }),
      ],
    },
    {
      ...words.kernelSettlesIn,
      lines: [shell('hold work pipe 2560 1')],
      look: { select: theRange(FIRST), tab: 'section', map: { range: FIRST, level: 'subsections' }, panel: 'map' },
      claims: [
        replied(0, { has: /pages/ }),
        asked('whyNot', { block: blockId(48) }, words.says.pageInTheWay, (c) =>
          c === undefined ? nothingInTheWay : true,
        ),
      ],
      question: quiz(words.kernelSettlesIn.question, 'movable'),
    },
    {
      ...words.normalRefuses,
      lines: [monitor('device_del dimm1')],
      look: { select: theBlock(48), tab: 'section', panel: 'timeline' },
      claims: [
        called(0, 'acpi_scan_hot_remove', 'offline_pages'),
        replied(0, { event: 'ACPI_DEVICE_OST' }),
        logged(0, /unmovable|failed to isolate|Offline failed/i),
        blocksAre([48, 55], { state: 'online', zones: 'Normal' }),
        blocksAre([56, 63], { state: 'online', zones: 'Movable' }),
      ],
    },
    {
      ...words.movableGoes,
      lines: [monitor('device_del dimm2')],
      look: { select: theRange(SECOND), map: { range: blocks(32, 63), level: 'blocks' }, panel: 'map' },
      claims: [
        replied(0, { event: 'DEVICE_DELETED' }),
        noBlocks([56, 63]),
        zone(1, 'Movable', { present: 0 }),
        file('lsmem', { has: 'Total online memory:       5G' }),
      ],
    },
    {
      ...words.costOfHope,
      look: { select: theDimm('dimm1'), tab: 'cost', panel: 'inspector' },
      claims: [
        asked('memmapCost', {}, words.says.nobodyPays, (rows) => rows.every((row) => !row.forWhat.includes('dimm2'))),
        asked('walk', { pfn: SECOND.start, region: 'vmemmap' }, words.says.structPagesGone, (w) =>
          'phys' in w ? w.phys === undefined : true,
        ),
      ],
    },
  ],
};

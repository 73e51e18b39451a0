/** Scenario D of the threads: a DIMM moved to another node for NUMA affinity. */
import * as words from '#words/stories/node-changed.ts';
import { nodeId, sectionNr } from '../../engine/units.ts';
import { asked, blocksAre, called, file, noBlocks, notThere, replied, zone } from '../claims.ts';
import { blocks, monitor, shell, states, theDimm } from '../lines.ts';
import { quiz } from '../quiz.ts';
import type { Story } from '../types.ts';

const DIMM = blocks(48, 55);

export const story: Story = {
  id: 'node-changed',
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
    { kind: 'kernel', fn: 'mm/sparse-vmemmap.c: vmemmap_alloc_block' },
    { kind: 'kernel', fn: 'mm/page_alloc.c: build_zonelists' },
  ],
  machines: [{ name: 'server', source: { kind: 'bundled', id: 'x86_64-dimm-lifecycle' } }],
  steps: [
    {
      ...words.wrongSide,
      lines: [
        monitor('object_add memory-backend-ram,id=mem1,size=1G'),
        monitor('device_add pc-dimm,id=dimm1,memdev=mem1,node=0,slot=0'),
        ...states(48, 55, 'online_movable'),
      ],
      look: { select: theDimm('dimm1'), map: { range: blocks(0, 55), level: 'blocks' }, panel: 'map' },
      claims: [
        blocksAre([48, 55], { state: 'online', zones: 'Movable', node: 0 }),
        file('/sys/devices/system/node/node0/distance', { is: '10 20' }),
        zone(0, 'Movable', { present: 262_144 }),
      ],
    },
    {
      ...words.structPagesNearNode0,
      look: { select: theDimm('dimm1'), tab: 'cost', panel: 'inspector' },
      claims: [
        asked('section', { nr: sectionNr(48) }, words.says.structPagesOnNode0, (s) =>
          s === undefined ? notThere : s.memmap.node === nodeId(0),
        ),
      ],
      question: quiz(words.structPagesNearNode0.question, 'no'),
    },
    {
      ...words.out,
      lines: [monitor('device_del dimm1')],
      look: { map: { range: blocks(0, 55), level: 'blocks' }, panel: 'map' },
      claims: [
        replied(0, { event: 'DEVICE_DELETED' }),
        noBlocks([48, 55]),
        zone(0, 'Movable', { present: 0 }),
        called(0, 'offline_pages', 'remove_pfn_range_from_zone', 'arch_remove_memory'),
      ],
    },
    {
      ...words.inAgain,
      lines: [monitor('device_add pc-dimm,id=dimm1,memdev=mem1,node=1,slot=0')],
      look: { select: theDimm('dimm1'), tab: 'section', map: { range: blocks(0, 55), level: 'blocks' }, panel: 'map' },
      claims: [
        replied(0, 'ok'),
        blocksAre([48, 55], { state: 'offline', node: 1 }),
        asked('section', { nr: sectionNr(48) }, words.says.structPagesOnNode1, (s) =>
          s === undefined ? notThere : s.memmap.node === nodeId(1),
        ),
      ],
    },
    {
      ...words.near,
      lines: [...states(48, 55, 'online_movable'), shell('hold work anon 600 1')],
      look: { select: theDimm('dimm1'), map: { range: DIMM, level: 'subsections' }, panel: 'map' },
      claims: [
        blocksAre([48, 55], { state: 'online', zones: 'Movable', node: 1 }),
        replied(8, { has: /memory48 \d+ pages/ }),
        zone(1, 'Movable', { present: 262_144, free: { atMost: 110_000 } }),
      ],
    },
  ],
};

/** Scenario virtual 3 of the threads: the host moves a guest's memory to another node, and the guest follows. */
import * as words from '#words/stories/binding-changed.ts';
import { asked, blocksAre, file, noBlocks, notThere, onMachine, replied, zone } from '../claims.ts';
import { blocks, gib, monitor, on, shell, states, theDimm, theRange } from '../lines.ts';
import { quiz } from '../quiz.ts';
import { nodeId, sectionNr } from '../../engine/units.ts';
import type { Story } from '../types.ts';

/** The host's DIMMs: one on node 0, 6 to 7 GiB, one on node 1, 7 to 8 GiB. */
const ON_0 = blocks(48, 55);
const ON_1 = blocks(56, 63);

/** Pages of a DIMM that was given back: what is left of a CPU's last batch stays on its list. */
const FREED = 261_500;

export const story: Story = {
  id: 'binding-changed',
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
    { kind: 'kernel', fn: 'mm/memory_hotplug.c: try_remove_memory' },
    { kind: 'kernel', fn: 'mm/page_alloc.c: build_zonelists' },
  ],
  machines: [
    { name: 'host', source: { kind: 'bundled', id: 'x86_64-dimm-lifecycle' } },
    { name: 'guest', source: { kind: 'bundled', id: 'x86_64-dimm-lifecycle' } },
  ],
  backing: [
    { guest: 'guest', dimm: 'dimm1', host: 'host', range: ON_0, from: 0, to: 1 },
    { guest: 'guest', dimm: 'dimm1', host: 'host', range: ON_1, from: 3, to: 4 },
  ],
  steps: [
    {
      ...words.nearOnBoth,
      lines: [
        monitor('object_add memory-backend-ram,id=ram0,size=1G'),
        monitor('device_add pc-dimm,id=dimm0,memdev=ram0,node=0,slot=0'),
        ...states(48, 55, 'online_movable'),
        monitor('object_add memory-backend-ram,id=ram1,size=1G'),
        monitor('device_add pc-dimm,id=dimm5,memdev=ram1,node=1,slot=1'),
        ...states(56, 63, 'online_movable'),
        shell('hold guest-dimm1 anon 1022 0'),
        ...on(
          'guest',
          monitor('object_add memory-backend-ram,id=mem1,size=1G'),
          monitor('device_add pc-dimm,id=dimm1,memdev=mem1,node=0'),
          ...states(48, 55, 'online_movable'),
        ),
      ],
      look: { machine: 'guest', select: theDimm('dimm1'), panel: 'map' },
      claims: [
        zone(0, 'Movable', { free: { atMost: 5_000 } }),
        zone(1, 'Movable', { free: { atLeast: 262_000 } }),
        ...onMachine('guest', blocksAre([48, 55], { state: 'online', zones: 'Movable', node: 0 })),
      ],
    },
    {
      ...words.hostNeedsNode,
      look: { machine: 'host', select: theRange(gib(6, 8)), panel: 'map' },
      claims: [
        file('/sys/devices/system/node/node0/distance', { is: '10 20' }),
        ...onMachine('guest', blocksAre([48, 55], { state: 'online', node: 0 })),
      ],
      question: quiz(words.hostNeedsNode.question, 'outAndIn'),
    },
    {
      ...words.out,
      lines: [...on('guest', monitor('device_del dimm1'), monitor('object_del mem1')), shell('drop guest-dimm1')],
      look: { machine: 'host', select: theRange(ON_0), panel: 'map' },
      claims: [
        zone(0, 'Movable', { free: { atLeast: FREED } }),
        ...onMachine('guest', noBlocks([48, 55]), replied(0, { event: 'DEVICE_DELETED' })),
      ],
    },
    {
      ...words.inAgain,
      lines: [
        shell('hold guest-dimm1 anon 1022 1'),
        ...on(
          'guest',
          monitor('object_add memory-backend-ram,id=mem1,size=1G'),
          monitor('device_add pc-dimm,id=dimm1,memdev=mem1,node=1'),
        ),
      ],
      look: { machine: 'guest', select: theDimm('dimm1'), panel: 'map' },
      claims: [
        replied(0, { has: 'memory56' }),
        ...onMachine(
          'guest',
          blocksAre([48, 55], { state: 'offline', node: 1 }),
          asked('section', { nr: sectionNr(48) }, words.says.structPagesOnNode1, (s) =>
            s === undefined ? notThere : s.memmap.node === nodeId(1),
          ),
        ),
      ],
    },
    {
      ...words.inStepAgain,
      lines: on('guest', ...states(48, 55, 'online_movable')),
      look: { machine: 'guest', select: theDimm('dimm1'), tab: 'zone', panel: 'map' },
      claims: [
        zone(0, 'Movable', { free: { atLeast: FREED } }),
        ...onMachine(
          'guest',
          blocksAre([48, 55], { state: 'online', zones: 'Movable', node: 1 }),
          zone(1, 'Movable', { present: 262_144 }),
        ),
      ],
    },
  ],
};

/** Scenario virtual 3 of the threads: the host moves a guest's memory to another node, and the guest follows. */
import { asked, blocksAre, file, noBlocks, onMachine, replied, zone } from '../claims.ts';
import { blocks, gib, monitor, on, shell, states, theDimm, theRange } from '../lines.ts';
import { nodeId, sectionNr } from '../../engine/units.ts';
import type { Story } from '../types.ts';

/** The host's DIMMs: one on node 0, 6 to 7 GiB, one on node 1, 7 to 8 GiB. */
const ON_0 = blocks(48, 55);
const ON_1 = blocks(56, 63);

export const story: Story = {
  id: 'binding-changed',
  title: 'A guest follows its memory',
  sources: [
    {
      kind: 'thread',
      title: 'arm64/mm: Enable memory hot remove, V7 (virtual scenario 3)',
      when: 'September 2019',
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
      title: 'Near on both sides',
      narration: `
        Host and guest have two nodes each, and the guest’s nodes are bound to the host’s: node 0 on node 0, node 1 on node 1.
        What is near for the guest is near in truth.

        The guest’s 1 GiB DIMM, on its node 0, lies on the host’s node 0.
      `,
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
      title: 'The host needs its node 0',
      narration: `
        Another job comes to the host’s node 0, and the guest shall move to node 1. The host could just copy the pages over;
        the guest would not see it happen.

        But then it would go on believing that this memory is near to its node 0, and place its programs accordingly. Wrong
        for ever.
      `,
      look: { machine: 'host', select: theRange(gib(6, 8)), panel: 'map' },
      claims: [
        file('/sys/devices/system/node/node0/distance', { is: '10 20' }),
        ...onMachine('guest', blocksAre([48, 55], { state: 'online', node: 0 })),
      ],
      question: {
        ask: 'How does a guest learn that memory it has is now near to another of its nodes?',
        choices: [
          { text: 'The host changes the table of distances' },
          { text: 'The memory leaves the guest and comes back on the other node', right: true },
          { text: 'Linux measures it' },
        ],
        answer: `
          The node of a page is written into its struct page when the memory is added, and it decides about zones and fallback
          lists. There is no way to change it but out and in.
        `,
      },
    },
    {
      title: 'Out of the guest, out of the host’s node 0',
      narration: `
        First the guest: its DIMM goes, block by block. Then the host gets the gigabyte of its node 0 back.
      `,
      lines: [...on('guest', monitor('device_del dimm1'), monitor('object_del mem1')), shell('drop guest-dimm1')],
      look: { machine: 'host', select: theRange(ON_0), panel: 'map' },
      claims: [
        zone(0, 'Movable', { free: { atLeast: 262_000 } }),
        ...onMachine('guest', noBlocks([48, 55]), replied(0, { event: 'DEVICE_DELETED' })),
      ],
    },
    {
      title: 'In again, on node 1 of both',
      narration: `
        The host takes the memory from its node 1 this time, and presents it to the guest as a DIMM of *its* node 1. The
        guest’s addresses are the old ones; only the node is another, and with it where its struct pages lie.
      `,
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
          asked('section', { nr: sectionNr(48) }, 'the struct pages of section 48 lie on node 1', (s) =>
            s === undefined ? 'it is not there' : s.memmap.node === nodeId(1),
          ),
        ),
      ],
    },
    {
      title: 'In step again',
      narration: `
        Online, and what is near for the guest is near in truth once more. The host’s node 0 is free for its other job.
      `,
      lines: on('guest', ...states(48, 55, 'online_movable')),
      look: { machine: 'guest', select: theDimm('dimm1'), tab: 'zone', panel: 'map' },
      claims: [
        zone(0, 'Movable', { free: { atLeast: 262_000 } }),
        ...onMachine(
          'guest',
          blocksAre([48, 55], { state: 'online', zones: 'Movable', node: 1 }),
          zone(1, 'Movable', { present: 262_144 }),
        ),
      ],
    },
  ],
};

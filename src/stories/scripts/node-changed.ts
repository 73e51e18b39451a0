/** Scenario D of the threads: a DIMM moved to another node for NUMA affinity. */
import { nodeId, sectionNr } from '../../engine/units.ts';
import { asked, blocksAre, called, file, noBlocks, replied, zone } from '../claims.ts';
import { blocks, monitor, shell, states, theDimm } from '../lines.ts';
import type { Story } from '../types.ts';

const DIMM = blocks(48, 55);

export const story: Story = {
  id: 'node-changed',
  title: 'A DIMM changes its node',
  sources: [
    {
      kind: 'thread',
      title: 'arm64/mm: Enable memory hot remove, V7 (scenario D)',
      when: 'September 2019',
      list: 'linux-arm-kernel',
    },
    { kind: 'kernel', fn: 'mm/memory_hotplug.c: add_memory_resource' },
    { kind: 'kernel', fn: 'mm/sparse-vmemmap.c: vmemmap_alloc_block' },
    { kind: 'kernel', fn: 'mm/page_alloc.c: build_zonelists' },
  ],
  machines: [{ name: 'server', source: { kind: 'bundled', id: 'x86_64-dimm-lifecycle' } }],
  steps: [
    {
      title: 'Memory on the wrong side',
      narration: `
        A server with two *nodes*: two processors, each with its own memory. Reaching the other node’s memory takes about
        twice as long.

        The 1 GiB DIMM belongs to node 0. The work runs on node 1.
      `,
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
      title: 'Even its struct pages are near node 0',
      narration: `
        The 16 MiB of struct pages that describe the DIMM were taken from node 0 too: the kernel allocates them on the node
        of the memory they describe, so that looking a page up is a near access.
      `,
      look: { select: theDimm('dimm1'), tab: 'cost', panel: 'inspector' },
      claims: [
        asked('section', { nr: sectionNr(48) }, 'the struct pages of section 48 lie on node 0', (s) =>
          s === undefined ? 'it is not there' : s.memmap.node === nodeId(0),
        ),
      ],
      question: {
        ask: 'Can Linux simply declare that the DIMM is near node 1?',
        choices: [
          { text: 'Yes, the node is only a number in each block' },
          { text: 'No: the memory has to leave and arrive again', right: true },
        ],
        answer: `
          The node is in every struct page, in the zones, in the lists by which memory is handed out, and in where the
          struct pages themselves lie. Nothing of that is made to change under a running system.
        `,
      },
    },
    {
      title: 'Out',
      narration: `
        So the DIMM is taken out. Its blocks go offline; the zone *Movable* of node 0 is empty and loses its span; struct
        pages and page tables are taken down.
      `,
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
      title: 'In again, on the other side',
      narration: `
        The same DIMM, the same addresses, another node. On the map the strip beside the row has changed its colour.

        The linear map is built as before: it knows no nodes. The struct pages come from node 1 this time.
      `,
      lines: [monitor('device_add pc-dimm,id=dimm1,memdev=mem1,node=1,slot=0')],
      look: { select: theDimm('dimm1'), tab: 'section', map: { range: blocks(0, 55), level: 'blocks' }, panel: 'map' },
      claims: [
        replied(0, 'ok'),
        blocksAre([48, 55], { state: 'offline', node: 1 }),
        asked('section', { nr: sectionNr(48) }, 'the struct pages of section 48 lie on node 1', (s) =>
          s === undefined ? 'it is not there' : s.memmap.node === nodeId(1),
        ),
      ],
    },
    {
      title: 'Near memory',
      narration: `
        Online again, the memory serves node 1 first. A program that asks for memory there gets it from this DIMM, one hop
        closer than before.
      `,
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

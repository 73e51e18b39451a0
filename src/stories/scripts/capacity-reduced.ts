/** Scenario C of the threads: capacity reduced by removing a DIMM. */
import { blockId } from '../../engine/units.ts';
import { asked, blocksAre, called, file, logged, noBlocks, replied, zone } from '../claims.ts';
import { blocks, monitor, states, theBlock, theDimm, theRange } from '../lines.ts';
import { shell } from '../lines.ts';
import type { Story } from '../types.ts';

const FIRST = blocks(48, 55);
const SECOND = blocks(56, 63);

export const story: Story = {
  id: 'capacity-reduced',
  title: 'Capacity reduced',
  sources: [
    {
      kind: 'thread',
      title: 'arm64/mm: Enable memory hot remove, V7 (scenario C)',
      when: 'September 2019',
      list: 'linux-arm-kernel',
    },
    { kind: 'kernel', fn: 'drivers/acpi/scan.c: acpi_scan_hot_remove' },
    { kind: 'kernel', fn: 'mm/memory_hotplug.c: offline_pages' },
    { kind: 'kernel', fn: 'mm/page_isolation.c: has_unmovable_pages' },
  ],
  machines: [{ name: 'server', source: { kind: 'bundled', id: 'x86_64-dimm-lifecycle' } }],
  steps: [
    {
      title: 'More memory than needed',
      narration: `
        Two DIMMs of 1 GiB were added for a busy week. One of them went online to *Normal*, where the kernel may keep its
        own data; the other to *Movable*, which only takes what can be moved again.

        The week is over. One DIMM should go into another server. Which one?
      `,
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
      title: 'The kernel settles in',
      narration: `
        Programs open pipes, and the kernel buffers what goes through them: memory of its own, which it reaches by address
        and cannot move. It lies in *Normal*, and some of it on the first DIMM.
      `,
      lines: [shell('hold work pipe 2560 1')],
      look: { select: theRange(FIRST), tab: 'section', map: { range: FIRST, level: 'subsections' }, panel: 'map' },
      claims: [
        replied(0, { has: /pages/ }),
        asked('whyNot', { block: blockId(48) }, 'a page of memory48 is in the way of taking it offline', (c) =>
          c === undefined ? 'nothing is in the way' : true,
        ),
      ],
      question: {
        ask: 'Which DIMM can be taken out now?',
        choices: [
          { text: 'The one in Normal' },
          { text: 'The one in Movable', right: true },
          { text: 'Either' },
          { text: 'Neither' },
        ],
        answer: `
          What a kernel page holds may be pointed at from anywhere, so the kernel cannot move it. Movable keeps such pages
          out: that is all it is for.
        `,
      },
    },
    {
      title: 'The one in Normal refuses',
      narration: `
        We ask for the first DIMM anyway. The first block’s kernel pages cannot be moved, so \`offline_pages\` gives up; the
        blocks that had gone offline before it are brought back, and the firmware hears: *busy*.

        Nothing has changed. That is the rule of this game: a refusal leaves everything as it was.
      `,
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
      title: 'The one in Movable goes',
      narration: `
        The second DIMM: its blocks are empty or hold only what can move. They go offline, and everything that was built for
        the memory is taken down again: block devices, struct pages, page tables.
      `,
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
      title: 'What it may cost to hope',
      narration: `
        The struct pages of that gigabyte were 16 MiB, taken from *Normal* when the DIMM came. They are free again.

        Had they been left in place, in case the DIMM returns, they would be a bill paid every day for a guest who moved to
        another server.
      `,
      look: { select: theDimm('dimm1'), tab: 'cost', panel: 'inspector' },
      claims: [
        asked('memmapCost', {}, 'nobody pays for the DIMM that left', (rows) =>
          rows.every((row) => !row.forWhat.includes('dimm2')),
        ),
        asked('walk', { pfn: SECOND.start, region: 'vmemmap' }, 'its struct pages are gone', (w) =>
          'phys' in w ? w.phys === undefined : true,
        ),
      ],
    },
  ],
};

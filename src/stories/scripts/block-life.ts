/** A memory block from absent to online to gone. */
import { blockId, sectionNr } from '../../engine/units.ts';
import { asked, blocksAre, called, file, noBlocks, noFile, replied, zone } from '../claims.ts';
import { blocks, monitor, shell, state, theBlock } from '../lines.ts';
import type { Story } from '../types.ts';

const BLOCK = blocks(48, 48);
const DIR = '/sys/devices/system/memory/memory48';

export const story: Story = {
  id: 'block-life',
  title: 'A block’s life',
  sources: [
    { kind: 'kernel', fn: 'mm/memory_hotplug.c: add_memory_resource' },
    { kind: 'kernel', fn: 'mm/sparse.c: sparse_add_section' },
    { kind: 'kernel', fn: 'drivers/base/memory.c: create_memory_block_devices' },
    { kind: 'kernel', fn: 'mm/memory_hotplug.c: online_pages' },
    { kind: 'kernel', fn: 'mm/memory_hotplug.c: offline_pages' },
    { kind: 'kernel', fn: 'mm/memory_hotplug.c: try_remove_memory' },
    { kind: 'doc', title: 'Documentation/admin-guide/mm/memory-hotplug.rst' },
  ],
  machines: [{ name: 'machine', source: { kind: 'bundled', id: 'x86_64-dimm-lifecycle' } }],
  steps: [
    {
      title: 'Absent',
      narration: `
        Memory comes and goes in *memory blocks*, here of 128 MiB. Each has a number: its address divided by the block size.
        We follow number 48, at 6 GiB.

        At the moment there is nothing at that address: no file, no page tables, no bookkeeping. The machine’s memory ends
        right before it, with block 47.
      `,
      look: { map: { range: blocks(32, 55), level: 'subsections' }, panel: 'map' },
      claims: [
        noBlocks([48, 48]),
        blocksAre([47, 47], { state: 'online', zones: 'Normal' }),
        asked('section', { nr: sectionNr(48) }, 'section 48 is not present', (s) => s === undefined),
      ],
    },
    {
      title: 'Added: the kernel can reach it',
      narration: `
        A 128 MiB DIMM is plugged in. Before anything else the kernel maps the new addresses into its *direct map*: page
        tables through which it can reach every byte of memory.

        We stop right after that. The memory can be read and written, but nothing keeps account of its pages yet.
      `,
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
        asked('walk', { pfn: BLOCK.start, region: 'direct-map' }, 'the direct map reaches 6 GiB', (w) =>
          'phys' in w ? w.phys === 6 * 2 ** 30 : w.outside,
        ),
        asked('section', { nr: sectionNr(48) }, 'there are no struct pages yet', (s) => s === undefined),
      ],
    },
    {
      title: 'Every page gets its struct page',
      narration: `
        For each page of 4 KiB the kernel keeps 64 bytes: its *struct page*, which says who uses it. For this block that is
        2 MiB, taken from memory that is online already: on the map, amber.

        The block’s bitmap fills: one bit for each 2 MiB. Now the pages exist for the kernel, though none may be used.
      `,
      inside: { back: 1, line: 1, at: 'sparse_add_section', edge: 'leave' },
      look: { select: theBlock(48), tab: 'section', panel: 'inspector' },
      claims: [
        asked('section', { nr: sectionNr(48) }, 'section 48 is present, its bitmap is full', (s) =>
          s === undefined ? 'it is not there' : s.map.every((word) => word === 0xffff_ffff),
        ),
        asked('section', { nr: sectionNr(48) }, 'its struct pages take 512 pages of node 1', (s) =>
          s === undefined ? 'it is not there' : s.memmap.pages === 512 && s.memmap.node === 1,
        ),
        noFile(`${DIR}/state`),
      ],
    },
    {
      title: 'Offline: people can see it',
      narration: `
        Last, \`create_memory_block_devices\` makes the block visible: a folder \`memory48\` with a few files. Its \`state\` says
        \`offline\`.

        The block belongs to no zone. Nothing can allocate a page of it, but it already costs: the struct pages are paid.
      `,
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
      question: {
        ask: 'An offline block is brought online. Which zone does it join?',
        choices: [
          { text: 'Always Normal' },
          { text: 'Always Movable' },
          { text: 'Whichever the words written to its state file ask for', right: true },
        ],
        answer: `
          \`online_kernel\` asks for Normal, where the kernel’s own data may live; \`online_movable\` for Movable, which can be
          emptied again. A bare \`online\` leaves it to the kernel’s policy.
        `,
      },
    },
    {
      title: 'Online: free pages for everyone',
      narration: `
        \`echo online_movable > state\`: the block joins the zone *Movable* of its node, and its 32,768 pages go to the
        allocator as free pages.

        On the map the hatching is gone and the block has its zone’s colour, pale: online, but hardly anything on it.
      `,
      lines: [state(48, 'online_movable')],
      look: { select: theBlock(48), tab: 'zone', map: { range: blocks(32, 55), level: 'subsections' }, panel: 'map' },
      claims: [
        blocksAre([48, 48], { state: 'online', zones: 'Movable', node: 1 }),
        zone(1, 'Movable', { present: 32_768, managed: 32_768 }),
        called(0, 'memory_block_online', 'move_pfn_range_to_zone', 'online_pages_range'),
      ],
    },
    {
      title: 'In use',
      narration: `
        A program takes 100 MiB, and its pages come from our block: 25,600 of 32,768. The colour grows stronger, and close
        up one can see which pages are taken.

        From now on taking the block away means finding another place for every one of them.
      `,
      lines: [shell('hold browser anon 100 1')],
      look: { select: theBlock(48), tab: 'section', map: { range: BLOCK, level: 'section' }, panel: 'map' },
      claims: [
        replied(0, { has: 'memory48 25600 pages' }),
        zone(1, 'Movable', { free: { atMost: 7_168 } }),
        asked(
          'section',
          { nr: sectionNr(48) },
          'at least 25,600 pages of it are in use',
          (s) => (s?.usedPages ?? 0) >= 25_600,
        ),
      ],
    },
    {
      title: 'Asked to leave',
      narration: `
        \`echo offline > state\`. The kernel isolates the block, so that none of its free pages can be taken, and then moves
        the program’s pages away: to the other node, if it has room. We stop when the last one has moved.

        Empty, but not free: the state file says \`going-offline\`.
      `,
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
        asked('section', { nr: sectionNr(48) }, 'no page of it is in use any more', (s) => s?.usedPages === 0),
        file(`${DIR}/state`, { is: 'going-offline' }),
      ],
    },
    {
      title: 'Offline again',
      narration: `
        The block has left its zone. Its memory keeps its struct pages and its place in the direct map: it could come back
        online at once, into another zone if one likes.

        This is as far as writing to a file goes. To make it absent, the device has to leave.
      `,
      look: {
        select: theBlock(48),
        tab: 'section',
        map: { range: blocks(32, 55), level: 'subsections' },
        panel: 'map',
      },
      claims: [
        blocksAre([48, 48], { state: 'offline' }),
        zone(1, 'Movable', { present: 0 }),
        asked('whyNot', { block: blockId(48) }, 'nothing holds it', (c) => c === undefined),
        asked('section', { nr: sectionNr(48) }, 'its struct pages are still there', (s) => s?.memmap.pages === 512),
      ],
    },
    {
      title: 'Gone',
      narration: `
        The DIMM is pulled: \`remove_memory_block_devices\` takes the folder away, \`section_deactivate\` the struct pages, and
        the entries of the direct map are cleared. The 2 MiB of struct pages are free memory again.

        Number 48 is absent, as if it had never been.
      `,
      lines: [monitor('device_del dimm1')],
      look: { map: { range: blocks(32, 55), level: 'subsections' }, panel: 'map' },
      claims: [
        noBlocks([48, 48]),
        called(0, 'remove_memory_block_devices', 'arch_remove_memory', 'section_deactivate'),
        replied(0, { event: 'DEVICE_DELETED' }),
        asked('walk', { pfn: BLOCK.start, region: 'direct-map' }, 'the direct map no longer reaches 6 GiB', (w) =>
          'phys' in w ? w.phys === undefined : true,
        ),
      ],
    },
  ],
};

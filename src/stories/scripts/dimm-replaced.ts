/** Scenario A of the threads: a DIMM replaced in its slot. */
import { blockId, sectionNr } from '../../engine/units.ts';
import { asked, blocksAre, called, file, logged, noBlocks, replied, zone } from '../claims.ts';
import { blocks, mib, monitor, states, theBlock, theDimm, theRange, world } from '../lines.ts';
import type { Story } from '../types.ts';

/** The slot's addresses: 6 to 7 GiB. */
const DIMM = blocks(48, 55);

export const story: Story = {
  id: 'dimm-replaced',
  title: 'A DIMM replaced in its slot',
  sources: [
    {
      kind: 'thread',
      title: 'arm64/mm: Enable memory hot remove, V7 (scenario A)',
      when: 'September 2019',
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
      title: 'A server with empty slots',
      narration: `
        This is all the memory of a running Linux server. Every small cell is 2 MiB; a tile of 64 cells is 128 MiB, one
        *memory block*: the piece that Linux adds, uses and gives back as a whole.

        The server has 4 GiB, 2 GiB on each of its two nodes, and eight slots for memory modules (DIMMs). None is filled.
      `,
      notes:
        'Point at the gap between 2 and 4 GiB: addresses of devices, no memory. The colours are zones; they come up again when the DIMM goes online.',
      look: { panel: 'map' },
      claims: [
        blocksAre([32, 47], { state: 'online', zones: 'Normal', node: 1 }),
        noBlocks([48, 55]),
        file('lsmem', { has: 'Total online memory:       4G' }),
      ],
    },
    {
      title: 'A DIMM goes in',
      narration: `
        Somebody pushes a 1 GiB DIMM into slot 0 of node 1. The firmware tells Linux, and Linux adds eight memory blocks
        right after the last one it had.

        They are hatched: *offline*. The kernel knows the memory now, but nobody may use it yet.
      `,
      notes:
        'The two lines in the console are what QEMU needs to do this to a virtual server: first the memory, then the DIMM that holds it.',
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
      title: 'The kernel starts to use it',
      narration: `
        A rule or an administrator writes \`online_movable\` to the state file of each block. The pages go to the zone
        *Movable*: the kernel promises to keep only such data there as it can move elsewhere.

        Whoever expects to pull a DIMM again wants its memory in that zone.
      `,
      lines: states(48, 55, 'online_movable'),
      look: { select: theRange(DIMM), tab: 'zone', panel: 'map' },
      claims: [
        blocksAre([48, 55], { state: 'online', zones: 'Movable', node: 1 }),
        zone(1, 'Movable', { present: 262_144, managed: 262_144 }),
        logged(0, 'Built 2 zonelists'),
      ],
    },
    {
      title: 'A database settles on it',
      narration: `
        A database takes 700 MiB on node 1, and the kernel serves it from the new DIMM. The stronger a cell’s colour, the
        more of its 512 pages are in use.

        Then the log fills with corrected errors. The DIMM is dying, and the server must not stop.
      `,
      lines: [world('load anon 700M node 1 id database'), world('tick 20')],
      look: { select: theRange(DIMM), map: { range: DIMM, level: 'subsections' }, panel: 'map' },
      claims: [
        zone(1, 'Movable', { free: { atMost: 110_000 } }),
        asked('whyNot', { block: blockId(48) }, 'nothing on memory48 would keep it from going offline', (c) =>
          c === undefined ? true : `${c.owner} ${c.name}`,
        ),
      ],
      question: {
        ask: 'The DIMM is asked for while the database still uses it. What happens?',
        choices: [
          { text: 'The request is refused: the memory is in use' },
          { text: 'The database’s pages move to other memory, then the DIMM goes', right: true },
          { text: 'The database is killed' },
        ],
        answer: `
          The zone Movable keeps only pages that can move, so they move: the kernel copies each to a free page elsewhere and
          turns the process’s page tables to the copy. The database does not notice.
        `,
      },
    },
    {
      title: 'Inside: every page finds another place',
      narration: `
        We stop the kernel in the middle of \`offline_pages\`, which empties a block before it goes. First the block’s free
        pages were *isolated*, so that nobody could take one any more. Now \`do_migrate_range\` moves those in use.

        Step through the timeline to see it happen, block after block.
      `,
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
      title: 'The slot is empty',
      narration: `
        All eight blocks went offline; then the memory was taken out of the kernel’s books: the entries of the page tables
        that mapped it, and its *struct pages*, the 64 bytes with which the kernel remembers each page.

        The database runs on, now in memory of node 0: the kernel prefers another node for what has to move. The DIMM can
        be pulled.
      `,
      notes:
        'This was the argument of the thread: struct pages of memory that is gone must not stay reachable, or a stray access finds a page that looks alive.',
      look: { select: theRange(DIMM), panel: 'map' },
      claims: [
        noBlocks([48, 55]),
        zone(0, 'DMA32', { free: { atMost: 350_000 } }),
        file('qemu/info-memory-devices', { is: '' }),
        asked('section', { nr: sectionNr(48) }, 'section 48 is no longer present', (s) => s === undefined),
      ],
    },
    {
      title: 'A new DIMM in the same slot',
      narration: `
        The new module goes into slot 0. It gets the very addresses the old one had, from 6 to 7 GiB, and the kernel builds
        everything anew: page tables, struct pages, block devices.

        So why not simply keep all that while the slot was empty? Because nobody could know which DIMM comes back, or
        whether one comes at all.
      `,
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
      title: 'As before, and nobody noticed',
      narration: `
        Eight writes of \`online_movable\`, and the server has its 5 GiB back. The database never stopped; its pages stay
        where they moved until something moves them again.

        Leave the story and try it yourself: carry the DIMM back to the shelf, or bring its blocks online with \`online_kernel\`
        and see what that changes.
      `,
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

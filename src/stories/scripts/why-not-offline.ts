/** Why a memory block will not go offline: every reason, from the kernel's own pages to a word of a notifier. */
import { blockId } from '../../engine/units.ts';
import { asked, blocksAre, called, file, logged, replied } from '../claims.ts';
import { blocks, monitor, shell, state, states, theBlock, theDimm, world } from '../lines.ts';
import type { Story } from '../types.ts';

const DIMM = blocks(48, 55);

/** What is in the way of a block, by its owner. */
const inTheWay = (block: number, words: string, fits: (name: string, owner: string) => boolean) =>
  asked('whyNot', { block: blockId(block) }, words, (c) =>
    c === undefined ? 'nothing is in the way' : fits(c.name, c.owner) ? true : `${c.owner} ${c.name}`,
  );

export const story: Story = {
  id: 'why-not-offline',
  title: 'Why this block will not go offline',
  sources: [
    { kind: 'kernel', fn: 'mm/memory_hotplug.c: offline_pages' },
    { kind: 'kernel', fn: 'mm/page_isolation.c: has_unmovable_pages' },
    { kind: 'kernel', fn: 'mm/memory_hotplug.c: do_migrate_range' },
    { kind: 'kernel', fn: 'drivers/base/memory.c: memory_block_online' },
    { kind: 'doc', title: 'Documentation/admin-guide/mm/memory-hotplug.rst' },
  ],
  machines: [{ name: 'machine', source: { kind: 'bundled', id: 'x86_64-dimm-lifecycle' } }],
  steps: [
    {
      title: 'Half Normal, half Movable',
      narration: `
        A 1 GiB DIMM came in. Its first four blocks went online to *Normal*, the others to *Movable*. A program holds 200
        MiB, and its pages lie on block 52 and 53.

        Is memory that is in use in the way? Not by itself.
      `,
      lines: [
        monitor('object_add memory-backend-ram,id=mem1,size=1G'),
        monitor('device_add pc-dimm,id=dimm1,memdev=mem1,node=1,slot=0'),
        ...states(48, 51, 'online_kernel'),
        ...states(52, 55, 'online_movable'),
        shell('hold program anon 200 1'),
      ],
      look: { select: theDimm('dimm1'), map: { range: DIMM, level: 'subsections' }, panel: 'map' },
      claims: [
        blocksAre([48, 51], { state: 'online', zones: 'Normal' }),
        blocksAre([52, 55], { state: 'online', zones: 'Movable' }),
        replied(10, { has: 'memory52' }),
        asked('whyNot', { block: blockId(52) }, 'nothing is in the way of memory52', (c) => c === undefined),
      ],
    },
    {
      title: 'In use is no reason',
      narration: `
        Block 52 is full, and goes offline all the same. The program’s pages are copied to free memory and its page tables
        turned to the copies. That is *migration*: 32,768 pages found another home.
      `,
      lines: [state(52, 'offline')],
      look: { select: theBlock(52), panel: 'timeline' },
      claims: [
        replied(0, 'ok'),
        blocksAre([52, 52], { state: 'offline' }),
        called(0, 'start_isolate_page_range', 'do_migrate_range', 'migrate_pages', 'test_pages_isolated'),
      ],
    },
    {
      title: 'The kernel’s own pages',
      narration: `
        Now the kernel needs memory for itself: buffers of pipes, over 2 GiB of them. They land in *Normal*, on block 48
        too. Anything may point at such a page by its address, so it cannot move.

        The kernel looks before it starts, and refuses at once: \`EBUSY\`, and a line in the log names the page.
      `,
      lines: [shell('hold pipes pipe 2400 1'), state(48, 'offline')],
      look: { select: theBlock(48), tab: 'section', map: { range: DIMM, level: 'subsections' }, panel: 'inspector' },
      claims: [
        replied(1, { errno: 'EBUSY' }),
        logged(1, 'unmovable page'),
        blocksAre([48, 48], { state: 'online', zones: 'Normal' }),
        inTheWay(48, 'a page of the pipes is in the way', (name) => name.includes('pipes')),
      ],
      question: {
        ask: 'What would make block 48 removable again?',
        choices: [
          { text: 'Waiting: the kernel compacts memory now and then' },
          { text: 'Ending whoever holds those pages', right: true },
          { text: 'Writing offline twice' },
        ],
        answer: `
          Only their owner can give kernel pages back. That is why memory one wants to take out again goes online to
          *Movable*, where such pages are never put.
        `,
      },
    },
    {
      title: 'Somebody holds on to a page',
      narration: `
        Movable memory has its own trap: a device that is just reading a page keeps a *reference* to it. The page may move,
        but not while it is held.

        So the kernel tries, fails, and tries again, for as long as it takes. The write to \`state\` has not returned. It
        waits, and holds the lock of all memory hotplug.
      `,
      lines: [shell('hold transfer vmsplice 10 1'), state(53, 'offline')],
      look: { select: theBlock(53), tab: 'section', panel: 'timeline' },
      claims: [
        replied(1, 'waits'),
        logged(1, 'migration failure'),
        inTheWay(53, 'a page of the transfer is in the way', (name) => name.includes('transfer')),
        file('/sys/devices/system/memory/memory53/state', { is: 'going-offline' }),
      ],
    },
    {
      title: 'The transfer ends',
      narration: `
        The device is done and lets go. The next try moves the page, the block is empty, and the write returns as if
        nothing had happened.

        Had we lost patience, a signal would have ended it with \`EINTR\`, and the block would have stayed online.
      `,
      lines: [shell('drop transfer')],
      look: { select: theBlock(53), map: { range: DIMM, level: 'subsections' }, panel: 'map' },
      claims: [blocksAre([53, 53], { state: 'offline' })],
    },
    {
      title: 'Broken memory may leave',
      narration: `
        A cell of the DIMM dies: an error that the hardware cannot correct, on a free page of block 55. The kernel marks the
        page as *poisoned*, so that nobody gets it.

        A poisoned page is not in the way. The block goes offline. But it will not come back: \`EHWPOISON\`.
      `,
      lines: [world('fault dimm dimm1 uncorrectable 1000M'), state(55, 'offline'), state(55, 'online')],
      look: { select: theBlock(55), tab: 'section', panel: 'console' },
      claims: [
        logged(0, 'Memory failure'),
        replied(1, 'ok'),
        replied(2, { errno: 'EHWPOISON' }),
        blocksAre([55, 55], { state: 'offline' }),
      ],
    },
    {
      title: 'Memory from boot, in pieces',
      narration: `
        Block 0 was there at boot. It holds the first megabytes, which belong to the zone *DMA*, and others of *DMA32*: two
        zones, and a hole. Linux takes a block offline only as a whole and from one zone.

        It is refused before a single page was looked at: \`EINVAL\`.
      `,
      lines: [state(0, 'offline')],
      look: { select: theBlock(0), tab: 'section', map: { range: blocks(0, 7), level: 'subsections' }, panel: 'map' },
      claims: [
        replied(0, { errno: 'EINVAL' }),
        file('/sys/devices/system/memory/memory0/valid_zones', { is: 'none' }),
        blocksAre([0, 0], { state: 'online' }),
      ],
    },
    {
      title: 'Somebody says no',
      narration: `
        Last, drivers are asked: whoever keeps tables about memory registers for a call before it goes, and may veto. Here
        a test driver injects such a no.

        Everything that was done so far is taken back: pages are no longer isolated, the block is online as before.
      `,
      lines: [world('fault notifier MEM_GOING_OFFLINE EBUSY once'), state(54, 'offline')],
      look: { select: theBlock(54), panel: 'timeline' },
      claims: [
        replied(1, { errno: 'EBUSY' }),
        logged(1, 'Injecting error (-16) to MEM_GOING_OFFLINE'),
        called(1, 'start_isolate_page_range', 'undo_isolate_page_range'),
        blocksAre([54, 54], { state: 'online', zones: 'Movable' }),
      ],
    },
  ],
};

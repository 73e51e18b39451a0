/** Scenario virtual 1 of the threads: the host takes back memory that it had given to a guest. */
import { sectionNr } from '../../engine/units.ts';
import { asked, blocksAre, called, file, noBlocks, onMachine, replied, zone } from '../claims.ts';
import { blocks, monitor, on, shell, states, theDimm, theRange } from '../lines.ts';
import type { Story } from '../types.ts';

/** The first half of the host's DIMM: 6 to 7 GiB. */
const GIVEN = blocks(48, 55);

export const story: Story = {
  id: 'entitlement-reduced',
  title: 'The host wants its memory back',
  sources: [
    {
      kind: 'thread',
      title: 'arm64/mm: Enable memory hot remove, V7 (virtual scenario 1)',
      when: 'September 2019',
      list: 'linux-arm-kernel',
    },
    { kind: 'kernel', fn: 'drivers/acpi/scan.c: acpi_scan_hot_remove' },
    { kind: 'kernel', fn: 'mm/memory_hotplug.c: offline_pages' },
    { kind: 'kernel', fn: 'mm/memory_hotplug.c: try_remove_memory' },
  ],
  machines: [
    { name: 'host', source: { kind: 'bundled', id: 'x86_64-dimm-lifecycle' } },
    { name: 'guest', source: { kind: 'bundled', id: 'x86_64-dimm-one-node' } },
  ],
  backing: [{ guest: 'guest', dimm: 'dimm1', host: 'host', range: GIVEN, from: 1, to: 4 }],
  steps: [
    {
      title: 'A host and its guest',
      narration: `
        Two machines stand side by side. The left one is real: a *host* with 4 GiB and a DIMM of 2 GiB, online in the zone
        Movable. The right one is a *guest*: a virtual machine that runs on it as a program.

        What the guest calls memory is memory of that program. To the host it is as ordinary as a browser’s.
      `,
      notes: 'The guest’s own 2 GiB also lie somewhere on the host; they are left out here to keep the picture clear.',
      lines: [
        monitor('object_add memory-backend-ram,id=ram,size=2G'),
        monitor('device_add pc-dimm,id=dimm0,memdev=ram,node=1,slot=0'),
        ...states(48, 63, 'online_movable'),
      ],
      look: { machine: 'host', select: theDimm('dimm0'), panel: 'map' },
      claims: [
        blocksAre([48, 63], { state: 'online', zones: 'Movable', node: 1 }),
        ...onMachine('guest', file('lsmem', { has: 'Total online memory:       2G' }), noBlocks([32, 39])),
      ],
    },
    {
      title: 'The host gives a gigabyte',
      narration: `
        The guest is sold 1 GiB more. On the host its program takes 1 GiB of memory, and gets half of the DIMM. In the
        guest, the same gigabyte appears as a DIMM at 4 GiB: eight memory blocks, offline.

        The band shows that both are one thing.
      `,
      lines: [
        shell('hold guest-dimm1 anon 1024 1'),
        ...on(
          'guest',
          monitor('object_add memory-backend-ram,id=mem1,size=1G'),
          monitor('device_add pc-dimm,id=dimm1,memdev=mem1'),
        ),
      ],
      look: { machine: 'guest', select: theDimm('dimm1'), panel: 'map' },
      claims: [
        replied(0, { has: 'memory55 32768 pages' }),
        zone(1, 'Movable', { free: { atMost: 262_144 } }),
        ...onMachine('guest', blocksAre([32, 39], { state: 'offline' })),
      ],
    },
    {
      title: 'The guest settles in',
      narration: `
        The guest’s kernel brings the DIMM online in its own zone Movable, and a program of the guest fills 600 MiB of it.

        Two kernels now keep books about the same bytes: for the host they are one program’s pages, for the guest they are
        free and used memory of its own. Neither sees the other’s books.
      `,
      lines: on('guest', ...states(32, 39, 'online_movable'), shell('hold app anon 600')),
      look: { machine: 'guest', select: theDimm('dimm1'), panel: 'map' },
      claims: onMachine(
        'guest',
        blocksAre([32, 39], { state: 'online', zones: 'Movable' }),
        zone(0, 'Movable', { free: { atMost: 110_000 } }),
      ),
      question: {
        ask: 'The host wants the gigabyte back. Who has to let go first?',
        choices: [
          { text: 'The host: it owns the memory, so it simply takes it' },
          { text: 'The guest: it removes its DIMM, then the host can have the memory', right: true },
          { text: 'Both at once, or the bytes are lost' },
        ],
        answer: `
          Taken by force, the guest’s program would find its data gone. So the guest is *asked*: only its kernel knows what
          lies there and where it could go instead.
        `,
      },
    },
    {
      title: 'The guest is asked',
      narration: `
        \`device_del dimm1\`: QEMU presses the eject button, and the guest’s kernel empties block after block, as it would for
        a real DIMM. The program’s pages move to the guest’s other memory.

        We stop after the first block has been emptied. On the host, nothing has happened at all.
      `,
      notes:
        'If the guest cannot empty a block it answers with a failure, and the host gets nothing: an entitlement can only shrink as far as the guest lets it.',
      lines: on('guest', monitor('device_del dimm1')),
      inside: { line: 0, at: 'migrate_pages', edge: 'leave' },
      look: { machine: 'guest', select: theRange(blocks(32, 39)), panel: 'map' },
      claims: [
        zone(1, 'Movable', { free: { atMost: 262_144 } }),
        ...onMachine(
          'guest',
          called(0, 'acpi_scan_hot_remove', 'offline_pages', 'migrate_pages', 'try_remove_memory'),
          file('/sys/devices/system/memory/memory32/state', { is: 'going-offline' }),
        ),
      ],
    },
    {
      title: 'Gone for the guest, not yet for the host',
      narration: `
        The guest’s DIMM is out: its blocks, its page tables, its struct pages. The guest has 2 GiB, and its program did not
        notice.

        But look at the host: half of the DIMM is still in use. QEMU has taken the DIMM from the guest, not the memory from
        itself.
      `,
      look: { machine: 'host', select: theRange(GIVEN), panel: 'map' },
      claims: [
        zone(1, 'Movable', { free: { atMost: 262_144 } }),
        ...onMachine(
          'guest',
          noBlocks([32, 39]),
          file('lsmem', { has: 'Total online memory:       2G' }),
          asked('section', { nr: sectionNr(32) }, 'section 32 is no longer present', (s) => s === undefined),
        ),
      ],
    },
    {
      title: 'Now the host has it',
      narration: `
        \`object_del mem1\` tells QEMU to give the memory back as well. On the host a gigabyte turns pale: free pages, for
        other guests or for nobody.

        This order, first the guest, then the host, is the whole rule of the scenario.
      `,
      lines: [...on('guest', monitor('object_del mem1')), shell('drop guest-dimm1')],
      look: { machine: 'host', select: theRange(GIVEN), panel: 'map' },
      claims: [zone(1, 'Movable', { free: { atLeast: 520_000 } }), replied(1, { status: 0 })],
    },
    {
      title: 'And the host’s DIMM can leave too',
      narration: `
        With nothing left on it, the host removes its own DIMM. Its kernel walks the same path as the guest’s did: empty
        the blocks, unmap the memory, free the struct pages.

        Leave the story here and try it the other way round: pull the host’s DIMM while the guest
        still has its own, and see where the guest’s memory goes.
      `,
      lines: [monitor('device_del dimm0')],
      look: { machine: 'host', select: theRange(blocks(48, 63)), panel: 'map' },
      claims: [
        noBlocks([48, 63]),
        replied(0, { event: 'DEVICE_DELETED' }),
        file('lsmem', { has: 'Total online memory:       4G' }),
      ],
    },
  ],
};

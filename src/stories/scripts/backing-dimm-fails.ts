/** Scenario virtual 2 of the threads: the DIMM behind a guest's memory fails. */
import { asked, blocksAre, called, file, logged, noBlocks, onMachine, replied, zone } from '../claims.ts';
import { blocks, mib, monitor, on, shell, states, theDimm, theRange, world } from '../lines.ts';
import type { Story } from '../types.ts';

/** The host's failing DIMM, 6 to 7 GiB, and its other one, 7 to 8 GiB. */
const BAD = blocks(48, 55);
const GOOD = blocks(56, 63);

export const story: Story = {
  id: 'backing-dimm-fails',
  title: 'The DIMM behind a guest fails',
  sources: [
    {
      kind: 'thread',
      title: 'arm64/mm: Enable memory hot remove, V7 (virtual scenario 2)',
      when: 'September 2019',
      list: 'linux-arm-kernel',
    },
    { kind: 'kernel', fn: 'mm/memory-failure.c: memory_failure' },
    { kind: 'kernel', fn: 'mm/memory_hotplug.c: offline_pages' },
    { kind: 'kernel', fn: 'mm/memory_hotplug.c: try_remove_memory' },
  ],
  machines: [
    { name: 'host', source: { kind: 'bundled', id: 'x86_64-dimm-lifecycle' } },
    { name: 'guest', source: { kind: 'bundled', id: 'x86_64-dimm-one-node' } },
  ],
  backing: [
    { guest: 'guest', dimm: 'dimm1', host: 'host', range: BAD, from: 0, to: 2 },
    { guest: 'guest', dimm: 'dimm2', host: 'host', range: GOOD, from: 4, to: 5 },
  ],
  steps: [
    {
      title: 'One DIMM, two machines',
      narration: `
        At the left the *host*, at the right its *guest*, a virtual machine. The guest’s DIMM of 1 GiB is really memory of
        the host, and lies on the host’s DIMM \`dimm0\`: the band joins them.

        A program of the guest uses 300 MiB of it.
      `,
      lines: [
        monitor('object_add memory-backend-ram,id=ram,size=1G'),
        monitor('device_add pc-dimm,id=dimm0,memdev=ram,node=1,slot=0'),
        ...states(48, 55, 'online_movable'),
        shell('hold guest-dimm1 anon 1022 1'),
        ...on(
          'guest',
          monitor('object_add memory-backend-ram,id=mem1,size=1G'),
          monitor('device_add pc-dimm,id=dimm1,memdev=mem1'),
          ...states(32, 39, 'online_movable'),
          shell('hold app anon 300'),
        ),
      ],
      look: { machine: 'guest', select: theDimm('dimm1'), panel: 'map' },
      claims: [
        blocksAre([48, 55], { state: 'online', zones: 'Movable', node: 1 }),
        ...onMachine('guest', blocksAre([32, 39], { state: 'online', zones: 'Movable' })),
      ],
    },
    {
      title: 'The host’s DIMM breaks',
      narration: `
        An error that cannot be corrected, in the middle of the host’s DIMM. The host’s kernel takes the page out of use:
        *Memory failure*. Whoever had it, here the program that is the guest, is told that 4 KiB are lost.

        It must be told at once, before it reads what is no longer there.
      `,
      lines: [world('fault dimm dimm0 uncorrectable 512M')],
      look: {
        machine: 'host',
        select: theRange(mib(6656, 6658)),
        map: { range: BAD, level: 'subsections' },
        panel: 'map',
      },
      claims: [
        logged(0, 'recovery action for dirty LRU page: Recovered'),
        file('/proc/meminfo', { has: /HardwareCorrupted: +4 kB/ }),
      ],
      question: {
        ask: 'What is the guest to do with its DIMM?',
        choices: [
          { text: 'Nothing: the host has dealt with the error' },
          { text: 'Mark the page as broken too, and get off this DIMM before more breaks', right: true },
          { text: 'Stop' },
        ],
        answer: `
          QEMU passes the error on as a machine check, and the guest’s kernel does what the host’s did. But a DIMM that has
          failed once will fail again: better to leave it while there is time.
        `,
      },
    },
    {
      title: 'The guest hears of it',
      narration: `
        In the guest the same error shows up half-way into *its* DIMM. The page was free, so nothing is lost. The page is
        poisoned: never to be given to anybody.
      `,
      lines: on('guest', world('fault dimm dimm1 uncorrectable 512M')),
      look: {
        machine: 'guest',
        select: theDimm('dimm1'),
        map: { range: blocks(32, 39), level: 'subsections' },
        panel: 'map',
      },
      claims: onMachine(
        'guest',
        logged(0, 'Memory failure'),
        file('/proc/meminfo', { has: /HardwareCorrupted: +4 kB/ }),
      ),
    },
    {
      title: 'First the guest lets go, then the host',
      narration: `
        The guest is asked for its DIMM. Its program’s pages move to other memory, the broken page is left behind, and the
        DIMM goes. Then QEMU gives the memory back to the host, and the host takes its own DIMM out.

        In this order nobody ever touches memory that has gone.
      `,
      lines: [
        ...on('guest', monitor('device_del dimm1'), monitor('object_del mem1')),
        shell('drop guest-dimm1'),
        monitor('device_del dimm0'),
      ],
      look: { machine: 'host', select: theRange(BAD), panel: 'map' },
      claims: [
        noBlocks([48, 55]),
        replied(3, { event: 'DEVICE_DELETED' }),
        file('/proc/meminfo', { has: /HardwareCorrupted: +0 kB/ }),
        ...onMachine('guest', noBlocks([32, 39]), called(0, 'offline_pages', 'try_remove_memory')),
      ],
    },
    {
      title: 'Replaced: the same address for the guest, another for the host',
      narration: `
        The host gets a new DIMM in another slot, at 7 GiB. Half of nothing of that concerns the guest: its replacement
        DIMM appears at 4 GiB, where the old one was, and all its block numbers come back.

        Which address lies beneath is the host’s affair alone.
      `,
      lines: [
        monitor('object_add memory-backend-ram,id=ram2,size=1G'),
        monitor('device_add pc-dimm,id=dimm5,memdev=ram2,node=1,slot=5,addr=0x1c0000000'),
        ...states(56, 63, 'online_movable'),
        shell('hold guest-dimm2 anon 1022 1'),
        ...on(
          'guest',
          monitor('object_add memory-backend-ram,id=mem2,size=1G'),
          monitor('device_add pc-dimm,id=dimm2,memdev=mem2'),
        ),
      ],
      look: { machine: 'guest', select: theDimm('dimm2'), panel: 'map' },
      claims: [
        blocksAre([56, 63], { state: 'online', zones: 'Movable', node: 1 }),
        noBlocks([48, 55]),
        zone(1, 'Movable', { free: { atMost: 5_000 } }),
        ...onMachine(
          'guest',
          blocksAre([32, 39], { state: 'offline' }),
          file('qemu/info-memory-devices', { has: 'addr: 0x100000000' }),
        ),
      ],
    },
    {
      title: 'Healed',
      narration: `
        The guest brings its blocks online. No block remembers the poison: the pages are new, and so are the struct pages that
        said so.
      `,
      lines: on('guest', ...states(32, 39, 'online_movable')),
      look: { machine: 'guest', select: theDimm('dimm2'), panel: 'map' },
      claims: onMachine(
        'guest',
        blocksAre([32, 39], { state: 'online', zones: 'Movable' }),
        file('/proc/meminfo', { has: /HardwareCorrupted: +0 kB/ }),
        asked('residue', {}, 'no block is without its DIMM', (r) => r.orphanBlocks.length === 0),
      ),
    },
  ],
};

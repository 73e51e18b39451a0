/** Scenario virtual 2 of the threads: the DIMM behind a guest's memory fails. */
import * as words from '#words/stories/backing-dimm-fails.ts';
import { asked, blocksAre, called, file, logged, noBlocks, onMachine, replied, zone } from '../claims.ts';
import { blocks, mib, monitor, on, shell, states, theDimm, theRange, world } from '../lines.ts';
import { quiz } from '../quiz.ts';
import type { Story } from '../types.ts';

/** The host's failing DIMM, 6 to 7 GiB, and its other one, 7 to 8 GiB. */
const BAD = blocks(48, 55);
const GOOD = blocks(56, 63);

export const story: Story = {
  id: 'backing-dimm-fails',
  sources: [
    {
      kind: 'thread',
      subject: 'arm64/mm: Enable memory hot remove',
      version: 'V7',
      part: words.thread,
      month: '2019-09',
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
      ...words.oneDimmTwoMachines,
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
      ...words.hostDimmBreaks,
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
      question: quiz(words.hostDimmBreaks.question, 'leave'),
    },
    {
      ...words.guestHears,
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
      ...words.guestFirst,
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
      ...words.replaced,
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
      ...words.healed,
      lines: on('guest', ...states(32, 39, 'online_movable')),
      look: { machine: 'guest', select: theDimm('dimm2'), panel: 'map' },
      claims: onMachine(
        'guest',
        blocksAre([32, 39], { state: 'online', zones: 'Movable' }),
        file('/proc/meminfo', { has: /HardwareCorrupted: +0 kB/ }),
        asked('residue', {}, words.says.noOrphans, (r) => r.orphanBlocks.length === 0),
      ),
    },
  ],
};

/** Scenario virtual 1 of the threads: the host takes back memory that it had given to a guest. */
import * as words from '#words/stories/entitlement-reduced.ts';
import { sectionNr } from '../../engine/units.ts';
import { asked, blocksAre, called, file, noBlocks, onMachine, replied, zone } from '../claims.ts';
import { blocks, monitor, on, shell, states, theDimm, theRange } from '../lines.ts';
import { quiz } from '../quiz.ts';
import type { Story } from '../types.ts';

/** The first half of the host's DIMM: 6 to 7 GiB. */
const GIVEN = blocks(48, 55);

export const story: Story = {
  id: 'entitlement-reduced',
  sources: [
    {
      kind: 'thread',
      subject: 'arm64/mm: Enable memory hot remove',
      version: 'V7',
      part: words.thread,
      month: '2019-09',
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
      ...words.hostAndGuest,
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
      ...words.hostGives,
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
      ...words.guestSettles,
      lines: on('guest', ...states(32, 39, 'online_movable'), shell('hold app anon 600')),
      look: { machine: 'guest', select: theDimm('dimm1'), panel: 'map' },
      claims: onMachine(
        'guest',
        blocksAre([32, 39], { state: 'online', zones: 'Movable' }),
        zone(0, 'Movable', { free: { atMost: 110_000 } }),
      ),
      question: quiz(words.guestSettles.question, 'guest'),
    },
    {
      ...words.guestAsked,
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
      ...words.goneForGuest,
      look: { machine: 'host', select: theRange(GIVEN), panel: 'map' },
      claims: [
        zone(1, 'Movable', { free: { atMost: 262_144 } }),
        ...onMachine(
          'guest',
          noBlocks([32, 39]),
          file('lsmem', { has: 'Total online memory:       2G' }),
          asked('section', { nr: sectionNr(32) }, words.says.noSection32, (s) => s === undefined),
        ),
      ],
    },
    {
      ...words.hostHasIt,
      lines: [...on('guest', monitor('object_del mem1')), shell('drop guest-dimm1')],
      look: { machine: 'host', select: theRange(GIVEN), panel: 'map' },
      claims: [zone(1, 'Movable', { free: { atLeast: 520_000 } }), replied(1, { status: 0 })],
    },
    {
      ...words.hostDimmLeaves,
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

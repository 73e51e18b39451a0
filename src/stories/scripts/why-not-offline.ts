/** Why a memory block will not go offline: every reason, from the kernel's own pages to a word of a notifier. */
import * as words from '#words/stories/why-not-offline.ts';
import { blockId } from '../../engine/units.ts';
import { asked, blocksAre, called, file, logged, nothingInTheWay, replied } from '../claims.ts';
import { blocks, monitor, shell, state, states, theBlock, theDimm, world } from '../lines.ts';
import { quiz } from '../quiz.ts';
import type { Story } from '../types.ts';

const DIMM = blocks(48, 55);

/** What is in the way of a block, by its owner. */
const inTheWay = (block: number, says: string, fits: (name: string, owner: string) => boolean) =>
  asked('whyNot', { block: blockId(block) }, says, (c) =>
    c === undefined ? nothingInTheWay : fits(c.name, c.owner) ? true : `${c.owner} ${c.name}`,
  );

export const story: Story = {
  id: 'why-not-offline',
  sources: [
    { kind: 'kernel', fn: 'mm/memory_hotplug.c: offline_pages' },
    { kind: 'kernel', fn: 'mm/page_isolation.c: has_unmovable_pages' },
    { kind: 'kernel', fn: 'mm/memory_hotplug.c: do_migrate_range' },
    { kind: 'kernel', fn: 'drivers/base/memory.c: memory_block_online' },
    { kind: 'doc', file: 'Documentation/admin-guide/mm/memory-hotplug.rst' },
  ],
  machines: [{ name: 'machine', source: { kind: 'bundled', id: 'x86_64-dimm-lifecycle' } }],
  steps: [
    {
      ...words.halfAndHalf,
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
        asked('whyNot', { block: blockId(52) }, words.says.nothingInTheWay52, (c) => c === undefined),
      ],
    },
    {
      ...words.inUse,
      lines: [state(52, 'offline')],
      look: { select: theBlock(52), panel: 'timeline' },
      claims: [
        replied(0, 'ok'),
        blocksAre([52, 52], { state: 'offline' }),
        called(0, 'start_isolate_page_range', 'do_migrate_range', 'migrate_pages', 'test_pages_isolated'),
      ],
    },
    {
      ...words.kernelPages,
      lines: [shell('hold pipes pipe 2400 1'), state(48, 'offline')],
      look: { select: theBlock(48), tab: 'section', map: { range: DIMM, level: 'subsections' }, panel: 'inspector' },
      claims: [
        replied(1, { errno: 'EBUSY' }),
        logged(1, 'unmovable page'),
        blocksAre([48, 48], { state: 'online', zones: 'Normal' }),
        inTheWay(48, words.says.pipesInTheWay, (name) => name.includes('pipes')),
      ],
      question: quiz(words.kernelPages.question, 'endHolder'),
    },
    {
      ...words.reference,
      lines: [shell('hold transfer vmsplice 10 1'), state(53, 'offline')],
      look: { select: theBlock(53), tab: 'section', panel: 'timeline' },
      claims: [
        replied(1, 'waits'),
        logged(1, 'migration failure'),
        inTheWay(53, words.says.transferInTheWay, (name) => name.includes('transfer')),
        file('/sys/devices/system/memory/memory53/state', { is: 'going-offline' }),
      ],
    },
    {
      ...words.transferEnds,
      lines: [shell('drop transfer')],
      look: { select: theBlock(53), map: { range: DIMM, level: 'subsections' }, panel: 'map' },
      claims: [blocksAre([53, 53], { state: 'offline' })],
    },
    {
      ...words.broken,
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
      ...words.bootMemory,
      lines: [state(0, 'offline')],
      look: { select: theBlock(0), tab: 'section', map: { range: blocks(0, 7), level: 'subsections' }, panel: 'map' },
      claims: [
        replied(0, { errno: 'EINVAL' }),
        file('/sys/devices/system/memory/memory0/valid_zones', { is: 'none' }),
        blocksAre([0, 0], { state: 'online' }),
      ],
    },
    {
      ...words.veto,
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

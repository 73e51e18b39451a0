/** `echo online_movable > …/online`, as it is printed in a thread, and what it really does. */
import * as words from '#words/stories/online-file.ts';
import { blockId } from '../../engine/units.ts';
import { asked, blocksAre, called, file, replied, zone } from '../claims.ts';
import { blocks, monitor, theBlock, theDimm, write } from '../lines.ts';
import { quiz } from '../quiz.ts';
import { state } from '../lines.ts';
import type { Story } from '../types.ts';

const DIMM = blocks(48, 55);
const dir = (id: number): string => `/sys/devices/system/memory/memory${id}`;

export const story: Story = {
  id: 'online-file',
  sources: [
    { kind: 'thread', subject: 'CXL boot to bash', part: words.thread, month: '2025-02', list: 'linux-mm, linux-cxl' },
    { kind: 'kernel', fn: 'drivers/base/core.c: online_store' },
    { kind: 'kernel', fn: 'lib/kstrtox.c: kstrtobool' },
    { kind: 'kernel', fn: 'drivers/base/memory.c: state_store' },
  ],
  machines: [{ name: 'machine', source: { kind: 'bundled', id: 'x86_64-dimm-lifecycle' } }],
  steps: [
    {
      ...words.twoFiles,
      lines: [
        monitor('object_add memory-backend-ram,id=mem1,size=1G'),
        monitor('device_add pc-dimm,id=dimm1,memdev=mem1,node=1'),
      ],
      look: { select: theDimm('dimm1'), map: { range: blocks(32, 55), level: 'blocks' }, panel: 'map' },
      claims: [
        blocksAre([48, 55], { state: 'offline', node: 1 }),
        file(`${dir(48)}/online`, { is: '0' }),
        file(`${dir(48)}/valid_zones`, { is: 'Normal Movable' }),
      ],
      question: quiz(words.twoFiles.question, 'policy'),
    },
    {
      ...words.whichZone,
      lines: [write(`${dir(48)}/online`, 'online_movable')],
      look: { select: theBlock(48), tab: 'section', map: { range: DIMM, level: 'blocks' }, panel: 'map' },
      claims: [
        replied(0, 'ok'),
        blocksAre([48, 48], { state: 'online', zones: 'Normal' }),
        file(`${dir(48)}/online`, { is: '1' }),
        called(0, 'device_online', 'online_pages'),
      ],
    },
    {
      ...words.whatMeansYes,
      lines: [write(`${dir(49)}/online`, 'only_if_the_moon_is_full'), write(`${dir(50)}/online`, 'movable')],
      look: { select: theBlock(49), panel: 'console' },
      claims: [
        replied(0, 'ok'),
        blocksAre([49, 49], { state: 'online', zones: 'Normal' }),
        replied(1, { errno: 'EINVAL' }),
        blocksAre([50, 50], { state: 'offline' }),
      ],
    },
    {
      ...words.rightFile,
      lines: [state(55, 'online_movable')],
      look: { select: theBlock(55), tab: 'section', map: { range: DIMM, level: 'blocks' }, panel: 'map' },
      claims: [
        replied(0, 'ok'),
        blocksAre([55, 55], { state: 'online', zones: 'Movable' }),
        zone(1, 'Movable', { present: 32_768 }),
      ],
    },
    {
      ...words.putRight,
      lines: [state(48, 'offline'), state(48, 'online_movable')],
      look: { select: theBlock(48), tab: 'section', map: { range: DIMM, level: 'blocks' }, panel: 'map' },
      claims: [
        replied(0, 'ok'),
        blocksAre([48, 48], { state: 'online', zones: 'Movable' }),
        asked('whyNot', { block: blockId(48) }, words.says.nothingKeepsIt, (c) => c === undefined),
      ],
    },
  ],
};

/** `echo online_movable > …/online`, as it is printed in a thread, and what it really does. */
import { blockId } from '../../engine/units.ts';
import { asked, blocksAre, called, file, replied, zone } from '../claims.ts';
import { blocks, monitor, theBlock, theDimm, write } from '../lines.ts';
import { state } from '../lines.ts';
import type { Story } from '../types.ts';

const DIMM = blocks(48, 55);
const dir = (id: number): string => `/sys/devices/system/memory/memory${id}`;

export const story: Story = {
  id: 'online-file',
  title: 'online_movable, to the wrong file',
  sources: [
    {
      kind: 'thread',
      title: 'CXL boot to bash, section 3: memory (block) hotplug',
      when: 'February 2025',
      list: 'linux-mm, linux-cxl',
    },
    { kind: 'kernel', fn: 'drivers/base/core.c: online_store' },
    { kind: 'kernel', fn: 'lib/kstrtox.c: kstrtobool' },
    { kind: 'kernel', fn: 'drivers/base/memory.c: state_store' },
  ],
  machines: [{ name: 'machine', source: { kind: 'bundled', id: 'x86_64-dimm-lifecycle' } }],
  steps: [
    {
      title: 'Two files, one switch',
      narration: `
        A DIMM has arrived, offline. Each of its blocks has two files that can bring it online: \`state\`, which every
        memory block has, and \`online\`, which every device has that can be switched on and off.

        A mail shows this line: \`echo online_movable > …/memory48/online\`. What does it do?
      `,
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
      question: {
        ask: 'echo online_movable > /sys/devices/system/memory/memory48/online',
        choices: [
          { text: 'The block goes online to Movable' },
          { text: 'An error: the file takes 0 or 1' },
          { text: 'The block goes online, to whatever zone the policy chooses', right: true },
        ],
        answer: `
          \`online\` reads a yes or no. The kernel’s reader of such words looks at the first letters only: *on* means yes,
          whatever follows. The rest of \`online_movable\` is never read.
        `,
      },
    },
    {
      title: 'It goes online. Where?',
      narration: `
        The write succeeds, without a word. The block is online, but look at its colour: *Normal*. From now on the kernel
        may put its own data on it, and taking it out again may be impossible.
      `,
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
      title: 'What else means yes',
      narration: `
        Anything that starts like a yes will do: \`y\`, \`1\`, \`on\`, and \`only_if_the_moon_is_full\`. A word that starts
        like neither is refused with EINVAL.
      `,
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
      title: 'The right file',
      narration: `
        \`state\` knows four words: \`offline\`, \`online\`, \`online_kernel\` and \`online_movable\`. Here the last one does what
        it says: the block joins *Movable*, which only takes what can be moved away again.
      `,
      lines: [state(55, 'online_movable')],
      look: { select: theBlock(55), tab: 'section', map: { range: DIMM, level: 'blocks' }, panel: 'map' },
      claims: [
        replied(0, 'ok'),
        blocksAre([55, 55], { state: 'online', zones: 'Movable' }),
        zone(1, 'Movable', { present: 32_768 }),
      ],
    },
    {
      title: 'Put right',
      narration: `
        Block 48 holds nothing yet, so it can still change sides: offline, then \`online_movable\`, this time to \`state\`.

        On a busy machine this would be the moment at which it turns out that the kernel has moved in. Look twice at the
        file name.
      `,
      lines: [state(48, 'offline'), state(48, 'online_movable')],
      look: { select: theBlock(48), tab: 'section', map: { range: DIMM, level: 'blocks' }, panel: 'map' },
      claims: [
        replied(0, 'ok'),
        blocksAre([48, 48], { state: 'online', zones: 'Movable' }),
        asked('whyNot', { block: blockId(48) }, 'nothing would keep it from leaving', (c) => c === undefined),
      ],
    },
  ],
};

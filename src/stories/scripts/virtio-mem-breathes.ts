/** virtio-mem grows and shrinks a virtual machine in small pieces. */
import * as words from '#words/stories/virtio-mem-breathes.ts';
import { sectionNr } from '../../engine/units.ts';
import { asked, blocksAre, called, file, logged, noBlocks, replied, zone } from '../claims.ts';
import { blocks, monitor, shell, theBlock, theRange } from '../lines.ts';
import { quiz } from '../quiz.ts';
import type { Claim, Story } from '../types.ts';

/** Where the device’s memory lies: 2 GiB from 6 GiB on. */
const DEVICE = blocks(48, 63);
const size = (bytes: number, says: string): Claim => ({
  ...file('qemu/info-memory-devices', { has: new RegExp(`^ +size: ${bytes}$`, 'm') }),
  says,
});

export const story: Story = {
  id: 'virtio-mem-breathes',
  sources: [
    { kind: 'kernel', fn: 'drivers/virtio/virtio_mem.c: virtio_mem_run_wq' },
    { kind: 'kernel', fn: 'drivers/virtio/virtio_mem.c: virtio_mem_sbm_plug_request' },
    { kind: 'kernel', fn: 'drivers/virtio/virtio_mem.c: virtio_mem_sbm_unplug_request' },
    { kind: 'kernel', fn: 'mm/page_alloc.c: alloc_contig_range' },
    {
      kind: 'thread',
      subject: 'riscv: Memory Hot(Un)Plug support',
      version: 'v4',
      month: '2024-06',
      list: 'linux-riscv',
    },
  ],
  machines: [{ name: 'guest', source: { kind: 'bundled', id: 'x86_64-virtio-mem' } }],
  steps: [
    {
      ...words.promise,
      look: { select: theRange(DEVICE), map: { range: blocks(32, 63), level: 'blocks' }, panel: 'bay' },
      claims: [
        size(0, words.says.nothingPlugged),
        noBlocks([48, 63]),
        file('lsmem', { has: 'Total online memory:       4G' }),
      ],
    },
    {
      ...words.breatheIn,
      lines: [monitor('qom-set vm0 requested-size 1100M')],
      look: {
        select: theBlock(56),
        tab: 'section',
        map: { range: blocks(48, 59), level: 'subsections' },
        panel: 'map',
      },
      claims: [
        replied(0, { event: 'MEMORY_DEVICE_SIZE_CHANGE' }),
        blocksAre([48, 56], { state: 'online', zones: 'Movable', node: 1 }),
        zone(1, 'Movable', { present: 294_912, managed: 281_600 }),
        size(1_153_433_600, words.says.allPlugged),
        logged(0, 'requested size: 0x44c00000'),
      ],
      question: quiz(words.breatheIn.question, 'managedPlugged'),
    },
    {
      ...words.somebodyLivesThere,
      lines: [shell('hold program anon 300 1'), shell('hold transfer vmsplice 10 1')],
      look: {
        select: theBlock(50),
        tab: 'section',
        map: { range: blocks(48, 59), level: 'subsections' },
        panel: 'map',
      },
      claims: [
        replied(0, { has: 'memory48 32768 pages' }),
        replied(1, { has: 'memory50 2560 pages' }),
        zone(1, 'Movable', { free: { atMost: 205_000 } }),
      ],
    },
    {
      ...words.breatheOut,
      lines: [monitor('qom-set vm0 requested-size 0')],
      look: {
        select: theBlock(50),
        tab: 'section',
        map: { range: blocks(48, 59), level: 'subsections' },
        panel: 'map',
      },
      claims: [
        blocksAre([50, 50], { state: 'online', zones: 'Movable' }),
        noBlocks([48, 49]),
        noBlocks([51, 63]),
        size(12_582_912, words.says.stillPlugged),
        called(0, 'virtio_mem_run_wq'),
        asked('section', { nr: sectionNr(50) }, words.says.section50Stays, (s) => s !== undefined),
      ],
    },
    {
      ...words.lastBreath,
      lines: [shell('drop transfer'), monitor('info memory-devices')],
      look: { select: theRange(DEVICE), map: { range: blocks(32, 63), level: 'blocks' }, panel: 'bay' },
      claims: [
        noBlocks([48, 63]),
        size(0, words.says.nothingPlugged),
        file('lsmem', { has: 'Total online memory:       4G' }),
      ],
    },
    {
      ...words.notToBeAsked,
      lines: [monitor('qom-set vm0 requested-size 301M'), monitor('qom-set vm0 requested-size 8G')],
      look: { panel: 'console' },
      claims: [
        replied(0, { has: "'requested-size' has to be multiples of 'block-size' (0x200000)" }),
        replied(1, { has: "'requested-size' cannot exceed the memory backend size(0x80000000)" }),
        noBlocks([48, 63]),
      ],
    },
  ],
};

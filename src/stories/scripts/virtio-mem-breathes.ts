/** virtio-mem grows and shrinks a virtual machine in small pieces. */
import { sectionNr } from '../../engine/units.ts';
import { asked, blocksAre, called, file, logged, noBlocks, replied, zone } from '../claims.ts';
import { blocks, monitor, shell, theBlock, theRange } from '../lines.ts';
import type { Claim, Story } from '../types.ts';

/** Where the device’s memory lies: 2 GiB from 6 GiB on. */
const DEVICE = blocks(48, 63);
const size = (bytes: number, words: string): Claim => ({
  ...file('qemu/info-memory-devices', { has: new RegExp(`^ +size: ${bytes}$`, 'm') }),
  says: words,
});

export const story: Story = {
  id: 'virtio-mem-breathes',
  title: 'virtio-mem breathes',
  sources: [
    { kind: 'kernel', fn: 'drivers/virtio/virtio_mem.c: virtio_mem_run_wq' },
    { kind: 'kernel', fn: 'drivers/virtio/virtio_mem.c: virtio_mem_sbm_plug_request' },
    { kind: 'kernel', fn: 'drivers/virtio/virtio_mem.c: virtio_mem_sbm_unplug_request' },
    { kind: 'kernel', fn: 'mm/page_alloc.c: alloc_contig_range' },
    { kind: 'thread', title: 'riscv: Memory Hot(Un)Plug support, v4', when: 'June 2024', list: 'linux-riscv' },
  ],
  machines: [{ name: 'guest', source: { kind: 'bundled', id: 'x86_64-virtio-mem' } }],
  steps: [
    {
      title: 'A device that is all promise',
      narration: `
        A virtual machine with 4 GiB, and a *virtio-mem* device of up to 2 GiB, empty so far. A DIMM comes and goes as a
        whole. This device is asked for a size, and the guest follows, in steps of 2 MiB.
      `,
      look: { select: theRange(DEVICE), map: { range: blocks(32, 63), level: 'blocks' }, panel: 'bay' },
      claims: [
        size(0, 'the device has plugged nothing'),
        noBlocks([48, 63]),
        file('lsmem', { has: 'Total online memory:       4G' }),
      ],
    },
    {
      title: 'Breathe in: 1,100 MiB',
      narration: `
        The host asks for 1,100 MiB. The guest adds block after block and brings each online to *Movable*: eight whole
        blocks, and a ninth of which only 76 MiB are plugged.

        The rest of that block exists for the kernel, but its pages are kept away from everybody: *fake offline*.
      `,
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
        size(1_153_433_600, 'the device has plugged 1,100 MiB'),
        logged(0, 'requested size: 0x44c00000'),
      ],
      question: {
        ask: 'Block 56 is online, with 76 of 128 MiB plugged. What do present and managed pages say?',
        choices: [
          { text: 'Both count the whole block' },
          { text: 'Present counts the whole block, managed only what is plugged', right: true },
          { text: 'Both count what is plugged' },
        ],
        answer: `
          A block joins its zone as a whole, so all its pages are *present*. *Managed* are those that the allocator was given:
          13,312 fewer, the 52 MiB that the host has not paid for.
        `,
      },
    },
    {
      title: 'Somebody lives there',
      narration: `
        A program takes 300 MiB, and its pages fill the first blocks. Then a device of the guest reads 10 MiB and holds on to
        the pages for a while.
      `,
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
      title: 'Breathe out: everything, please',
      narration: `
        The host wants all of it back. The driver goes from the top down, 2 MiB at a time: pages in use are moved away, the
        piece is handed over, and where a block is empty it leaves altogether.

        Left at the end: 12 MiB around the pages that are held. The host gets the rest at once.
      `,
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
        size(12_582_912, '12 MiB are still plugged'),
        called(0, 'virtio_mem_run_wq'),
        asked('section', { nr: sectionNr(50) }, 'section 50 is still there', (s) => s !== undefined),
      ],
    },
    {
      title: 'The last breath',
      narration: `
        The driver does not give up: it tries again, after 50 seconds, then at longer intervals. The transfer ends, the next
        try succeeds, and the last block leaves.

        A DIMM would have stayed whole until then: all or nothing. This is why hypervisors like small pieces.
      `,
      lines: [shell('drop transfer'), monitor('info memory-devices')],
      look: { select: theRange(DEVICE), map: { range: blocks(32, 63), level: 'blocks' }, panel: 'bay' },
      claims: [
        noBlocks([48, 63]),
        size(0, 'the device has plugged nothing'),
        file('lsmem', { has: 'Total online memory:       4G' }),
      ],
    },
    {
      title: 'What the host may not ask',
      narration: `
        A size that is no multiple of 2 MiB, or more than the device has: QEMU refuses both before the guest hears of it.
      `,
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

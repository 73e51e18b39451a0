/** CXL memory from the firmware's word to an online, movable block. */
import { asked, blocksAre, called, file, logged, replied, zone } from '../claims.ts';
import { blocks, gib, shell, theBlock, theRange, world } from '../lines.ts';
import type { Story } from '../types.ts';

/** The expander’s memory: 2 GiB from 4 GiB on. */
const EXPANDER = gib(4, 6);

export const story: Story = {
  id: 'cxl-boot-to-bash',
  title: 'CXL memory, from boot to bash',
  sources: [
    {
      kind: 'thread',
      title: 'CXL boot to bash, section 3: memory (block) hotplug',
      when: 'February 2025',
      list: 'linux-mm, linux-cxl',
    },
    { kind: 'kernel', fn: 'arch/x86/platform/efi/efi.c: do_add_efi_memmap' },
    { kind: 'kernel', fn: 'drivers/dax/hmem/hmem.c: dax_hmem_probe' },
    { kind: 'kernel', fn: 'drivers/dax/kmem.c: dev_dax_kmem_probe' },
    { kind: 'kernel', fn: 'mm/memory_hotplug.c: add_memory_driver_managed' },
  ],
  machines: [{ name: 'server', source: { kind: 'bundled', id: 'x86_64-softreserved-cxl-node' } }],
  steps: [
    {
      title: 'The firmware has a word for it',
      narration: `
        At boot the firmware hands Linux a list of all memory. For the 2 GiB on this expander it adds: *special purpose*.
        Linux takes the hint and leaves them alone, as \`Soft Reserved\`: neither used nor forgotten.

        They belong to a node of their own, node 1, which has no processor.
      `,
      look: { select: theRange(EXPANDER), panel: 'map' },
      claims: [
        file('/proc/iomem', { has: '100000000-17fffffff : Soft Reserved' }),
        file('/sys/devices/system/node/has_memory', { is: '0' }),
        file('/sys/devices/system/node/node1/distance', { has: /^\d+ 10$/m }),
      ],
    },
    {
      title: 'Two drivers pass it on',
      narration: `
        The driver *hmem* finds the range and makes a *dax* device of it: memory that a program could map as a file. Then
        *kmem* takes that device and adds its memory to the kernel, as if a DIMM had been plugged in.

        Sixteen memory blocks, all *offline*. That is where many a server stops, and its owner wonders.
      `,
      lines: [shell('daxctl list')],
      look: { select: theRange(EXPANDER), map: { range: blocks(0, 47), level: 'blocks' }, panel: 'map' },
      claims: [
        replied(0, { has: '"mode":"system-ram"' }),
        replied(0, { has: '"online_memblocks":0' }),
        blocksAre([32, 47], { state: 'offline', node: 1 }),
        file('/proc/iomem', { has: 'System RAM (kmem)' }),
      ],
      question: {
        ask: 'Who decides that the blocks stay offline, or which zone they go to?',
        choices: [
          { text: 'The CXL device' },
          { text: 'The firmware' },
          { text: 'Whoever set the policy: Kconfig, a boot parameter, a file, or a rule in user space', right: true },
        ],
        answer: `
          In four places at least: \`CONFIG_MHP_DEFAULT_ONLINE_TYPE_*\`, \`memhp_default_state=\`, the file
          \`auto_online_blocks\`, and rules of udev or of daxctl. Here nobody said anything, so: offline.
        `,
      },
    },
    {
      title: 'Online, to Movable',
      narration: `
        \`daxctl online-memory\` brings all blocks online, to *Movable* unless told otherwise. Node 1 has memory now.

        The kernel also notices that this memory is slower, and puts it into a lower *tier*: pages that are rarely used may be
        demoted to it.
      `,
      lines: [shell('daxctl online-memory dax0.0')],
      look: { select: theBlock(32), tab: 'zone', map: { range: blocks(0, 47), level: 'blocks' }, panel: 'map' },
      claims: [
        replied(0, { has: 'onlined memory for 1 device' }),
        blocksAre([32, 47], { state: 'online', zones: 'Movable', node: 1 }),
        zone(1, 'Movable', { present: 524_288 }),
        logged(0, 'Demotion targets for Node 0: preferred: 1'),
        called(0, 'memory_block_online', 'online_pages'),
      ],
    },
    {
      title: 'Its struct pages lie elsewhere',
      narration: `
        32 MiB of struct pages describe the expander. They were taken from node 0: node 1 has only Movable memory, which the
        kernel may not use for itself.

        Cheap for 2 GiB. For 256 GiB it would be 4 GiB of the fast memory: see *Who pays for struct pages*.
      `,
      look: { select: theRange(EXPANDER), tab: 'cost', panel: 'inspector' },
      claims: [
        asked('memmapCost', {}, 'node 0 pays 8,192 pages for it', (rows) =>
          rows.some((r) => r.payer.nid === 0 && r.pages === 8192)
            ? true
            : rows.map((r) => `node ${r.payer.nid} ${r.forWhat}: ${r.pages}`).join(', '),
        ),
      ],
    },
    {
      title: 'Back to a device',
      narration: `
        A program wants the memory for itself. \`daxctl\` takes the blocks offline, which works because Movable holds only
        what can move, and turns the device back into one that can be mapped.
      `,
      lines: [shell('daxctl reconfigure-device --mode=devdax --force dax0.0')],
      look: { select: theRange(EXPANDER), map: { range: blocks(0, 47), level: 'blocks' }, panel: 'console' },
      claims: [
        replied(0, { has: '"mode":"devdax"' }),
        file('/sys/devices/system/node/has_memory', { is: '0' }),
        file('lsmem', { has: 'Total online memory:       2G' }),
      ],
    },
    {
      title: 'Or never special at all',
      narration: `
        On this machine a boot parameter, \`memmap=\`, speaks the firmware’s word. We start without it, as \`efi=nosoftreserve\`
        would do on real firmware: the expander is ordinary memory in *Normal* from the first second. Simple, and never to
        be taken out again.
      `,
      lines: [world('boot memmap=')],
      look: { select: theRange(EXPANDER), tab: 'zone', map: { range: blocks(0, 47), level: 'blocks' }, panel: 'map' },
      claims: [
        file('/proc/iomem', { has: /^100000000-17fffffff : System RAM$/m }),
        blocksAre([32, 47], { state: 'online', zones: 'Normal', node: 1 }),
        file('/sys/devices/system/node/has_memory', { is: '0-1' }),
      ],
    },
  ],
};

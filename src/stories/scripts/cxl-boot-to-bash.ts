/** CXL memory from the firmware's word to an online, movable block. */
import * as words from '#words/stories/cxl-boot-to-bash.ts';
import { asked, blocksAre, called, file, logged, replied, zone } from '../claims.ts';
import { blocks, gib, shell, theBlock, theRange, world } from '../lines.ts';
import { quiz } from '../quiz.ts';
import type { Story } from '../types.ts';

/** The expander’s memory: 2 GiB from 4 GiB on. */
const EXPANDER = gib(4, 6);

export const story: Story = {
  id: 'cxl-boot-to-bash',
  sources: [
    { kind: 'thread', subject: 'CXL boot to bash', part: words.thread, month: '2025-02', list: 'linux-mm, linux-cxl' },
    { kind: 'kernel', fn: 'arch/x86/platform/efi/efi.c: do_add_efi_memmap' },
    { kind: 'kernel', fn: 'drivers/dax/hmem/hmem.c: dax_hmem_probe' },
    { kind: 'kernel', fn: 'drivers/dax/kmem.c: dev_dax_kmem_probe' },
    { kind: 'kernel', fn: 'mm/memory_hotplug.c: add_memory_driver_managed' },
  ],
  machines: [{ name: 'server', source: { kind: 'bundled', id: 'x86_64-softreserved-cxl-node' } }],
  steps: [
    {
      ...words.firmware,
      look: { select: theRange(EXPANDER), panel: 'map' },
      claims: [
        file('/proc/iomem', { has: '100000000-17fffffff : Soft Reserved' }),
        file('/sys/devices/system/node/has_memory', { is: '0' }),
        file('/sys/devices/system/node/node1/distance', { has: /^\d+ 10$/m }),
      ],
    },
    {
      ...words.twoDrivers,
      lines: [shell('daxctl list')],
      look: { select: theRange(EXPANDER), map: { range: blocks(0, 47), level: 'blocks' }, panel: 'map' },
      claims: [
        replied(0, { has: '"mode":"system-ram"' }),
        replied(0, { has: '"online_memblocks":0' }),
        blocksAre([32, 47], { state: 'offline', node: 1 }),
        file('/proc/iomem', { has: 'System RAM (kmem)' }),
      ],
      question: quiz(words.twoDrivers.question, 'policy'),
    },
    {
      ...words.onlineToMovable,
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
      ...words.structPagesElsewhere,
      look: { select: theRange(EXPANDER), tab: 'cost', panel: 'inspector' },
      claims: [
        asked('memmapCost', {}, words.says.node0Pays, (rows) =>
          rows.some((r) => r.payer.nid === 0 && r.pages === 8192)
            ? true
            : rows.map((r) => words.says.payer(r.payer.nid, r.forWhat, r.pages)).join(', '),
        ),
      ],
    },
    {
      ...words.backToDevice,
      lines: [shell('daxctl reconfigure-device --mode=devdax --force dax0.0')],
      look: { select: theRange(EXPANDER), map: { range: blocks(0, 47), level: 'blocks' }, panel: 'console' },
      claims: [
        replied(0, { has: '"mode":"devdax"' }),
        file('/sys/devices/system/node/has_memory', { is: '0' }),
        file('lsmem', { has: 'Total online memory:       2G' }),
      ],
    },
    {
      ...words.neverSpecial,
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

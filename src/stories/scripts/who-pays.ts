/** Where struct pages live and who pays for them: 4 GiB of kernel memory and 256 GiB to come. */
import * as words from '#words/stories/who-pays.ts';
import { sectionNr } from '../../engine/units.ts';
import { asked, blocksAre, called, file, logged, noBlocks, notThere, replied, zone } from '../claims.ts';
import { blocks, gib, monitor, shell, theBlock, theDimm, theRange, world } from '../lines.ts';
import { quiz } from '../quiz.ts';
import type { Story } from '../types.ts';

const MACHINE =
  'qemu-system-x86_64 -machine q35 -cpu max,la57=off -smp 2 -m 4G,slots=8,maxmem=512G -kernel bzImage -append "console=ttyS0"';
/** 128 GiB from 6 GiB on, and 128 GiB more. */
const FIRST = gib(6, 134);

export const story: Story = {
  id: 'who-pays',
  sources: [
    { kind: 'thread', subject: 'CXL boot to bash', part: words.thread, month: '2025-02', list: 'linux-mm, linux-cxl' },
    {
      kind: 'thread',
      subject: 'Allocate memmap from hotadded memory (per device)',
      version: 'v5',
      month: '2021-03',
      list: 'linux-mm',
    },
    { kind: 'kernel', fn: 'mm/sparse-vmemmap.c: vmemmap_alloc_block' },
    { kind: 'kernel', fn: 'mm/memory_hotplug.c: create_altmaps_and_memory_blocks' },
    { kind: 'kernel', fn: 'mm/memory_hotplug.c: mhp_init_memmap_on_memory' },
  ],
  machines: [{ name: 'machine', source: { kind: 'qemu', base: 'x86_64-dimm-one-node', text: MACHINE } }],
  steps: [
    {
      ...words.smallMachine,
      look: { tab: 'cost', panel: 'map' },
      claims: [
        file('lsmem', { has: 'Total online memory:       4G' }),
        zone(0, 'Normal', { free: { atLeast: 400_000 } }),
        noBlocks([48, 60]),
      ],
      question: quiz(words.smallMachine.question, 'kernel'),
    },
    {
      ...words.halfGone,
      lines: [
        monitor('object_add memory-backend-ram,id=mem1,size=128G'),
        monitor('device_add pc-dimm,id=big1,memdev=mem1'),
      ],
      look: { select: theDimm('big1'), tab: 'cost', map: { range: gib(0, 6), level: 'subsections' }, panel: 'map' },
      claims: [
        replied(1, 'ok'),
        blocksAre([48, 1071], { state: 'offline' }),
        asked('section', { nr: sectionNr(48) }, words.says.sectionPays, (s) =>
          s === undefined ? notThere : s.memmap.pages === 512 && s.memmap.kind === 'runtime',
        ),
        asked('memmapCost', {}, words.says.big1Costs, (rows) =>
          rows.filter((r) => r.forWhat.includes('big1')).reduce((sum, r) => sum + r.pages, 0) === 524_288
            ? true
            : rows.map((r) => `${r.forWhat} ${r.pages}`).join(', '),
        ),
        zone(0, 'Normal', { free: { atMost: 100_000 } }),
      ],
    },
    {
      ...words.doesNotFit,
      lines: [
        monitor('object_add memory-backend-ram,id=mem2,size=128G'),
        monitor('device_add pc-dimm,id=big2,memdev=mem2'),
      ],
      look: { tab: 'cost', map: { range: gib(0, 6), level: 'subsections' }, panel: 'map' },
      claims: [
        logged(1, 'add_memory failed'),
        called(1, 'arch_add_memory', 'sparse_add_section'),
        noBlocks([1072, 1080]),
        file('qemu/info-memory-devices', { has: 'big2' }),
        zone(0, 'Normal', { free: { atMost: 20_000 } }),
      ],
    },
    {
      ...words.oneWordMore,
      lines: [world('boot memory_hotplug.memmap_on_memory=Y')],
      look: { select: theBlock(48), tab: 'cost', map: { range: blocks(48, 63), level: 'subsections' }, panel: 'map' },
      claims: [
        file('/sys/module/memory_hotplug/parameters/memmap_on_memory', { is: 'Y' }),
        blocksAre([48, 60], { state: 'offline' }),
        asked('section', { nr: sectionNr(48) }, words.says.inBlockItself, (s) =>
          s === undefined ? notThere : s.memmap.kind === 'altmap',
        ),
        asked('section', { nr: sectionNr(2095) }, words.says.lastSectionToo, (s) => s?.memmap.kind === 'altmap'),
        zone(0, 'Normal', { free: { atLeast: 400_000 } }),
      ],
      question: quiz(words.oneWordMore.question, 'gib252'),
    },
    {
      ...words.online,
      lines: [shell('chmem -e -b 48-1071 -z Movable')],
      look: {
        select: theRange(FIRST),
        tab: 'zone',
        map: { range: blocks(48, 63), level: 'subsections' },
        panel: 'map',
      },
      claims: [
        replied(0, 'ok'),
        blocksAre([48, 1071], { state: 'online', zones: 'Movable' }),
        zone(0, 'Movable', { present: 33_554_432, managed: 33_030_144 }),
        zone(0, 'Normal', { free: { atLeast: 400_000 } }),
      ],
    },
    {
      ...words.otherPrice,
      look: { select: theBlock(48), tab: 'cost', panel: 'inspector' },
      claims: [
        asked('section', { nr: sectionNr(48) }, words.says.ownMap, (s) =>
          s === undefined ? notThere : s.usedPages >= 512 && s.memmap.pages === 512,
        ),
        file('/proc/meminfo', { has: /^MemTotal: +13\d{7} kB/m }),
      ],
    },
  ],
};

/** Where struct pages live and who pays for them: 4 GiB of kernel memory and 256 GiB to come. */
import { sectionNr } from '../../engine/units.ts';
import { asked, blocksAre, called, file, logged, noBlocks, replied, zone } from '../claims.ts';
import { blocks, gib, monitor, shell, theBlock, theDimm, theRange, world } from '../lines.ts';
import type { Story } from '../types.ts';

const MACHINE =
  'qemu-system-x86_64 -machine q35 -cpu max,la57=off -smp 2 -m 4G,slots=8,maxmem=512G -kernel bzImage -append "console=ttyS0"';
/** 128 GiB from 6 GiB on, and 128 GiB more. */
const FIRST = gib(6, 134);

export const story: Story = {
  id: 'who-pays',
  title: 'Who pays for struct pages',
  sources: [
    {
      kind: 'thread',
      title: 'CXL boot to bash, section 3: memory (block) hotplug',
      when: 'February 2025',
      list: 'linux-mm, linux-cxl',
    },
    {
      kind: 'thread',
      title: 'Allocate memmap from hotadded memory (per device), v5',
      when: 'March 2021',
      list: 'linux-mm',
    },
    { kind: 'kernel', fn: 'mm/sparse-vmemmap.c: vmemmap_alloc_block' },
    { kind: 'kernel', fn: 'mm/memory_hotplug.c: create_altmaps_and_memory_blocks' },
    { kind: 'kernel', fn: 'mm/memory_hotplug.c: mhp_init_memmap_on_memory' },
  ],
  machines: [{ name: 'machine', source: { kind: 'qemu', base: 'x86_64-dimm-one-node', text: MACHINE } }],
  steps: [
    {
      title: 'A small machine with a large future',
      narration: `
        4 GiB of memory, and 256 GiB waiting on the shelf: two expanders of 128 GiB each. They shall go to *Movable*, for
        programs only.

        For each page of 4 KiB the kernel keeps a *struct page* of 64 bytes. 128 GiB of pages need 2 GiB of those.
      `,
      look: { tab: 'cost', panel: 'map' },
      claims: [
        file('lsmem', { has: 'Total online memory:       4G' }),
        zone(0, 'Normal', { free: { atLeast: 400_000 } }),
        noBlocks([48, 60]),
      ],
      question: {
        ask: 'The first 128 GiB arrive, still offline. Where do their 2 GiB of struct pages come from?',
        choices: [
          { text: 'From the new memory itself' },
          { text: 'From the 4 GiB that the kernel has', right: true },
          { text: 'They are made when the memory goes online' },
        ],
        answer: `
          The new memory is not in use yet, so the kernel takes what it has: pages it can keep its own data in. It has to,
          before anybody can use a single page of the newcomer.
        `,
      },
    },
    {
      title: 'Half of the machine is gone',
      narration: `
        Look at the amber cells: 2 GiB of the 4 now hold struct pages. The machine has more memory than ever, and less that
        it can use: nothing of the 128 GiB is online yet.
      `,
      lines: [
        monitor('object_add memory-backend-ram,id=mem1,size=128G'),
        monitor('device_add pc-dimm,id=big1,memdev=mem1'),
      ],
      look: { select: theDimm('big1'), tab: 'cost', map: { range: gib(0, 6), level: 'subsections' }, panel: 'map' },
      claims: [
        replied(1, 'ok'),
        blocksAre([48, 1071], { state: 'offline' }),
        asked('section', { nr: sectionNr(48) }, 'a section pays 512 pages, taken at run time', (s) =>
          s === undefined ? 'it is not there' : s.memmap.pages === 512 && s.memmap.kind === 'runtime',
        ),
        asked('memmapCost', {}, 'big1 costs 524,288 pages', (rows) =>
          rows.filter((r) => r.forWhat.includes('big1')).reduce((sum, r) => sum + r.pages, 0) === 524_288
            ? true
            : rows.map((r) => `${r.forWhat} ${r.pages}`).join(', '),
        ),
        zone(0, 'Normal', { free: { atMost: 100_000 } }),
      ],
    },
    {
      title: 'The second does not fit',
      narration: `
        Another 2 GiB of struct pages? They are not there. Section by section the kernel takes what is left, then fails with
        *out of memory*: \`add_memory failed\`.

        The expander is plugged in, and Linux does not have it. Not one program was running.
      `,
      notes:
        'The sections that were added before the failing one stay behind on x86, as __add_pages does not undo them: see the tab “Left behind” of the knobs panel.',
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
      title: 'Started again, with one word more',
      narration: `
        We start the machine anew, both expanders in place, with \`memory_hotplug.memmap_on_memory=Y\`. Now each *memory
        block* of 128 MiB carries its own struct pages: 2 MiB at its start, amber.

        All 256 GiB are there, and the kernel’s 4 GiB are its own again.
      `,
      lines: [world('boot memory_hotplug.memmap_on_memory=Y')],
      look: { select: theBlock(48), tab: 'cost', map: { range: blocks(48, 63), level: 'subsections' }, panel: 'map' },
      claims: [
        file('/sys/module/memory_hotplug/parameters/memmap_on_memory', { is: 'Y' }),
        blocksAre([48, 60], { state: 'offline' }),
        asked('section', { nr: sectionNr(48) }, 'the struct pages of section 48 lie in the block itself', (s) =>
          s === undefined ? 'it is not there' : s.memmap.kind === 'altmap',
        ),
        asked(
          'section',
          { nr: sectionNr(2095) },
          'so do those of the last section',
          (s) => s?.memmap.kind === 'altmap',
        ),
        zone(0, 'Normal', { free: { atLeast: 400_000 } }),
      ],
      question: {
        ask: 'The blocks go online to Movable. How much of the 256 GiB can programs use?',
        choices: [{ text: '256 GiB' }, { text: '252 GiB', right: true }, { text: '250 GiB' }],
        answer: `
          64 bytes of every 4,096: one part in 64. 4 of 256 GiB pay for themselves. Nobody else has to.
        `,
      },
    },
    {
      title: 'Online, and still 4 GiB for the kernel',
      narration: `
        The first expander goes online to *Movable*: 126 of its 128 GiB. The 2 MiB at the start of each block belong to the
        zone, too, but can be given to nobody.

        A widespread belief is that this cannot work for Movable memory. It does: the pages of the map are set aside before
        any zone is chosen, and never move.
      `,
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
      title: 'The price of the other way',
      narration: `
        So always say yes? Not quite. With the map inside, each block loses 1.6 % whether it is online or not, no huge page
        of 1 GiB finds room between the maps, and struct pages on slow memory are slow to read.

        On a machine with plenty of kernel memory that is capacity lost for no gain. On this one it is the only way.
      `,
      look: { select: theBlock(48), tab: 'cost', panel: 'inspector' },
      claims: [
        asked('section', { nr: sectionNr(48) }, 'at least 512 pages of block 48 are taken by its own map', (s) =>
          s === undefined ? 'it is not there' : s.usedPages >= 512 && s.memmap.pages === 512,
        ),
        file('/proc/meminfo', { has: /^MemTotal: +13\d{7} kB/m }),
      ],
    },
  ],
};

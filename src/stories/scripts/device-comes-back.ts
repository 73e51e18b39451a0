/** Device memory that fails, is initialised anew, and comes back elsewhere. */
import { pfn } from '../../engine/units.ts';
import { asked, called, file, logged, noFile, replied } from '../claims.ts';
import { gib, mib, theRange, world } from '../lines.ts';
import type { Claim, Story } from '../types.ts';

/** Where the accelerator's memory lies first, and where it comes back. */
const FIRST = gib(1024, 1024.5);
const THEN = mib(24_576, 25_088);

const known = (page: number, want: boolean, words: string): Claim =>
  asked('pfn', { pfn: pfn(page) }, words, (p) => (p?.valid ?? false) === want);

export const story: Story = {
  id: 'device-comes-back',
  title: 'Device memory comes back elsewhere',
  sources: [
    {
      kind: 'thread',
      title: 'arm64/mm: Enable memory hot remove, V7 (coherent device memory)',
      when: 'September 2019',
      list: 'linux-arm-kernel',
    },
    { kind: 'kernel', fn: 'mm/memremap.c: memremap_pages' },
    { kind: 'kernel', fn: 'mm/memremap.c: memunmap_pages' },
    { kind: 'kernel', fn: 'mm/memory_hotplug.c: move_pfn_range_to_zone' },
  ],
  machines: [{ name: 'machine', source: { kind: 'bundled', id: 'x86_64-dimm-lifecycle' } }],
  steps: [
    {
      title: 'Memory on the other side of a link',
      narration: `
        An accelerator with memory of its own, joined to the processor by a coherent link: both can read and write it like
        any memory. Its driver wants struct pages for it, so that the kernel can refer to its pages, but nobody else may
        allocate them.

        That is what the zone *Device* is for.
      `,
      notes:
        'The accelerator is modelled: no recording has one. What the kernel does with its range is what it does with any ZONE_DEVICE range.',
      lines: [world('accel plug gpu0 512M node 0')],
      look: { select: theRange(FIRST), tab: 'section', map: { range: FIRST, level: 'blocks' }, panel: 'map' },
      claims: [
        replied(0, 'ok'),
        logged(0, '512 MiB of coherent memory at [mem 0x10000000000-0x1001fffffff]'),
        known(FIRST.start, true, 'its first page has a struct page'),
        called(0, 'memremap_pages', 'arch_add_memory', 'move_pfn_range_to_zone'),
        noFile('/sys/devices/system/memory/memory8192/state'),
      ],
    },
    {
      title: 'Seen, but not free',
      narration: `
        The memory has struct pages and a place in the direct map. Yet \`lsmem\` does not list it, there is no memory block,
        and the zone has no free pages: it is not the kernel’s to give.
      `,
      look: {
        select: theRange(FIRST),
        tab: 'section',
        map: { range: FIRST, level: 'subsections' },
        panel: 'inspector',
      },
      claims: [
        file('lsmem', { has: 'Total online memory:       4G' }),
        file('lsmem', { lacks: '0x0000010000000000' }),
        asked('pfn', { pfn: FIRST.start }, 'its pages are not online', (p) =>
          p === undefined ? 'nothing is known of it' : !p.online,
        ),
      ],
      question: {
        ask: 'The link reports an error that needs the device to be reset. What has to happen first?',
        choices: [
          { text: 'Nothing, memory behind a link survives a reset' },
          { text: 'Every trace of the memory has to leave the kernel', right: true },
          { text: 'The machine has to be started again' },
        ],
        answer: `
          During the reset the addresses answer to nobody. As long as page tables point there, any stray access, even one of
          the processor guessing ahead, may bring the machine down.
        `,
      },
    },
    {
      title: 'A fault of high priority',
      narration: `
        The driver pulls the memory out: it waits until nobody holds a page, then \`memunmap_pages\` takes down struct pages and
        page tables. Nothing was migrated, nothing was asked: device memory belongs to its driver.
      `,
      lines: [world('accel fault gpu0 ECC')],
      look: { select: theRange(FIRST), stage: 'tables', tab: 'tables', panel: 'map' },
      claims: [
        logged(0, 'taking the memory offline'),
        known(FIRST.start, false, 'its first page has no struct page any more'),
        called(0, 'memunmap_pages', 'arch_remove_memory'),
      ],
    },
    {
      title: 'Initialised anew',
      narration: `
        The device is reset and trains its link again. Meanwhile the firmware has given its window to somebody else: it will
        have to live at other addresses.
      `,
      lines: [world('accel reset gpu0')],
      look: { panel: 'bay' },
      claims: [logged(0, 'initialised'), known(THEN.start, false, 'at 24 GiB there is nothing yet')],
    },
    {
      title: 'Back, at 24 GiB',
      narration: `
        The same memory, other page frames. Everything is built anew there: sections, struct pages, page tables. At the old
        address nothing is left that could be mistaken for memory.

        That was the thread’s point: a range may come back *elsewhere*, and then what stayed behind is lost for ever.
      `,
      lines: [world('accel online gpu0 at 0x600000000')],
      look: { select: theRange(THEN), tab: 'section', map: { range: THEN, level: 'blocks' }, panel: 'map' },
      claims: [
        replied(0, 'ok'),
        known(THEN.start, true, 'the first page at 24 GiB has a struct page'),
        known(FIRST.start, false, 'at 1 TiB nothing is left'),
        file('/proc/iomem', { has: '600000000-61fffffff : gpu0' }),
      ],
    },
  ],
};

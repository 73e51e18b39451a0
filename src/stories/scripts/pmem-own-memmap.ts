/** Persistent memory that carries its own struct pages: an altmap, and why it must be given back. */
import { pfn, sectionNr } from '../../engine/units.ts';
import { asked, called, file, replied } from '../claims.ts';
import { mib, shell, theRange } from '../lines.ts';
import type { Story } from '../types.ts';

/** The region: 1,298 MiB from 6 GiB on. */
const REGION = mib(6144, 7442);
const START = pfn(1_572_864);

export const story: Story = {
  id: 'pmem-own-memmap',
  title: 'Persistent memory with its map on itself',
  sources: [
    { kind: 'kernel', fn: 'drivers/nvdimm/pfn_devs.c: __nvdimm_setup_pfn' },
    { kind: 'kernel', fn: 'mm/memremap.c: memremap_pages' },
    { kind: 'kernel', fn: 'mm/sparse-vmemmap.c: altmap_alloc_block_buf' },
    { kind: 'kernel', fn: 'mm/memremap.c: memunmap_pages' },
    {
      kind: 'thread',
      title: 'arm64/mm: Enable memory hot remove, V7 (vmemmap and altmap)',
      when: 'September 2019',
      list: 'linux-arm-kernel',
    },
  ],
  machines: [{ name: 'server', source: { kind: 'bundled', id: 'x86_64-pmem-devdax' } }],
  steps: [
    {
      title: 'Memory that remembers',
      narration: `
        An *NVDIMM*: memory that keeps its content without power. Linux does not use it as ordinary memory. It appears as a
        *region* of 1,298 MiB, from which one cuts *namespaces*: pieces of a size and a use of one’s own.

        No page of it has a struct page yet. On the map it is an outline.
      `,
      lines: [shell('ndctl disable-region all; ndctl init-labels -f all; ndctl enable-region all')],
      look: { select: theRange(REGION), map: { range: mib(4096, 7680), level: 'blocks' }, panel: 'map' },
      claims: [
        file('/proc/iomem', { has: '180000000-1d11fffff : Persistent Memory' }),
        asked('section', { nr: sectionNr(48) }, 'its first section is not present', (s) => s === undefined),
        file('/proc/vmstat', { has: 'nr_memmap_pages 0' }),
      ],
    },
    {
      title: 'Struct pages, paid by the machine',
      narration: `
        A program wants to map 1,280 MiB of it directly, which takes struct pages. \`-M mem\`: they come from the machine’s own
        memory, 20 MiB of it.

        Persistent memory can be ten times as large as the memory beside it. Then this is out of the question.
      `,
      lines: [shell('ndctl create-namespace -m devdax -M mem -s 1280M')],
      look: {
        select: theRange(REGION),
        tab: 'section',
        map: { range: mib(4096, 7680), level: 'blocks' },
        panel: 'map',
      },
      claims: [
        replied(0, { has: '"map":"mem"' }),
        replied(0, { has: '"size":1340080128' }),
        file('/proc/vmstat', { has: 'nr_memmap_pages 5120' }),
        called(0, 'memremap_pages', 'sparse_add_section', 'memmap_init_zone_device'),
        asked('pfn', { pfn: pfn(START + 2048) }, 'its pages have struct pages, and are not online', (p) =>
          p === undefined ? 'nothing is known of it' : p.valid && !p.online,
        ),
      ],
      question: {
        ask: 'With -M dev the struct pages lie on the NVDIMM itself. What does that change?',
        choices: [
          { text: 'The namespace gets smaller', right: true },
          { text: 'The struct pages survive a reboot' },
          { text: 'The pages can go online' },
        ],
        answer: `
          The first part of the namespace is set aside for the struct pages of the rest. They are written anew at every
          start; only their place is on the device.
        `,
      },
    },
    {
      title: 'Struct pages on the device',
      narration: `
        \`-M dev\`: the beginning of the namespace, amber, now holds the struct pages of all of it. That part is called an
        *altmap*: an alternative to asking the page allocator.

        20 MiB less to store, and nobody else pays.
      `,
      lines: [shell('ndctl create-namespace -f -e namespace0.0 -m devdax -M dev')],
      look: {
        select: theRange(mib(6144, 6272)),
        tab: 'section',
        map: { range: mib(6144, 6400), level: 'subsections' },
        panel: 'map',
      },
      claims: [
        replied(0, { has: '"map":"dev"' }),
        replied(0, { has: '"size":1319108608' }),
        asked('section', { nr: sectionNr(50) }, 'the struct pages of section 50 lie on the device', (s) =>
          s === undefined ? 'it is not there' : s.memmap.kind === 'altmap' ? true : s.memmap.kind,
        ),
        file('ptdump/vmemmap', {
          has: '0xffffea0004000000-0xffffea0007400000          52M     RW         PSE     GLB NX pmd',
        }),
      ],
    },
    {
      title: 'To let it go, the map must go first',
      narration: `
        The namespace is switched off. \`memunmap_pages\` clears the entries of the vmemmap that show the struct pages, and
        counts every page of the altmap as given back.

        Had the vmemmap been left in place, it would now point *into a device that is gone*. This is where the thread’s
        question, whether it may stay, got its answer.
      `,
      lines: [shell('ndctl disable-namespace namespace0.0')],
      look: { select: theRange(REGION), stage: 'tables', tab: 'tables', panel: 'map' },
      claims: [
        replied(0, { has: 'disabled 1 namespace' }),
        file('/proc/vmstat', { has: 'nr_memmap_pages 0' }),
        file('ptdump/vmemmap', {
          has: '0xffffea0006000000-0xffffea0040000000         928M                               pmd',
        }),
        called(0, 'memunmap_pages', 'arch_remove_memory'),
      ],
    },
    {
      title: 'Or it becomes memory',
      narration: `
        Switched on again, the device can also be *lent to the kernel*: \`daxctl\` turns it into System RAM, nine blocks of
        Movable memory.

        1,258 MiB went in, 1,152 came out: blocks are whole and aligned, and what sticks out at both ends is lost to it.
      `,
      lines: [
        shell('ndctl enable-namespace namespace0.0'),
        shell('daxctl reconfigure-device --mode=system-ram --movable dax0.0'),
      ],
      look: {
        select: theRange(REGION),
        tab: 'section',
        map: { range: mib(6016, 7552), level: 'blocks' },
        panel: 'map',
      },
      claims: [
        replied(1, { has: '"total_memblocks":9' }),
        file('lsmem', { has: /0x0000000188000000-0x00000001cfffffff +1\.1G +online +yes 49-57 +1 Movable/ }),
      ],
    },
  ],
};

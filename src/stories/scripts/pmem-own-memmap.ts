/** Persistent memory that carries its own struct pages: an altmap, and why it must be given back. */
import * as words from '#words/stories/pmem-own-memmap.ts';
import { pfn, sectionNr } from '../../engine/units.ts';
import { asked, called, file, nothingKnown, notThere, replied } from '../claims.ts';
import { mib, shell, theRange } from '../lines.ts';
import { quiz } from '../quiz.ts';
import type { Story } from '../types.ts';

/** The region: 1,298 MiB from 6 GiB on. */
const REGION = mib(6144, 7442);
const START = pfn(1_572_864);

export const story: Story = {
  id: 'pmem-own-memmap',
  sources: [
    { kind: 'kernel', fn: 'drivers/nvdimm/pfn_devs.c: __nvdimm_setup_pfn' },
    { kind: 'kernel', fn: 'mm/memremap.c: memremap_pages' },
    { kind: 'kernel', fn: 'mm/sparse-vmemmap.c: altmap_alloc_block_buf' },
    { kind: 'kernel', fn: 'mm/memremap.c: memunmap_pages' },
    {
      kind: 'thread',
      subject: 'arm64/mm: Enable memory hot remove',
      version: 'V7',
      part: words.thread,
      month: '2019-09',
      list: 'linux-arm-kernel',
    },
  ],
  machines: [{ name: 'server', source: { kind: 'bundled', id: 'x86_64-pmem-devdax' } }],
  steps: [
    {
      ...words.remembers,
      lines: [shell('ndctl disable-region all; ndctl init-labels -f all; ndctl enable-region all')],
      look: { select: theRange(REGION), map: { range: mib(4096, 7680), level: 'blocks' }, panel: 'map' },
      claims: [
        file('/proc/iomem', { has: '180000000-1d11fffff : Persistent Memory' }),
        asked('section', { nr: sectionNr(48) }, words.says.noSection, (s) => s === undefined),
        file('/proc/vmstat', { has: 'nr_memmap_pages 0' }),
      ],
    },
    {
      ...words.paidByMachine,
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
        asked('pfn', { pfn: pfn(START + 2048) }, words.says.notOnline, (p) =>
          p === undefined ? nothingKnown : p.valid && !p.online,
        ),
      ],
      question: quiz(words.paidByMachine.question, 'smaller'),
    },
    {
      ...words.paidByDevice,
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
        asked('section', { nr: sectionNr(50) }, words.says.structPagesOnDevice, (s) =>
          s === undefined ? notThere : s.memmap.kind === 'altmap' ? true : s.memmap.kind,
        ),
        file('ptdump/vmemmap', {
          has: '0xffffea0004000000-0xffffea0007400000          52M     RW         PSE     GLB NX pmd',
        }),
      ],
    },
    {
      ...words.mapGoesFirst,
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
      ...words.becomesMemory,
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

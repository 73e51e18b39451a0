/** Two mappings in one section, before and after subsections. */
import * as words from '#words/stories/two-in-one-section.ts';
import { pfn, sectionNr } from '../../engine/units.ts';
import { asked, called, file, logged, noFile, nothingKnown, replied } from '../claims.ts';
import { blocks, mib, shell, theRange, world } from '../lines.ts';
import { quiz } from '../quiz.ts';
import type { Claim, Story } from '../types.ts';

const MACHINE =
  'qemu-system-x86_64 -machine q35,nvdimm=on -cpu max,la57=off -smp 2 -m 4G,slots=8,maxmem=64G -object memory-backend-ram,id=nv0,size=2G -device nvdimm,id=nvdimm0,memdev=nv0,label-size=128K -kernel bzImage -append "console=ttyS0"';
/** The section that both namespaces reach into: 96 MiB belong to one, 32 to the other. */
const SHARED = blocks(50, 50);
const FIRST_PAGE_OF_SECOND = pfn(0x19_6000);

const bits = (set: number, says: string): Claim =>
  asked('section', { nr: sectionNr(50) }, says, (s) => {
    if (s === undefined) return set === 0 ? true : words.says.noSection50;
    const got = s.map.reduce((sum, word) => {
      let n = 0;
      for (let w = word >>> 0; w !== 0; w = (w & (w - 1)) >>> 0) n++;
      return sum + n;
    }, 0);
    return got === set ? true : words.says.bitsSet(got);
  });

export const story: Story = {
  id: 'two-in-one-section',
  sources: [
    {
      kind: 'thread',
      subject: 'mm: Sub-section memory hotplug support',
      version: 'v5',
      month: '2019-03',
      list: 'linux-mm',
    },
    { kind: 'kernel', fn: 'mm/sparse.c: fill_subsection_map' },
    { kind: 'kernel', fn: 'mm/sparse.c: section_deactivate' },
    { kind: 'kernel', fn: 'mm/memory_hotplug.c: pfn_to_online_page' },
    { kind: 'kernel', fn: 'drivers/nvdimm/pfn_devs.c: nd_pfn_validate' },
  ],
  machines: [{ name: 'machine', source: { kind: 'qemu', base: 'x86_64-pmem-devdax', text: MACHINE } }],
  steps: [
    {
      ...words.largeNvdimm,
      lines: [shell('ndctl disable-region region0 && ndctl init-labels nmem0 && ndctl enable-region region0')],
      look: { select: theRange(mib(6144, 8190)), map: { range: mib(6144, 8192), level: 'blocks' }, panel: 'map' },
      claims: [replied(0, { has: 'enabled 1 region' }), bits(0, words.says.noSection50)],
    },
    {
      ...words.firstNamespace,
      lines: [shell('ndctl create-namespace -m devdax -M mem -s 352M')],
      look: { select: theRange(SHARED), tab: 'section', map: { range: SHARED, level: 'section' }, panel: 'inspector' },
      claims: [
        replied(0, { has: '"size":367001600' }),
        bits(48, words.says.firstBits),
        called(0, 'memremap_pages', 'section_activate', 'fill_subsection_map'),
        noFile('/sys/devices/system/memory/memory50/state'),
      ],
    },
    {
      ...words.neighbour,
      lines: [shell('ndctl create-namespace -m devdax -M mem -s 288M')],
      look: { select: theRange(SHARED), tab: 'section', map: { range: SHARED, level: 'section' }, panel: 'inspector' },
      claims: [
        replied(0, { has: '"size":299892736' }),
        bits(64, words.says.allBits),
        asked('pfn', { pfn: FIRST_PAGE_OF_SECOND }, words.says.firstPageOfSecond, (p) =>
          p === undefined ? nothingKnown : p.valid && !p.online,
        ),
        noFile('/sys/devices/system/memory/memory50/state'),
      ],
      question: quiz(words.neighbour.question, 'bitsCleared'),
    },
    {
      ...words.oneLeaves,
      lines: [shell('ndctl disable-namespace namespace0.0')],
      look: { select: theRange(SHARED), tab: 'section', map: { range: SHARED, level: 'section' }, panel: 'inspector' },
      claims: [
        replied(0, { has: 'disabled 1 namespace' }),
        bits(16, words.says.secondBits),
        called(0, 'memunmap_pages', 'section_deactivate'),
      ],
    },
    {
      ...words.before2019,
      lines: [shell('ndctl enable-namespace namespace0.0'), world('boot kernel=v5.2')],
      look: { select: theRange(SHARED), map: { range: mib(6144, 7168), level: 'blocks' }, panel: 'console' },
      claims: [
        logged(1, 'Conflicting mapping in same section'),
        logged(1, 'failed with error -12'),
        file('/proc/iomem', { has: 'namespace0.0' }),
      ],
    },
    {
      ...words.padding,
      lines: [
        shell('ndctl disable-region region0 && ndctl init-labels -f nmem0 && ndctl enable-region region0'),
        shell('ndctl create-namespace -m devdax -M mem -s 352M'),
        shell('ndctl create-namespace -m devdax -M mem -s 288M'),
      ],
      look: {
        select: theRange(SHARED),
        tab: 'section',
        map: { range: mib(6144, 7168), level: 'blocks' },
        panel: 'map',
      },
      claims: [logged(2, 'alignment collision, truncate 33554432 bytes'), replied(2, { has: '"size":266338304' })],
    },
  ],
};

/** Two mappings in one section, before and after subsections. */
import { pfn, sectionNr } from '../../engine/units.ts';
import { asked, called, file, logged, noFile, replied } from '../claims.ts';
import { blocks, mib, shell, theRange, world } from '../lines.ts';
import type { Claim, Story } from '../types.ts';

const MACHINE =
  'qemu-system-x86_64 -machine q35,nvdimm=on -cpu max,la57=off -smp 2 -m 4G,slots=8,maxmem=64G -object memory-backend-ram,id=nv0,size=2G -device nvdimm,id=nvdimm0,memdev=nv0,label-size=128K -kernel bzImage -append "console=ttyS0"';
/** The section that both namespaces reach into: 96 MiB belong to one, 32 to the other. */
const SHARED = blocks(50, 50);
const FIRST_PAGE_OF_SECOND = pfn(0x19_6000);

const bits = (set: number, words: string): Claim =>
  asked('section', { nr: sectionNr(50) }, words, (s) => {
    if (s === undefined) return set === 0 ? true : 'section 50 is not present';
    const got = s.map.reduce((sum, word) => {
      let n = 0;
      for (let w = word >>> 0; w !== 0; w = (w & (w - 1)) >>> 0) n++;
      return sum + n;
    }, 0);
    return got === set ? true : `${got} bits are set`;
  });

export const story: Story = {
  id: 'two-in-one-section',
  title: 'Two mappings in one section',
  sources: [
    { kind: 'thread', title: 'mm: Sub-section memory hotplug support, v5', when: 'March 2019', list: 'linux-mm' },
    { kind: 'kernel', fn: 'mm/sparse.c: fill_subsection_map' },
    { kind: 'kernel', fn: 'mm/sparse.c: section_deactivate' },
    { kind: 'kernel', fn: 'mm/memory_hotplug.c: pfn_to_online_page' },
    { kind: 'kernel', fn: 'drivers/nvdimm/pfn_devs.c: nd_pfn_validate' },
  ],
  machines: [{ name: 'machine', source: { kind: 'qemu', base: 'x86_64-pmem-devdax', text: MACHINE } }],
  steps: [
    {
      title: 'One large NVDIMM',
      narration: `
        2 GiB of persistent memory, to be carved into *namespaces* of whatever size people need. Linux keeps its books about
        memory by *section*, 128 MiB each. People do not.
      `,
      lines: [shell('ndctl disable-region region0 && ndctl init-labels nmem0 && ndctl enable-region region0')],
      look: { select: theRange(mib(6144, 8190)), map: { range: mib(6144, 8192), level: 'blocks' }, panel: 'map' },
      claims: [replied(0, { has: 'enabled 1 region' }), bits(0, 'section 50 is not present')],
    },
    {
      title: 'A namespace of 352 MiB',
      narration: `
        It fills two sections and three quarters of a third, number 50. On the map 48 of the 64 cells of that tile are
        violet, *Device*: the kernel made struct pages for exactly these.

        The section’s bitmap says so: one bit for each 2 MiB, 48 of them set.
      `,
      lines: [shell('ndctl create-namespace -m devdax -M mem -s 352M')],
      look: { select: theRange(SHARED), tab: 'section', map: { range: SHARED, level: 'section' }, panel: 'inspector' },
      claims: [
        replied(0, { has: '"size":367001600' }),
        bits(48, '48 bits of section 50 are set'),
        called(0, 'memremap_pages', 'section_activate', 'fill_subsection_map'),
        noFile('/sys/devices/system/memory/memory50/state'),
      ],
    },
    {
      title: 'Its neighbour starts where it ends',
      narration: `
        The second namespace begins in the middle of section 50, takes the other 16 bits and goes on. Two owners in one
        section, and nobody lost a byte.

        There is no memory *block* here: a block is online or offline as a whole, and has one owner. Only such device memory
        may be cut so finely.
      `,
      lines: [shell('ndctl create-namespace -m devdax -M mem -s 288M')],
      look: { select: theRange(SHARED), tab: 'section', map: { range: SHARED, level: 'section' }, panel: 'inspector' },
      claims: [
        replied(0, { has: '"size":299892736' }),
        bits(64, 'all 64 bits of section 50 are set'),
        asked(
          'pfn',
          { pfn: FIRST_PAGE_OF_SECOND },
          'the first page of the second has a struct page, and is not online',
          (p) => (p === undefined ? 'nothing is known of it' : p.valid && !p.online),
        ),
        noFile('/sys/devices/system/memory/memory50/state'),
      ],
      question: {
        ask: 'The first namespace is switched off. What becomes of section 50?',
        choices: [
          { text: 'It goes: its first owner has left' },
          { text: '48 bits are cleared, the neighbour’s 16 stay', right: true },
          { text: 'Nothing, until both have gone' },
        ],
        answer: `
          \`section_deactivate\` clears the bits of the range and frees the struct pages of that range alone. Only the last bit
          takes the section with it.
        `,
      },
    },
    {
      title: 'One leaves, one stays',
      narration: `
        Off. Three quarters of the tile are empty again, and the neighbour did not notice.
      `,
      lines: [shell('ndctl disable-namespace namespace0.0')],
      look: { select: theRange(SHARED), tab: 'section', map: { range: SHARED, level: 'section' }, panel: 'inspector' },
      claims: [
        replied(0, { has: 'disabled 1 namespace' }),
        bits(16, '16 bits of section 50 are set'),
        called(0, 'memunmap_pages', 'section_deactivate'),
      ],
    },
    {
      title: 'Before 2019',
      narration: `
        The same machine with the rules of Linux 5.2, which knew only whole sections. (No recording confirms this part; it
        follows the thread and the source of that time.)

        At boot both namespaces are found again. The first maps. The second reaches into a section that is taken: *Conflicting
        mapping in same section*, and its memory is not there.
      `,
      lines: [shell('ndctl enable-namespace namespace0.0'), world('boot kernel=v5.2')],
      look: { select: theRange(SHARED), map: { range: mib(6144, 7168), level: 'blocks' }, panel: 'console' },
      claims: [
        logged(1, 'Conflicting mapping in same section'),
        logged(1, 'failed with error -12'),
        file('/proc/iomem', { has: 'namespace0.0' }),
      ],
    },
    {
      title: 'Padding, and what it loses',
      narration: `
        People found a way round: leave a gap. Created anew under those rules, the second namespace is moved up to the next
        section, and 32 MiB between the two belong to nobody.

        Somebody objected to the patches: who cares for a few megabytes lost in the cracks? Whoever pays for them by the
        gigabyte.
      `,
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

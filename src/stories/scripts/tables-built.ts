/** Page tables built and torn down: what a DIMM costs, and how it depends on where it lies. */
import * as words from '#words/stories/tables-built.ts';
import { pfn } from '../../engine/units.ts';
import type { Pfn } from '../../engine/units.ts';
import type { MapRegion } from '../../engine/mapping/types.ts';
import { asked, blocksAre, called, file, noBlocks, replied } from '../claims.ts';
import { gib, mib, monitor, theDimm, theRange } from '../lines.ts';
import { quiz } from '../quiz.ts';

import type { Claim, Story } from '../types.ts';

const MACHINE =
  'qemu-system-x86_64 -machine q35 -cpu max,la57=off -smp 2 -m 4G,slots=8,maxmem=900G -kernel bzImage -append "console=ttyS0"';
const at = (gibibytes: number): Pfn => pfn(gibibytes * 262_144);

/** How large the leaf is that maps a page frame, or that nothing does. */
const leafIs = (page: Pfn, region: MapRegion, bytes: number | undefined, says: string): Claim =>
  asked('walk', { pfn: page, region }, says, (w) =>
    'outside' in w ? w.outside : w.leafBytes === bytes ? true : words.says.leafHas(w.leafBytes),
  );

export const story: Story = {
  id: 'tables-built',
  sources: [
    { kind: 'kernel', fn: 'arch/x86/mm/init_64.c: kernel_physical_mapping_init' },
    { kind: 'kernel', fn: 'arch/x86/mm/init_64.c: vmemmap_populate' },
    { kind: 'kernel', fn: 'arch/x86/mm/init_64.c: remove_pagetable' },
    { kind: 'kernel', fn: 'arch/x86/mm/init_64.c: sync_global_pgds_l4' },
  ],
  machines: [{ name: 'machine', source: { kind: 'qemu', base: 'x86_64-dimm-one-node', text: MACHINE } }],
  steps: [
    {
      ...words.twoWindows,
      look: { select: theRange(gib(5, 6)), stage: 'tables', tab: 'tables', panel: 'map' },
      claims: [
        leafIs(at(5), 'direct-map', 2 ** 30, words.says.leafAt5GiB),
        leafIs(at(5), 'vmemmap', 2 ** 21, words.says.leafOfStructPages),
        leafIs(at(6), 'direct-map', undefined, words.says.nothingAt6GiB),
        file('ptdump/direct-map', {
          has: '0xffff888100000000-0xffff888180000000           2G     RW         PSE     GLB NX pud',
        }),
      ],
    },
    {
      ...words.oneEntry,
      lines: [
        monitor('object_add memory-backend-ram,id=mem1,size=1G'),
        monitor('device_add pc-dimm,id=dimm1,memdev=mem1,addr=0x180000000'),
      ],
      look: { select: theDimm('dimm1'), stage: 'tables', tab: 'tables', panel: 'map' },
      claims: [
        replied(1, 'ok'),
        leafIs(at(6), 'direct-map', 2 ** 30, words.says.leafOfDimm),
        file('ptdump/vmemmap', {
          has: '0xffffea0004000000-0xffffea0007000000          48M     RW         PSE     GLB NX pmd',
        }),
        called(1, 'kernel_physical_mapping_init', 'sparse_add_section', 'vmemmap_populate_hugepages'),
      ],
      question: quiz(words.oneEntry.question, 'newTable'),
    },
    {
      ...words.smallerDearer,
      lines: [
        monitor('object_add memory-backend-ram,id=mem2,size=128M'),
        monitor('device_add pc-dimm,id=dimm2,memdev=mem2,addr=0x1c0000000'),
      ],
      look: { select: theDimm('dimm2'), stage: 'tables', tab: 'tables', panel: 'map' },
      claims: [
        replied(1, 'ok'),
        leafIs(at(7), 'direct-map', 2 ** 21, words.says.smallLeafOfDimm),
        file('ptdump/direct-map', {
          has: '0xffff8881c0000000-0xffff8881c8000000         128M     RW         PSE     GLB NX pmd',
        }),
        called(1, 'phys_pmd_init'),
      ],
    },
    {
      ...words.farAway,
      lines: [
        monitor('object_add memory-backend-ram,id=mem3,size=1G'),
        monitor('device_add pc-dimm,id=dimm3,memdev=mem3,addr=0x1080000000'),
      ],
      look: { select: theDimm('dimm3'), stage: 'tables', tab: 'tables', panel: 'map' },
      claims: [
        replied(1, 'ok'),
        leafIs(at(66), 'direct-map', 2 ** 30, words.says.leafOfDimm),
        file('ptdump/vmemmap', { has: '0xffffea0042000000-0xffffea0043000000          16M' }),
        blocksAre([528, 535], { state: 'offline' }),
      ],
    },
    {
      ...words.farther,
      lines: [
        monitor('object_add memory-backend-ram,id=mem4,size=1G'),
        monitor('device_add pc-dimm,id=dimm4,memdev=mem4,addr=0x9600000000'),
      ],
      look: { select: theDimm('dimm4'), stage: 'tables', tab: 'tables', panel: 'timeline' },
      claims: [
        replied(1, 'ok'),
        called(1, 'kernel_physical_mapping_init', 'sync_global_pgds'),
        leafIs(at(600), 'direct-map', 2 ** 30, words.says.leafOfDimm),
      ],
      question: quiz(words.farther.question, 'belowTop'),
    },
    {
      ...words.tornDown,
      lines: ['dimm1', 'dimm2', 'dimm3', 'dimm4'].map((id) => monitor(`device_del ${id}`)),
      look: { select: theRange(mib(614_400, 615_424)), stage: 'tables', tab: 'tables', panel: 'map' },
      claims: [
        noBlocks([48, 55]),
        noBlocks([528, 535]),
        leafIs(at(600), 'direct-map', undefined, words.says.nothingAt600GiB),
        file('ptdump/direct-map', {
          has: '0xffff888180000000-0xffff898000000000        1018G                               pud',
        }),
        file('ptdump/vmemmap', {
          has: '0xffffea0006000000-0xffffea0040000000         928M                               pmd',
        }),
        called(0, 'remove_pagetable'),
      ],
    },
  ],
};

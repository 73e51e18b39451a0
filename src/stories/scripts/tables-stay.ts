/** The tables that stayed behind: arm64’s first patches, and why they left them. */
import * as words from '#words/stories/tables-stay.ts';
import { pfn } from '../../engine/units.ts';
import { asked, blocksAre, called, file, noBlocks, replied } from '../claims.ts';
import { gib, monitor, theDimm, theRange, world } from '../lines.ts';
import { quiz } from '../quiz.ts';
import type { Claim, Story } from '../types.ts';

const MACHINE =
  'qemu-system-aarch64 -machine virt,gic-version=3 -cpu cortex-a57 -smp 2 -m 4G,slots=8,maxmem=256G -bios QEMU_EFI.fd -kernel Image -append "console=ttyAMA0"';
/** The DIMM lies at 128 GiB. */
const DIMM = gib(128, 129);
const PAGE = pfn(33_554_432);

const orphans = (want: (count: number) => boolean, says: string): Claim =>
  asked('tables', { orphans: true, offset: 0, limit: 100 }, says, (t) =>
    want(t.total) ? true : words.says.thereAre(t.total),
  );
const mapped = (want: boolean, says: string): Claim =>
  asked('walk', { pfn: PAGE, region: 'vmemmap' }, says, (w) =>
    'outside' in w ? w.outside : (w.leafBytes !== undefined) === want,
  );

export const story: Story = {
  id: 'tables-stay',
  sources: [
    {
      kind: 'thread',
      subject: 'arm64/mm: Enable memory hot remove',
      version: 'V7',
      month: '2019-09',
      list: 'linux-arm-kernel',
    },
    { kind: 'kernel', fn: 'arch/arm64/mm/mmu.c: free_empty_tables' },
    { kind: 'kernel', fn: 'arch/arm64/mm/mmu.c: unmap_hotplug_range' },
    { kind: 'kernel', fn: 'arch/arm64/mm/mmu.c: vmemmap_free' },
  ],
  machines: [
    {
      name: 'machine',
      source: {
        kind: 'qemu',
        base: 'arm64-dimm-lifecycle',
        cmdline: 'console=ttyAMA0 atlas.memhp_teardown=leave',
        text: MACHINE,
      },
    },
  ],
  steps: [
    {
      ...words.september2019,
      look: { select: theRange(DIMM), stage: 'tables', tab: 'tables', panel: 'map' },
      claims: [
        noBlocks([1024, 1031]),
        mapped(false, words.says.noStructPagesYet),
        orphans((n) => n === 0, words.says.noEmptyTable),
      ],
    },
    {
      ...words.dimmComes,
      lines: [
        monitor('object_add memory-backend-ram,id=mem1,size=1G'),
        monitor('device_add pc-dimm,id=dimm1,memdev=mem1,addr=0x2000000000'),
      ],
      look: { select: theDimm('dimm1'), stage: 'tables', tab: 'tables', panel: 'map' },
      claims: [
        replied(1, 'ok'),
        blocksAre([1024, 1031], { state: 'offline' }),
        mapped(true, words.says.shown),
        file('ptdump/vmemmap', { has: '0xfffffe0040000000-0xfffffe0041000000          16M PMD' }),
      ],
    },
    {
      ...words.looksAlive,
      lines: [monitor('device_del dimm1')],
      look: { select: theRange(DIMM), stage: 'tables', tab: 'tables', panel: 'map' },
      claims: [
        noBlocks([1024, 1031]),
        mapped(true, words.says.stillShown),
        file('ptdump/vmemmap', { has: '0xfffffe0040000000-0xfffffe0041000000          16M PMD' }),
      ],
      question: quiz(words.looksAlive.question, 'notAlways'),
    },
    {
      ...words.keepShared,
      lines: [
        world('boot atlas.memhp_teardown=keep-shared'),
        monitor('device_add pc-dimm,id=dimm1,memdev=mem1,addr=0x2000000000'),
        monitor('device_del dimm1'),
      ],
      look: { select: theRange(DIMM), stage: 'tables', tab: 'tables', panel: 'map' },
      claims: [
        mapped(false, words.says.noLongerShown),
        orphans((n) => n > 0, words.says.orphanStayed),
        file('ptdump/vmemmap', { has: '0xfffffe0040000000-0xfffffe0080000000           1G PMD' }),
      ],
    },
    {
      ...words.edges,
      lines: [
        world('boot atlas.memhp_teardown='),
        monitor('device_add pc-dimm,id=dimm1,memdev=mem1,addr=0x2000000000'),
        monitor('device_del dimm1'),
      ],
      look: { select: theRange(DIMM), stage: 'tables', tab: 'tables', panel: 'map' },
      claims: [
        mapped(false, words.says.noLongerShown),
        called(2, 'unmap_hotplug_range', 'free_empty_tables'),
        orphans((n) => n === 0, words.says.noOrphanStayed),
      ],
    },
    {
      ...words.hundredTimes,
      look: { select: theRange(DIMM), stage: 'tables', tab: 'tables', panel: 'map' },
      claims: [
        asked('rounds', { policy: 'leave', scenario: 'move', rounds: [1, 10] }, words.says.leavingCosts, (r) => {
          const [one, ten] = r.after;
          return one !== undefined && ten !== undefined && ten.bytes > one.bytes
            ? true
            : JSON.stringify(r.after.map((a) => a.bytes));
        }),
        asked('rounds', { policy: 'free', scenario: 'remove', rounds: [10] }, words.says.freeingLeavesNothing, (r) =>
          r.after[0]?.bytes === 0 ? true : words.says.bytes(r.after[0]?.bytes),
        ),
      ],
    },
  ],
};

/** The tables that stayed behind: arm64’s first patches, and why they left them. */
import { pfn } from '../../engine/units.ts';
import { asked, blocksAre, called, file, noBlocks, replied } from '../claims.ts';
import { gib, monitor, theDimm, theRange, world } from '../lines.ts';
import type { Claim, Story } from '../types.ts';

const MACHINE =
  'qemu-system-aarch64 -machine virt,gic-version=3 -cpu cortex-a57 -smp 2 -m 4G,slots=8,maxmem=256G -bios QEMU_EFI.fd -kernel Image -append "console=ttyAMA0"';
/** The DIMM lies at 128 GiB. */
const DIMM = gib(128, 129);
const PAGE = pfn(33_554_432);

const orphans = (want: (count: number) => boolean, words: string): Claim =>
  asked('tables', { orphans: true, offset: 0, limit: 100 }, words, (t) =>
    want(t.total) ? true : `there are ${t.total}`,
  );
const mapped = (want: boolean, words: string): Claim =>
  asked('walk', { pfn: PAGE, region: 'vmemmap' }, words, (w) =>
    'outside' in w ? w.outside : (w.leafBytes !== undefined) === want,
  );

export const story: Story = {
  id: 'tables-stay',
  title: 'The tables that stayed behind',
  sources: [
    {
      kind: 'thread',
      title: 'arm64/mm: Enable memory hot remove, V7',
      when: 'September 2019',
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
      title: 'September 2019',
      narration: `
        arm64 is learning to take memory out again. One question remains open: what about the *vmemmap*, the window that
        shows all struct pages? When a DIMM goes, its part shows nothing useful. May it simply stay?

        It would be less code. Let us run a kernel that does so.
      `,
      look: { select: theRange(DIMM), stage: 'tables', tab: 'tables', panel: 'map' },
      claims: [
        noBlocks([1024, 1031]),
        mapped(false, 'no struct pages for 128 GiB yet'),
        orphans((n) => n === 0, 'no table is empty'),
      ],
    },
    {
      title: 'A DIMM comes',
      narration: `
        1 GiB at 128 GiB. On arm64 the direct map is made of single pages here: 512 tables of 512 entries. The struct pages
        take eight leaves of 2 MiB in the vmemmap, under a new table.
      `,
      lines: [
        monitor('object_add memory-backend-ram,id=mem1,size=1G'),
        monitor('device_add pc-dimm,id=dimm1,memdev=mem1,addr=0x2000000000'),
      ],
      look: { select: theDimm('dimm1'), stage: 'tables', tab: 'tables', panel: 'map' },
      claims: [
        replied(1, 'ok'),
        blocksAre([1024, 1031], { state: 'offline' }),
        mapped(true, 'the vmemmap shows its struct pages'),
        file('ptdump/vmemmap', { has: '0xfffffe0040000000-0xfffffe0041000000          16M PMD' }),
      ],
    },
    {
      title: 'It goes, and something looks alive',
      narration: `
        The DIMM is taken out. The direct map is cleared, but the vmemmap was left alone: whoever asks for the struct page of
        memory that is gone *finds one*.

        And the 16 MiB behind it are still taken, for nobody.
      `,
      lines: [monitor('device_del dimm1')],
      look: { select: theRange(DIMM), stage: 'tables', tab: 'tables', panel: 'map' },
      claims: [
        noBlocks([1024, 1031]),
        mapped(true, 'the vmemmap still shows its struct pages'),
        file('ptdump/vmemmap', { has: '0xfffffe0040000000-0xfffffe0041000000          16M PMD' }),
      ],
      question: {
        ask: 'So unmap the vmemmap as well. Are its page tables, now empty, freed too?',
        choices: [
          { text: 'Yes, an empty table is of no use' },
          { text: 'Not always: somebody else may be walking through them', right: true },
        ],
        answer: `
          On arm64 the vmemmap and *vmalloc* lie side by side and share a table high up. vmalloc walks without a lock. Were
          a table freed under its feet, it would write into memory that belongs to somebody else.
        `,
      },
    },
    {
      title: 'The early patches: keep what is shared',
      narration: `
        The next proposal: unmap everything, but free no table of the vmemmap where it shares one with vmalloc. Safe, and
        simple.

        We start that kernel and play the same again. The struct pages go. The table that held them stays: empty, and never
        to be found again. An *orphan*.
      `,
      lines: [
        world('boot atlas.memhp_teardown=keep-shared'),
        monitor('device_add pc-dimm,id=dimm1,memdev=mem1,addr=0x2000000000'),
        monitor('device_del dimm1'),
      ],
      look: { select: theRange(DIMM), stage: 'tables', tab: 'tables', panel: 'map' },
      claims: [
        mapped(false, 'the vmemmap no longer shows its struct pages'),
        orphans((n) => n > 0, 'at least one empty table stayed behind'),
        file('ptdump/vmemmap', { has: '0xfffffe0040000000-0xfffffe0080000000           1G PMD' }),
      ],
    },
    {
      title: 'Today: look at the edges',
      narration: `
        Linux today frees a table if the *whole* span it covers lies inside the vmemmap: within a floor and a ceiling. Such a
        table nobody else can be walking. Only at the edge one may stay.

        The same DIMM once more, and nothing is left.
      `,
      lines: [
        world('boot atlas.memhp_teardown='),
        monitor('device_add pc-dimm,id=dimm1,memdev=mem1,addr=0x2000000000'),
        monitor('device_del dimm1'),
      ],
      look: { select: theRange(DIMM), stage: 'tables', tab: 'tables', panel: 'map' },
      claims: [
        mapped(false, 'the vmemmap no longer shows its struct pages'),
        called(2, 'unmap_hotplug_range', 'free_empty_tables'),
        orphans((n) => n === 0, 'no empty table stayed behind'),
      ],
    },
    {
      title: 'A hundred times',
      narration: `
        One page now and then: is that worth a thread of mails? Move a DIMM to a new address a hundred times, and see what
        each of the three leaves.

        The table under *Page tables* counts it, by really doing it on a copy of this machine.
      `,
      look: { select: theRange(DIMM), stage: 'tables', tab: 'tables', panel: 'map' },
      claims: [
        asked(
          'rounds',
          { policy: 'leave', scenario: 'move', rounds: [1, 10] },
          'leaving the vmemmap costs more with every move',
          (r) => {
            const [one, ten] = r.after;
            return one !== undefined && ten !== undefined && ten.bytes > one.bytes
              ? true
              : JSON.stringify(r.after.map((a) => a.bytes));
          },
        ),
        asked(
          'rounds',
          { policy: 'free', scenario: 'remove', rounds: [10] },
          'freeing all leaves nothing after ten removals',
          (r) => (r.after[0]?.bytes === 0 ? true : `${r.after[0]?.bytes ?? '?'} bytes`),
        ),
      ],
    },
  ],
};

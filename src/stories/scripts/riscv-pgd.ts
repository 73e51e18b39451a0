/** Why riscv64 prepares the top entries of its page tables at boot. */
import { pfn } from '../../engine/units.ts';
import { asked, blocksAre, called, logged, noBlocks, replied } from '../claims.ts';
import { gib, monitor, theDimm, theRange, world } from '../lines.ts';
import type { Claim, Story } from '../types.ts';

/** The DIMM’s first address in the direct map. */
const DIRECT = '0xffffffd680000000';
const PAGE = pfn(1_048_576);

const how = (want: string, words: string): Claim =>
  asked('processes', {}, words, (p) => (p.how === want ? true : `they are ${p.how}`));
const lacks = (name: string, entries: boolean, words: string): Claim =>
  asked('processes', {}, words, (p) => {
    const found = p.processes.find((q) => q.name === name);
    return found === undefined ? `there is no ${name}` : found.missing.length > 0 === entries;
  });

export const story: Story = {
  id: 'riscv-pgd',
  title: 'PGD entries, prepared in advance',
  sources: [
    { kind: 'thread', title: 'riscv: Memory Hot(Un)Plug support, v4', when: 'June 2024', list: 'linux-riscv' },
    { kind: 'kernel', fn: 'arch/riscv/mm/init.c: pgtable_cache_init' },
    { kind: 'kernel', fn: 'arch/riscv/include/asm/pgalloc.h: sync_kernel_mappings' },
    { kind: 'kernel', fn: 'arch/riscv/mm/init.c: arch_add_memory' },
  ],
  machines: [{ name: 'machine', source: { kind: 'preset', id: 'riscv64-sv39' } }],
  steps: [
    {
      title: 'Three levels',
      narration: `
        A riscv64 machine with page tables of three levels, *Sv39*: PGD, PMD, PTE. One entry of the top table, the *PGD*, maps
        1 GiB. So the first DIMM of another gigabyte needs another top entry.

        The machine is modelled, not recorded, and says so.
      `,
      look: { select: theRange(gib(2, 3)), stage: 'tables', tab: 'tables', panel: 'map' },
      claims: [
        noBlocks([32, 39]),
        asked('walk', { pfn: PAGE, region: 'direct-map' }, 'nothing is mapped at 4 GiB', (w) =>
          'phys' in w ? w.phys === undefined : true,
        ),
        how('preallocated', 'top entries are prepared at boot'),
      ],
    },
    {
      title: 'Every process has a copy',
      narration: `
        When a process is born it gets a PGD of its own: the kernel’s half is *copied*. From then on the two live apart. If the
        kernel’s own PGD gets a new entry later, who tells the copies?

        x86 goes through all processes and tells them. riscv64 does not. We start a kernel in which nothing was prepared, to
        see why that is no mistake.
      `,
      lines: [world('boot atlas.pgd_prealloc=N'), world('process shell')],
      look: { select: theRange(gib(2, 3)), stage: 'tables', tab: 'tables', panel: 'map' },
      claims: [
        how('stale', 'nobody tells the copies of new entries'),
        lacks('shell', false, 'the shell has all there is'),
      ],
    },
    {
      title: 'A DIMM, and a new top entry',
      narration: `
        1 GiB arrives at 4 GiB. The kernel maps it, and its PGD gets an entry. The *shell*, born before, has a copy without it.
        An *editor*, born after, has it.
      `,
      lines: [
        monitor('object_add memory-backend-ram,id=mem1,size=1G'),
        monitor('device_add pc-dimm,id=dimm1,memdev=mem1,node=1'),
        world('process editor'),
      ],
      look: { select: theDimm('dimm1'), stage: 'tables', tab: 'tables', panel: 'map' },
      claims: [
        blocksAre([32, 39], { state: 'offline', node: 1 }),
        called(1, 'create_linear_mapping_range', 'sparse_add_section'),
        lacks('shell', true, 'the shell’s copy lacks an entry'),
        lacks('editor', false, 'the editor’s copy has it'),
      ],
      question: {
        ask: 'A system call on behalf of the shell touches a page of the new DIMM. What happens?',
        choices: [
          { text: 'The processor looks into the kernel’s own table' },
          { text: 'A page fault inside the kernel: the shell dies', right: true },
          { text: 'The kernel copies the entry and goes on' },
        ],
        answer: `
          In a system call the processor still walks the *process’s* tables. Where the copy has no entry there is no way to the
          memory, and the kernel itself faults.
        `,
      },
    },
    {
      title: 'One reads, one dies',
      narration: `
        The same address, on behalf of two processes. The editor reads it. For the shell the kernel faults, at an address
        that is perfectly good.

        A bug that would depend on which of two was born first.
      `,
      lines: [world(`touch editor ${DIRECT}`), world(`touch shell ${DIRECT}`)],
      look: { select: { kind: 'va', va: BigInt(DIRECT) }, stage: 'tables', tab: 'tables', panel: 'console' },
      claims: [
        replied(0, { has: 'editor reads it' }),
        replied(1, { has: 'shell dies' }),
        logged(1, 'Unable to handle kernel paging request'),
      ],
    },
    {
      title: 'Prepared in advance',
      narration: `
        So riscv64 makes every top entry at boot that hotplug could ever need: for the direct map, the vmemmap and KASAN. The
        tables below are empty, but they are *there*, and in every copy.

        The same DIMM, a shell born before it: nothing to miss, since nothing new appears at the top.
      `,
      lines: [world('boot atlas.pgd_prealloc='), world('process shell'), world(`touch shell ${DIRECT}`)],
      look: { select: theDimm('dimm1'), stage: 'tables', tab: 'tables', panel: 'map' },
      claims: [
        how('preallocated', 'top entries are prepared at boot'),
        replied(2, { has: 'shell reads it' }),
        lacks('shell', false, 'the shell’s copy has every entry'),
      ],
    },
    {
      title: 'What it costs',
      narration: `
        One page for each entry: with Sv39, 136 pages for direct map and vmemmap, half a megabyte. And they are never given
        back, DIMM or no DIMM.

        Half a megabyte, for never having to ask who was born when.
      `,
      look: { select: theRange(gib(2, 3)), stage: 'tables', tab: 'tables', panel: 'map' },
      claims: [
        asked('processes', {}, 'some hundred pages lie ready', (p) => {
          const bytes = p.regions.reduce((sum, r) => sum + r.reservedBytes, 0);
          return bytes > 400_000 && bytes < 700_000 ? true : `${bytes} bytes`;
        }),
      ],
    },
  ],
};

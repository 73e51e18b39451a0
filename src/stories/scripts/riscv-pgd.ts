/** Why riscv64 prepares the top entries of its page tables at boot. */
import * as words from '#words/stories/riscv-pgd.ts';
import { diesWithoutEntry, reads } from '#words/world.ts';
import { pfn } from '../../engine/units.ts';
import { asked, blocksAre, called, logged, noBlocks, replied } from '../claims.ts';
import { gib, monitor, theDimm, theRange, world } from '../lines.ts';
import { quiz } from '../quiz.ts';
import type { Claim, Story } from '../types.ts';

/** The DIMM’s first address in the direct map. */
const DIRECT = '0xffffffd680000000';
const PAGE = pfn(1_048_576);

const how = (want: string, says: string): Claim =>
  asked('processes', {}, says, (p) => (p.how === want ? true : words.says.theyAre(p.how)));
const lacks = (name: string, entries: boolean, says: string): Claim =>
  asked('processes', {}, says, (p) => {
    const found = p.processes.find((q) => q.name === name);
    return found === undefined ? words.says.thereIsNo(name) : found.missing.length > 0 === entries;
  });

export const story: Story = {
  id: 'riscv-pgd',
  sources: [
    {
      kind: 'thread',
      subject: 'riscv: Memory Hot(Un)Plug support',
      version: 'v4',
      month: '2024-06',
      list: 'linux-riscv',
    },
    { kind: 'kernel', fn: 'arch/riscv/mm/init.c: pgtable_cache_init' },
    { kind: 'kernel', fn: 'arch/riscv/include/asm/pgalloc.h: sync_kernel_mappings' },
    { kind: 'kernel', fn: 'arch/riscv/mm/init.c: arch_add_memory' },
  ],
  machines: [{ name: 'machine', source: { kind: 'preset', id: 'riscv64-sv39' } }],
  steps: [
    {
      ...words.threeLevels,
      look: { select: theRange(gib(2, 3)), stage: 'tables', tab: 'tables', panel: 'map' },
      claims: [
        noBlocks([32, 39]),
        asked('walk', { pfn: PAGE, region: 'direct-map' }, words.says.nothingMapped, (w) =>
          'phys' in w ? w.phys === undefined : true,
        ),
        how('preallocated', words.says.preparedAtBoot),
      ],
    },
    {
      ...words.copies,
      lines: [world('boot atlas.pgd_prealloc=N'), world('process shell')],
      look: { select: theRange(gib(2, 3)), stage: 'tables', tab: 'tables', panel: 'map' },
      claims: [how('stale', words.says.nobodyTells), lacks('shell', false, words.says.shellHasAll)],
    },
    {
      ...words.newTopEntry,
      lines: [
        monitor('object_add memory-backend-ram,id=mem1,size=1G'),
        monitor('device_add pc-dimm,id=dimm1,memdev=mem1,node=1'),
        world('process editor'),
      ],
      look: { select: theDimm('dimm1'), stage: 'tables', tab: 'tables', panel: 'map' },
      claims: [
        blocksAre([32, 39], { state: 'offline', node: 1 }),
        called(1, 'create_linear_mapping_range', 'sparse_add_section'),
        lacks('shell', true, words.says.shellLacksEntry),
        lacks('editor', false, words.says.editorHasIt),
      ],
      question: quiz(words.newTopEntry.question, 'dies'),
    },
    {
      ...words.oneDies,
      lines: [world(`touch editor ${DIRECT}`), world(`touch shell ${DIRECT}`)],
      look: { select: { kind: 'va', va: BigInt(DIRECT) }, stage: 'tables', tab: 'tables', panel: 'console' },
      claims: [
        replied(0, { has: reads('editor') }),
        replied(1, { has: diesWithoutEntry('shell') }),
        logged(1, 'Unable to handle kernel paging request'),
      ],
    },
    {
      ...words.prepared,
      lines: [world('boot atlas.pgd_prealloc='), world('process shell'), world(`touch shell ${DIRECT}`)],
      look: { select: theDimm('dimm1'), stage: 'tables', tab: 'tables', panel: 'map' },
      claims: [
        how('preallocated', words.says.preparedAtBoot),
        replied(2, { has: reads('shell') }),
        lacks('shell', false, words.says.shellHasEvery),
      ],
    },
    {
      ...words.cost,
      look: { select: theRange(gib(2, 3)), stage: 'tables', tab: 'tables', panel: 'map' },
      claims: [
        asked('processes', {}, words.says.pagesReady, (p) => {
          const bytes = p.regions.reduce((sum, r) => sum + r.reservedBytes, 0);
          return bytes > 400_000 && bytes < 700_000 ? true : words.says.bytes(bytes);
        }),
      ],
    },
  ],
};

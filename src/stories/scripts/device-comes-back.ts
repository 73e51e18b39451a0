/** Device memory that fails, is initialised anew, and comes back elsewhere. */
import * as words from '#words/stories/device-comes-back.ts';
import { pfn } from '../../engine/units.ts';
import { asked, called, file, logged, noFile, nothingKnown, replied } from '../claims.ts';
import { gib, mib, theRange, world } from '../lines.ts';
import { quiz } from '../quiz.ts';
import type { Claim, Story } from '../types.ts';

/** Where the accelerator's memory lies first, and where it comes back. */
const FIRST = gib(1024, 1024.5);
const THEN = mib(24_576, 25_088);

const known = (page: number, want: boolean, says: string): Claim =>
  asked('pfn', { pfn: pfn(page) }, says, (p) => (p?.valid ?? false) === want);

export const story: Story = {
  id: 'device-comes-back',
  sources: [
    {
      kind: 'thread',
      subject: 'arm64/mm: Enable memory hot remove',
      version: 'V7',
      part: words.thread,
      month: '2019-09',
      list: 'linux-arm-kernel',
    },
    { kind: 'kernel', fn: 'mm/memremap.c: memremap_pages' },
    { kind: 'kernel', fn: 'mm/memremap.c: memunmap_pages' },
    { kind: 'kernel', fn: 'mm/memory_hotplug.c: move_pfn_range_to_zone' },
  ],
  machines: [{ name: 'machine', source: { kind: 'bundled', id: 'x86_64-dimm-lifecycle' } }],
  steps: [
    {
      ...words.acrossLink,
      lines: [world('accel plug gpu0 512M node 0')],
      look: { select: theRange(FIRST), tab: 'section', map: { range: FIRST, level: 'blocks' }, panel: 'map' },
      claims: [
        replied(0, 'ok'),
        logged(0, '512 MiB of coherent memory at [mem 0x10000000000-0x1001fffffff]'),
        known(FIRST.start, true, words.says.firstPageKnown),
        called(0, 'memremap_pages', 'arch_add_memory', 'move_pfn_range_to_zone'),
        noFile('/sys/devices/system/memory/memory8192/state'),
      ],
    },
    {
      ...words.seenNotFree,
      look: {
        select: theRange(FIRST),
        tab: 'section',
        map: { range: FIRST, level: 'subsections' },
        panel: 'inspector',
      },
      claims: [
        file('lsmem', { has: 'Total online memory:       4G' }),
        file('lsmem', { lacks: '0x0000010000000000' }),
        asked('pfn', { pfn: FIRST.start }, words.says.notOnline, (p) => (p === undefined ? nothingKnown : !p.online)),
      ],
      question: quiz(words.seenNotFree.question, 'everyTrace'),
    },
    {
      ...words.fault,
      lines: [world('accel fault gpu0 ECC')],
      look: { select: theRange(FIRST), stage: 'tables', tab: 'tables', panel: 'map' },
      claims: [
        logged(0, 'taking the memory offline'),
        known(FIRST.start, false, words.says.firstPageForgotten),
        called(0, 'memunmap_pages', 'arch_remove_memory'),
      ],
    },
    {
      ...words.initialised,
      lines: [world('accel reset gpu0')],
      look: { panel: 'bay' },
      claims: [logged(0, 'initialised'), known(THEN.start, false, words.says.nothingYet)],
    },
    {
      ...words.back,
      lines: [world('accel online gpu0 at 0x600000000')],
      look: { select: theRange(THEN), tab: 'section', map: { range: THEN, level: 'blocks' }, panel: 'map' },
      claims: [
        replied(0, 'ok'),
        known(THEN.start, true, words.says.newPageKnown),
        known(FIRST.start, false, words.says.nothingLeft),
        file('/proc/iomem', { has: '600000000-61fffffff : gpu0' }),
      ],
    },
  ],
};

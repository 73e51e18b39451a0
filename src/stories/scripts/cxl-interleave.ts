/** A CXL region that interleaves over two expanders: assembled, used, damaged, taken apart. */
import * as words from '#words/stories/cxl-interleave.ts';
import { pfn, sectionNr } from '../../engine/units.ts';
import { asked, blocksAre, called, file, logged, noBlocks, notThere, replied, zone } from '../claims.ts';
import { gib, monitor, shell, theRange, world } from '../lines.ts';
import { quiz } from '../quiz.ts';
import type { Story } from '../types.ts';

/** The windows of the two bridges together and of the first one alone, and the regions in them. */
const WINDOW = gib(42.25, 46.25);
const REGION = gib(42.25, 44.25);
const SECOND_REGION = gib(46.25, 47.25);
const BLOCKS = [338, 353] as const;
const POISONED = pfn(0xa90003);

export const story: Story = {
  id: 'cxl-interleave',
  sources: [
    { kind: 'kernel', fn: 'drivers/cxl/core/region.c: cxl_region_attach' },
    { kind: 'kernel', fn: 'drivers/cxl/core/region.c: cxl_dpa_to_hpa' },
    { kind: 'kernel', fn: 'drivers/dax/cxl.c: cxl_dax_region_probe' },
    { kind: 'kernel', fn: 'drivers/dax/kmem.c: dev_dax_kmem_remove' },
    { kind: 'kernel', fn: 'mm/memory-failure.c: memory_failure' },
  ],
  machines: [{ name: 'server', source: { kind: 'preset', id: 'x86_64-cxl' } }],
  steps: [
    {
      ...words.windows,
      lines: [shell('cxl list -M')],
      look: { select: theRange(WINDOW), map: { range: WINDOW, level: 'blocks' }, panel: 'map' },
      claims: [
        replied(0, { has: '"memdev":"mem1"' }),
        file('/proc/iomem', { has: 'a90000000-b8fffffff : CXL Window 0' }),
        noBlocks(BLOCKS),
        asked('pfn', { pfn: REGION.start }, words.says.nothingThere, (p) => !(p?.valid ?? false)),
      ],
    },
    {
      ...words.assembled,
      lines: [shell('cxl create-region -m -d decoder0.0 -t ram -w 2 mem0 mem1')],
      look: {
        select: { kind: 'device', ref: { kind: 'cxl-region', id: 'region0' } },
        tab: 'device',
        map: { range: WINDOW, level: 'blocks' },
        panel: 'inspector',
      },
      claims: [
        replied(0, { has: '"interleave_ways":2' }),
        replied(0, { has: '"interleave_granularity":4096' }),
        file('/proc/iomem', { has: 'a90000000-b0fffffff : region0' }),
      ],
      question: quiz(words.assembled.question, 'second'),
    },
    {
      ...words.oneStretch,
      lines: [shell('daxctl list')],
      look: { select: theRange(REGION), map: { range: WINDOW, level: 'blocks' }, panel: 'map' },
      claims: [
        replied(0, { has: '"target_node":1' }),
        file('/proc/iomem', { has: 'a90000000-b0fffffff : System RAM (kmem)' }),
        blocksAre(BLOCKS, { state: 'offline', node: 1 }),
      ],
    },
    {
      ...words.online,
      lines: [shell('daxctl online-memory dax0.0')],
      look: { select: theRange(REGION), tab: 'zone', map: { range: WINDOW, level: 'blocks' }, panel: 'map' },
      claims: [
        replied(0, { has: 'onlined memory for 1 device' }),
        blocksAre(BLOCKS, { state: 'online', zones: 'Movable', node: 1 }),
        zone(1, 'Movable', { present: 524_288 }),
        logged(0, 'Demotion targets for Node 0: preferred: 1'),
      ],
    },
    {
      ...words.poisoned,
      lines: [world('cxl poison mem1 0x1000')],
      look: {
        select: theRange({ start: POISONED, end: pfn(POISONED + 1) }),
        tab: 'section',
        map: { range: { start: REGION.start, end: pfn(REGION.start + 512) }, level: 'frames' },
        panel: 'map',
      },
      claims: [
        replied(0, { has: 'hpa 0xa90003000' }),
        logged(0, 'Memory failure: 0xa90003: recovery action for free buddy page: Recovered'),
        file('/proc/meminfo', { has: /HardwareCorrupted: +4 kB/ }),
        asked(
          'section',
          { nr: sectionNr(338) },
          words.says.pageIsPoisoned,
          (d) => d?.use.pageblocks[0]?.poisoned === 1,
        ),
      ],
    },
    {
      ...words.takenApart,
      lines: [
        shell('daxctl offline-memory dax0.0'),
        shell('cxl disable-region region0'),
        shell('cxl destroy-region region0'),
      ],
      look: { select: theRange(REGION), map: { range: WINDOW, level: 'blocks' }, panel: 'map' },
      claims: [
        replied(0, { has: 'offlined memory for 1 device' }),
        replied(1, { has: 'disabled 1 region' }),
        replied(2, { has: 'destroyed 1 region' }),
        called(1, 'try_remove_memory', 'arch_remove_memory'),
        noBlocks(BLOCKS),
      ],
      question: quiz(words.takenApart.question, 'stay'),
    },
    {
      ...words.otherWindow,
      lines: [
        monitor('device_del exp1'),
        shell('cxl create-region -m -d decoder0.0 -t ram -w 1 mem0'),
        shell('cxl create-region -m -d decoder0.1 -t ram -w 1 mem0'),
      ],
      look: { select: theRange(SECOND_REGION), map: { range: gib(42.25, 50.25), level: 'blocks' }, panel: 'map' },
      claims: [
        logged(0, 'Button press: will power off'),
        replied(1, { has: 'created 0 regions' }),
        replied(2, { has: 'created 1 region' }),
        file('/proc/iomem', { has: 'b90000000-bcfffffff : System RAM (kmem)' }),
        blocksAre([370, 377], { state: 'offline', node: 2 }),
        asked('pfn', { pfn: REGION.start }, words.says.nothingThere, (p) => (p === undefined ? notThere : !p.valid)),
      ],
    },
  ],
};

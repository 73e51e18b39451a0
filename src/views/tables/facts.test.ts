import { expect, it } from 'vitest';
import { geometryFor } from '../../engine/arch/layout.ts';
import type { DumpLineView, TableChanges } from '../../engine/mapping/table-views.ts';
import { virtAddr, pfn, nodeId } from '../../engine/units.ts';
import type { MachineInfo } from '../../link/messages.ts';
import { changeSentences, firstChange } from './change.ts';
import { firstLine } from './dump.ts';

const geometry = geometryFor({ arch: 'x86_64', pageSize: 4096, levels: 4, vaBits: 48, maxPhysmemBits: 46 });
const info = { geometry, sizes: { pageBytes: 4096 } } as unknown as MachineInfo;

const added: TableChanges = {
  span: { from: 1, text: 'device_add pc-dimm,id=dimm1' },
  entries: [
    {
      region: 'direct-map',
      level: 1,
      start: virtAddr(0xffff888180000000n),
      end: 0xffff8881c0000000n,
      entries: 1,
      mark: 'added',
      before: '',
      after: 'RW',
    },
    {
      region: 'vmemmap',
      level: 2,
      start: virtAddr(0xffffea0006000000n),
      end: 0xffffea0007000000n,
      entries: 8,
      mark: 'added',
      before: '',
      after: 'RW',
    },
  ],
  tables: [
    {
      table: { level: 2, va: virtAddr(0xffffea0000000000n) },
      id: 7,
      level: 'PMD',
      region: 'vmemmap',
      change: 'allocated',
      place: { kind: 'page', pfn: pfn(12), node: nodeId(1) },
    },
  ],
  counts: { allocated: 1, freed: 0, leaves: { added: 9, freed: 0, split: 0, joined: 0, changed: 0 } },
};

it('says what a change did to each map', () => {
  expect(changeSentences(info, added)).toEqual([
    'The direct map took 1 leaf of 1 GiB, no table.',
    'The vmemmap took 8 leaves of 2 MiB, 1 new table (4 KiB).',
  ]);
  expect(firstChange(info, added)).toEqual({ va: 0xffff888180000000n, bytes: 2 ** 30 });
  expect(firstChange(info, { ...added, entries: [] })).toEqual({ va: 0xffffea0000000000n, bytes: 2 ** 30 });
});

it('counts table pages that the list leaves out', () => {
  const many = { ...added, counts: { ...added.counts, allocated: 5000 } };
  expect(changeSentences(info, many).join(' ')).toContain('5,000 new tables in all');
});

it('finds the line of an address among markers and runs', () => {
  const run = (start: bigint, end: bigint): DumpLineView => ({
    kind: 'run',
    text: '',
    region: 'direct-map',
    level: 1,
    start: virtAddr(start),
    end,
    mapped: true,
    attributes: '',
  });
  const marker: DumpLineView = { kind: 'marker', text: '---[ Low Kernel Mapping ]---' };
  const lines = [marker, run(0n, 10n), run(10n, 20n), marker, run(20n, 30n), marker, run(40n, 50n)];
  expect([0n, 9n, 10n, 25n, 49n].map((va) => firstLine(lines, va, 1n))).toEqual([1, 1, 2, 4, 6]);
  // a hole between two lines (riscv64 prints none), and before and after all of them
  expect(firstLine(lines, 35n, 1n)).toBe(-1);
  expect(firstLine(lines, 35n, 10n)).toBe(6);
  expect(firstLine(lines, 60n, 1n)).toBe(-1);
  expect(firstLine([], 0n, 1n)).toBe(-1);
});

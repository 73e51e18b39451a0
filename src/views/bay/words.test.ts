import { describe, expect, it } from 'vitest';
import type { Ghost, GhostRun, MachineInfo } from '../../link/messages.ts';
import { nodeId, sectionNr } from '../../engine/units.ts';
import { blocksLeftOffline, blocksOf, nameOfPart, nameOfTarget, outcomeRows, spokenOutcome } from './words.ts';

const info = { sectionsPerBlock: 2, sizes: { pageBytes: 4096 } } as MachineInfo;
const run = (from: number, to: number, change: GhostRun['change'], online: boolean): GhostRun => ({
  from: sectionNr(from),
  to: sectionNr(to),
  change,
  flags: online ? 7 : 3,
  zone: online ? 3 : 0xff,
  node: 1,
});
const ghost = (some: Partial<Ghost>): Ghost => ({
  lines: [],
  replies: [],
  refused: undefined,
  runs: [],
  blocks: { added: 0, removed: 0, online: 0 },
  leaves: {},
  tablePages: 0,
  memmap: [],
  dmesg: [],
  devices: undefined,
  ...some,
});

describe('an outcome', () => {
  const moved = ghost({
    runs: [run(96, 100, 'removed', true), run(112, 114, 'added', true), run(114, 116, 'added', false)],
    leaves: { '1G': -1, '2M': 520 },
    tablePages: 1,
    memmap: [{ ref: { nid: nodeId(1), zone: 'Normal' }, pages: 4096 }],
  });

  it('counts blocks, not sections', () => {
    expect(blocksOf(moved, info, 'removed')).toEqual([48, 49]);
    expect(blocksOf(moved, info, 'added')).toEqual([56, 57]);
    expect(blocksLeftOffline(moved, info)).toEqual([57]);
  });

  it('says what is added, where, what it costs and who pays', () => {
    expect(outcomeRows(moved, info).map(({ label, value }) => `${label}: ${value}`)).toEqual([
      'removes: memory48–49 · 2 blocks',
      'adds: memory56–57 · 2 blocks',
      'zone: 1 Movable, 1 offline',
      'page tables: −1 × 1G, +520 × 2M, +1 table page',
      'struct pages: 16 MiB paid by node 1 Normal',
    ]);
  });

  it('says that the same blocks stay when a DIMM comes back to its address', () => {
    const back = ghost({ runs: [{ ...run(96, 112, 'changed', false), node: 0 }] });
    expect(outcomeRows(back, info).map(({ label, value }) => `${label}: ${value}`)).toEqual([
      'keeps: memory48–55 · 8 blocks, now of node 0',
      'zone: offline',
    ]);
    expect(blocksLeftOffline(back, info)).toHaveLength(8);
    expect(spokenOutcome('dimm1', back, info)).toBe('dimm1: memory48 to 55 would stay, now of node 0, offline');
  });

  it('is one sentence for ears', () => {
    expect(spokenOutcome('dimm1, 1 GiB, to node 1 slot 2', ghost({ runs: [run(96, 112, 'added', false)] }), info)).toBe(
      'dimm1, 1 GiB, to node 1 slot 2: memory48 to 55 would be added, offline',
    );
    const refused = ghost({ refused: { text: 'slot 0 is busy', errno: undefined, culprit: undefined } });
    expect(spokenOutcome('dimm1', refused, info)).toBe('dimm1: refused. slot 0 is busy');
  });

  it("gives Linux's last word where no block comes of it", () => {
    const useless = ghost({ dmesg: ['acpi PNP0C80:00: add_memory failed'] });
    expect(outcomeRows(useless, info)).toEqual([
      { label: 'Linux', value: 'acpi PNP0C80:00: add_memory failed', tone: 'caution' },
    ]);
  });
});

it('names parts and places', () => {
  expect(nameOfPart({ kind: 'new', size: 2 ** 30 }, {})).toBe('dimm1, 1 GiB');
  expect(nameOfTarget({ kind: 'slot', node: nodeId(1), slot: undefined })).toBe('node 1 lowest free slot');
  expect(nameOfTarget({ kind: 'shelf' })).toBe('the shelf');
});

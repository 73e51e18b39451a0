import { describe, expect, it } from 'vitest';
import { blockId, nodeId, pfn, sectionNr } from '../../engine/units.ts';
import { outcome, selectedBlocks, stateLines } from './actions.ts';
import { BlockList } from './blocksList.ts';
import { offlineBlocks, zoneCounts } from './counts.ts';
import { blockFacts, spoken } from './describe.ts';
import { gridStep } from './gridSteps.ts';
import { find } from './search.ts';
import { hugeMachine, smallMachine } from './testing.ts';

const known = smallMachine();

describe('find', () => {
  const selection = (text: string): unknown => {
    const found = find(text, known);
    return 'matches' in found ? found.matches[0]?.selection : found.error;
  };
  it.each([
    ['0x1_4000_0000', { kind: 'pfn', pfn: pfn(0x140000) }],
    ['0x140000000', { kind: 'pfn', pfn: pfn(0x140000) }],
    ['pfn 1310720', { kind: 'pfn', pfn: pfn(1310720) }],
    ['1310720', { kind: 'pfn', pfn: pfn(1310720) }],
    ['memory50', { kind: 'block', id: blockId(50) }],
    ['Block 50', { kind: 'block', id: blockId(50) }],
    ['section 3', { kind: 'section', nr: sectionNr(3) }],
    ['node 1', { kind: 'node', id: nodeId(1) }],
    ['DIMM0', { kind: 'dimm', id: 'dimm0' }],
    ['movable', { kind: 'zone', ref: { nid: nodeId(1), zone: 'Movable' } }],
    ['0xffff888000000000', { kind: 'va', va: 0xffff888000000000n }],
  ])('%s', (text, expected) => expect(selection(text)).toEqual(expected));

  it.each([
    ['0x80000000', 'There is no memory at 0x8000_0000; blocks lie between memory0 and memory55'],
    ['0x8000000000000', '0x8_0000_0000_0000 is beyond the 46 address bits of this machine'],
    ['0xffffffff81000000', '0xffff_ffff_8100_0000 is a kernel address, but in neither the direct map nor the vmemmap'],
    ['memory20', 'There is no memory20; blocks lie between memory0 and memory55'],
    ['node 7', 'There is no node 7; this machine has 0, 1'],
    ['section 999', 'Section 999 is not present'],
    ['device', 'No memory is in zone Device'],
  ])('refuses %s', (text, error) => expect(selection(text)).toBe(error));

  it('says what it understands', () => {
    expect(selection('')).toContain('0x1_4000_0000');
    expect(selection('wat')).toContain('Nothing is called "wat"');
  });

  it('steps through runs of blocks in a state', () => {
    const found = find('offline', known);
    expect('matches' in found && found.matches.map((m) => m.title)).toEqual(['memory52–55']);
  });
});

describe('words for blocks', () => {
  it('speaks state, node and zone', () => {
    const online = blockFacts(known, 50);
    const offline = blockFacts(known, 53);
    expect(online && spoken(online)).toBe('memory50, online, node 1, zone Movable, 0 percent used, dimm0');
    expect(offline && spoken(offline)).toBe('memory53, offline, node 1, dimm0');
    expect(blockFacts(known, 20)).toBeUndefined();
    const bad = blockFacts({ ...known, cells: { ...known.cells, poisoned: [50 * 32768, 51 * 32768] } }, 50);
    expect(bad && spoken(bad)).toContain('1 poisoned page');
  });
  it('counts for the legend', () => {
    expect(zoneCounts(known.cells.nodes ?? [], 4096).map((c) => [c.title, c.bytes / 2 ** 30])).toEqual([
      ['DMA32', 2],
      ['Normal', 2],
      ['Movable', 0.5],
    ]);
    expect(offlineBlocks(known.mirror, 56)).toBe(4);
  });
});

describe('actions', () => {
  it('finds the blocks of a selection and writes each one', () => {
    const blocks = selectedBlocks(known, { kind: 'dimm', id: 'dimm0' });
    expect(blocks).toEqual({ online: [48, 49, 50, 51], offline: [52, 53, 54, 55] });
    expect(stateLines([52, 53], 'online_movable').map((l) => ('path' in l ? `${l.path}=${l.value}` : ''))).toEqual([
      '/sys/devices/system/memory/memory52/state=online_movable',
      '/sys/devices/system/memory/memory53/state=online_movable',
    ]);
    expect(stateLines([48, 49], 'offline').map((l) => ('path' in l ? l.path : ''))[0]).toContain('memory49');
  });
  it('tells how it went', () => {
    const ok = { events: [] };
    expect(outcome([52, 53], 'online_movable', [ok, ok])).toEqual({
      ok: true,
      text: 'memory52–53 brought online to Movable',
    });
    expect(outcome([48, 49], 'offline', [ok, { events: [], errno: 'EBUSY' }])).toEqual({
      ok: false,
      text: 'memory48: write refused with EBUSY after 1 block',
    });
    expect(outcome([48], 'offline', [{ events: [], pending: 'a pinned page' }]).text).toBe('Waiting: a pinned page');
  });
});

describe('gridStep', () => {
  const list = new BlockList(known.mirror, 56);
  const step = (key: string, from: number, ctrl = false): number | undefined => gridStep(key, ctrl, list, from, 8);
  it('moves in rows and across holes', () => {
    expect(list.count).toBe(40);
    expect(step('ArrowRight', 3)).toBe(4);
    expect(step('ArrowRight', 15)).toBe(32);
    expect(step('ArrowDown', 3)).toBe(11);
    expect(step('ArrowDown', 11)).toBe(35);
    expect(step('ArrowUp', 34)).toBe(10);
    expect(step('ArrowDown', 50)).toBe(50);
    expect(step('Home', 35)).toBe(32);
    expect(step('End', 35)).toBe(39);
    expect(step('Home', 35, true)).toBe(0);
    expect(step('End', 0, true)).toBe(55);
    expect(step('PageDown', 0)).toBe(48);
    expect(step('PageUp', 50)).toBe(2);
    expect(step('ArrowLeft', 0)).toBe(0);
    expect(step('x', 0)).toBeUndefined();
  });
  it('knows 32,768 blocks as one run', () => {
    const huge = hugeMachine();
    const blocks = new BlockList(huge.mirror, 32768);
    expect(blocks.runs).toHaveLength(1);
    expect(blocks.at(32767)).toBe(32767);
    expect(blocks.at(32768)).toBeUndefined();
  });
});

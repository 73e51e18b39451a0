import { describe, expect, it } from 'vitest';
import { smallMachine } from '../map/testing.ts';
import { differences, differencesText, marksOf, textDiff } from './diff.ts';
import type { Side } from './diff.ts';

/** A machine, and the same one where its second half of a DIMM is online and another DIMM is plugged. */
function pair(): readonly [Side, Side] {
  const [a, b] = [smallMachine(), smallMachine()];
  b.mirror.sections(52, 54, 1, 'Movable');
  b.mirror.sections(56, 58, 1, undefined);
  return [a, { ...b, cells: { ...b.cells, highestSection: 58 } }];
}

describe('a comparison', () => {
  it('finds nothing where nothing differs', () => {
    expect(differences(smallMachine(), smallMachine())).toEqual([]);
  });

  it('finds what differs, says it of runs, and marks it on either map from its own side', () => {
    const [here, there] = pair();
    const all = differences(here, there);
    const blocks = all.filter((d) => d.group === 'Memory blocks');
    expect(blocks.map((d) => [d.what, d.here, d.there, d.kind])).toEqual([
      ['memory52–53', 'offline, node 1', 'online Movable, node 1', 'differs'],
      ['memory56–57', 'absent', 'offline, node 1', 'there'],
    ]);
    expect(blocks[0]?.range).toEqual({ start: 52 * 32768, end: 54 * 32768 });
    // the blocks say it for their sections
    expect(marksOf(all, 'here').map((m) => [m.kind, m.what])).toEqual([
      ['differs', 'there: online Movable, node 1'],
      ['there', 'not here: offline, node 1'],
    ]);
    expect(marksOf(all, 'there').map((m) => [m.kind, m.what])).toEqual([
      ['differs', 'there: offline, node 1'],
      ['here', 'only here: offline, node 1'],
    ]);
    // also where one run of sections lies in several runs of blocks
    const [sparse, full] = [smallMachine(), smallMachine()];
    full.mirror.sections(56, 58, 1, 'Movable');
    full.mirror.sections(58, 60, 1, undefined);
    const more = marksOf(differences(sparse, { ...full, cells: { ...full.cells, highestSection: 60 } }), 'here');
    expect(more.map((m) => m.what)).toEqual(['not here: online Movable, node 1', 'not here: offline, node 1']);
    const text = differencesText(all, 'now', 'then');
    expect(text).toContain(
      'Memory blocks\n  memory52–53\n    now: offline, node 1\n    then: online Movable, node 1\n',
    );
  });

  it('says of a zone that both have only what differs, and all of one that one side has', () => {
    const [here, there] = [smallMachine(), smallMachine()];
    const nodes = there.cells.nodes?.map((node) => ({
      ...node,
      zones: node.zones
        .filter((z) => z.name !== 'Normal')
        .map((z) => (z.name === 'Movable' ? { ...z, managed: z.managed + 1024 } : z)),
    }));
    const zoneTypes = ['Normal', 'Movable'] as const;
    const zones = differences(
      { ...here, cells: { ...here.cells, zoneTypes } },
      { ...there, cells: { ...there.cells, zoneTypes, nodes: nodes ?? [] } },
    ).filter((d) => d.group === 'Zones');
    const [normal, movable] = ['Normal', 'Movable'].map((name) => zones.find((d) => d.what === `node 1 ${name}`));
    expect(normal?.here).toMatch(/^present .*, spanned .*, managed .* pages, free /);
    expect(normal?.there).toBe('—');
    expect(movable?.here).toMatch(/^managed [\d,]+ pages$/);
    expect(movable?.there).toMatch(/^managed [\d,]+ pages$/);
  });

  it('is the same from the other side, the other way round', () => {
    const [a, b] = pair();
    const turned = differences(b, a).map((d) => [d.what, d.there, d.here]);
    expect(turned).toEqual(differences(a, b).map((d) => [d.what, d.here, d.there]));
  });

  it('does not compare blocks of different sizes one by one', () => {
    const [a, b] = pair();
    const all = differences(a, { ...b, info: { ...b.info, blockBytes: 2 ** 31 } });
    expect(all.some((d) => d.group === 'Memory blocks')).toBe(false);
    expect(all.map((d) => d.what)).toContain('memory block size');
  });

  it('reads texts of names and values', () => {
    expect(textDiff('MemTotal: 4 kB\nMemFree: 1 kB\n', 'MemTotal: 4 kB\nMemFree: 2 kB\nNew: 1\n')).toMatchObject([
      { what: 'MemFree', here: '1 kB', there: '2 kB', kind: 'differs' },
      { what: 'New', here: '—', there: '1', kind: 'there' },
    ]);
  });
});

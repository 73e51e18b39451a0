import { expect, it } from 'vitest';
import { residue } from '../../engine/residue.ts';
import type { ResidueCounts } from '../../engine/residue.ts';
import { nodeId } from '../../engine/units.ts';
import { bigMachine } from '../../snapshot/big.ts';
import { loadMachine } from '../../snapshot/load.ts';
import { bundledSnapshot } from '../../snapshot/testing.ts';
import { leftBehind, residueOf } from './residue.ts';

const nothing: ResidueCounts = {
  ...residue(bigMachine()),
  emptyRoots: 0,
  tables: {
    'direct-map': { allocated: 0, freed: 0, inTree: 10 },
    vmemmap: { allocated: 3, freed: 3, inTree: 10 },
  },
  emptySpans: [],
  memorylessNodes: [],
  idleKswapd: [],
  orphanBlocks: [],
  highestSection: 100,
  highestPresent: 100,
};

it('says that nothing is left of nothing', () => {
  const list = residueOf(nothing, 'x86_64', false);
  expect(list.map(({ id }) => id)).toEqual(['direct-map', 'vmemmap', 'roots']);
  expect(leftBehind(list)).toBe(0);
});

it('finds no residue on a machine that has just booted', () => {
  expect(leftBehind(residueOf(residue(bigMachine()), 'x86_64', false))).toBe(0);
});

it('counts tables as residue only once nothing can use them', () => {
  const left: ResidueCounts = {
    ...nothing,
    emptyRoots: 2,
    tables: { ...nothing.tables, 'direct-map': { allocated: 3, freed: 2, inTree: 11 } },
  };
  expect(leftBehind(residueOf(left, 'x86_64', true))).toBe(2);
  expect(leftBehind(residueOf(left, 'x86_64', false))).toBe(3);
});

it('tells early sections with holes, and what their struct pages describe', () => {
  const counts = residue(loadMachine(bundledSnapshot('arm64-dimm-lifecycle')));
  expect(counts.early).toEqual({ sections: 1, subsections: 32, structPages: 32 * 512 });
  const early = residueOf(counts, 'arm64', false).find(({ id }) => id === 'early');
  expect(early?.mark).toBe('1 section');
  expect(early?.says).toContain('16,384 of them');
});

it('names marks that hold no page', () => {
  const list = residueOf(
    {
      ...nothing,
      highestSection: 120,
      emptySpans: [{ node: nodeId(1), zone: 'Movable', spanned: 32768 }],
      memorylessNodes: [nodeId(2)],
      idleKswapd: [nodeId(2)],
      orphanBlocks: [40, 41, 42],
    },
    'arm64',
    false,
  );
  expect(list.filter(({ pages }) => pages === undefined).map(({ mark }) => mark)).toEqual([
    'section 119',
    'node 1 Movable',
    'node 2',
    '3 blocks',
  ]);
  expect(leftBehind(list)).toBe(0);
});

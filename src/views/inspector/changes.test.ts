import { expect, test } from 'vitest';
import type { Walk, WalkLevel } from '../../engine/mapping/types.ts';
import { bytes, virtAddr } from '../../engine/units.ts';
import { StripMemory } from './changes.ts';
import { cellCentre, countEntries, entryAt, stripLayout } from './strip.ts';

const level = (table: number, index: number, strip: number[]): WalkLevel => ({
  level: 'PMD',
  table,
  index,
  entries: strip.length,
  shift: 21,
  kind: 'table',
  attributes: '',
  strip: Uint8Array.from(strip),
});
const walk = (...levels: WalkLevel[]): Walk => ({
  va: virtAddr(0n),
  region: 'vmemmap',
  levels,
  phys: undefined,
  leafBytes: bytes(4096),
});
const plain = (marks: readonly (Uint8Array | undefined)[]) => marks.map((m) => (m === undefined ? undefined : [...m]));

test('a change marks what it touched until the next change', () => {
  const memory = new StripMemory();
  expect(plain(memory.update('1', walk(level(1, 0, [1, 0, 0]))))).toEqual([undefined]);
  expect(plain(memory.update('2', walk(level(1, 1, [1, 1, 0]), level(7, 0, [2, 0]))))).toEqual([
    [0, 1, 0],
    [1, 0],
  ]);
  // a tick later nothing changed: the marks stay
  expect(plain(memory.update('3', walk(level(1, 1, [1, 1, 0]), level(7, 0, [2, 0]))))).toEqual([
    [0, 1, 0],
    [1, 0],
  ]);
  expect(plain(memory.update('4', walk(level(1, 1, [1, 0, 0]))))).toEqual([[0, 1, 0]]);
});

test('looking at another table is no change', () => {
  const memory = new StripMemory();
  memory.update('1', walk(level(1, 0, [1, 1]), level(2, 0, [2, 0])));
  expect(plain(memory.update('1', walk(level(1, 1, [1, 1]), level(3, 0, [2, 2]))))).toEqual([undefined, undefined]);
});

test('strips of every table size have about the same height and every entry is found again', () => {
  for (const entries of [16, 64, 512, 1024, 2048, 8192]) {
    const layout = stripLayout(entries, 320);
    expect(layout.width).toBeLessThanOrEqual(320);
    expect(layout.height).toBeLessThanOrEqual(42);
    for (const i of [0, 1, entries - 1]) {
      const at = cellCentre(layout, i);
      expect(entryAt(layout, entries, at.x, at.y)).toBe(i);
    }
  }
  expect(entryAt(stripLayout(16, 320), 16, 300, 2)).toBeUndefined();
  expect(countEntries(Uint8Array.from([0, 2, 2, 1]))).toEqual([1, 1, 2]);
});

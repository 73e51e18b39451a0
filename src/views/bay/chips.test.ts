import { describe, expect, it } from 'vitest';
import type { Mirror } from '../../store/types.ts';
import { bootRuns, chipsOf, MOST_CHIPS, summary } from './chips.ts';

/** A mirror of eight-bit arrays. */
function mirrorOf(arrays: Readonly<Record<string, readonly number[]>>): Mirror {
  return {
    version: 1,
    array: (name) => ({ get: (i) => arrays[name]?.[i] ?? 0, chunkVersion: () => 1, version: 1 }),
  };
}
const NONE = 0xff;
const [NORMAL, MOVABLE] = [2, 3];
const known = (arrays: Readonly<Record<string, readonly number[]>>) => ({
  info: undefined,
  cells: {},
  mirror: mirrorOf(arrays),
});

describe('chipsOf', () => {
  it('draws a block a chip, in the colour of its zone or the texture of its state', () => {
    const chips = chipsOf(
      [{ start: 0, end: 5 }],
      known({
        'block.state': [2, 2, 1, 3, 0],
        'block.zone': [NORMAL, MOVABLE, NONE, MOVABLE, NONE],
        'section.memmapKind': [0, 3],
      }),
    );
    expect(chips.map(({ parts }) => parts[0]?.state)).toEqual(['normal', 'movable', 'offline', 'leaving', 'absent']);
    expect(chips.map(({ memmap }) => memmap)).toEqual([false, true, false, false, false]);
    expect(summary(chips)).toBe('2 of 5 online');
  });

  it('groups many blocks and never hides the odd one out', () => {
    const state = Array.from({ length: 512 }, (_, i) => (i === 300 ? 1 : 2));
    const chips = chipsOf(
      [{ start: 0, end: 512 }],
      known({ 'block.state': state, 'block.zone': state.map(() => MOVABLE) }),
    );
    expect(chips.length).toBe(MOST_CHIPS);
    expect(chips.flatMap(({ parts }) => parts).filter(({ state: s }) => s === 'offline')).toEqual([
      { state: 'offline', count: 1 },
    ]);
    expect(summary(chips)).toBe('511 of 512 online');
  });
});

describe('summary', () => {
  const of = (zones: readonly number[]): string =>
    summary(
      chipsOf([{ start: 0, end: zones.length }], known({ 'block.state': zones.map(() => 2), 'block.zone': zones })),
    );

  it('names the zones', () => {
    expect(of([MOVABLE, MOVABLE])).toBe('Movable');
    expect(of([NORMAL, MOVABLE])).toBe('Normal + Movable');
  });

  it('says when there is nothing', () => {
    expect(summary([])).toBe('no memory block');
    expect(summary(chipsOf([{ start: 0, end: 2 }], known({})))).toBe('no memory block');
    expect(summary(chipsOf([{ start: 0, end: 2 }], known({ 'block.state': [1, 1] })))).toBe('offline');
  });
});

it('finds boot memory: present blocks of a node that are of no DIMM', () => {
  const mirror = mirrorOf({ 'block.state': [2, 2, 0, 2, 2, 2, 1], 'block.node': [0, 0, 0, 1, 1, 0, 0] });
  const runs = bootRuns(mirror, 7, [{ start: 5, end: 7 }]);
  expect([...runs]).toEqual([
    [0, [{ start: 0, end: 2 }]],
    [1, [{ start: 3, end: 5 }]],
  ]);
});

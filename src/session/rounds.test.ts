/**
 * What 1, 10 and 100 rounds leave behind under each policy, in KiB of memory that is not free any more: the table of the
 * arm64 discussion, carried out.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { GiB } from '../engine/units.ts';
import { bootPreset } from '../snapshot/boot/presets.ts';
import { headOf } from '../snapshot/boot/reboot.ts';
import { loadMachine } from '../snapshot/load.ts';
import { bundledSnapshot } from '../snapshot/testing.ts';
import { rounds, SCENARIOS } from './rounds.ts';

const POLICIES = ['leave', 'keep-shared', 'free'] as const;

describe('rounds', () => {
  it.each([
    [
      'arm64-dimm-lifecycle',
      {
        // 2 MiB of struct pages for each 128 MiB that went; what comes back finds them
        leave: { replace: [0, 0, 0], move: [2048, 20480, 204800], remove: [2048, 20480, 204800], 're-home': [0, 0, 0] },
        'keep-shared': { replace: [0, 0, 0], move: [0, 0, 0], remove: [0, 0, 0], 're-home': [0, 0, 0] },
        free: { replace: [0, 0, 0], move: [0, 0, 0], remove: [0, 0, 0], 're-home': [0, 0, 0] },
      },
    ],
    [
      'x86_64-dimm-lifecycle',
      {
        leave: { replace: [0, 0, 0], move: [2048, 20480, 204800], remove: [2048, 20480, 204800], 're-home': [0, 0, 0] },
        'keep-shared': { replace: [0, 0, 0], move: [0, 0, 0], remove: [0, 0, 0], 're-home': [0, 0, 0] },
        free: { replace: [0, 0, 0], move: [0, 0, 0], remove: [0, 0, 0], 're-home': [0, 0, 0] },
      },
    ],
  ] as const)('of %s', (name, expected) => {
    const machine = loadMachine(bundledSnapshot(name));
    const found = Object.fromEntries(
      POLICIES.map((policy) => [
        policy,
        Object.fromEntries(
          SCENARIOS.map((scenario) => {
            const { after, stopped, wrapped } = rounds(
              machine,
              { policy, scenario, rounds: [1, 10, 100] },
              () => undefined,
            );
            expect([stopped, wrapped]).toEqual([undefined, 0]);
            return [scenario, after.map((a) => a.bytes / 1024)];
          }),
        ),
      ]),
    );
    expect(found).toEqual(expected);
    // nothing of it happened to the machine itself
    expect(machine.dimms.list.value).toEqual([]);
  });

  it('show what keeping tables costs where the vmemmap has base pages', () => {
    const base = headOf(readFileSync('public/machines/arm64-dimm-lifecycle.json', 'utf8'));
    if (base === undefined) throw new Error('no head');
    const { machine } = bootPreset('arm64-16k', '', base).boot;
    const left = (policy: (typeof POLICIES)[number]): number[][] => {
      const ask = { policy, scenario: 'move', rounds: [1, 5, 10], dimmBytes: 8 * GiB } as const;
      const { after, stopped } = rounds(machine, ask, () => undefined);
      expect(stopped).toBeUndefined();
      return after.map((a) => [a.orphanTables, a.bytes / 2 ** 20]);
    };
    // 8 GiB have 32 MiB of struct pages, which one table of 2,048 pages of 16 KiB maps
    expect(left('leave')).toEqual([
      [0, 32],
      [0, 160],
      [0, 320],
    ]);
    expect(left('keep-shared')).toEqual([
      [1, 1 / 64],
      [5, 5 / 64],
      [10, 10 / 64],
    ]);
    expect(left('free')).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
  });
});

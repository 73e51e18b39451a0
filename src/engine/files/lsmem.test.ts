import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { humanSize, lsmem } from './lsmem.ts';
import type { LsmemBlock, LsmemSource } from './lsmem.ts';
import { MiB, TiB } from '../units.ts';

const run = (from: number, to: number, rest: Omit<LsmemBlock, 'index' | 'removable'>): LsmemBlock[] =>
  Array.from({ length: to - from + 1 }, (_, i) => ({ index: from + i, removable: true, ...rest }));
const TREE: LsmemSource = {
  blockBytes: 128 * MiB,
  blocks: [
    ...run(0, 0, { state: 'online', node: 0, zones: 'none' }),
    ...run(1, 23, { state: 'online', node: 0, zones: 'DMA32' }),
    ...run(32, 37, { state: 'online', node: 0, zones: 'Normal' }),
    ...run(40, 41, { state: 'offline', node: 1, zones: 'Normal Movable' }),
  ],
};
const out = (...args: string[]): string => lsmem(args, TREE).stdout;

describe('lsmem', () => {
  it('merges across zones and nodes unless they are columns', () => {
    expect(out()).toBe(`RANGE                                  SIZE   STATE REMOVABLE BLOCK
0x0000000000000000-0x00000000bfffffff    3G  online       yes  0-23
0x0000000100000000-0x000000012fffffff  768M  online       yes 32-37
0x0000000140000000-0x000000014fffffff  256M offline           40-41

Memory block size:       128M
Total online memory:     3.8G
Total offline memory:    256M
`);
    expect(out('-n', '--summary=never', '-o', 'BLOCK,ZONES')).toBe(
      '    0           None\n 1-23          DMA32\n32-37         Normal\n40-41 Normal/Movable\n',
    );
  });

  it('splits as told: by columns, by nothing, or every block', () => {
    expect(out('-S', 'none', '-n', '--summary=never', '-o', 'BLOCK,STATE').split('\n')).toEqual([
      ' 0-23  online',
      '32-37  online',
      '40-41 offline',
      '',
    ]);
    expect(out('-S', 'zones', '-rn', '-o', 'BLOCK')).toBe('0\n1-23\n32-37\n40-41\n');
    expect(out('-a', '-rn', '-o', 'BLOCK').split('\n').length).toBe(33);
  });

  it('prints JSON, pairs, raw and bytes', () => {
    expect(out('-J', '-b', '-o', 'RANGE,SIZE,REMOVABLE,BLOCK,NODE').split('\n').slice(-10).join('\n')).toBe(`      },{
         "range": "0x0000000140000000-0x000000014fffffff",
         "size": 268435456,
         "removable": false,
         "block": "40-41",
         "node": 1
      }
   ]
}
`);
    expect(out('-J', '-o', 'SIZE')).toContain('"size": "3G"');
    expect(out('-P', '-o', 'SIZE,STATE,REMOVABLE').split('\n')[2]).toBe('SIZE="256M" STATE="offline" REMOVABLE=""');
    expect(out('-r', '-o', 'SIZE,STATE').split('\n').slice(0, 2)).toEqual(['SIZE STATE', '3G online']);
    expect(out('--bytes', '--summary=only')).toBe(
      'Memory block size:            134217728\nTotal online memory:         4026531840\nTotal offline memory:         268435456\n',
    );
  });

  it('says what is wrong with its arguments', () => {
    const err = (...args: string[]): string => {
      const r = lsmem(args, TREE);
      expect(r.status).toBe(1);
      expect(r.stdout).toBe('');
      return r.stderr.split('\n')[0] ?? '';
    };
    expect(err('-J', '-r')).toBe('lsmem: mutually exclusive arguments: --json --pairs --raw');
    expect(err('-a', '-S', 'none')).toBe('lsmem: mutually exclusive arguments: --split --all');
    expect(err('-x')).toBe("lsmem: invalid option -- 'x'");
    expect(err('--frob')).toBe("lsmem: unrecognized option '--frob'");
    expect(err('-o')).toBe("lsmem: option requires an argument -- 'o'");
    expect(err('-o', 'SIZE,FROB')).toBe('lsmem: unknown column: FROB');
    expect(err('--summary=maybe')).toBe('lsmem: unsupported --summary argument');
    expect(err('5')).toBe('lsmem: bad usage');
  });

  it('leaves zones empty on a machine without block 0', () => {
    const source = { blockBytes: 128 * MiB, blocks: run(16, 31, { state: 'online', node: 0, zones: 'DMA32' }) };
    expect(lsmem(['-o', 'SIZE,ZONES', '--summary=never'], source).stdout).toBe('SIZE ZONES\n  2G \n');
    expect(lsmem(['-J', '-o', 'ZONES'], source).stdout).toContain('"zones": null');
  });

  it('never loses a block, whatever the split', () => {
    const blocks = fc.uniqueArray(
      fc.record({
        index: fc.nat(200),
        removable: fc.boolean(),
        state: fc.constantFrom('online', 'offline', 'going-offline', 'odd'),
        node: fc.constantFrom(0, 1, undefined),
        zones: fc.constantFrom('none', 'Normal', 'Normal Movable', 'Odd', undefined),
      }),
      { selector: (b) => b.index },
    );
    fc.assert(
      fc.property(blocks, fc.subarray(['-b', '-n', '-o', 'ZONES,BLOCK']), (list, args) => {
        const sorted = list.toSorted((a, b) => a.index - b.index);
        const rows = lsmem(['-rn', '-o', 'BLOCK', ...(args.includes('-b') ? ['-S', 'none'] : [])], {
          blockBytes: MiB,
          blocks: sorted,
        })
          .stdout.split('\n')
          .filter((l) => l !== '');
        const ids = rows.flatMap((r) => {
          const [from = 0, to = from] = r.split('-').map(Number);
          return Array.from({ length: to - from + 1 }, (_, i) => from + i);
        });
        expect(ids).toEqual(sorted.map((b) => b.index));
      }),
    );
  });
});

describe('humanSize', () => {
  it.each([
    [0, '0B'],
    [1023, '1023B'],
    [2944 * MiB, '2.9G'],
    [3840 * MiB, '3.8G'],
    [4095.96 * MiB, '4G'],
    [64 * TiB, '64T'],
    [TiB + TiB / 2, '1.5T'],
  ])('%d is %s', (n, text) => expect(humanSize(Math.round(n))).toBe(text));
});

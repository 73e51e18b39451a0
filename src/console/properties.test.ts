/** Properties over random sequences of lines: whatever people type, the machine stays a machine. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { invariants } from '../engine/invariants.ts';
import type { Line } from '../engine/lines.ts';
import type { Machine } from '../engine/machine.ts';
import { hashStore } from '../engine/state/hash.ts';
import { loadMachine } from '../snapshot/load.ts';
import { bundledSnapshot } from '../snapshot/testing.ts';
import { run } from './testing.ts';

const ids = fc.constantFrom('1', '2', '3');
const size = fc.constantFrom('128M', '256M', '512M', '1G', '64M', '0', '1000');
const block = fc.oneof(fc.integer({ min: 44, max: 66 }), fc.integer({ min: 0, max: 47 }));
const word = fc.constantFrom('online', 'online_kernel', 'online_movable', 'offline', 'nonsense');

/** A line somebody might type at the machine with two nodes. */
const anyLine: fc.Arbitrary<Line> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .tuple(ids, size)
      .map(([i, s]): Line => ({ channel: 'monitor', line: `object_add memory-backend-ram,id=mem${i},size=${s}` })),
  },
  {
    weight: 5,
    arbitrary: fc
      .tuple(
        ids,
        ids,
        fc.constantFrom('', ',node=0', ',node=1', ',node=7'),
        fc.constantFrom('', ',slot=2', ',addr=0x200000000', ',addr=0x184000000'),
      )
      .map(([i, j, n, more]): Line => ({
        channel: 'monitor',
        line: `device_add pc-dimm,id=dimm${i},memdev=mem${j}${n}${more}`,
      })),
  },
  { weight: 2, arbitrary: ids.map((i): Line => ({ channel: 'monitor', line: `device_del dimm${i}` })) },
  { weight: 1, arbitrary: ids.map((i): Line => ({ channel: 'monitor', line: `object_del mem${i}` })) },
  {
    weight: 9,
    arbitrary: fc
      .tuple(block, word)
      .map(([b, w]): Line => ({ channel: 'write', path: `/sys/devices/system/memory/memory${b}/state`, value: w })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(block, fc.constantFrom('0', '1', 'on', 'x'))
      .map(([b, w]): Line => ({ channel: 'write', path: `/sys/devices/system/memory/memory${b}/online`, value: w })),
  },
  {
    weight: 1,
    arbitrary: word.map((w): Line => ({
      channel: 'write',
      path: '/sys/devices/system/memory/auto_online_blocks',
      value: w,
    })),
  },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 20 }).map((n): Line => ({ channel: 'world', line: `tick ${n}` })) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('load pagecache 64M', 'load anon 64M node 1', 'load kernel 8M', 'load pinned 8M')
      .map((l): Line => ({ channel: 'world', line: l })),
  },
);
const lines = fc.array(anyLine, { minLength: 1, maxLength: 40 });

const fresh = (): Machine => loadMachine(bundledSnapshot('x86_64-dimm-lifecycle'));
const hash = (m: Machine): string => hashStore(m.k.store);

describe('random lines', () => {
  it('keep every invariant after every line', () => {
    fc.assert(
      fc.property(lines, (all) => {
        const m = fresh();
        for (const line of all) {
          run(m, line);
          expect({ line, broken: invariants(m) }).toEqual({ line, broken: [] });
        }
      }),
      { numRuns: 25 },
    );
  }, 120_000);

  it('give the same bytes when the same lines are carried out again', () => {
    fc.assert(
      fc.property(lines, (all) => {
        const [a, b] = [fresh(), fresh()];
        for (const line of all) {
          expect(run(a, line)).toEqual(run(b, line));
        }
        expect(hash(a)).toBe(hash(b));
      }),
      { numRuns: 10 },
    );
  }, 120_000);

  it('give the same bytes and the same events in bulk and step by step', () => {
    fc.assert(
      fc.property(lines, (all) => {
        const [a, b] = [fresh(), fresh()];
        b.k.scheduler.stepwise = true;
        for (const line of all) {
          run(a, line);
          run(b, line);
          expect(a.k.trace.data()).toEqual(b.k.trace.data());
        }
        expect(hash(a)).toBe(hash(b));
      }),
      { numRuns: 10 },
    );
  }, 120_000);

  it('lead to the original again from any checkpoint and the lines after it', () => {
    fc.assert(
      fc.property(lines, fc.nat(), (all, cut) => {
        const m = fresh();
        const at = cut % all.length;
        for (const line of all.slice(0, at)) run(m, line);
        if (m.k.scheduler.live.length > 0) return; // checkpoints are taken only when nothing waits
        const fork = m.fork();
        for (const line of all.slice(at)) expect(run(fork, line)).toEqual(run(m, line));
        expect(hash(fork)).toBe(hash(m));
      }),
      { numRuns: 10 },
    );
  }, 120_000);
});

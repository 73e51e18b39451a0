/** Properties over random sequences of lines: whatever people type, the machine stays a machine. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { invariants } from '../engine/invariants.ts';
import type { Line } from '../engine/lines.ts';
import type { Machine } from '../engine/machine.ts';
import { hashStore } from '../engine/state/hash.ts';
import { loadMachine } from '../snapshot/load.ts';
import { bundledSnapshot } from '../snapshot/testing.ts';
import { anyLine, lines, useLine } from './random-lines.ts';
import { run } from './testing.ts';

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

  it('keep every invariant while memory is held, pooled and poisoned', () => {
    const writing = (line: Line): Line => (line.channel === 'write' ? { ...line, timeout_s: 1 } : line);
    fc.assert(
      fc.property(fc.array(fc.oneof(anyLine, useLine), { minLength: 1, maxLength: 40 }), (all) => {
        const m = loadMachine(bundledSnapshot('x86_64-work-hwpoison'));
        for (const line of all) {
          run(m, writing(line));
          expect({ line, broken: invariants(m) }).toEqual({ line, broken: [] });
        }
      }),
      { numRuns: 25 },
    );
  }, 120_000);

  it('leave nothing of a DIMM that came and went but what the kernel itself leaves behind', () => {
    const dimm = fc.record({
      size: fc.constantFrom('128M', '512M', '1G', '3G'),
      node: fc.constantFrom(0, 1),
      type: fc.constantFrom('offline', 'online', 'online_kernel', 'online_movable'),
    });
    // what a kernel shows that is no allocator's business: free counts and watermarks follow page use and history
    const seen = (m: Machine): string[] =>
      [...m.files.all()]
        .filter(([path]) => /iomem|ptdump|lsmem|info-memory|devices\/system\/(memory|node\/[^/]+$)/.test(path))
        .map(([path, text]) => `${path}\n${text}`);
    const spans = (m: Machine) =>
      m.zones.nodes.value.map((n) =>
        n.zones.map(({ name, startPfn, spanned, present, managed }) => [name, startPfn, spanned, present, managed]),
      );
    fc.assert(
      fc.property(dimm, ({ size, node, type }) => {
        const m = fresh();
        const before = { seen: seen(m), spans: spans(m), tables: m.mapping.counters('vmemmap').inTree };
        run(m, { channel: 'monitor', line: `object_add memory-backend-ram,id=x,size=${size}` });
        run(m, { channel: 'write', path: '/sys/devices/system/memory/auto_online_blocks', value: type });
        run(m, { channel: 'monitor', line: `device_add pc-dimm,id=d,memdev=x,node=${node}` });
        expect(seen(m)).not.toEqual(before.seen);
        run(m, { channel: 'write', path: '/sys/devices/system/memory/auto_online_blocks', value: 'offline' });
        run(m, { channel: 'monitor', line: 'device_del d' });
        // kernel memory may have settled in it meanwhile: then it stays, all of it
        if (m.dimms.get('d') !== undefined) return;
        run(m, { channel: 'monitor', line: 'object_del x' });
        expect({ seen: seen(m), spans: spans(m), tables: m.mapping.counters('vmemmap').inTree }).toEqual(before);
      }),
      { numRuns: 30 },
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

import { describe, expect, it } from 'vitest';
import type { SessionLine } from '../link/messages.ts';
import { hashOf, sameSource, sourceFromHash } from './address.ts';
import { startClock } from './clock.ts';
import { historyOf, withEnded, withRan, withRewound } from './history.ts';
import { latest } from './latest.ts';
import { LiveMirror } from './mirror.ts';
import type { AtlasState } from './types.ts';

describe('the mirror', () => {
  it('holds what it was sent, zero elsewhere, and tells when each part changed', () => {
    const m = new LiveMirror();
    const a = m.array('section.flags');
    expect([a.get(5), a.version, a.chunkVersion(5)]).toEqual([0, 0, 0]);
    m.apply({ full: true, chunks: [{ name: 'section.flags', type: 'u8', index: 1, data: Uint8Array.of(1, 2, 3, 4) }] });
    expect([a.get(3), a.get(4), a.get(7), a.get(8)]).toEqual([0, 1, 4, 0]);
    m.apply({
      full: false,
      chunks: [{ name: 'section.flags', type: 'u8', index: 0, data: Uint8Array.of(9, 0, 0, 0) }],
    });
    expect([a.get(0), a.get(4), a.chunkVersion(0), a.chunkVersion(4)]).toEqual([9, 1, 2, 2]);
    m.apply({
      full: false,
      chunks: [{ name: 'section.flags', type: 'u8', index: 2048, data: Uint8Array.of(9, 0, 0, 0) }],
    });
    expect([a.chunkVersion(0), a.chunkVersion(8191), a.chunkVersion(8192)]).toEqual([2, 2, 3]);
    m.apply({ full: true, chunks: [] });
    expect([a.get(0), a.get(4), a.chunkVersion(4), a.version, m.version]).toEqual([0, 0, 4, 4, 4]);
    expect(m.array('section.flags')).toBe(a);
  });
});

describe('the address', () => {
  it('names a machine', () => {
    expect(sourceFromHash('#machine=riscv64-kmem')).toEqual({ kind: 'bundled', id: 'riscv64-kmem' });
    expect(sourceFromHash('#machine=64TiB&x=1')).toEqual({ kind: 'preset', id: '64TiB' });
    for (const hash of ['', '#', '#machine=', '#machine=../../etc', '#machine=file', '#other=1'])
      expect(sourceFromHash(hash)).toBeUndefined();
  });
  it('keeps what else it says', () => {
    expect(hashOf({ kind: 'bundled', id: 'a' }, '#step=3&machine=b')).toBe('#step=3&machine=a');
    expect(hashOf({ kind: 'file', name: 'x', text: '' }, '')).toBe('#machine=file');
  });
  it('knows the same machine', () => {
    expect(sameSource({ kind: 'bundled', id: 'a' }, { kind: 'bundled', id: 'a' })).toBe(true);
    expect(sameSource({ kind: 'bundled', id: '64TiB' }, { kind: 'preset', id: '64TiB' })).toBe(false);
    expect(sameSource({ kind: 'file', name: 'a', text: '1' }, { kind: 'file', name: 'b', text: '1' })).toBe(true);
  });
});

const line = (index: number, text: string): SessionLine => ({
  index,
  line: { channel: 'world', line: text },
  source: 'clock',
  reply: { events: [] },
  steps: 0,
  dmesg: [],
});

describe('the history', () => {
  it('replaces a row of ticks, marks what was undone, brings back what is redone', () => {
    let h = historyOf([line(0, 'a')]);
    h = withRan(h, line(1, 'tick 1'), false);
    h = withRan(h, line(1, 'tick 2'), false);
    h = withRan(h, line(2, 'b'), false);
    h = withRewound(h, 1);
    expect(h.map((e) => [e.line.channel === 'world' ? e.line.line : '', e.undone])).toEqual([
      ['a', false],
      ['tick 2', true],
      ['b', true],
    ]);
    h = withRan(h, line(1, 'c'), false);
    h = withRewound(h, 1);
    h = withRan(h, line(1, 'tick 2'), true);
    h = withRan(h, line(2, 'b'), true);
    expect(h.map((e) => e.undone)).toEqual([false, false, false, true]);
    h = withEnded(h, { ...line(2, 'b'), reply: { events: [], errno: 'EINTR' } });
    expect(h[2]?.reply.errno).toBe('EINTR');
    expect(withEnded(h, line(9, 'x'))).toBe(h);
  });
});

describe('latest', () => {
  it('runs one at a time and only the newest of those that wait', async () => {
    const seen: number[] = [];
    const go = latest(async (n: number) => {
      seen.push(n);
      await Promise.resolve();
      if (n === 3) throw new Error('three');
      return n;
    });
    const all = await Promise.allSettled([go(1), go(2), go(3)]);
    expect(seen).toEqual([1, 3]);
    expect(all.map((r) => (r.status === 'fulfilled' ? r.value : 'failed'))).toEqual([1, undefined, 'failed']);
    expect(await go(4)).toBe(4);
  });
});

describe('the clock', () => {
  function run(state: Partial<AtlasState>, hidden = false) {
    const ticks: number[] = [];
    let frame: ((now: number) => void) | undefined;
    let answer: () => void = () => undefined;
    let changed: (() => void) | undefined;
    let now = state;
    const base = {
      phase: 'running',
      speed: 10,
      busy: false,
      cells: { workloads: [{}] },
      moment: { line: -1, step: undefined },
      session: { length: 0 },
    };
    const stop = startClock({
      state: () => ({ ...base, ...now }) as unknown as AtlasState,
      tick: (n) => {
        ticks.push(n);
        return new Promise<void>((resolve) => (answer = resolve));
      },
      nextFrame: (f) => (frame = f),
      hidden: () => hidden,
      follow: (f) => {
        changed = f;
        return () => (changed = undefined);
      },
    });
    return {
      ticks,
      stop,
      /** Whether it asked for the next paint since the last one. */
      waits: () => frame !== undefined,
      change: (next: Partial<AtlasState>) => {
        now = next;
        changed?.();
      },
      at: async (...times: number[]) => {
        for (const t of times) {
          const f = frame;
          frame = undefined;
          f?.(t);
        }
        answer();
        await Promise.resolve();
        await Promise.resolve();
      },
    };
  }
  it('sends what is due in one line, one at a time', async () => {
    const c = run({});
    await c.at(0, 50, 120, 1000);
    expect(c.ticks).toEqual([1]);
    await c.at(1010);
    expect(c.ticks).toEqual([1, 9]);
    await c.at(1e9);
    await c.at(1e9 + 1);
    expect(Math.max(...c.ticks)).toBeLessThanOrEqual(64);
  });
  it('stands still when paused, hidden, busy, in the past, without workloads, or stopped', async () => {
    for (const c of [
      run({ speed: 0 }),
      run({}, true),
      run({ busy: true }),
      run({ moment: { line: 0, step: 3 } }),
      run({ cells: {} }),
      run({ phase: 'restoring' }),
    ]) {
      await c.at(0, 1000, 2000);
      expect(c.ticks).toEqual([]);
    }
    const c = run({});
    c.stop();
    c.change({});
    await c.at(0, 1000);
    expect(c.ticks).toEqual([]);
  });
  it('asks for paints only while something may change', async () => {
    const c = run({ speed: 0 });
    expect(c.waits()).toBe(false);
    c.change({});
    await c.at(0, 500);
    expect([c.ticks, c.waits()]).toEqual([[5], true]);
    c.change({ busy: true });
    await c.at(600);
    expect(c.waits()).toBe(false);
    // time that passed meanwhile is not caught up
    c.change({});
    await c.at(10_000, 10_200);
    expect(c.ticks).toEqual([5, 2]);
  });
});

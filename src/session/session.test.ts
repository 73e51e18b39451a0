import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashStore } from '../engine/state/hash.ts';
import type { Line } from '../engine/lines.ts';
import { Session } from './session.ts';
import { execute, SmallMachine } from './testing.ts';

const fresh = (): Session<SmallMachine> => new Session(new SmallMachine(), execute);
const hash = (s: Session<SmallMachine>): string => hashStore(s.machine.k.store);
const monitor = (line: string): Line => ({ channel: 'monitor', line });
const tick = (n: number): Line => ({ channel: 'world', line: `tick ${n}` });
const enter = (i: number): Line => ({ channel: 'write', path: 'enter', value: String(i) });

/** A step of a session as anybody may take it. */
type Act =
  | { readonly do: 'line'; readonly line: Line }
  | { readonly do: 'tick'; readonly n: number }
  | { readonly do: 'undo' | 'redo' | 'interrupt' };
const small = fc.integer({ min: 0, max: 3000 });
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.tuple(small, small).map(([i, x]): Act => ({ do: 'line', line: monitor(`set ${i} ${x}`) })),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom('open', 'shut').map((g): Act => ({ do: 'line', line: monitor(`gate ${g}`) })),
  },
  { weight: 2, arbitrary: small.map((i): Act => ({ do: 'line', line: enter(i) })) },
  { weight: 1, arbitrary: fc.constant<Act>({ do: 'line', line: { channel: 'world', line: 'boot' } }) },
  { weight: 1, arbitrary: fc.constant<Act>({ do: 'line', line: monitor('nonsense') }) },
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 90 }).map((n): Act => ({ do: 'tick', n })) },
  { weight: 3, arbitrary: fc.constantFrom<Act>({ do: 'undo' }, { do: 'redo' }, { do: 'interrupt' }) },
);
const acts = fc.array(act, { maxLength: 60 });

function perform(s: Session<SmallMachine>, a: Act): void {
  if (a.do === 'line') s.run(a.line, 'person');
  else if (a.do === 'tick') s.run(tick(a.n), 'clock');
  else s[a.do]();
}

describe('a session', () => {
  it('gives the same bytes for the same lines', () => {
    fc.assert(
      fc.property(acts, (all) => {
        const [a, b] = [fresh(), fresh()];
        for (const x of all) perform(a, x);
        for (const x of all) perform(b, x);
        expect(hash(a)).toBe(hash(b));
        expect(a.lines()).toEqual(b.lines());
      }),
    );
  });

  it('restored from what was saved stands where it stood, redo included', () => {
    fc.assert(
      fc.property(acts, (all) => {
        const a = fresh();
        for (const x of all) perform(a, x);
        const b = fresh();
        b.restore(a.saved());
        expect(hash(b)).toBe(hash(a));
        expect(b.state).toEqual(a.state);
        expect(b.lines().map((l) => l.line)).toEqual(a.lines().map((l) => l.line));
        while (a.redo() !== undefined) {
          b.redo();
          expect(hash(b)).toBe(hash(a));
        }
        expect(b.redo()).toBeUndefined();
      }),
    );
  });

  it('is where it was after undo and redo', () => {
    fc.assert(
      fc.property(acts, fc.integer({ min: 1, max: 5 }), (all, times) => {
        const s = fresh();
        for (const x of all) perform(s, x);
        const before = { hash: hash(s), lines: s.lines(), pending: s.state.pending };
        let undone = 0;
        while (undone < times && s.undo()) undone++;
        // the clock going on meanwhile is taken back by redo
        s.run(tick(3), 'clock');
        for (let i = 0; i < undone; i++) s.redo();
        if (undone === 0) return;
        expect(hash(s)).toBe(before.hash);
        expect(s.lines()).toEqual(before.lines);
        expect(s.state.pending).toEqual(before.pending);
      }),
    );
  });

  it('shows every moment, and the last step of a line is the state after it', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 12 }), (all) => {
        const s = fresh();
        for (const x of all) perform(s, x);
        const now = hash(s);
        let last = hashStore(s.at({ line: -1, step: undefined }).k.store);
        for (const { index, steps } of s.lines()) {
          expect(hashStore(s.at({ line: index, step: 0 }).k.store)).toBeDefined();
          for (let step = 0; step <= steps; step += Math.max(1, Math.floor(steps / 5))) s.at({ line: index, step });
          const end = hashStore(s.at({ line: index, step: steps }).k.store);
          last = hashStore(s.at({ line: index, step: undefined }).k.store);
          expect(end).toBe(last);
        }
        expect(last).toBe(now);
        expect(hash(s)).toBe(now);
      }),
      { numRuns: 50 },
    );
  });

  it('looks inside a line', () => {
    const s = fresh();
    s.run(monitor('set 10 7'), 'person');
    const half = s.trace(0)?.names.indexOf('half') ?? -1;
    const data = s.trace(0);
    const step = data === undefined ? -1 : data.nameOf.findIndex((n, i) => n === half && data.kinds[i] === 0);
    const past = s.at({ line: 0, step: step + 1 });
    expect([past.values.get(10), past.values.get(11)]).toEqual([7, 0]);
    expect([s.machine.values.get(10), s.machine.values.get(11)]).toEqual([7, 7]);
  });

  it('makes one line of ticks in a row, and none across what undo returns to', () => {
    const s = fresh();
    s.run(tick(2), 'clock');
    s.run(tick(3), 'clock');
    s.run(monitor('set 1 1'), 'person');
    s.run(tick(1), 'clock');
    expect(s.lines().map((l) => l.line)).toEqual([tick(5), monitor('set 1 1'), tick(1)]);
    s.undo();
    s.run(tick(4), 'clock');
    s.run(tick(4), 'clock');
    expect(s.lines().map((l) => l.line)).toEqual([tick(5), tick(8)]);
    s.redo();
    expect(s.lines().map((l) => l.line)).toEqual([tick(5), monitor('set 1 1'), tick(1)]);
    expect(s.machine.ticks.value).toBe(6);
  });

  it('lets lines wait, queues others behind them and tells when they end', () => {
    const s = fresh();
    s.run(monitor('gate shut'), 'person');
    expect(s.run(enter(5), 'person').line.reply.pending).toBe('the gate is shut');
    expect(s.run(monitor('set 1 2'), 'person').line.reply.pending).toMatch(/waits for resource_lock/);
    expect(s.state.pending.map((p) => p.index)).toEqual([1, 2]);
    const opened = s.run(monitor('gate open'), 'person');
    expect(opened.ended.map((l) => [l.index, l.reply.pending])).toEqual([
      [1, undefined],
      [2, undefined],
    ]);
    expect([s.machine.values.get(5), s.machine.values.get(1)]).toEqual([1, 2]);
    s.undo();
    expect(s.state.pending.map((p) => p.index)).toEqual([1, 2]);
    expect(s.line(1)?.reply.pending).toBe('the gate is shut');
    const ended = s.interrupt()?.ended ?? [];
    expect(ended.map((l) => l.reply.errno)).toEqual(['EINTR', undefined]);
    expect(s.interrupt()).toBeUndefined();
  });

  it('interrupts a write whose time runs out', () => {
    const s = fresh();
    s.run(monitor('gate shut'), 'person');
    expect(s.run({ channel: 'write', path: 'enter', value: '1', timeout_s: 5 }, 'person').line.reply).toEqual({
      errno: 'EINTR',
      events: [],
    });
    expect(s.state.pending).toEqual([]);
  });

  it('boots as a line that can be undone', () => {
    const s = fresh();
    const boot = hash(s);
    s.run(monitor('set 1 2'), 'person');
    const before = hash(s);
    s.run({ channel: 'world', line: 'boot' }, 'person');
    expect(hash(s)).toBe(boot);
    s.undo();
    expect(hash(s)).toBe(before);
  });

  it('takes back a gesture as a whole and stops one at the first refusal', () => {
    const s = fresh();
    const empty = hash(s);
    const ran = s.runAll([monitor('set 1 2'), monitor('nonsense'), monitor('set 3 4')], 'person');
    expect(ran.length).toBe(2);
    expect(s.state.undoText).toBe('set 1 2 (and 1 more)');
    s.undo();
    expect(hash(s)).toBe(empty);
    expect(s.state).toMatchObject({ length: 0, canUndo: false, canRedo: true });
  });

  it('holds a bounded number of checkpoints', () => {
    const s = fresh();
    for (let i = 0; i < 400; i++)
      s.run(i % 2 === 0 ? monitor(`set ${i} 1`) : tick(100), i % 2 === 0 ? 'person' : 'clock');
    expect(s.checkpoints).toBeLessThanOrEqual(64);
    const before = s.at({ line: 3, step: undefined });
    expect(before.ticks.value).toBe(200);
  });

  it('lets a fault of the program through', () => {
    expect(() => fresh().run(monitor('fault'), 'person')).toThrow('a fault of the program');
  });
});

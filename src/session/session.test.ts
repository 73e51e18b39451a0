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
    expect(s.checkpoints.count).toBeLessThanOrEqual(2048);
    const before = s.at({ line: 3, step: undefined });
    expect(before.ticks.value).toBe(200);
  });

  it('lets a fault of the program through', () => {
    expect(() => fresh().run(monitor('fault'), 'person')).toThrow('a fault of the program');
  });
});

/** A step that may also go to another branch or into the past and act there. */
type Wander = Act | { readonly do: 'switch' | 'past'; readonly to: number };
const wander: fc.Arbitrary<Wander> = fc.oneof(
  { weight: 6, arbitrary: act },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom('switch' as const, 'past' as const), to: fc.nat({ max: 40 }) }),
  },
);
const wanders = fc.array(wander, { maxLength: 50 });

function go(s: Session<SmallMachine>, a: Wander): void {
  if (!('to' in a)) return perform(s, a);
  if (a.do === 'switch') {
    const { branches } = s.state;
    s.switchTo(branches[a.to % branches.length]?.id ?? 0);
  } else {
    s.forkAt({ line: (a.to % (s.length + 1)) - 1, step: undefined });
    s.run(monitor(`set ${a.to} ${a.to}`), 'person');
  }
}
/** A session that has run nothing but these lines. */
function replayed(s: Session<SmallMachine>): Session<SmallMachine> {
  const other = fresh();
  const { lines } = s.saved();
  other.restore({ lines, undone: [] });
  return other;
}

describe('branches', () => {
  it('are each what their lines give, whatever way one came to them', () => {
    fc.assert(
      fc.property(wanders, (all) => {
        const s = fresh();
        for (const x of all) go(s, x);
        for (const { id } of s.state.branches) {
          s.switchTo(id);
          const plain = replayed(s);
          expect(hash(s)).toBe(hash(plain));
          expect(s.lines()).toEqual(plain.lines());
          expect(s.state.pending).toEqual(plain.state.pending);
          const middle = { line: Math.floor(s.length / 2), step: undefined };
          expect(hashStore(s.at(middle).k.store)).toBe(hashStore(plain.at(middle).k.store));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('lose no line that a person sent', () => {
    fc.assert(
      fc.property(wanders, (all) => {
        const s = fresh();
        const known = new Set<number>();
        for (const x of all) {
          go(s, x);
          for (const entry of s.saved().lines) if (entry.source === 'person') known.add(entry.group);
        }
        const kept = s.saved();
        const reached = new Set(
          [kept.lines, ...kept.undone.map((u) => u.lines), ...(kept.others ?? []).map((o) => o.lines)]
            .flat()
            .map((entry) => entry.group),
        );
        expect([...known].filter((group) => !reached.has(group))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('survive being kept elsewhere', () => {
    fc.assert(
      fc.property(wanders, (all) => {
        const a = fresh();
        for (const x of all) go(a, x);
        const b = fresh();
        b.restore(a.saved());
        expect(b.saved()).toEqual(a.saved());
        expect(b.state).toEqual(a.state);
        for (const { id } of a.state.branches) {
          a.switchTo(id);
          b.switchTo(id);
          expect(hash(b)).toBe(hash(a));
          expect(b.lines()).toEqual(a.lines());
        }
      }),
      { numRuns: 60 },
    );
  });

  it('begin where somebody acts in the past, and the line under way there is carried to its end', () => {
    const s = fresh();
    for (const i of [1, 2, 3]) s.run(monitor(`set ${i * 10} ${i}`), 'person');
    expect(s.forkAt({ line: 2, step: 1 })).toBeUndefined();
    expect(s.forkAt({ line: 0, step: 1 })).toMatchObject({ length: 1 });
    s.run(monitor('set 99 9'), 'person');
    expect(s.state).toMatchObject({
      length: 2,
      canRedo: false,
      branches: [
        { id: 1, from: undefined, length: 3, text: 'set 10 1', current: false },
        { id: 2, from: { branch: 1, lines: 1 }, length: 2, text: 'set 99 9', current: true },
      ],
    });
    expect([10, 20, 30, 99].map((i) => s.machine.values.get(i))).toEqual([1, 0, 0, 9]);
    expect(s.switchTo(1)).toMatchObject({ length: 1, ran: [{ line: { index: 1 } }, { line: { index: 2 } }] });
    expect([10, 20, 30, 99].map((i) => s.machine.values.get(i))).toEqual([1, 2, 3, 0]);
    expect(s.switchTo(7)).toBeUndefined();
  });

  it('keep what redo could have done, and names', () => {
    const s = fresh();
    s.run(monitor('set 10 1'), 'person');
    s.run(monitor('set 20 2'), 'person');
    s.undo();
    s.run(monitor('set 30 3'), 'person');
    expect(s.state).toMatchObject({
      canRedo: false,
      branches: [
        { id: 1, length: 2 },
        { id: 2, length: 2 },
      ],
    });
    s.nameBranch(1, 'as it was');
    s.nameBranch(2, 'as it is');
    expect(s.state.branches.map((b) => b.name)).toEqual(['as it was', 'as it is']);
    s.dropBranch(2);
    expect(s.state.branches.length).toBe(2);
    s.dropBranch(1);
    expect(s.state.branches).toMatchObject([{ id: 2, name: 'as it is', from: undefined }]);
  });
});

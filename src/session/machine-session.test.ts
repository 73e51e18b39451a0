/** Sessions of a real machine: what holds for any session holds with a kernel inside. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashStore } from '../engine/state/hash.ts';
import type { Line } from '../engine/lines.ts';
import { headOf, reboot } from '../snapshot/boot/reboot.ts';
import { loadMachine } from '../snapshot/load.ts';
import { bundledSnapshot } from '../snapshot/testing.ts';
import { ghostOf } from './ghost.ts';
import { machineSession } from './machine-session.ts';

const boot = loadMachine(bundledSnapshot('x86_64-dimm-lifecycle'));
const head = headOf(readFileSync('public/machines/x86_64-dimm-lifecycle.json', 'utf8'));
const fresh = () => machineSession(boot.fork(), (machine, words) => reboot(head, machine, words));
type Of = ReturnType<typeof fresh>;
const hash = (s: Of): string => hashStore(s.machine.k.store);
const monitor = (line: string): Line => ({ channel: 'monitor', line });
const state = (id: number, value: string): Line => ({
  channel: 'write',
  path: `/sys/devices/system/memory/memory${id}/state`,
  value,
});
const plug = (n: number, size = '256M'): Line[] => [
  monitor(`object_add memory-backend-ram,id=mem${n},size=${size}`),
  monitor(`device_add pc-dimm,id=dimm${n},memdev=mem${n},node=1`),
];

type Act = (s: Of) => unknown;
const n = fc.integer({ min: 1, max: 3 });
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 3,
    arbitrary: n.map(
      (i): Act =>
        (s) =>
          s.runAll(plug(i), 'person'),
    ),
  },
  {
    weight: 2,
    arbitrary: n.map(
      (i): Act =>
        (s) =>
          s.run(monitor(`device_del dimm${i}`), 'person'),
    ),
  },
  {
    weight: 6,
    arbitrary: fc.tuple(fc.integer({ min: 44, max: 54 }), fc.constantFrom('online', 'online_movable', 'offline')).map(
      ([b, v]): Act =>
        (s) =>
          s.run(state(b, v), 'person'),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom('load pagecache 256M', 'load anon 64M node 1', 'load pinned 8M', 'unload pinned1').map(
      (l): Act =>
        (s) =>
          s.run({ channel: 'world', line: l }, 'person'),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.integer({ min: 1, max: 70 }).map(
      (t): Act =>
        (s) =>
          s.run({ channel: 'world', line: `tick ${t}` }, 'clock'),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom<Act>(
      (s) => s.undo(),
      (s) => s.redo(),
      (s) => s.interrupt(),
      (s) => s.run({ channel: 'world', line: 'boot' }, 'person'),
    ),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(
        'movable_node',
        'movable_node=n memhp_default_state=online_movable',
        'memory_hotplug.memmap_on_memory=force memhp_default_state=online',
        'kernelcore=30%',
        'mem=3G',
        'CONFIG_ZONE_DEVICE=n mem=',
        'nosuch=1',
      )
      .map(
        (words): Act =>
          (s) =>
            s.run({ channel: 'world', line: `boot ${words}` }, 'person'),
      ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('lsmem', 'history', 'cat /proc/zoneinfo', 'false').map(
      (l): Act =>
        (s) =>
          s.run({ channel: 'shell', line: l }, 'person'),
    ),
  },
);
const acts = (maxLength: number) => fc.array(act, { maxLength });

describe('a session of a machine', () => {
  it('replayed from what was saved is the same, bytes and answers', () => {
    fc.assert(
      fc.property(acts(25), (all) => {
        const a = fresh();
        for (const f of all) f(a);
        const b = fresh();
        b.restore(a.saved());
        expect(b.lines()).toEqual(a.lines());
        expect(hash(b)).toBe(hash(a));
        expect(b.state).toEqual(a.state);
      }),
      { numRuns: 15 },
    );
  });

  it('is where it was after undo and redo, the clock between them included', () => {
    fc.assert(
      fc.property(acts(20), fc.integer({ min: 1, max: 3 }), (all, times) => {
        const s = fresh();
        for (const f of all) f(s);
        const before = { hash: hash(s), lines: s.lines(), pending: s.state.pending };
        let undone = 0;
        while (undone < times && s.undo() !== undefined) undone++;
        s.run({ channel: 'world', line: 'tick 2' }, 'clock');
        for (let i = 0; i < undone; i++) s.redo();
        if (undone === 0) return;
        expect(hash(s)).toBe(before.hash);
        expect(s.lines()).toEqual(before.lines);
        expect(s.state.pending).toEqual(before.pending);
      }),
      { numRuns: 15 },
    );
  });

  it('shows any step of any line, and its last is the state after the line', () => {
    fc.assert(
      fc.property(acts(10), fc.nat(), (all, seed) => {
        const s = fresh();
        for (const f of all) f(s);
        const now = hash(s);
        for (const { index, steps } of s.lines()) {
          for (const step of [0, seed % (steps + 1), steps]) s.at({ line: index, step });
          expect(hashStore(s.at({ line: index, step: steps }).k.store)).toBe(
            hashStore(s.at({ line: index, step: undefined }).k.store),
          );
          expect(s.trace(index)?.kinds.length).toBe(steps);
        }
        expect(hash(s)).toBe(now);
      }),
      { numRuns: 15 },
    );
  });

  it('tells by a ghost what the lines then do', () => {
    fc.assert(
      fc.property(
        acts(8),
        fc.array(
          fc.oneof(
            n.map((i) => plug(i)),
            fc.integer({ min: 44, max: 54 }).map((b) => [state(b, 'online_movable')]),
          ),
          { minLength: 1, maxLength: 3 },
        ),
        (all, wish) => {
          const s = fresh();
          for (const f of all) f(s);
          const lines = wish.flat();
          const before = hash(s);
          const ghost = ghostOf(s, lines);
          expect(hash(s)).toBe(before);
          const ran = s.runAll(lines, 'person');
          expect(ghost.replies).toEqual(ran.map((r) => r.line.reply));
          expect(ghost.dmesg).toEqual(ran.flatMap((r) => r.line.dmesg));
          expect(ghost.refused !== undefined || ran.length === lines.length).toBe(true);
          for (const run of ghost.runs)
            for (let nr: number = run.from; nr < run.to; nr++) expect(s.machine.sections.flags.get(nr)).toBe(run.flags);
        },
      ),
      { numRuns: 15 },
    );
  });

  it('says what a DIMM would bring, and who pays', () => {
    const s = fresh();
    const ghost = ghostOf(s, plug(1, '1G'));
    expect(ghost).toMatchObject({
      refused: undefined,
      blocks: { added: 8, removed: 0, online: 0 },
      leaves: { '2M': 8, '1G': 1 },
      memmap: [{ ref: { nid: 1, zone: 'Normal' }, pages: 4096 }],
    });
    expect(ghost.runs.map((r) => [r.to - r.from, r.change, r.node])).toEqual([[8, 'added', 1]]);
    s.runAll(plug(1, '1G'), 'person');
    const away = ghostOf(s, [monitor('device_del dimm1')]);
    expect(away).toMatchObject({ refused: undefined, blocks: { added: 0, removed: 8 }, memmap: [] });
  });

  it('names the page in the way of a refusal', () => {
    const s = fresh();
    const ghost = ghostOf(s, [state(32, 'offline')]);
    expect(ghost.refused?.errno).toBe('EBUSY');
    expect(ghost.refused?.text).toContain('Device or resource busy');
    expect(ghost.refused?.culprit?.name).toBeTruthy();
    expect(ghostOf(s, [monitor('device_add pc-dimm,id=d,memdev=none')]).refused?.text).toContain("'none' not found");
  });
});

/** A machine small enough for tests of sessions: an array, two cells, a lock and a gate to wait at. */
import { sizesOf } from '../engine/arch/geometry.ts';
import type { Geometry } from '../engine/arch/geometry.ts';
import type { Kernel, Log } from '../engine/kernel/kernel.ts';
import { acquire, call, pause, release, Scheduler, wait } from '../engine/kernel/scheduler.ts';
import type { Proc } from '../engine/kernel/scheduler.ts';
import { Trace } from '../engine/kernel/trace.ts';
import type { Line, QmpEvent } from '../engine/lines.ts';
import type { Cell, ChunkedArray, Checkpoint } from '../engine/state/store.ts';
import { Store } from '../engine/state/store.ts';
import { virtAddr } from '../engine/units.ts';
import type { Playable, ReplyParts } from './player.ts';

const nowhere = { start: virtAddr(0n), end: virtAddr(0n) };
const geometry: Geometry = {
  arch: 'x86_64',
  pageShift: 12,
  sectionShift: 27,
  subsectionShift: 21,
  pageblockOrder: 9,
  maxOrder: 10,
  maxPhysmemBits: 46,
  levels: [],
  directMap: nowhere,
  vmemmap: nowhere,
  vmalloc: nowhere,
  directMapPhysBase: 0,
  vmemmapPfnBase: 0,
  structPageBytes: 64,
  sectionsPerRoot: 256,
  kasan: undefined,
  verified: true,
};

export class SmallMachine implements Playable<SmallMachine> {
  readonly k: Kernel;
  readonly events: Cell<readonly QmpEvent[]>;
  readonly values: ChunkedArray;
  readonly ticks: Cell<number>;
  readonly gate: Cell<boolean>;

  constructor() {
    const store = new Store();
    const trace = new Trace();
    const log = store.cell<Log>('dmesg', { before: undefined, lines: [], count: 0 });
    const printk = (...lines: readonly string[]): void =>
      log.update((l) => ({ before: l, lines, count: l.count + lines.length }));
    this.k = {
      store,
      geometry,
      sizes: sizesOf(geometry),
      trace,
      scheduler: new Scheduler(trace),
      config: { release: 'test', config: {}, cmdline: '' },
      log,
      printk,
    };
    this.events = store.cell<readonly QmpEvent[]>('events', []);
    this.values = store.array('values', 'u32');
    this.ticks = store.cell('ticks', 0);
    this.gate = store.cell('gate', true);
  }

  fork(at: Checkpoint = this.k.store.checkpoint()): SmallMachine {
    const twin = new SmallMachine();
    twin.k.store.restore(at);
    return twin;
  }
}

/** `set I V` · `gate open|shut` · `enter I`: waits at the gate with the lock held · `tick N` · `fail` · `interrupt` · `fault`. */
export function* execute(m: SmallMachine, line: Line): Proc<ReplyParts> {
  const [word = '', a = '', b = ''] = (line.channel === 'write' ? `${line.path} ${line.value}` : line.line).split(' ');
  switch (word) {
    case 'set':
      yield* call('set', set(m, Number(a), Number(b)), Number(a));
      return { output: `${a}\n` };
    case 'gate':
      m.gate.value = a === 'open';
      return { output: '' };
    case 'enter':
      return { errno: yield* call('enter', enter(m, Number(a))) };
    case 'tick':
      for (let n = Number(a || 1); n > 0; n--) {
        m.ticks.value++;
        m.k.trace.leaf('tick', m.ticks.value);
        m.values.set(m.ticks.value % 5000, m.ticks.value);
      }
      return { output: '' };
    case 'interrupt': {
      const waiting = m.k.scheduler.live.find((task) => task.blocked !== undefined);
      if (waiting !== undefined) m.k.scheduler.signal(waiting);
      return { output: '' };
    }
    case 'fault':
      throw new Error('a fault of the program');
    default:
      return { errno: 'EINVAL' };
  }
}

function* set(m: SmallMachine, i: number, value: number): Proc {
  yield* acquire('resource_lock');
  m.values.set(i, value);
  m.k.trace.leaf('half');
  yield* pause();
  m.values.set(i + 1, value);
  m.events.update((l) => [...l, { event: 'SET', data: { i } }]);
  m.k.printk(`set ${i}`);
  yield* release('resource_lock');
}

function* enter(m: SmallMachine, i: number): Proc<'EINTR' | undefined> {
  yield* acquire('resource_lock');
  const how = yield* wait('the gate is shut', () => m.gate.value);
  if (how === 'ready') m.values.set(i, 1);
  yield* release('resource_lock');
  return how === 'ready' ? undefined : 'EINTR';
}

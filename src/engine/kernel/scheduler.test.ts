import { describe, expect, it } from 'vitest';
import { Scheduler, acquire, call, pause, release, wait } from './scheduler.ts';
import type { Proc } from './scheduler.ts';
import { StopAtStep, Trace } from './trace.ts';

describe('Scheduler', () => {
  it('runs calls on a flat stack, passes results up and traces entries in order', () => {
    const s = new Scheduler(new Trace());
    function* leaf(n: number): Proc<number> {
      yield* pause();
      return n * 2;
    }
    function* top(): Proc<number> {
      const a = yield* call('a', leaf(1));
      const b = yield* call('b', call('c', leaf(a + 1)));
      return a + b;
    }
    const task = s.spawn('line', call('top', top()));
    expect(s.run()).toBe(true);
    expect(task.result).toBe(8);
    expect(s.trace.calls()).toEqual([
      [0, 'top'],
      [1, 'a'],
      [1, 'b'],
      [2, 'c'],
    ]);
  });

  it('makes a second task wait for a lock and resumes it when the lock is dropped', () => {
    const s = new Scheduler(new Trace());
    const order: string[] = [];
    function* worker(name: string): Proc {
      yield* acquire('device_hotplug_lock');
      order.push(`${name} in`);
      yield* pause();
      order.push(`${name} out`);
      yield* release('device_hotplug_lock');
    }
    s.spawn('one', worker('one'));
    s.spawn('two', worker('two'));
    expect(s.run()).toBe(true);
    expect(order).toEqual(['one in', 'one out', 'two in', 'two out']);
  });

  it('leaves a task that waits for ever, holding its locks, until a signal', () => {
    const s = new Scheduler(new Trace());
    function* endless(): Proc<string> {
      yield* acquire('device_hotplug_lock');
      const answer = yield* wait('a pinned page', () => false);
      yield* release('device_hotplug_lock');
      return answer;
    }
    function* second(): Proc<string> {
      yield* acquire('device_hotplug_lock');
      yield* release('device_hotplug_lock');
      return 'done';
    }
    const a = s.spawn('offline', endless());
    const b = s.spawn('writer', second());
    expect(s.run()).toBe(false);
    expect(a.blocked).toBe('a pinned page');
    expect(b.blocked).toContain('device_hotplug_lock');
    s.signal(a);
    expect(s.run()).toBe(true);
    expect([a.result, b.result]).toEqual(['signal', 'done']);
  });

  it('stops at any step of a trace that is looked into', () => {
    const trace = new Trace();
    trace.enter('outer');
    trace.stopAt = 2;
    trace.enter('inner');
    expect(() => trace.leave('inner')).toThrow(StopAtStep);
    expect(trace.length).toBe(2);
  });
});

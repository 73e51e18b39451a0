import { describe, expect, test } from 'vitest';
import { Trace } from '../../engine/kernel/trace.ts';
import { callTree, childrenOf, firstAfter, heldAt, stackAt } from './calls.ts';
import { including, moved, wholeWindow, zoomed } from './view.ts';
import { visitBars } from './folds.ts';
import { argWords, callWords, stepWords } from './words.ts';

function sample(): Trace {
  const t = new Trace();
  t.enter('add_memory', 100); // 0
  t.acquire('mem_hotplug_lock'); // 1
  for (let i = 0; i < 3; i++) {
    t.enter('sparse_add_section', i); // 2, 6, 10
    t.enter('section_activate'); // 3 …
    t.leave('section_activate'); // 4
    t.leave('sparse_add_section'); // 5
  }
  t.note('MEM_ONLINE'); // 14
  t.release('mem_hotplug_lock'); // 15
  t.leave('add_memory'); // 16
  return t;
}

describe('callTree', () => {
  const data = sample().data();
  const tree = callTree(data);
  test('spans, parents, rows', () => {
    expect(tree.steps).toBe(17);
    expect([...tree.start]).toEqual([0, 2, 3, 6, 7, 10, 11]);
    expect([...tree.end]).toEqual([17, 6, 5, 10, 9, 14, 13]);
    expect([...tree.parent]).toEqual([-1, 0, 1, 0, 3, 0, 5]);
    expect(tree.rows.map((r) => [r.depth, ...r.calls])).toEqual([
      [0, 0],
      [1, 1, 3, 5],
      [2, 2, 4, 6],
    ]);
  });
  test('neighbours of one name fold, and so do their children across them', () => {
    expect([...(tree.rows[1]?.runEnd ?? [])]).toEqual([3, 3, 3]);
    expect([...(tree.rows[2]?.runEnd ?? [])]).toEqual([3, 3, 3]);
    expect([...(tree.rows[2]?.runStart ?? [])]).toEqual([0, 0, 0]);
    expect([...(tree.rows[2]?.siblingEnd ?? [])]).toEqual([1, 2, 3]);
    expect([tree.row[4], tree.position[4]]).toEqual([2, 1]);
  });
  test('locks, remarks, stack and what is held at a step', () => {
    expect(tree.locks).toEqual([{ name: 'mem_hotplug_lock', holds: [{ from: 1, to: 16, task: 0 }] }]);
    expect(tree.remarks).toEqual([{ step: 14, text: 'MEM_ONLINE' }]);
    expect(stackAt(tree, 8, 0)).toEqual([0, 3, 4]);
    expect(stackAt(tree, 10, 0)).toEqual([0]);
    expect(stackAt(tree, 0, 0)).toEqual([]);
    expect(heldAt(tree, 2)).toEqual(['mem_hotplug_lock']);
    expect(heldAt(tree, 16)).toEqual([]);
    expect(childrenOf(tree, 0)).toEqual([1, 3, 5]);
    expect(childrenOf(tree, 3)).toEqual([4]);
    expect(childrenOf(tree, -1)).toEqual([0]);
    expect(tree.rows.map((row) => firstAfter(tree, row, 6))).toEqual([0, 1, 1]);
  });
  test('words', () => {
    expect(callWords(tree, 3)).toBe('sparse_add_section (section 1)');
    expect(stepWords(data, tree, 7)).toBe('enters sparse_add_section (section 1); holding mem_hotplug_lock');
    expect(stepWords(data, tree, 16)).toBe('releases mem_hotplug_lock');
    expect(stepWords(data, tree, 0)).toBe('before the first step');
    expect([
      argWords('memory_subsys_online', 40),
      argWords('kswapd_run', 1),
      argWords('memmap_init_range', 9),
      argWords('x', Number.NaN),
    ]).toEqual(['memory40', 'node 1', 'pfn 9', '']);
  });
  test('a trace that stops in the middle reaches beyond its end', () => {
    const t = new Trace();
    t.enter('offline_pages');
    t.acquire('mem_hotplug_lock');
    const open = callTree(t.data());
    expect([open.end[0], open.locks[0]?.holds[0]?.to]).toEqual([3, 3]);
    expect(stackAt(open, 2, 0)).toEqual([0]);
  });
  test('tasks have rows of their own', () => {
    const t = new Trace();
    t.enter('a');
    t.task = 1;
    t.enter('b');
    t.leave('b');
    t.task = 0;
    t.leave('a');
    const two = callTree(t.data());
    expect(two.tasks).toEqual([0, 1]);
    expect(two.rows.map((r) => [r.task, r.depth, r.calls.length])).toEqual([
      [0, 0, 1],
      [1, 0, 1],
    ]);
  });
  test('many calls of a leaf are one step and one call', () => {
    const t = new Trace();
    t.enter('online_pages_range', 64);
    t.many('generic_online_page', 32);
    t.leave('online_pages_range');
    const many = callTree(t.data());
    expect([many.count, many.times[1], many.start[1], many.end[1], many.parent[1]]).toEqual([2, 32, 1, 2, 0]);
    expect(callWords(many, 1)).toBe('generic_online_page ×32');
    expect(stepWords(t.data(), many, 2)).toBe('generic_online_page ×32');
  });
  test('bars fold when they are narrow, and name how many they are', () => {
    const bars = (scale: number, row: number): readonly string[] => {
      const out: string[] = [];
      visitBars(tree, row, 0, tree.steps, scale, (bar) => out.push(`${bar.start}-${bar.end} ×${bar.times}`));
      return out;
    };
    expect(bars(30, 1)).toEqual(['2-6 ×1', '6-10 ×1', '10-14 ×1']);
    expect(bars(10, 1)).toEqual(['2-14 ×3']);
    // children fold across parents only where the parents are folded
    expect(bars(20, 2)).toEqual(['3-5 ×1', '7-9 ×1', '11-13 ×1']);
    expect(bars(10, 2)).toEqual(['3-13 ×3']);
    expect(bars(0.01, 0)).toEqual(['0-17 ×1']);
  });
  test('nothing traced is an empty tree', () => {
    const none = callTree(new Trace().data());
    expect([none.steps, none.rows.length, none.locks.length]).toEqual([0, 0, 0]);
  });
});

test('the window stays inside the trace', () => {
  const whole = wholeWindow(100);
  const near = zoomed(whole, 100, 50, 0.5);
  expect(near).toEqual({ from: 25, to: 75 });
  expect(moved(near, 100, 80)).toEqual({ from: 50, to: 100 });
  expect(zoomed(near, 100, 50, 100)).toEqual({ from: 0, to: 100 });
  const seen = including(near, 100, 90);
  expect(seen.from).toBeLessThan(90);
  expect(seen.to).toBeGreaterThanOrEqual(90);
  expect(including(near, 100, 50)).toBe(near);
});

import { expect, it } from 'vitest';
import type { TraceData } from '../engine/kernel/trace.ts';
import { monitor, on, shell } from './lines.ts';
import { indexOf, linesUpTo, machineInView, sessionUpTo, startsWith, stepInside } from './script.ts';
import type { Story } from './types.ts';

const story: Story = {
  id: 'x',
  sources: [],
  machines: [
    { name: 'host', source: { kind: 'preset', id: '64TiB' } },
    { name: 'guest', source: { kind: 'preset', id: '64TiB' } },
  ],
  steps: [
    { title: '1', narration: '', lines: [monitor('a'), ...on('guest', shell('b'), shell('c'))] },
    { title: '2', narration: '' },
    { title: '3', narration: '', lines: [...on('guest', shell('d')), monitor('e')] },
  ],
};

it('knows which lines each machine was sent by a step, and where a line ended up', () => {
  expect(linesUpTo(story, 'host', -1)).toEqual([]);
  expect(linesUpTo(story, 'guest', 1)).toEqual([shell('b'), shell('c')]);
  expect(linesUpTo(story, 'host', 2)).toEqual([monitor('a'), monitor('e')]);
  expect(sessionUpTo(story, 'guest', 2).lines.map((l) => l.line)).toEqual([shell('b'), shell('c'), shell('d')]);
  expect(indexOf(story, 0, 2)).toEqual({ machine: 'guest', index: 1 });
  expect(indexOf(story, 2, 0)).toEqual({ machine: 'guest', index: 2 });
  expect(indexOf(story, 2, 1)).toEqual({ machine: 'host', index: 1 });
  expect(indexOf(story, 2, 2)).toBeUndefined();
  expect(story.steps.map((step) => machineInView(story, step))).toEqual(['guest', 'host', 'host']);
});

it('tells a session that follows the script from one that does not', () => {
  expect(startsWith([monitor('a'), monitor('b')], [monitor('a')])).toBe(true);
  expect(startsWith([monitor('a')], [shell('a')])).toBe(false);
  expect(startsWith([monitor('a')], [monitor('a'), monitor('b')])).toBe(false);
});

it('finds the moment at which a function was entered or left for the nth time', () => {
  //        0 f(   1 g(  2 g)  3 f(  4 f)  5 f)  6 f(  7 f)
  const trace: TraceData = {
    names: ['f', 'g'],
    kinds: Uint8Array.of(0, 0, 1, 0, 1, 1, 0, 1),
    nameOf: Uint16Array.of(0, 1, 1, 0, 0, 0, 0, 0),
    args: new Float64Array(8),
    tasks: new Uint8Array(8),
  };
  expect(stepInside(trace, { line: 0, at: 'g' })).toBe(2);
  expect(stepInside(trace, { line: 0, at: 'g', edge: 'leave' })).toBe(3);
  expect(stepInside(trace, { line: 0, at: 'f', edge: 'leave' })).toBe(6);
  expect(stepInside(trace, { line: 0, at: 'f', edge: 'leave', nth: 2 })).toBe(5);
  expect(stepInside(trace, { line: 0, at: 'f', nth: 3 })).toBe(7);
  expect(stepInside(trace, { line: 0, at: 'f', nth: 4 })).toBeUndefined();
  expect(stepInside(trace, { line: 0, at: 'h' })).toBeUndefined();
});

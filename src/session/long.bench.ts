/**
 * Any moment of a session of 10,000 lines: DIMMs come and go, blocks change sides, workloads live, people type. Places are
 * taken all over the session in an order that no cache helps. What the session holds is printed with the figures.
 */
import { bench, describe } from 'vitest';
import type { Line } from '../engine/lines.ts';
import { loadMachine } from '../snapshot/load.ts';
import { bundledSnapshot } from '../snapshot/testing.ts';
import { machineSession } from './machine-session.ts';

const LINES = 10_000;
const monitor = (line: string): Line => ({ channel: 'monitor', line });
const shell = (line: string): Line => ({ channel: 'shell', line });
const state = (block: number, value: string): Line => ({
  channel: 'write',
  path: `/sys/devices/system/memory/memory${block}/state`,
  value,
});

/** One DIMM's life: plugged, brought online, half of it taken back, looked at, pulled. */
const round = (i: number): Line[] => [
  monitor(`object_add memory-backend-ram,id=m${i},size=1G`),
  monitor(`device_add pc-dimm,id=d${i},memdev=m${i},node=${i % 2}`),
  shell('for b in /sys/devices/system/memory/memory*; do echo online_movable > $b/state 2>/dev/null; done'),
  state(50, 'offline'),
  { channel: 'world', line: 'tick 5' },
  shell('lsmem'),
  state(50, 'online_movable'),
  monitor('info memory-devices'),
  monitor(`device_del d${i}`),
  monitor(`object_del m${i}`),
];

const session = machineSession(loadMachine(bundledSnapshot('x86_64-dimm-lifecycle')));
const held = (): number => {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 2 ** 20;
};
const before = held();
session.run({ channel: 'world', line: 'load pagecache 200M node 0' }, 'person');
session.run({ channel: 'world', line: 'load anon 100M node 1' }, 'person');
for (let i = 0; session.length < LINES; i++) for (const line of round(i)) session.run(line, 'person');
const { count, bytes } = session.checkpoints;
process.stdout.write(
  `${session.length} lines, ${session.lines().reduce((n, l) => n + l.steps, 0)} kernel steps: ` +
    `${count} checkpoints of ${(bytes / 2 ** 20).toFixed(0)} MiB; all of the session ${(held() - before).toFixed(0)} MiB` +
    `${globalThis.gc === undefined ? ' (garbage included: nothing can collect it here)' : ''}\n`,
);

let turn = 0;
const place = (): number => (turn = (turn + 7919) % session.length);
let worst = 0;
const timed = (look: () => void): void => {
  const start = performance.now();
  look();
  worst = Math.max(worst, performance.now() - start);
};
describe('any moment of a session of 10,000 lines', () => {
  const options = { time: 3000, warmupTime: 0, throws: true };
  bench('after a line', () => timed(() => void session.at({ line: place(), step: undefined })), options);
  bench(
    'inside a line, at the last of its kernel steps',
    () => {
      const line = place();
      timed(() => void session.at({ line, step: Math.max(0, (session.line(line)?.steps ?? 1) - 1) }));
    },
    {
      ...options,
      teardown: () => void process.stdout.write(`the slowest of all: ${worst.toFixed(1)} ms\n`),
    },
  );
});

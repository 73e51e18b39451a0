/** What a person waits for: ghosts, undo, looks into the past. */
import { bench, describe } from 'vitest';
import type { Line } from '../engine/lines.ts';
import { bigMachine } from '../snapshot/big.ts';
import { loadMachine } from '../snapshot/load.ts';
import { bundledSnapshot } from '../snapshot/testing.ts';
import { ghostOf } from './ghost.ts';
import { machineSession } from './machine-session.ts';

const monitor = (line: string): Line => ({ channel: 'monitor', line });
const plug = (size: string, n = 1): Line[] => [
  monitor(`object_add memory-backend-ram,id=part${n},size=${size}`),
  monitor(`device_add pc-dimm,id=d${n},memdev=part${n},node=1`),
];
/** Plugs a DIMM and brings its blocks online, as a gesture with "on arrival: movable" does. */
const plugOnline = (size: string): Line[] => [
  { channel: 'write', path: '/sys/devices/system/memory/auto_online_blocks', value: 'online_movable' },
  ...plug(size),
];

const machines = { '4 GiB': loadMachine(bundledSnapshot('x86_64-dimm-lifecycle')), '64 TiB': bigMachine() };
for (const [name, machine] of Object.entries(machines)) {
  const session = machineSession(machine);
  const size = name === '64 TiB' ? '2G' : '1G';
  describe(`${name}: a DIMM of ${size}`, () => {
    bench('ghost, onlining included', () => void ghostOf(session, plugOnline(size)));
    bench('plug and online', () => {
      session.runAll(plugOnline(size), 'person');
      session.undo();
    });
    const filled = machineSession(machine.fork());
    for (let i = 0; i < 100; i++) filled.run({ channel: 'world', line: 'tick 1' }, i % 2 === 0 ? 'person' : 'clock');
    filled.runAll(plugOnline(size), 'person');
    const { steps } = filled.lines().at(-1) ?? { steps: 0 };
    const last = filled.length - 1;
    bench('undo and redo', () => {
      filled.undo();
      filled.redo();
    });
    bench('a moment in the middle of the plugging', () => void filled.at({ line: last, step: Math.floor(steps / 2) }));
    bench('a moment long ago', () => void filled.at({ line: 17, step: undefined }));
  });
}

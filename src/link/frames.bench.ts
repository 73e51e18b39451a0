/** What a frame costs: it carries what changed and nothing else. */
import { bench, describe } from 'vitest';
import type { Line } from '../engine/lines.ts';
import { machineSession } from '../session/machine-session.ts';
import { bigMachine } from '../snapshot/big.ts';
import { loadMachine } from '../snapshot/load.ts';
import { bundledSnapshot } from '../snapshot/testing.ts';
import { Frames } from './frames.ts';
import { CELLS } from './worker-cells.ts';

const monitor = (line: string): Line => ({ channel: 'monitor', line });
const machines = { '4 GiB': loadMachine(bundledSnapshot('x86_64-dimm-lifecycle')), '64 TiB': bigMachine() };

for (const [name, machine] of Object.entries(machines)) {
  describe(`frames of ${name}`, () => {
    const session = machineSession(machine);
    session.runAll(
      [monitor('object_add memory-backend-ram,id=m,size=2G'), monitor('device_add pc-dimm,id=d,memdev=m,node=1')],
      'person',
    );
    const frames = new Frames<typeof machine>(CELLS);
    const build = () => frames.build(session.machine, { line: session.length - 1, step: undefined }, session.state);
    bench('complete', () => {
      frames.reset();
      build();
    });
    bench('after a DIMM came or went (undo, redo included)', () => {
      session.undo();
      build();
      session.redo();
      build();
    });
    bench('nothing changed', () => void build());
  });
}

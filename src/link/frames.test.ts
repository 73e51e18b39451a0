import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Line } from '../engine/lines.ts';
import type { Machine } from '../engine/machine.ts';
import { machineSession } from '../session/machine-session.ts';
import type { Session } from '../session/session.ts';
import { bigMachine } from '../snapshot/big.ts';
import { loadMachine } from '../snapshot/load.ts';
import { bundledSnapshot } from '../snapshot/testing.ts';
import { LiveMirror } from '../store/mirror.ts';
import { Frames, MIRRORED } from './frames.ts';
import type { Cells, Moment } from './messages.ts';
import { CELLS } from './worker-cells.ts';

const monitor = (line: string): Line => ({ channel: 'monitor', line });

/** A page that only keeps what it is sent. */
class Page {
  readonly frames = new Frames<Machine>(CELLS);
  readonly mirror = new LiveMirror();
  cells: Partial<Cells> = {};
  bytes = 0;

  show(session: Session<Machine>, moment?: Moment): number {
    const machine = session.at(moment);
    const built = this.frames.build(machine, moment ?? { line: session.length - 1, step: undefined }, session.state);
    if (built === undefined) return 0;
    const frame = structuredClone(built.frame);
    this.mirror.apply(frame);
    this.cells = frame.full ? frame.cells : { ...this.cells, ...frame.cells };
    this.#same(machine);
    return frame.chunks.reduce((sum, c) => sum + c.data.byteLength, 0);
  }

  #same(machine: Machine): void {
    for (const array of machine.k.store.arrays()) {
      if (!(MIRRORED as readonly string[]).includes(array.name)) continue;
      const mirrored = this.mirror.array(array.name);
      for (let i = 0; i < array.chunkSlots * array.chunkElements; i++)
        if (mirrored.get(i) !== array.get(i))
          throw new Error(`${array.name}[${i}] is ${array.get(i)}, the page shows ${mirrored.get(i)}`);
    }
    const read = {
      nodes: CELLS.nodes,
      dimms: CELLS.dimms,
      free: CELLS.free,
      tables: CELLS.tables,
      resources: CELLS.resources,
      ticks: CELLS.ticks,
    };
    for (const [name, reader] of Object.entries(read)) {
      const shown = JSON.stringify(this.cells[name as keyof typeof read]);
      if (shown !== JSON.stringify(reader.read(machine))) throw new Error(`cell ${name}: the page shows ${shown}`);
    }
  }
}

describe('frames', () => {
  it('bring a page to any state, whatever way the session took', () => {
    const n = fc.integer({ min: 1, max: 3 });
    const step = fc.oneof(
      n.map(
        (i) => (s: Session<Machine>) =>
          void s.runAll(
            [
              monitor(`object_add memory-backend-ram,id=m${i},size=256M`),
              monitor(`device_add pc-dimm,id=d${i},memdev=m${i}`),
            ],
            'person',
          ),
      ),
      n.map((i) => (s: Session<Machine>) => void s.run(monitor(`device_del d${i}`), 'person')),
      fc.tuple(fc.integer({ min: 0, max: 60 }), fc.constantFrom('online', 'online_movable', 'offline')).map(
        ([b, v]) =>
          (s: Session<Machine>) =>
            void s.run(
              { channel: 'write', path: `/sys/devices/system/memory/memory${b}/state`, value: v, timeout_s: 1 },
              'person',
            ),
      ),
      fc.constantFrom('undo' as const, 'redo' as const).map((w) => (s: Session<Machine>) => void s[w]()),
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(step, fc.option(fc.tuple(fc.nat(20), fc.nat(300)))), { maxLength: 10 }),
        (steps) => {
          const session = machineSession(loadMachine(bundledSnapshot('x86_64-dimm-lifecycle')));
          const page = new Page();
          page.show(session);
          for (const [act, look] of steps) {
            act(session);
            if (look !== null)
              page.show(session, {
                line: look[0] % Math.max(1, session.length),
                step: look[1] % 2 === 0 ? undefined : look[1],
              });
            page.show(session);
            expect(page.show(session)).toBe(0);
          }
        },
      ),
      { numRuns: 15 },
    );
  }, 60_000);

  it('carry only what changed, on a machine of 64 TiB too', () => {
    const session = machineSession(bigMachine());
    const page = new Page();
    expect(page.show(session)).toBeLessThan(8e6);
    session.runAll(
      [monitor('object_add memory-backend-ram,id=m,size=2G'), monitor('device_add pc-dimm,id=d,memdev=m,node=3')],
      'person',
    );
    const added = page.show(session);
    expect(added).toBeGreaterThan(0);
    expect(added).toBeLessThan(64_000);
    session.run(
      {
        channel: 'write',
        path: `/sys/devices/system/memory/memory${(session.machine.dimms.list.value[0]?.addr ?? 0) / 2 ** 31}/state`,
        value: 'online_movable',
      },
      'person',
    );
    expect(page.show(session)).toBeLessThan(32_000);
    session.undo();
    session.undo();
    expect(page.show(session)).toBeLessThan(64_000);
  });
});

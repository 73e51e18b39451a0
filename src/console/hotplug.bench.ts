/** Hot-adding, onlining and removing 1 TiB on the generated 64 TiB machine, as its lines do it. */
import { bench, describe } from 'vitest';
import { BLOCK_OFFLINE } from '../engine/blocks/blocks.ts';
import type { Machine } from '../engine/machine.ts';
import type { Checkpoint } from '../engine/state/store.ts';
import { call } from '../engine/kernel/scheduler.ts';
import type { Proc } from '../engine/kernel/scheduler.ts';
import { bigMachine } from '../snapshot/big.ts';
import { runLine } from './run-line.ts';

const monitor = (m: Machine, line: string): void => {
  const { parts } = runLine(m, { channel: 'monitor', line });
  if (parts?.output !== '') throw new Error(parts?.output);
};

/** Onlines every offline block, as a driver that holds device_hotplug_lock would. */
function onlineAll(m: Machine): void {
  const ids = m.blocks.ids().filter((id) => m.blocks.state.get(id) === BLOCK_OFFLINE);
  const body = function* (): Proc {
    for (const id of ids) yield* call('online_memory_block', m.online.deviceOnline(id, 'online_movable'), id);
  };
  m.k.trace.clear();
  m.k.scheduler.spawn('online', body());
  m.k.scheduler.run();
}

describe.each(['256G', '1T', '4T'])('%s on 64 TiB', (size) => {
  let m: Machine;
  let empty: Checkpoint;
  let added: Checkpoint;
  let online: Checkpoint;
  const prepare = (): void => {
    m = bigMachine();
    monitor(m, `object_add memory-backend-ram,id=bench,size=${size}`);
    empty = m.k.store.checkpoint();
    monitor(m, 'device_add pc-dimm,id=benchdimm,memdev=bench,node=1');
    added = m.k.store.checkpoint();
    onlineAll(m);
    online = m.k.store.checkpoint();
  };
  prepare();
  bench('device_add', () => monitor(m, 'device_add pc-dimm,id=benchdimm,memdev=bench,node=1'), {
    setup: (t) => before(t, () => m.k.store.restore(empty)),
  });
  bench('online every block', () => onlineAll(m), { setup: (t) => before(t, () => m.k.store.restore(added)) });
  bench('device_del with every block online', () => monitor(m, 'device_del benchdimm'), {
    setup: (t) => before(t, () => m.k.store.restore(online)),
  });
});

/** Runs `f` before each iteration, outside the measured time. */
function before(task: { opts: { beforeEach?: (() => void) | undefined } } | undefined, f: () => void): void {
  if (task !== undefined) task.opts.beforeEach = f;
}

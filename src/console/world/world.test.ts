import { describe, expect, it } from 'vitest';
import type { Machine } from '../../engine/machine.ts';
import { Workloads } from '../../engine/pages/workloads.ts';
import { loadMachine } from '../../snapshot/load.ts';
import { bundledSnapshot } from '../../snapshot/testing.ts';
import type { ConsoleMachine } from '../host.ts';
import { run } from '../testing.ts';
import { world } from './world.ts';

const M = '/sys/devices/system/memory';
function fresh(): Machine {
  const m = loadMachine(bundledSnapshot('x86_64-dimm-lifecycle'));
  const seen: ConsoleMachine = m;
  if (seen.workloads === undefined) Object.assign(m, { workloads: new Workloads(m.k, m.pages) });
  return m;
}
const sh = (m: Machine, line: string) => run(m, { channel: 'shell', line });

describe('world', () => {
  it('starts, runs and ends workloads', () => {
    const m = fresh();
    expect(world(m, 'load anon 64M node 1')).toBe('anon1\n');
    expect(world(m, 'load pagecache 64M id cache')).toBe('cache\n');
    expect(world(m, 'tick 40')).toBe('');
    expect(m.pages.ownersSummary().some((o) => o.name === 'cache')).toBe(true);
    expect(world(m, 'unload cache')).toBe('');
    expect(world(m, 'unload cache')).toBe('unload: no workload cache\n');
  });
  it.each([
    ['', ''],
    ['boot', ''],
    ['boot movable_node', 'boot: nothing here can start another kernel: only a bare boot is known\n'],
    ['fault slot 99 defective', 'fault: no slot 99\n'],
    ['nosuch', "unknown command: 'nosuch' (try help)\n"],
    ['interrupt', 'interrupt: nothing is waiting\n'],
    ['tick 0', 'usage: tick [N]\n'],
    ['tick 100000', 'tick: at most 1000 at a time\n'],
    ['load', 'usage: load KIND SIZE [node N] [id NAME]\n'],
    ['load anon 64M node 7', 'load: no node 7\n'],
    ['load anon 1M id 1x', "load: '1x' is no name\n"],
    ['load anon 1', "load: '1' is no size of a workload\n"],
    ['unload', 'usage: unload NAME\n'],
  ])('answers %j', (line, output) => expect(world(fresh(), line)).toBe(output));

  it('interrupts what waits, but no kernel worker', () => {
    const m = fresh();
    for (const line of ['object_add memory-backend-ram,id=a,size=256M', 'device_add pc-dimm,id=d,memdev=a,node=1']) {
      run(m, { channel: 'monitor', line });
    }
    expect(sh(m, `echo online_movable > ${M}/memory48/state`).status).toBe(0);
    expect(sh(m, 'hold v vmsplice 8 1').output).toBe('memory48 2048 pages\nheld\n');
    expect(sh(m, `echo offline > ${M}/memory48/state`).pending).toBeDefined();
    expect(run(m, { channel: 'world', line: 'interrupt' }).output).toBe('');
    expect(m.k.scheduler.live).toHaveLength(0);
    // an eject waits for the same pages, and no signal reaches it
    expect(run(m, { channel: 'monitor', line: 'device_del d' }).pending).toBeUndefined();
    expect(m.k.scheduler.live).toHaveLength(1);
    expect(world(m, 'interrupt')).toBe('interrupt: nothing is waiting\n');
    expect(sh(m, 'drop v').status).toBe(0);
    expect(m.dimms.list.value).toHaveLength(0);
  });
  it('ends a write that takes longer than its writer waits', () => {
    const m = fresh();
    for (const line of ['object_add memory-backend-ram,id=a,size=256M', 'device_add pc-dimm,id=d,memdev=a,node=1']) {
      run(m, { channel: 'monitor', line });
    }
    sh(m, `echo online_movable > ${M}/memory48/state; hold v vmsplice 8 1`);
    const line = { channel: 'write', path: `${M}/memory48/state`, value: 'offline' } as const;
    expect(run(m, { ...line, timeout_s: 3 })).toMatchObject({ errno: 'EINTR' });
    sh(m, 'drop v');
    expect(run(m, { ...line, timeout_s: 3 }).errno).toBeUndefined();
  });
  it.each([
    ['hold', 'Usage: hold ID KIND MIB [NODE]', 1],
    ['hold a cat 8', 'Usage: hold ID KIND MIB [NODE]', 1],
    ['hold a anon 8 7', 'hold: no node 7', 1],
    ['hold a anon 100000', 'hold: Cannot allocate memory', 1],
    ['drop a', 'drop: a holds nothing', 1],
    ['hold a anon 8; hold a anon 8', 'hold: a holds memory already', 1],
  ])('%s', (line, output, status) => {
    const reply = sh(fresh(), line);
    expect(reply.output).toContain(output);
    expect(reply.status).toBe(status);
  });
});

/** A machine in the middle of its life is written down and read again: it shows the same files and goes on the same way. */
import { describe, expect, it } from 'vitest';
import { parseOptions } from '../engine/devices/dimm/options.ts';
import type { Machine } from '../engine/machine.ts';
import { loadMachine } from './load.ts';
import { parseSnapshotText } from './check.ts';
import { bundledSnapshot } from './testing.ts';
import { writeSnapshot } from './write.ts';

function plug(m: Machine, n: number, node: number, size = '512M'): void {
  expect(m.backends.add(parseOptions(`memory-backend-ram,id=mem${n},size=${size}`, 'qom-type'))).toBeUndefined();
  expect(m.dimms.plug(parseOptions(`pc-dimm,id=dimm${n},memdev=mem${n},node=${node}`, 'driver'))).toBeUndefined();
  expect(m.k.scheduler.run()).toBe(true);
}
function write(m: Machine, path: string, value: string): unknown {
  const task = m.k.scheduler.spawn('write', m.files.write(path, value));
  expect(m.k.scheduler.run()).toBe(true);
  return task.result;
}
const state = (id: number): string => `/sys/devices/system/memory/memory${id}/state`;
function saved(m: Machine): Machine {
  const parsed = parseSnapshotText(JSON.stringify(writeSnapshot(m)));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return loadMachine(parsed.snapshot);
}
/** All files but the ones whose free counts a new placement of boot memory may move by a few pages. */
function files(m: Machine): Record<string, string> {
  return Object.fromEntries([...m.files.all()].filter(([path]) => !/buddyinfo|pagetypeinfo/.test(path)));
}

it('keeps boot memory that is offline, and memory that holds its own memmap', () => {
  const m = loadMachine(bundledSnapshot('x86_64-dimm-lifecycle'));
  m.params.set({ memmapOnMemory: 'Y' });
  plug(m, 1, 1);
  for (const id of [48, 49]) expect(write(m, state(id), 'online_movable')).toBeUndefined();
  expect(write(m, state(40), 'offline')).toBeUndefined();
  const twin = saved(m);
  expect(files(twin)).toEqual(files(m));
  expect(m.blocks.altmap.get(48)).toBeGreaterThan(0);
  const counts = (machine: Machine): unknown =>
    machine.zones.nodes.value.map((n) => n.zones.map((z) => [z.present, z.presentEarly, z.managed]));
  expect(counts(twin)).toEqual(counts(m));
  for (const machine of [m, twin]) {
    expect(write(machine, state(40), 'online')).toBeUndefined();
    expect(machine.dimms.requestUnplug('dimm1')).toBeUndefined();
    expect(machine.k.scheduler.run()).toBe(true);
    expect(machine.blocks.exists(48)).toBe(false);
  }
  expect(counts(twin)).toEqual(counts(m));
  expect(twin.files.read('ptdump/vmemmap')).toEqual(m.files.read('ptdump/vmemmap'));
});

describe.each(['x86_64-dimm-lifecycle', 'x86_64-dimm-new-node', 'arm64-dimm-lifecycle'])('%s, saved', (name) => {
  const node = name === 'x86_64-dimm-new-node' ? 2 : 1;

  it('shows the same files with DIMMs plugged, online and offline', () => {
    const m = loadMachine(bundledSnapshot(name));
    const before = new Set(m.blocks.ids());
    plug(m, 1, node);
    const added = m.blocks.ids().filter((id) => !before.has(id));
    expect(added.length).toBe(4);
    expect(write(m, state(added[0] ?? 0), 'online_movable')).toBeUndefined();
    expect(write(m, state(added[1] ?? 0), 'online_kernel')).toBeUndefined();
    expect(write(m, '/sys/devices/system/memory/auto_online_blocks', 'online_movable')).toBeUndefined();
    plug(m, 2, 0);
    const twin = saved(m);
    expect(files(twin)).toEqual(files(m));
    expect(twin.blocks.groups.value.map((g) => [g.pages, g.presentKernelPages, g.presentMovablePages])).toEqual(
      m.blocks.groups.value.map((g) => [g.pages, g.presentKernelPages, g.presentMovablePages]),
    );
    expect(twin.backends.list.value.map((b) => [b.id, b.inUseBy])).toEqual(
      m.backends.list.value.map((b) => [b.id, b.inUseBy]),
    );
  });

  it('goes on: the DIMM can be pulled and plugged again', () => {
    const m = loadMachine(bundledSnapshot(name));
    plug(m, 1, node);
    const twin = saved(m);
    for (const machine of [m, twin]) {
      expect(machine.dimms.requestUnplug('dimm1')).toBeUndefined();
      expect(machine.k.scheduler.run()).toBe(true);
      expect(machine.dimms.list.value).toEqual([]);
      expect(machine.backends.delete('mem1')).toBeUndefined();
    }
    expect(files(saved(twin))).toEqual(files(twin));
    for (const path of [
      '/proc/iomem',
      'lsmem',
      'ptdump/direct-map',
      'qemu/info-memory-devices',
      '/sys/devices/system/node/online',
    ])
      expect(twin.files.read(path)).toEqual(m.files.read(path));
  });
});

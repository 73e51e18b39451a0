/** The same machine under other words of its kernel. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Machine } from '../../engine/machine.ts';
import type { Line } from '../../engine/lines.ts';
import { machineSession } from '../../session/machine-session.ts';
import { hashStore } from '../../engine/state/hash.ts';
import { loadMachine } from '../load.ts';
import { parseSnapshotText } from '../check.ts';
import { turnKnobs } from './knobs.ts';
import { argvNow, headOf, reboot } from './reboot.ts';

const text = readFileSync('public/machines/x86_64-dimm-lifecycle.json', 'utf8');
const head = headOf(text);
const fresh = (): Machine => {
  const parsed = parseSnapshotText(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return loadMachine(parsed.snapshot);
};
const recorded = fresh();
const session = () => machineSession(recorded.fork(), (machine, words) => reboot(head, machine, words));
const monitor = (line: string): Line => ({ channel: 'monitor', line });
const world = (line: string): Line => ({ channel: 'world', line });
const shell = (line: string): Line => ({ channel: 'shell', line });
const PLUG = [
  monitor('object_add memory-backend-ram,id=mem1,size=1G'),
  monitor('device_add pc-dimm,id=dimm1,memdev=mem1,node=1'),
];
const answer = (s: ReturnType<typeof session>, line: Line): string => s.run(line, 'person').line.reply.output ?? '';

describe('knobs of a boot', () => {
  const kernel = {
    arch: 'x86_64' as const,
    cmdline: 'console=ttyS0 mem=3G -- init',
    config: { CONFIG_MEMORY_HOTPLUG: 'y', CONFIG_EFI_SOFT_RESERVE: 'y', CONFIG_DEV_DAX_HMEM: 'y' },
  };
  it.each([
    [['movable_node'], 'console=ttyS0 mem=3G movable_node -- init'],
    [['mem=2G', 'kernelcore=25%'], 'console=ttyS0 mem=2G kernelcore=25% -- init'],
    [['mem='], 'console=ttyS0 -- init'],
    [
      ['mem=default', 'memory-hotplug.memmap_on_memory=force'],
      'console=ttyS0 memory_hotplug.memmap_on_memory=force -- init',
    ],
    [['nosoftreserve'], 'console=ttyS0 mem=3G efi=nosoftreserve -- init'],
    [['movable_node=y', 'movable_node=n'], 'console=ttyS0 mem=3G -- init'],
  ])('%j', (knobs, cmdline) => expect(turnKnobs(kernel, knobs)).toMatchObject({ cmdline }));
  it.each([
    ['nosuch=1', "unknown knob 'nosuch'"],
    ['mem=lots', "mem takes a size, not 'lots'"],
    ['mem', 'mem needs a value: a size'],
    ['movable_node=maybe', "movable_node stands alone or takes y or n, not 'maybe'"],
    [
      'memhp_default_state=movable',
      "memhp_default_state takes offline, online, online_kernel or online_movable, not 'movable'",
    ],
    ['CONFIG_NOSUCH=y', "unknown knob 'CONFIG_NOSUCH'"],
    ['CONFIG_ZONE_DEVICE=m', "CONFIG_ZONE_DEVICE takes y or n, not 'm'"],
    ['CONFIG_ZONE_DEVICE=y', 'CONFIG_ZONE_DEVICE needs CONFIG_MEMORY_HOTREMOVE'],
    [
      'CONFIG_SPARSEMEM=n',
      'CONFIG_SPARSEMEM cannot be n: ARCH_FLATMEM_ENABLE needs X86_32, so that x86_64 has no other memory model',
    ],
    ['CONFIG_MEMORY_ISOLATION=n', /^CONFIG_MEMORY_ISOLATION asks nobody: it follows from CMA \|\| MEMORY_HOTPLUG/],
  ])('refuses %s', (knob, why) => expect(turnKnobs(kernel, [knob])).toMatch(why));
  it('takes along what depends on a line of the configuration, and keeps a choice a choice', () => {
    expect(turnKnobs(kernel, ['CONFIG_EFI_SOFT_RESERVE=n'])).toMatchObject({ config: { CONFIG_MEMORY_HOTPLUG: 'y' } });
    expect(turnKnobs(kernel, ['CONFIG_EFI_SOFT_RESERVE=n'])).not.toHaveProperty('config.CONFIG_DEV_DAX_HMEM');
    const two = turnKnobs(kernel, [
      'CONFIG_MHP_DEFAULT_ONLINE_TYPE_OFFLINE=y',
      'CONFIG_MHP_DEFAULT_ONLINE_TYPE_ONLINE_AUTO=y',
    ]);
    expect(two).not.toHaveProperty('config.CONFIG_MHP_DEFAULT_ONLINE_TYPE_OFFLINE');
  });
});

describe('a reboot', () => {
  it('keeps the DIMMs where they are, and turns the knobs', () => {
    const s = session();
    s.runAll(PLUG, 'person');
    const place = s.machine.dimms.list.value.map(({ id, addr, slot, node, size }) => ({ id, addr, slot, node, size }));
    expect(answer(s, world('boot memhp_default_state=online_movable movable_node'))).toBe(
      'Linux 6.12.117 started with: console=ttyS0 trace_buf_size=4M memhp_default_state=online_movable movable_node\n',
    );
    expect(s.machine.dimms.list.value).toMatchObject(place);
    expect(s.machine.dimms.list.value[0]?.hotplugged).toBe(false);
    expect(answer(s, shell('cat /sys/devices/system/memory/auto_online_blocks'))).toBe('online_movable\n');
    expect(answer(s, shell('cat /sys/devices/system/memory/memory48/valid_zones'))).toBe('Movable\n');
    expect(answer(s, shell('cat /proc/cmdline'))).toContain('movable_node');
  });
  it('does not bring back what was pulled', () => {
    const s = session();
    s.runAll(PLUG, 'person');
    expect(answer(s, world('boot movable_node'))).toContain('started');
    s.run(monitor('device_del dimm1'), 'person');
    expect(s.machine.dimms.list.value).toEqual([]);
    s.run(monitor('object_del mem1'), 'person');
    expect(argvNow(s.machine, '').join(' ')).not.toMatch(/dimm1|mem1/);
    answer(s, world('boot movable_node=n'));
    expect(s.machine.dimms.list.value).toEqual([]);
  });
  it('refuses a knob by its name and leaves the machine alone', () => {
    const s = session();
    s.runAll(PLUG, 'person');
    const { machine } = s;
    expect(answer(s, world('boot movable_node nosuch=1'))).toBe("boot: unknown knob 'nosuch'\n");
    expect(answer(s, world('boot mem=4K'))).toMatch(/^boot: /);
    expect(s.machine).toBe(machine);
  });
  it('is undone and redone, seen in the past, and replayed', () => {
    const s = session();
    const hashes: string[] = [];
    const step = (line: Line): void => {
      hashes.push(hashStore(s.machine.k.store));
      s.run(line, 'person');
    };
    for (const line of PLUG) step(line);
    step(world('boot movable_node kernelcore=512M'));
    step(shell('chmem -e -b 48-51 -z Movable'));
    step(world('tick 3'));
    step(world('boot memory_hotplug.memmap_on_memory=force'));
    step(shell('echo online > /sys/devices/system/memory/memory50/state'));
    step(world('boot'));
    step(shell('lsmem'));
    const end = hashStore(s.machine.k.store);
    // the past, from either side
    for (const i of [8, 3, 5, 1, 7, 2, 6, 0])
      expect(hashStore(s.at({ line: i - 1, step: undefined }).k.store), String(i)).toBe(hashes[i]);
    expect(s.trace(3)?.names.length).toBeGreaterThan(0);
    expect(hashStore(s.machine.k.store)).toBe(end);
    // a new worker
    const again = session();
    again.restore(s.saved());
    expect(hashStore(again.machine.k.store)).toBe(end);
    expect(again.lines()).toEqual(s.lines());
    for (let i = hashes.length - 1; i >= 0; i--) {
      s.undo();
      expect(hashStore(s.machine.k.store), `undo to ${i}`).toBe(hashes[i]);
    }
    while (s.redo() !== undefined);
    expect(hashStore(s.machine.k.store)).toBe(end);
    // redo on a worker that never played them
    const third = session();
    while (s.undo() !== undefined);
    third.restore(s.saved());
    while (third.redo() !== undefined);
    expect(hashStore(third.machine.k.store)).toBe(end);
  });
  it('refuses a machine that was generated', () => {
    expect(reboot(undefined, recorded, ['movable_node'])).toMatchObject({ machine: undefined });
  });
  it('ends what waited', () => {
    const s = session();
    s.runAll([...PLUG, shell('chmem -e -b 48 -z Movable'), shell('hold v vmsplice 8 1')], 'person');
    s.run({ channel: 'write', path: '/sys/devices/system/memory/memory48/state', value: 'offline' }, 'person');
    expect(s.state.pending).toHaveLength(1);
    s.run(world('boot movable_node'), 'person');
    expect(s.state.pending).toEqual([]);
    expect(s.line(4)?.reply.errno).toBe('EINTR');
    s.undo();
    expect(s.state.pending).toHaveLength(1);
  });
});

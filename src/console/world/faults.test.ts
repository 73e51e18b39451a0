/** What is said of faults, as things stand. */
import { describe, expect, it } from 'vitest';
import { loadMachine } from '../../snapshot/load.ts';
import { bundledSnapshot } from '../../snapshot/testing.ts';
import type { Machine } from '../../engine/machine.ts';
import { run } from '../testing.ts';

function machine(change: Readonly<Record<string, string | undefined>> = {}): Machine {
  const s = bundledSnapshot('x86_64-dimm-lifecycle');
  const config = Object.fromEntries(
    Object.entries({ ...s.kernel.config, ...change }).flatMap(([k, v]) => (v === undefined ? [] : [[k, v]])),
  );
  const m = loadMachine({ ...s, kernel: { ...s.kernel, config } });
  run(m, { channel: 'monitor', line: 'object_add memory-backend-ram,id=b,size=256M' });
  run(m, { channel: 'monitor', line: 'device_add pc-dimm,id=d,memdev=b,node=1' });
  return m;
}
const world = (m: Machine, line: string): string => run(m, { channel: 'world', line }).output ?? '';
const shell = (m: Machine, line: string): string => run(m, { channel: 'shell', line }).output ?? '';

describe('fault list', () => {
  it('corrected errors: the collector counts, the administrator moves the contents away in time', () => {
    const m = machine({ CONFIG_RAS_CEC: 'y' });
    shell(m, 'chmem -e -b 48-49 -z Movable');
    world(m, 'fault dimm d correctable 1000 4M');
    const before = world(m, 'fault list');
    expect(before).toContain('counted 1000 of 1023 on the page; 23 more');
    expect(before).toContain('chmem -d -b 48-49, device_del d');
    const line = /administrator: (echo 0x\w+ > \S+)/.exec(before)?.[1] ?? '';
    expect(line).toBe('echo 0x180400000 > /sys/devices/system/memory/soft_offline_page');
    // what it says can be done is done
    expect(shell(m, line)).toBe('');
    expect(m.pages.poison.size).toBe(1);
  });
  it('without the collector the kernel only logs', () => {
    const m = machine();
    world(m, 'fault dimm d correctable 5');
    expect(world(m, 'fault list')).toContain('built without RAS_CEC');
  });
  it('an uncorrected error: poisoned; without MEMORY_FAILURE ignored, and told so', () => {
    const m = machine();
    shell(m, 'chmem -e -b 48 -z Movable');
    world(m, 'fault dimm d uncorrectable 4M');
    expect(world(m, 'fault list')).toContain('has marked page 0x180400 as poisoned');
    expect(shell(m, 'grep HardwareCorrupted /proc/meminfo')).toContain(' 4 kB');
    const without = machine({ CONFIG_MEMORY_FAILURE: undefined });
    world(without, 'fault dimm d uncorrectable 4M');
    expect(without.pages.poison.size).toBe(0);
    expect(shell(without, 'dmesg')).toContain('Uncorrected memory error in page 0x180400 ignored');
    expect(world(without, 'fault list')).toContain('built without MEMORY_FAILURE');
  });
  it('a slot: empty after the guest let go, and kept where it could not', () => {
    const m = machine();
    world(m, 'fault slot 0 defective');
    expect(world(m, 'fault list')).toContain('plugs the DIMM into another slot');
    const busy = machine();
    shell(busy, 'chmem -e -b 48-49 -z Movable');
    world(busy, 'fault notifier MEM_GOING_OFFLINE EBUSY');
    world(busy, 'fault slot 0 defective');
    const told = world(busy, 'fault list');
    expect(told).toContain('was refused: the guest is busy');
    expect(told).toContain('2 of its blocks are online');
    expect(told).toContain('a driver on the memory notifier chain answers EBUSY');
  });
  it('a DIMM that is gone', () => {
    const m = machine();
    world(m, 'fault dimm d correctable 5');
    run(m, { channel: 'monitor', line: 'device_del d' });
    expect(world(m, 'fault list')).toContain('d is not plugged any more');
  });
});

import { describe, expect, it } from 'vitest';
import { run } from '../console/testing.ts';
import { loadMachine } from '../snapshot/load.ts';
import { bundledSnapshot } from '../snapshot/testing.ts';
import { invariants } from './invariants.ts';
import { switchesOf } from './kernel/switches.ts';
import type { Machine } from './machine.ts';
import { residue } from './residue.ts';
import { nodeId } from './units.ts';

const M = '/sys/devices/system/memory';
function without(...symbols: readonly string[]): Machine {
  const s = bundledSnapshot('x86_64-dimm-lifecycle');
  const config = Object.fromEntries(
    Object.entries(s.kernel.config).filter(([name]) => !symbols.includes(name.replace('CONFIG_', ''))),
  );
  return loadMachine({ ...s, kernel: { ...s.kernel, config } });
}
function plug(m: Machine, n = '', more = ''): string {
  run(m, { channel: 'monitor', line: `object_add memory-backend-ram,id=mem${n},size=256M` });
  return run(m, { channel: 'monitor', line: `device_add pc-dimm,id=d${n},memdev=mem${n},node=1${more}` }).output ?? '';
}
const write = (m: Machine, path: string, value: string) => run(m, { channel: 'write', path, value });
const world = (m: Machine, line: string) => run(m, { channel: 'world', line });
const dmesg = (m: Machine): string => {
  const r = m.files.read('dmesg');
  return 'text' in r ? r.text : '';
};

describe('Kconfig switches', () => {
  it('count only with what they depend on', () => {
    expect(
      switchesOf({ release: '', cmdline: '', config: { CONFIG_ZONE_DEVICE: 'y', CONFIG_MEMORY_HOTPLUG: 'y' } }),
    ).toMatchObject({ memoryHotplug: true, zoneDevice: false });
    expect(
      switchesOf({
        release: '',
        cmdline: 'acpi_no_memhotplug',
        config: { CONFIG_MEMORY_HOTPLUG: 'y', CONFIG_ACPI_HOTPLUG_MEMORY: 'y' },
      }).acpiHotplugMemory,
    ).toBe(false);
  });
  it('MEMORY_HOTPLUG off: no files of memory blocks, and a DIMM adds nothing', () => {
    const m = without('MEMORY_HOTPLUG');
    const blocks = m.blocks.ids().length;
    expect(m.files.read(`${M}/auto_online_blocks`)).toEqual({ errno: 'ENOENT' });
    expect(m.files.read(`${M}/memory0/state`)).toEqual({ errno: 'ENOENT' });
    expect(m.files.exists('/sys/module/memory_hotplug')).toBeUndefined();
    expect(m.files.exists(M)).toBeUndefined();
    expect(plug(m)).toBe('');
    expect(m.blocks.ids()).toHaveLength(blocks);
    expect(run(m, { channel: 'monitor', line: 'device_del d' }).events?.at(-1)?.event).toBe('ACPI_DEVICE_OST');
    expect(m.dimms.list.value).toHaveLength(0);
    expect(invariants(m)).toEqual([]);
  });
  it.each(['MEMORY_HOTREMOVE', 'MIGRATION'])(
    '%s off: no valid_zones, removable 0, offlining and ejecting refused',
    (symbol) => {
      const m = without(symbol);
      plug(m);
      expect(write(m, `${M}/memory48/state`, 'online_movable').errno).toBeUndefined();
      expect(m.files.read(`${M}/memory48/removable`)).toEqual({ text: '0\n' });
      expect(m.files.read(`${M}/memory48/valid_zones`)).toEqual({ errno: 'ENOENT' });
      expect(write(m, `${M}/memory48/state`, 'offline').errno).toBe('EINVAL');
      run(m, { channel: 'monitor', line: 'device_del d' });
      expect(m.dimms.list.value).toHaveLength(1);
      expect(dmesg(m)).toContain('memory memory48: Offline failed.');
      expect(invariants(m)).toEqual([]);
    },
  );
  it('MEMORY_HOTREMOVE off: offline memory is ejected, and the kernel keeps its blocks', () => {
    const m = without('MEMORY_HOTREMOVE');
    plug(m);
    run(m, { channel: 'monitor', line: 'device_del d' });
    expect(m.dimms.list.value).toHaveLength(0);
    expect(m.blocks.exists(48)).toBe(true);
    expect(residue(m).orphanBlocks).toEqual([48, 49]);
    const whole = without();
    plug(whole);
    const { highestSection, roots } = residue(whole);
    run(whole, { channel: 'monitor', line: 'device_del d' });
    expect(residue(whole)).toMatchObject({ highestSection, roots, orphanBlocks: [] });
    expect(residue(whole).highestPresent).toBeLessThan(highestSection);
  });
});

describe('user policy', () => {
  it('writes the state of blocks that were added, and of no others', () => {
    const m = without();
    expect(world(m, 'policy add=online_movable').output).toBe('');
    expect(world(m, 'policy').output).toBe('add=online_movable\n');
    expect(world(m, 'policy add=never').output).toMatch(/^usage/);
    plug(m);
    expect(m.files.read(`${M}/memory48/valid_zones`)).toEqual({ text: 'Movable\n' });
    expect(m.k.trace.calls().filter(([, name]) => name === 'state_store')).toHaveLength(2);
    world(m, 'policy add=off');
    plug(m, '2');
    expect(m.files.read(`${M}/memory50/state`)).toEqual({ text: 'offline\n' });
    expect(invariants(m)).toEqual([]);
  });
  it('finds nothing to do when the kernel onlines by itself', () => {
    const m = without();
    write(m, `${M}/auto_online_blocks`, 'online_kernel');
    world(m, 'policy add=online_movable');
    plug(m);
    expect(m.files.read(`${M}/memory48/valid_zones`)).toEqual({ text: 'Normal\n' });
  });
});

describe('faults', () => {
  it('an uncorrectable error poisons the page', () => {
    const m = without();
    plug(m);
    write(m, `${M}/memory48/state`, 'online_movable');
    expect(world(m, 'fault dimm d uncorrectable 4M').output).toBe('');
    expect(m.pages.poison.size).toBe(1);
    expect(dmesg(m)).toContain('Memory failure: 0x180400: recovery action for free buddy page: Recovered');
    expect(world(m, 'fault list').output).toContain('dimm d: uncorrected error at offset 0x400000');
    expect(world(m, 'fault dimm d uncorrectable 1G').output).toContain('outside');
    expect(world(m, 'fault clear dimm d').output).toBe('');
    expect(world(m, 'fault clear dimm d').output).toBe('fault: there is no such fault\n');
  });
  it('a page with too many corrected errors is given up where the kernel collects them', () => {
    const s = bundledSnapshot('x86_64-dimm-lifecycle');
    const m = loadMachine({ ...s, kernel: { ...s.kernel, config: { ...s.kernel.config, CONFIG_RAS_CEC: 'y' } } });
    plug(m);
    write(m, `${M}/memory48/state`, 'online_movable');
    world(m, 'fault dimm d correctable 1000');
    expect(m.pages.poison.size).toBe(0);
    world(m, 'fault dimm d correctable 23');
    expect(m.pages.poison.size).toBe(1);
  });
  it('nothing goes into a defective slot, and what is in it is asked for', () => {
    const m = without();
    plug(m);
    world(m, 'fault slot 0 defective');
    expect(m.dimms.list.value).toHaveLength(0);
    expect(run(m, { channel: 'monitor', line: 'device_add pc-dimm,id=e,memdev=mem,slot=0' }).output).toContain(
      'slot 0 is defective',
    );
    expect(run(m, { channel: 'monitor', line: 'device_add pc-dimm,id=e,memdev=mem' }).output).toBe('');
    expect(m.dimms.get('e')?.slot).toBe(1);
  });
});

describe('memmap_on_memory rolls back', () => {
  it.each(['MEM_PREPARE_ONLINE', 'MEM_GOING_ONLINE'])('when %s is vetoed', (action) => {
    const m = without();
    m.params.set({ memmapOnMemory: 'Y' });
    plug(m);
    expect([48, 49].map((id) => m.blocks.altmap.get(id))).toEqual([512, 512]);
    const zones = m.zones.nodes.value.map((n) => n.zones.map((z) => [z.present, z.managed, z.spanned]));
    world(m, `fault notifier ${action} EBUSY once`);
    expect(write(m, `${M}/memory48/state`, 'online_movable').errno).toBe('EBUSY');
    expect(m.zones.nodes.value.map((n) => n.zones.map((z) => [z.present, z.managed, z.spanned]))).toEqual(zones);
    expect(dmesg(m)).toContain(`Injecting error (-16) to ${action}`);
    expect(invariants(m)).toEqual([]);
    expect(write(m, `${M}/memory48/state`, 'online_movable').errno).toBeUndefined();
    expect(m.zones.zone({ nid: nodeId(1), zone: 'Movable' }).managed).toBe(32768 - 512);
    expect(invariants(m)).toEqual([]);
  });
  it('when MEM_GOING_OFFLINE is vetoed the block stays online', () => {
    const m = without();
    m.params.set({ memmapOnMemory: 'Y' });
    plug(m);
    write(m, `${M}/memory48/state`, 'online_movable');
    world(m, 'fault notifier MEM_GOING_OFFLINE EAGAIN once');
    expect(write(m, `${M}/memory48/state`, 'offline').errno).toBe('EAGAIN');
    expect(invariants(m)).toEqual([]);
    expect(write(m, `${M}/memory48/state`, 'offline').errno).toBeUndefined();
  });
});

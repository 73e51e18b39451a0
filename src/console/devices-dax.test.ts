import { describe, expect, it } from 'vitest';
import type { Machine } from '../engine/machine.ts';
import { pfnLayout } from '../engine/devices/nvdimm/pfn.ts';
import { GiB, MiB } from '../engine/units.ts';
import { loadMachine } from '../snapshot/load.ts';
import { bundledSnapshot } from '../snapshot/testing.ts';
import { DEVICE_MODULES } from './device-modules.ts';
import { parseSize, toJson } from './shell/commands/json.ts';
import { run } from './testing.ts';

// 2 GiB of persistent memory at 6 GiB, memory blocks of 128 MiB
const fresh = (): Machine => loadMachine(bundledSnapshot('riscv64-kmem'), DEVICE_MODULES);
const M = '/sys/devices/system/memory';
const DAX = '/sys/bus/dax';

function sh(machine: Machine, line: string): { output: string; status: number } {
  const { output, status } = run(machine, { channel: 'shell', line });
  return { output: output ?? '<none>', status: status ?? -1 };
}
const write = (machine: Machine, path: string, value: string): string | undefined =>
  run(machine, { channel: 'write', path, value }).errno ?? undefined;
const text = (machine: Machine, path: string): string => {
  const got = machine.files.read(path);
  return 'text' in got ? got.text : `!${got.errno}`;
};
const devdax = 'ndctl create-namespace -f -e namespace0.0 -m devdax -M dev -a 2M';
const ram = 'daxctl reconfigure-device --mode=system-ram --no-online dax0.0';

describe('a namespace', () => {
  it('is laid out with room for its struct pages', () => {
    expect(pfnLayout(6 * GiB, 1168 * MiB, 'pmem', 2 * MiB, 4096)).toEqual({
      dataOffset: 20 * MiB,
      dataSize: 1148 * MiB,
      startPad: 0,
      endTrunc: 0,
    });
    expect(pfnLayout(6 * GiB, 1168 * MiB, 'ram', 2 * MiB, 4096)).toMatchObject({
      dataOffset: 2 * MiB,
      dataSize: 1166 * MiB,
    });
    expect(pfnLayout(6 * GiB + MiB, 1168 * MiB, 'ram', 4096, 4096)).toBe('EINVAL');
    expect(pfnLayout(6 * GiB, 2 * MiB, 'ram', 2 * MiB, 4096)).toBe('ENXIO');
  });

  it('is not made anew while a driver has it, unless forced', () => {
    const m = fresh();
    const before = [...m.files.all()];
    expect(sh(m, 'ndctl create-namespace -e namespace0.0 -m devdax').status).toBe(240);
    expect([...m.files.all()]).toEqual(before);
  });

  it('gives its struct pages back when it goes', () => {
    const m = fresh();
    sh(m, devdax);
    expect(sh(m, 'ndctl disable-namespace all').output).toContain('disabled 1 namespace');
    expect(m.k.log.value.lines.join()).not.toContain('failed to free');
    expect(text(m, '/proc/iomem')).not.toContain('namespace0.0');
    expect(sh(m, 'ndctl enable-namespace all').output).toContain('enabled 1 namespace');
  });
});

describe('the tools', () => {
  it('list a device without a driver as disabled; enabling is for devdax alone', () => {
    const m = fresh();
    sh(m, devdax);
    expect(sh(m, 'daxctl disable-device dax0.0')).toEqual({ output: 'disabled 1 device\n', status: 0 });
    expect(sh(m, 'daxctl list -D').output).toContain('"state":"disabled"');
    expect(sh(m, 'daxctl enable-device dax0.0').status).toBe(0);
    expect(text(m, `${DAX}/devices/dax0.0/driver`)).toBe('device_dax\n');
    sh(m, ram);
    expect(sh(m, 'daxctl disable-device dax0.0')).toEqual({
      output:
        'dax0.0: status operations are only applicable in devdax mode\nerror disabling device: No such device or address\ndisabled 0 devices\n',
      status: 250,
    });
    expect(sh(m, 'daxctl reconfigure-device --mode=bogus dax0.0')).toEqual({
      output:
        'dax0.0: unknown mode requested: 0\nerror reconfiguring devices: Invalid argument\nreconfigured 0 devices\n',
      status: 234,
    });
  });
  it('go on without an error where all is nothing, and see no namespace of a disabled region', () => {
    const m = loadMachine(bundledSnapshot('x86_64-kmem'), DEVICE_MODULES);
    expect(sh(m, 'ndctl list -R').output).not.toContain('iset_id');
    sh(m, 'ndctl disable-region all; ndctl init-labels -f all; ndctl enable-region all');
    expect(sh(m, 'ndctl list -R').output).toContain('iset_id');
    expect(sh(m, 'ndctl destroy-namespace -f all')).toEqual({ output: 'destroyed 0 namespaces\n', status: 0 });
    expect(sh(m, 'ndctl destroy-namespace -f namespace9.9').status).toBe(250);
    sh(m, 'ndctl create-namespace -m devdax -s 256M');
    sh(m, 'ndctl disable-region all');
    expect(sh(m, 'ndctl enable-namespace all')).toEqual({ output: 'enabled 0 namespaces\n', status: 0 });
  });
  it('keep a namespace whose memory is online, and count one that was off already', () => {
    const m = fresh();
    sh(m, devdax);
    sh(m, ram);
    sh(m, 'daxctl online-memory dax0.0');
    const busy = {
      output: 'error disabling namespaces: Device or resource busy\ndisabled 0 namespaces\n',
      status: 240,
    };
    expect(sh(m, 'ndctl disable-namespace all')).toEqual(busy);
    expect(sh(m, 'ndctl disable-region all')).toEqual({ output: 'disabled 0 regions\n', status: 0 });
    expect(text(m, `${DAX}/devices/dax0.0/driver`)).toBe('kmem\n');
    sh(m, 'daxctl offline-memory dax0.0');
    expect(sh(m, 'ndctl disable-namespace all').status).toBe(0);
    expect(sh(m, 'ndctl disable-namespace all').output).toBe('disabled 1 namespace\n');
  });
  it('go through devices and show the last one of several that changed', () => {
    const m = loadMachine(bundledSnapshot('x86_64-kmem'), DEVICE_MODULES);
    sh(m, 'ndctl disable-region all; ndctl init-labels -f all; ndctl enable-region all');
    sh(m, 'ndctl create-namespace -m devdax -s 256M; ndctl create-namespace -m devdax -s 256M');
    const chardevs = (line: string): string[] =>
      [...sh(m, line).output.matchAll(/"chardev":"(.*?)"/g)].map((x) => x[1] ?? '');
    expect(chardevs('daxctl list -D')).toEqual(['dax0.1', 'dax0.0']);
    expect(chardevs('daxctl reconfigure-device --mode=system-ram all')).toEqual(['dax0.0']);
  });
  it('refuse sizes that do not fit the region, and name the reason once', () => {
    const m = loadMachine(bundledSnapshot('x86_64-kmem'), DEVICE_MODULES);
    sh(m, 'ndctl disable-region all; ndctl init-labels -f all; ndctl enable-region all');
    const make = (options: string) => sh(m, `ndctl create-namespace -m devdax -M dev ${options}`);
    expect(make('-s 200M -a 2M')).toEqual({
      output: '  Error: create namespace: region0: align setting is 0x1000000 size 0xc800000 is misaligned\n\n',
      status: 234,
    });
    expect(make('-s 256M -a 1G')).toEqual({
      output:
        "  Error: create namespace: '--size=' must align to interleave-width: 1 and alignment: 1073741824\ndid you intend --size=1024M?\n\n",
      status: 234,
    });
    expect(make('-s 64G')).toEqual({ output: 'failed to create namespace: No space left on device\n', status: 237 });
    expect(make('-s 256M -a 3M').status).toBe(129);
  });
});

describe('kmem', () => {
  it('adds the whole blocks inside a device, and lets go of them offline', () => {
    const m = fresh();
    sh(m, devdax);
    expect(sh(m, ram).status).toBe(0);
    // the first 34 MiB are the namespace's own: block 48 is not whole
    expect(m.blocks.exists(48)).toBe(false);
    expect(m.blocks.ids().filter((id) => id >= 48)).toHaveLength(15);
    expect(text(m, '/proc/iomem')).toContain('  188000000-1ffffffff : System RAM (kmem)\n');
    expect(write(m, `${DAX}/drivers/kmem/unbind`, 'dax0.0')).toBeUndefined();
    expect(m.blocks.exists(49)).toBe(false);
    expect(write(m, `${DAX}/drivers/device_dax/bind`, 'dax0.0')).toBeUndefined();
    expect(text(m, `${DAX}/devices/dax0.0/driver`)).toBe('device_dax\n');
  });

  it('leaves online memory behind when it is unbound, and then nobody gets the device', () => {
    const m = fresh();
    sh(m, devdax);
    sh(m, ram);
    write(m, `${M}/memory49/state`, 'online_movable');
    expect(sh(m, 'daxctl reconfigure-device --mode=devdax dax0.0')).toEqual({
      output: 'error reconfiguring devices: Device or resource busy\nreconfigured 0 devices\n',
      status: 240,
    });
    expect(write(m, `${DAX}/drivers/kmem/unbind`, 'dax0.0')).toBeUndefined();
    expect(text(m, `${M}/memory49/state`)).toBe('online\n');
    expect(text(m, `${DAX}/devices/dax0.0/driver`)).toBe('!ENOENT');
    expect(write(m, `${DAX}/drivers/device_dax/bind`, 'dax0.0')).toBe('EBUSY');
  });

  it('lives on in a fork', () => {
    const m = fresh();
    sh(m, devdax);
    const twin = m.fork();
    sh(twin, ram);
    expect(twin.blocks.exists(49)).toBe(true);
    expect(m.blocks.exists(49)).toBe(false);
    expect(text(m, `${DAX}/devices/dax0.0/driver`)).toBe('device_dax\n');
  });
});

it.each([
  [`${DAX}/drivers/kmem/unbind`, 'dax9.9', 'ENODEV'],
  [`${DAX}/drivers/kmem/bind`, 'dax0.0', 'ENODEV'],
  [`${DAX}/drivers/device_dax/bind`, 'dax0.0', 'EBUSY'],
  [`${DAX}/drivers/kmem/new_id`, 'disk0', 'EINVAL'],
  [`${DAX}/devices/dax0.0/memmap_on_memory`, 'perhaps', 'EINVAL'],
  [`${DAX}/devices/dax0.0/memmap_on_memory`, '1', 'EOPNOTSUPP'],
  [`${DAX}/devices/dax0.0/size`, '0', 'EACCES'],
])('%s refuses %s', (path, value, errno) => {
  const m = fresh();
  sh(m, devdax);
  expect(write(m, path, value)).toBe(errno);
});

it.each([
  'ndctl',
  'ndctl frobnicate',
  'daxctl list --nope',
  'daxctl reconfigure-device',
  'daxctl online-memory dax0.0',
  'ndctl create-namespace -m mad',
  'ndctl create-namespace -a 3M',
])('%s fails with a word about it', (line) => {
  const m = fresh();
  sh(m, devdax);
  const { output, status } = sh(m, line);
  expect(status).not.toBe(0);
  expect(output).not.toBe('');
});

it('prints JSON and reads sizes as the tools do', () => {
  expect(toJson([{ path: '/a', n: 1, none: undefined, l: [] }])).toBe(
    '[\n  {\n    "path":"\\/a",\n    "n":1,\n    "l":[\n    ]\n  }\n]',
  );
  expect([parseSize('2M'), parseSize('0x10'), parseSize('1g'), parseSize('x'), parseSize('7')]).toEqual([
    2 * MiB,
    16,
    GiB,
    undefined,
    7,
  ]);
});

it('a name that no device has is an error for daxctl 76 (x86_64), not for 81 (riscv64)', () => {
  const offline = (m: Machine) => sh(m, 'daxctl offline-memory dax7.7');
  expect(offline(fresh())).toEqual({ output: 'offlined memory for 0 devices\n', status: 0 });
  expect(offline(loadMachine(bundledSnapshot('x86_64-kmem'), DEVICE_MODULES))).toEqual({
    output: 'error offlining memory: No such device or address\nofflined memory for 0 devices\n',
    status: 250,
  });
});

/** What devices refuse: the real errno and words, and nothing else changes. */
import { describe, expect, it } from 'vitest';
import type { Machine } from '../engine/machine.ts';
import { hashStore } from '../engine/state/hash.ts';
import { loadMachine } from '../snapshot/load.ts';
import { bundledSnapshot } from '../snapshot/testing.ts';
import { DEVICE_MODULES } from './device-modules.ts';
import { run } from './testing.ts';

const machine = (name: string, ...lines: readonly string[]): Machine => {
  const m = loadMachine(bundledSnapshot(name), DEVICE_MODULES);
  for (const line of lines) run(m, { channel: 'shell', line });
  return m;
};
const sh = (m: Machine, line: string): { output: string; status: number } => {
  const { output, status } = run(m, { channel: 'shell', line });
  return { output: output ?? '', status: status ?? -1 };
};
const LABELS = 'ndctl disable-region all; ndctl init-labels -f all; ndctl enable-region all';

describe('namespaces', () => {
  it.each([
    ['ndctl create-namespace -m devdax -s 100M', 234, 'align setting is 0x1000000 size 0x6400000 is misaligned'],
    ['ndctl create-namespace -m devdax -s 4G', 237, 'No space left on device'],
    ['ndctl create-namespace -m devdax -a 3M', 129, 'align must be a power-of-2 greater than 4096'],
    ['ndctl create-namespace -m devdax -a 1G -s 64M', 234, 'must align'],
    ['ndctl create-namespace -m nonsense', 129, "invalid mode 'nonsense'"],
    ['ndctl create-namespace -f -e namespace7.0 -m devdax', 250, 'No such device or address'],
    ['ndctl destroy-namespace namespace9.9', 250, 'No such device or address'],
  ])('%s', (line, status, words) => {
    const m = machine('x86_64-pmem-devdax', LABELS);
    const before = hashStore(m.k.store);
    const got = sh(m, line);
    expect(got).toMatchObject({ status });
    expect(got.output).toContain(words);
    expect(hashStore(m.k.store)).toBe(before);
  });
  it('in use are neither destroyed nor made anew without force', () => {
    const m = machine('x86_64-pmem-devdax', LABELS, 'ndctl create-namespace -m devdax -s 128M');
    const before = hashStore(m.k.store);
    expect(sh(m, 'ndctl destroy-namespace namespace0.0')).toMatchObject({ status: 240 });
    expect(sh(m, 'ndctl create-namespace -e namespace0.0 -m fsdax').status).toBe(240);
    expect(hashStore(m.k.store)).toBe(before);
  });
  it('are not made smaller than what is in use: a device that has a driver keeps its size, and so does a static one', () => {
    const refusal = {
      output:
        'libdaxctl: daxctl_dev_set_size: dax0.0: failed to set size\nerror reconfiguring devices: No such device or address\nreconfigured 0 devices\n',
      status: 250,
    };
    const soft = machine('x86_64-softreserved-cxl-node', 'daxctl online-memory dax0.0');
    const pmem = machine('x86_64-pmem-devdax', LABELS, 'ndctl create-namespace -m devdax -s 128M');
    for (const m of [soft, pmem]) {
      const before = hashStore(m.k.store);
      expect(sh(m, 'daxctl reconfigure-device -s 64M dax0.0')).toEqual(refusal);
      expect(hashStore(m.k.store)).toBe(before);
    }
    // the tool takes the driver away before it finds that nothing can be destroyed
    expect(sh(pmem, 'daxctl destroy-device -f dax0.0').output).toContain('dax0.0: failed to set size');
    expect(sh(pmem, 'daxctl list -D').output).toContain('"state":"disabled"');
  });
  it('never overlap: what is gone from the region is gone', () => {
    const m = machine('x86_64-pmem-devdax', LABELS, 'ndctl create-namespace -m devdax -s 1G');
    expect(sh(m, 'ndctl create-namespace -m devdax -s 1G')).toMatchObject({ status: 237 });
    expect(sh(m, 'ndctl create-namespace -m devdax -s 256M').status).toBe(0);
    const ends = m.pagemaps.live.map((p) => [p.start, p.start + p.size]).toSorted((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
    expect(ends[0]?.[1]).toBeLessThanOrEqual(ends[1]?.[0] ?? 0);
  });
});

describe('drivers', () => {
  const dax = '/sys/bus/dax';
  const write = (m: Machine, path: string, value: string): string | undefined =>
    run(m, { channel: 'write', path, value }).errno ?? undefined;
  it.each([
    [`${dax}/drivers/kmem/unbind`, 'dax7.0', 'ENODEV'],
    [`${dax}/drivers/device_dax/unbind`, 'dax0.0', 'ENODEV'],
    [`${dax}/drivers/kmem/bind`, 'dax0.0', 'EBUSY'],
    [`${dax}/drivers/kmem/new_id`, 'mem0', 'EINVAL'],
    [`${dax}/devices/dax0.0/memmap_on_memory`, 'maybe', 'EINVAL'],
    [`${dax}/devices/dax0.0/memmap_on_memory`, '1', 'EOPNOTSUPP'],
    [`${dax}/devices/dax0.0/size`, '0', 'EBUSY'],
  ])('%s %s: %s', (path, value, errno) => {
    const m = machine('x86_64-softreserved-cxl-node');
    const before = hashStore(m.k.store);
    expect(write(m, path, value)).toBe(errno);
    expect(hashStore(m.k.store)).toBe(before);
  });
  it('unbinding kmem with a block online succeeds, keeps that memory until the next boot and says so', () => {
    const m = machine('x86_64-softreserved-cxl-node');
    write(m, '/sys/devices/system/memory/memory40/state', 'online_movable');
    const ran = run(m, { channel: 'write', path: `${dax}/drivers/kmem/unbind`, value: 'dax0.0' });
    expect(ran.errno ?? undefined).toBeUndefined();
    expect(sh(m, 'dmesg').output).toContain(
      'mapping0: 0x100000000-0x17fffffff cannot be hotremoved until the next reboot',
    );
    expect(sh(m, 'cat /proc/iomem').output).toContain('System RAM (kmem)');
    expect(sh(m, 'cat /sys/devices/system/memory/memory40/state').output).toBe('online\n');
    // and the range is not to be had again
    expect(write(m, `${dax}/drivers/kmem/bind`, 'dax0.0')).toBe('EBUSY');
  });
  it('daxctl refuses to take a device back while its memory is online', () => {
    const m = machine('x86_64-softreserved-cxl-node', 'daxctl online-memory dax0.0');
    const before = hashStore(m.k.store);
    expect(sh(m, 'daxctl reconfigure-device -m devdax dax0.0')).toMatchObject({ status: 240 });
    expect(hashStore(m.k.store)).toBe(before);
  });
});

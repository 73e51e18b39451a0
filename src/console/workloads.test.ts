/** What offlining makes of memory in use: sequences no recording here holds, by the rules of the page allocator. */
import { describe, expect, it } from 'vitest';
import { logLines } from '../engine/kernel/kernel.ts';
import type { Machine } from '../engine/machine.ts';
import { loadMachine } from '../snapshot/load.ts';
import { bundledSnapshot } from '../snapshot/testing.ts';
import { run } from './testing.ts';
import { pageFaults } from '../engine/pages/invariants.ts';

const M = '/sys/devices/system/memory';
/** A machine of two nodes (node 1: blocks 32–47) and a DIMM in blocks 48 and up, online as `type` says. */
function machine(
  node: number,
  size: string,
  type: string,
  name = 'x86_64-work-pin',
  prepare?: (m: Machine) => void,
): Machine {
  const m = loadMachine(bundledSnapshot(name));
  prepare?.(m);
  m.params.set({ autoOnlineBlocks: 'offline' });
  run(m, { channel: 'monitor', line: `object_add memory-backend-ram,id=mem1,size=${size}` });
  run(m, { channel: 'monitor', line: `device_add pc-dimm,id=dimm1,memdev=mem1,node=${node}` });
  for (const id of m.blocks.ids()) if (id >= 48) expect(write(m, `${M}/memory${id}/state`, type)).toBeUndefined();
  return m;
}
const write = (m: Machine, path: string, value: string): string | undefined => {
  const reply = run(m, { channel: 'write', path, value, timeout_s: 3 });
  expect(pageFaults(m.pages.core)).toEqual([]);
  return 'errno' in reply ? (reply.errno ?? undefined) : undefined;
};
const offline = (m: Machine, id: number): string | undefined => write(m, `${M}/memory${id}/state`, 'offline');
const sh = (m: Machine, line: string): string | undefined => {
  const reply: { readonly output?: string } = run(m, { channel: 'shell', line });
  expect(pageFaults(m.pages.core)).toEqual([]);
  return reply.output;
};

describe('offlining memory in use', () => {
  it('waits for long-term pins in a kernel zone, all pages of the block at once', () => {
    const m = machine(2, '512M', 'online_kernel', 'x86_64-work-hwpoison');
    expect(sh(m, 'hold p pin 180 2')).toBe('memory48 32768 pages\nmemory49 13312 pages\nheld\n');
    expect(offline(m, 48)).toBe('EINTR');
    expect(
      logLines(m.k.log.value)
        .filter((l) => l.startsWith('migrating'))
        .at(-1),
    ).toMatch(/failed ret:32768$/);
    expect(offline(m, 49)).toBe('EINTR');
    expect(
      logLines(m.k.log.value)
        .filter((l) => l.startsWith('migrating'))
        .at(-1),
    ).toMatch(/failed ret:13312$/);
    expect(offline(m, 51)).toBeUndefined();
    expect(sh(m, 'drop p')).toBe('');
    for (const id of [48, 49]) expect(offline(m, id)).toBeUndefined();
  });
  it('moves pages to another node, whatever their policy and however much the own node has', () => {
    const m = machine(1, '256M', 'online_movable');
    expect(sh(m, 'hold a anon 32 1')).toBe('memory48 8192 pages\nheld\n');
    expect(offline(m, 48)).toBeUndefined();
    expect(new Set(m.pages.extentsOf('hold:a').map((e) => e.zone.nid))).toEqual(new Set([0]));
  });
  it('leaves kernel pages where they are: boot memory of the node first, then the block onlined first', () => {
    const m = machine(1, '512M', 'online_kernel');
    expect(sh(m, 'hold k pipe 2100 1')).toBe('pipe pages 537600\nheld\n');
    expect(offline(m, 48)).toBe('EBUSY');
    expect(logLines(m.k.log.value).some((l) => l.includes('pfn:0x180000'))).toBe(true);
    expect(offline(m, 51)).toBeUndefined();
  });
  it('passes over a poisoned page in a kernel zone, and never lets the block come back', () => {
    const m = machine(2, '256M', 'online_kernel', 'x86_64-work-hwpoison');
    expect(write(m, `${M}/hard_offline_page`, '0x183456000')).toBeUndefined();
    expect(sh(m, 'grep HardwareCorrupted /proc/meminfo')).toBe('HardwareCorrupted:     4 kB\n');
    expect(offline(m, 48)).toBeUndefined();
    for (const type of ['online', 'online_kernel', 'online_movable'])
      expect(write(m, `${M}/memory48/state`, type)).toBe('EHWPOISON');
    expect(write(m, `${M}/memory48/online`, '1')).toBe('EHWPOISON');
    expect(offline(m, 49)).toBeUndefined();
    run(m, { channel: 'monitor', line: 'device_del dimm1' });
    expect(sh(m, 'grep HardwareCorrupted /proc/meminfo')).toBe('HardwareCorrupted:     0 kB\n');
  });
});

describe('huge pages with shared memmap', () => {
  const NR = '/sys/devices/system/node/node2/hugepages/hugepages-2048kB/nr_hugepages';
  const shared = (m: Machine): number => m.mapping.dump('vmemmap').split(' ro ').length - 1;
  it('give back seven of eight pages of memmap each', () => {
    const m = machine(2, '512M', 'online_movable', 'x86_64-hvo');
    expect(write(m, NR, '80')).toBeUndefined();
    expect(sh(m, 'cat /proc/vmstat')).toBe('nr_memmap_pages 1488\nnr_memmap_boot_pages 16384\n');
    expect(shared(m)).toBe(80);
    expect(sh(m, `cat ${NR} /proc/sys/vm/nr_hugepages`)).toBe('80\n80\n');
    expect(write(m, '/proc/sys/vm/nr_hugepages', '0')).toBeUndefined();
    expect(shared(m)).toBe(0);
  });
  it('keep their memmap where the block holds it itself, or where the administrator says so', () => {
    const m = machine(2, '512M', 'online_movable', 'x86_64-hvo', (x) => x.params.set({ memmapOnMemory: 'Y' }));
    write(m, NR, '80');
    expect(shared(m)).toBe(0);
    const off = machine(2, '512M', 'online_movable', 'x86_64-hvo');
    expect(write(off, '/proc/sys/vm/hugetlb_optimize_vmemmap', '0')).toBeUndefined();
    expect(write(off, '/proc/sys/vm/hugetlb_optimize_vmemmap', '2')).toBe('EINVAL');
    write(off, NR, '80');
    expect(shared(off)).toBe(0);
  });
});

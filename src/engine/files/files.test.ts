import { describe, expect, it } from 'vitest';
import { bundledSnapshot } from '../../snapshot/testing.ts';
import { loadMachine } from '../../snapshot/load.ts';
import type { Machine } from '../machine.ts';
import { ZONE_NAMES } from '../zones/types.ts';

const MEMORY = '/sys/devices/system/memory';
const PARAMETERS = '/sys/module/memory_hotplug/parameters';
const machine = (): Machine => loadMachine(bundledSnapshot('x86_64-dimm-lifecycle'));

function write(m: Machine, path: string, value: string, options?: { readonly create?: boolean }): unknown {
  const task = m.k.scheduler.spawn('write', m.files.write(path, value, options));
  m.k.scheduler.run();
  return task.result;
}
const text = (m: Machine, path: string): string | undefined => {
  const r = m.files.read(path);
  return 'text' in r ? r.text : undefined;
};
const names = (m: Machine, dir: string): readonly string[] => {
  const r = m.files.list(dir);
  return 'entries' in r ? r.entries.map((e) => e.name) : [r.errno];
};

describe('reading', () => {
  it('finds files under every spelling of their path, through links too', () => {
    const m = machine();
    for (const path of [
      `${MEMORY}/memory32/state`,
      `//sys/./devices/system/node/../memory//memory32/state`,
      '/sys/devices/system/node/node1/memory32/state',
      `${MEMORY}/memory8/node0/memory8/state`,
    ])
      expect([path, text(m, path)]).toEqual([path, 'online\n']);
    expect(text(m, `${MEMORY}/memory32/online`)).toBe('1\n');
    expect(text(m, '/proc/cmdline')).toBe('console=ttyS0 trace_buf_size=4M\n');
    expect(text(m, '/proc/version')).toMatch(/^Linux version 6\.12\.117 /);
    expect(text(m, '/sys/devices/system/node/has_cpu')).toBe('0-1\n');
  });
  it('says what is not there', () => {
    const m = machine();
    expect(m.files.read('/proc/nothing')).toEqual({ errno: 'ENOENT' });
    expect(m.files.read(`${MEMORY}/memory99/state`)).toEqual({ errno: 'ENOENT' });
    expect(m.files.read(`${MEMORY}/memory032/state`)).toEqual({ errno: 'ENOENT' });
    expect(m.files.read(`${MEMORY}/memory8/node1/meminfo`)).toEqual({ errno: 'ENOENT' });
    expect(m.files.read(MEMORY)).toEqual({ errno: 'EISDIR' });
    expect(m.files.read('/proc/iomem/x')).toEqual({ errno: 'ENOTDIR' });
    expect(m.files.read('constructor')).toEqual({ errno: 'ENOENT' });
    expect(m.files.read('/proc/constructor')).toEqual({ errno: 'ENOENT' });
  });
});

describe('listing', () => {
  it('names what can be read, numbers by value', () => {
    const m = machine();
    expect(names(m, '/')).toEqual(['proc', 'sys']);
    expect(names(m, `${MEMORY}/`).slice(0, 5)).toEqual([
      'auto_online_blocks',
      'block_size_bytes',
      'hard_offline_page',
      'memory0',
      'memory1',
    ]);
    expect(names(m, '/sys/devices/system/node')).toEqual(
      ['has_cpu', 'has_memory', 'has_normal_memory', 'node0', 'node1', 'online', 'possible', 'uevent'].filter(
        (n) => n !== 'uevent',
      ),
    );
    expect(names(m, `${MEMORY}/memory40`)).toContain('node1');
    expect(names(m, '/proc/iomem')).toEqual(['ENOTDIR']);
    expect(names(m, '/nowhere')).toEqual(['ENOENT']);
    const walk = (dir: string): string[] => {
      const r = m.files.list(dir);
      if (!('entries' in r)) throw new Error(`${dir}: ${r.errno}`);
      return r.entries.flatMap((e) =>
        e.kind === 'dir' ? walk(`${dir === '/' ? '' : dir}/${e.name}`) : e.kind === 'file' ? [`${dir}/${e.name}`] : [],
      );
    };
    for (const path of walk('/')) expect([path, m.files.exists(path)]).toEqual([path, 'file']);
  });
});

describe('writing', () => {
  it('changes policies by the rules of their stores', () => {
    const m = machine();
    for (const word of ['online', 'online_kernel', 'online_movable\n', 'offline'])
      expect(write(m, `${MEMORY}/auto_online_blocks`, word)).toBeUndefined();
    for (const word of ['bogus', 'Online', 'online ', 'online\n\n'])
      expect(write(m, `${MEMORY}/auto_online_blocks`, word)).toBe('EINVAL');
    expect(write(m, `${PARAMETERS}/online_policy`, 'auto-movable')).toBeUndefined();
    expect(write(m, `${PARAMETERS}/online_policy`, 'nonsense')).toBe('EINVAL');
    for (const [value, shown] of [
      ['0', '0\n'],
      ['0x10', '16\n'],
      ['010', '8\n'],
      ['+7\n', '7\n'],
      ['4294967295', '4294967295\n'],
    ] as const) {
      expect(write(m, `${PARAMETERS}/auto_movable_ratio`, value)).toBeUndefined();
      expect(text(m, `${PARAMETERS}/auto_movable_ratio`)).toBe(shown);
    }
    for (const value of ['-1', 'x', '1 2', '09'])
      expect(write(m, `${PARAMETERS}/auto_movable_ratio`, value)).toBe('EINVAL');
    expect(write(m, `${PARAMETERS}/auto_movable_numa_aware`, 'off')).toBeUndefined();
    expect(text(m, `${PARAMETERS}/auto_movable_numa_aware`)).toBe('N\n');
    expect(write(m, `${PARAMETERS}/auto_movable_numa_aware`, '2')).toBe('EINVAL');
  });
  it('refuses what no one may write', () => {
    const m = machine();
    expect(write(m, `${PARAMETERS}/memmap_on_memory`, 'Y')).toBe('EACCES');
    expect(write(m, `${MEMORY}/block_size_bytes`, '1')).toBe('EACCES');
    expect(write(m, `${MEMORY}/memory50/state`, 'online')).toBe('ENOENT');
    expect(write(m, `${MEMORY}/probe`, '0')).toBe('ENOENT');
    expect(write(m, `${MEMORY}/probe`, '0', { create: true })).toBe('EACCES');
    expect(write(m, MEMORY, 'x')).toBe('EISDIR');
    expect(write(m, '/proc/iomem', 'x')).toBe('EIO');
    expect(write(m, `${MEMORY}/memory40/state`, '')).toBeUndefined();
  });
  it('takes a block offline, and every file follows', () => {
    const m = machine();
    const total = (): number => Number(/MemTotal: +(\d+)/.exec(text(m, '/proc/meminfo') ?? '')?.[1]);
    const before = total();
    expect(write(m, `${MEMORY}/memory40/state`, 'offline')).toBeUndefined();
    expect(before - total()).toBe(131072);
    expect(text(m, `${MEMORY}/memory40/online`)).toBe('0\n');
    expect(text(m, 'lsmem')).toContain('Total offline memory:    128M');
    expect(write(m, `${MEMORY}/memory40/online`, 'yes')).toBeUndefined();
    expect(total()).toBe(before);
  });
});

describe('zoneinfo', () => {
  it('agrees with meminfo, buddyinfo and the pageblocks', () => {
    const m = machine();
    const managed = [...(text(m, '/proc/zoneinfo') ?? '').matchAll(/managed +(\d+)/g)].reduce(
      (s, x) => s + Number(x[1]),
      0,
    );
    expect(text(m, '/proc/meminfo')).toMatch(new RegExp(`^MemTotal: +${managed * 4} kB`));
    for (const line of (text(m, '/proc/buddyinfo') ?? '').trim().split('\n')) {
      const [, nid, zone, runs = ''] = /^Node (\d+), zone +(\S+) (.*)$/.exec(line) ?? [];
      const pages = runs
        .trim()
        .split(/ +/)
        .reduce((s, n, order) => s + Number(n) * 2 ** order, 0);
      const name = ZONE_NAMES.find((z) => z === zone);
      const node = m.zones.nodes.value[Number(nid)];
      if (name === undefined || node === undefined) throw new Error(line);
      expect(pages).toBe(m.pages.freeIn({ nid: node.id, zone: name }));
    }
    const blocks = [...(text(m, '/proc/pagetypeinfo') ?? '').matchAll(/^Node \d, zone +\S+((?: +\d+){5}) $/gm)].flatMap(
      (x) => (x[1] ?? '').trim().split(/ +/).map(Number),
    );
    expect(blocks.reduce((a, b) => a + b, 0)).toBeGreaterThan(2000);
  });
});

import { describe, expect, it } from 'vitest';
import { invariants } from '../../engine/invariants.ts';
import { logLines } from '../../engine/kernel/kernel.ts';
import type { Machine } from '../../engine/machine.ts';
import { tableList } from '../../engine/mapping/table-list.ts';
import { pfn } from '../../engine/units.ts';
import { loadMachine } from '../../snapshot/load.ts';
import { bundledSnapshot } from '../../snapshot/testing.ts';
import { DEVICE_MODULES } from '../device-modules.ts';
import { run } from '../testing.ts';
import { world } from './world.ts';

const fresh = (name = 'x86_64-dimm-lifecycle'): Machine => loadMachine(bundledSnapshot(name));
const monitor = (m: Machine, line: string): string => run(m, { channel: 'monitor', line }).output ?? '';
/** Plugs 1 GiB and answers its first page frame. */
function plug(m: Machine): number {
  monitor(m, 'object_add memory-backend-ram,id=a,size=1G');
  expect(monitor(m, 'device_add pc-dimm,id=d,memdev=a')).toBe('');
  return (m.dimms.list.value[0]?.addr ?? 0) / m.k.sizes.pageBytes;
}
const direct = (m: Machine): { tables: number; orphans: number } => {
  const { sums } = tableList(m.mapping.context, { region: 'direct-map', offset: 0, limit: 0 }, () => 0);
  return {
    tables: sums.reduce((n, s) => n + s.tables, 0),
    orphans: sums.reduce((n, s) => n + s.orphans, 0),
  };
};

describe('set_direct_map', () => {
  it('splits a 1G leaf of x86 down to the page, and removal gives the tables back', () => {
    const m = fresh();
    const before = { ...direct(m), bytes: m.mapping.directMapBytes(), dump: m.mapping.dump('direct-map') };
    const first = plug(m);
    const added = m.mapping.directMapBytes();
    expect(added.g1 - before.bytes.g1).toBe(2 ** 30);
    expect(world(m, `set_direct_map 0x${(first + 5).toString(16)} 1 ro`)).toBe(
      'split 1 PUD leaf into PMD entries\nsplit 1 PMD leaf into PTE entries\n',
    );
    const split = m.mapping.directMapBytes();
    expect([split.g1 - added.g1, split.m2 - added.m2, split.k4 - added.k4]).toEqual([
      -(2 ** 30),
      2 ** 30 - 2 ** 21,
      2 ** 21,
    ]);
    expect(direct(m).tables).toBe(before.tables + 2);
    const at = m.mapping.virtOf(pfn(first + 5));
    expect(world(m, `walk 0x${at.toString(16)}`)).toContain('leaf 4K     ro');
    // nothing joins the pieces again
    world(m, `set_direct_map 0x${(first + 5).toString(16)} 1 rw`);
    expect(direct(m).tables).toBe(before.tables + 2);
    expect(invariants(m)).toEqual([]);
    monitor(m, 'device_del d');
    expect(direct(m)).toEqual({ tables: before.tables, orphans: 0 });
    expect(m.mapping.dump('direct-map')).toBe(before.dump);
    expect(m.mapping.directMapBytes()).toEqual(before.bytes);
  });

  it('keeps a large leaf of riscv64 from coming back where a page was taken out of the direct map', () => {
    const m = loadMachine(bundledSnapshot('riscv64-kmem'), DEVICE_MODULES);
    const shell = (line: string): number | undefined => run(m, { channel: 'shell', line }).status;
    const first = 0x180000;
    const mapped = (at: number): boolean => m.mapping.walk(m.mapping.virtOf(pfn(at))).phys !== undefined;
    expect([mapped(first), mapped(first + 512)]).toEqual([true, true]);
    world(m, `set_direct_map ${first} 1 invalid`);
    expect([mapped(first), mapped(first + 512)]).toEqual([false, true]);
    expect(shell('ndctl disable-region all')).toBe(0);
    expect(shell('ndctl enable-region all')).toBe(0);
    // arch/riscv/mm/init.c: create_pud_mapping sets a leaf into an empty entry only, and takes no smaller one instead
    expect([mapped(first), mapped(first + 512)]).toEqual([false, false]);
    expect(invariants(m)).toEqual([]);
  });

  it('leaves a page that is not present in its table when the memory goes, and with it the table', () => {
    const m = fresh();
    const before = direct(m);
    const first = plug(m);
    world(m, `set_direct_map ${first + 5} 1`);
    expect(world(m, `walk pfn ${first + 5}`)).toContain('PTE');
    monitor(m, 'device_del d');
    // the entry is not none: PTE and PMD table stay
    expect(direct(m).tables).toBe(before.tables + 2);
  });

  it('gives a whole leaf other rights without a split', () => {
    const m = fresh();
    const first = plug(m);
    expect(world(m, `set_direct_map ${first} ${2 ** 18} ro`)).toBe('');
    expect(world(m, `walk pfn ${first}`)).toContain('leaf 1G     ro         PSE');
  });

  it('takes pages of arm64, which are mapped by pages, and never splits', () => {
    const m = fresh('arm64-dimm-lifecycle');
    const before = direct(m).tables;
    const first = plug(m);
    const { tables } = direct(m);
    expect(tables).toBe(before + 513);
    expect(world(m, `set_direct_map ${first} 3`)).toBe('');
    expect(direct(m).tables).toBe(tables);
    expect(m.mapping.dump('direct-map')).toMatch(/ 12K PTE F /);
    world(m, `set_direct_map ${first} 3 default`);
    expect(m.mapping.dump('direct-map')).not.toMatch(/PTE F /);
  });

  it.each([
    ['set_direct_map', 'usage: set_direct_map PFN PAGES [invalid|default|ro|rw]\n'],
    ['set_direct_map 1 0', 'usage: set_direct_map PFN PAGES [invalid|default|ro|rw]\n'],
    ['set_direct_map 1 1 wx', 'usage: set_direct_map PFN PAGES [invalid|default|ro|rw]\n'],
    ['set_direct_map 1 999999', 'set_direct_map: at most 262144 pages at a time\n'],
    [
      'set_direct_map 0xfffffffff 1',
      'set_direct_map: page frame 0xfffffffff is beyond the physical addresses of this machine\n',
    ],
    ['set_direct_map 0x3ffffff00 1', 'set_direct_map: the direct map has no such page\n'],
    ['walk', 'usage: walk ADDRESS | pfn N | page N\n'],
    ['walk 12', 'usage: walk ADDRESS | pfn N | page N\n'],
    ['touch init', 'usage: touch PROCESS ADDRESS\n'],
    ['touch nobody 0xffff888000000000', 'touch: no process nobody\n'],
    ['process init', 'process: init runs already\n'],
    ['process init exit', 'process: init never ends\n'],
    ['process p exit', 'process: no process p\n'],
  ])('answers %j', (line, output) => expect(world(fresh(), line)).toBe(output));
});

describe('walk', () => {
  it('shows the tables of an address, or says why there are none', () => {
    const m = fresh();
    const said = world(m, 'walk pfn 0x100000');
    const text = typeof said === 'string' ? said : '';
    expect(text.split('\n')[0]).toBe('0xffff888100000000: direct map');
    expect(text).toContain('physical 0x100000000');
    expect(world(m, 'walk page 0x100000')).toContain('vmemmap');
    expect(world(m, 'walk 0xffffc90000000000')).toContain('vmalloc');
    expect(world(m, 'walk 0x800000000000')).toContain('neither all 0 nor all 1');
    expect(world(m, 'walk pfn 0xfffffffff')).toContain('MAX_PHYSMEM_BITS');
    expect(world(m, 'walk page 0x3ffffff00')).toContain('is absent, so there is no struct page');
  });
  it('and the whole dump stands in debugfs', () => {
    for (const [name, path] of [
      ['x86_64-dimm-lifecycle', 'page_tables/kernel'],
      ['arm64-dimm-lifecycle', 'kernel_page_tables'],
      ['riscv64-kmem', 'kernel_page_tables'],
    ] as const) {
      const m = fresh(name);
      const { output = '' } = run(m, { channel: 'shell', line: `cat /sys/kernel/debug/${path}` });
      for (const region of ['direct-map', 'vmemmap'] as const) expect(output).toContain(m.mapping.dump(region));
      expect(run(m, { channel: 'shell', line: 'ls /sys/kernel/debug' }).output).toContain(path.split('/')[0]);
    }
  });
});

describe('processes', () => {
  it('read what is mapped, and die of what is not', () => {
    const m = fresh();
    expect(world(m, 'process shell')).toBe('');
    const first = plug(m);
    const va = m.mapping.virtOf(pfn(first)).toString(16);
    expect(world(m, `touch shell 0x${va}`)).toBe('shell reads it\n');
    monitor(m, 'device_del d');
    const logged = m.k.log.value.count;
    expect(world(m, `touch shell 0x${va}`)).toBe('shell dies: nothing is mapped there\n');
    expect(logLines(m.k.log.value, logged)).toEqual([`BUG: unable to handle page fault for address: ${va}`]);
    expect(world(m, `touch shell 0x${va}`)).toBe('touch: shell is dead\n');
  });
});

import { describe, expect, it } from 'vitest';
import type { Arch } from '../arch/geometry.ts';
import { geometryFor } from '../arch/layout.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { PfnRange } from '../units.ts';
import { GiB, MiB, TiB, nodeId, pfn, virtAddr } from '../units.ts';
import { mappingFixture } from './fixture.ts';
import type { Mapping } from './mapping.ts';
import type { Altmap, MappingOptions } from './types.ts';

const NODE = nodeId(0);

function machine(
  arch: Arch,
  levels: number,
  options: Partial<MappingOptions> = {},
  pageSize = 4096,
  physBase = 0,
): ReturnType<typeof mappingFixture> {
  const vaBits = { x86_64: levels === 5 ? 57 : 48, arm64: 48, riscv64: levels === 5 ? 57 : levels === 4 ? 48 : 39 }[
    arch
  ];
  return mappingFixture(geometryFor({ arch, pageSize, levels, vaBits, maxPhysmemBits: 46, physBase }), options);
}
const range = (k: Kernel, start: number, size: number): PfnRange => ({
  start: pfn(start / k.sizes.pageBytes),
  end: pfn((start + size) / k.sizes.pageBytes),
});

function add(k: Kernel, mapping: Mapping, start: number, size: number): void {
  const r = range(k, start, size);
  mapping.addDirectMap(r, NODE);
  for (let at: number = r.start; at < r.end; at += k.sizes.pagesPerSection)
    expect(mapping.populateVmemmap({ start: pfn(at), end: pfn(at + k.sizes.pagesPerSection) }, NODE)).toBeUndefined();
}
function remove(k: Kernel, mapping: Mapping, start: number, size: number): void {
  const r = range(k, start, size);
  for (let at: number = r.start; at < r.end; at += k.sizes.pagesPerSection)
    mapping.freeVmemmap({ start: pfn(at), end: pfn(at + k.sizes.pagesPerSection) });
  mapping.removeDirectMap(r);
}

/** Tables and memmap pages of adding 1 GiB, and tables left over after removing it (page-tables.md, section 8). */
describe('table pages of 1 GiB that comes and goes', () => {
  it.each([
    ['x86 4-level at 5 GiB', 'x86_64', 4, {}, 5, 0, 0, 4096, 0],
    ['x86 4-level at 66 GiB', 'x86_64', 4, {}, 66, 0, 1, 4096, 0],
    ['x86 4-level at 600 GiB', 'x86_64', 4, {}, 600, 1, 1, 4096, 1],
    ['x86 5-level at 600 GiB', 'x86_64', 5, {}, 600, 1, 1, 4096, 0],
    ['x86 without 1G pages at 5 GiB', 'x86_64', 4, { gbpages: false }, 5, 1, 0, 4096, 0],
    ['x86 with debug_pagealloc at 5 GiB', 'x86_64', 4, { debugPagealloc: true }, 5, 513, 0, 4096, 0],
    ['arm64 with rodata=full at 4 GiB', 'arm64', 4, {}, 4, 513, 0, 4096, 0],
    ['arm64 with rodata=on at 4 GiB', 'arm64', 4, { rodataFull: false }, 4, 0, 0, 4096, 0],
    ['riscv Sv48 at 5 GiB', 'riscv64', 4, {}, 5, 0, 0, 4096, 0],
    ['riscv Sv39 at 5 GiB', 'riscv64', 3, {}, 5, 0, 0, 4096, 0],
  ] as const)('%s', (_what, arch, levels, options, at, linear, vmemmap, memmap, residue) => {
    const { k, mapping, memory } = machine(arch, levels, options);
    mapping.buildBoot([range(k, 0, 2 * GiB)]);
    const dumps = [mapping.dump('direct-map'), mapping.dump('vmemmap')];
    add(k, mapping, at * GiB, GiB);
    expect([memory.tables, memory.memmapPages]).toEqual([{ 'direct-map': linear, vmemmap }, memmap]);
    expect(mapping.walk(mapping.virtOf(pfn((at * GiB) / 4096 + 5))).phys).toBe(at * GiB + 5 * 4096);
    remove(k, mapping, at * GiB, GiB);
    expect(memory.tables['direct-map'] + memory.tables.vmemmap).toBe(residue);
    expect(memory.memmapPages).toBe(0);
    expect(mapping.walk(mapping.virtOf(pfn((at * GiB) / 4096))).phys).toBeUndefined();
    const after = [mapping.dump('direct-map'), mapping.dump('vmemmap')];
    expect(after.join() === dumps.join()).toBe(residue === 0);
    for (const region of ['direct-map', 'vmemmap'] as const) {
      const c = mapping.counters(region);
      expect(c.allocated - c.freed).toBe(memory.tables[region]);
    }
  });
});

describe('dump', () => {
  it('prints the worked example of a simple x86 machine', () => {
    const { k, mapping } = machine('x86_64', 4);
    mapping.buildBoot([range(k, 0, 3 * GiB), range(k, 4 * GiB, GiB)]);
    add(k, mapping, 5 * GiB, GiB);
    expect(mapping.dump('direct-map')).toBe(
      [
        '---[ Low Kernel Mapping ]---',
        '0xffff888000000000-0xffff888000200000           2M     RW                 GLB NX pte',
        '0xffff888000200000-0xffff888040000000        1022M     RW         PSE     GLB NX pmd',
        '0xffff888040000000-0xffff8880c0000000           2G     RW         PSE     GLB NX pud',
        '0xffff8880c0000000-0xffff888100000000           1G                               pud',
        '0xffff888100000000-0xffff888180000000           2G     RW         PSE     GLB NX pud',
        '0xffff888180000000-0xffff890000000000         506G                               pud',
        '0xffff890000000000-0xffffc90000000000          64T                               pgd',
        '',
      ].join('\n'),
    );
    expect(mapping.directMapBytes()).toEqual({ k4: 2 * MiB, m2: 1022 * MiB, g1: 4 * GiB });
  });

  it('leaves the first run out where the marker lags behind, and reads such a text', () => {
    const a = machine('x86_64', 4, { ldtMarker: true });
    a.mapping.buildBoot([range(a.k, 0, GiB)]);
    const text = a.mapping.dump('direct-map');
    expect(text.split('\n')[1]).toContain('1022M');
    const b = machine('x86_64', 4);
    b.mapping.importDump('direct-map', text);
    expect(b.mapping.dump('direct-map')).toBe(text);
  });

  it('names the line that is no page-table dump', () => {
    const { mapping } = machine('x86_64', 4);
    expect(() => mapping.importDump('direct-map', '---[ Low Kernel Mapping ]---\nhello\n')).toThrow('line 2');
    expect(() =>
      mapping.importDump(
        'direct-map',
        '0xffff888000000000-0xffff888000001000           4K     RW         PSE     GLB NX pmd\n',
      ),
    ).toThrow('not a run of PMD leaves');
    expect(() =>
      mapping.importDump(
        'direct-map',
        '0xffff888000000000-0xffff888000001000           4K     RW         PSE     GLB NX p4d\n',
      ),
    ).toThrow('no level P4D');
  });

  it('prints no absent ranges on riscv64', () => {
    const { k, mapping } = machine('riscv64', 5, {}, 4096, 2 * GiB);
    mapping.buildBoot([range(k, 2 * GiB, 1025 * GiB)]);
    expect(mapping.dump('direct-map')).toBe(
      '---[ Linear mapping ]---\n0xff60000000000000-0xff60010040000000    0x0000000080000000      1025G PUD .   ..     ..   D A G . . W R V\n',
    );
  });
});

describe('memory that runs out', () => {
  it('falls back to base pages where no block is left', () => {
    const { k, mapping, memory } = machine('x86_64', 4);
    memory.largestOrder = 0;
    expect(mapping.populateVmemmap(range(k, 0, 128 * MiB), NODE)).toBeUndefined();
    expect(memory.memmapPages).toBe(512);
    expect(mapping.walk(mapping.vmemmapOf(pfn(1))).leafBytes).toBe(4096);
    expect(k.trace.calls().map(([, name]) => name)).toContain('vmemmap_populate_basepages');
    memory.largestOrder = -1;
    expect(mapping.populateVmemmap(range(k, 128 * MiB, 128 * MiB), NODE)).toBe('ENOMEM');
    mapping.freeVmemmap(range(k, 128 * MiB, 128 * MiB));
    mapping.freeVmemmap(range(k, 0, 128 * MiB));
    expect(memory.memmapPages).toBe(0);
  });

  it('refuses when an altmap is used up, and pays back to it', () => {
    const { k, mapping, memory } = machine('x86_64', 4);
    const altmap: Altmap = { basePfn: pfn(0x100000), reserve: 0, free: 1024, align: 0, alloc: 0 };
    const section = (n: number): PfnRange => range(k, 4 * GiB + n * 128 * MiB, 128 * MiB);
    expect(mapping.populateVmemmap(section(0), NODE, altmap)).toBeUndefined();
    expect(mapping.populateVmemmap(section(1), NODE, altmap)).toBeUndefined();
    expect(altmap.alloc).toBe(1024);
    expect(mapping.populateVmemmap(section(2), NODE, altmap)).toBe('ENOMEM');
    mapping.freeVmemmap(section(0), altmap);
    mapping.freeVmemmap(section(1), altmap);
    expect([altmap.alloc, memory.memmapPages]).toEqual([0, 0]);
  });
});

describe('parts of sections', () => {
  it('x86 gives a part base pages and takes them back alone', () => {
    const { k, mapping, memory } = machine('x86_64', 4);
    mapping.populateVmemmap(range(k, 4 * GiB, 2 * MiB), NODE);
    mapping.populateVmemmap(range(k, 4 * GiB + 2 * MiB, 4 * MiB), NODE);
    expect(memory.memmapPages).toBe(24);
    mapping.freeVmemmap(range(k, 4 * GiB, 2 * MiB));
    expect(memory.memmapPages).toBe(16);
    mapping.freeVmemmap(range(k, 4 * GiB + 2 * MiB, 4 * MiB));
    expect([memory.memmapPages, memory.tables.vmemmap]).toEqual([0, 1]); // the PUD table stays with 4 levels
  });

  it('x86 keeps a 2M leaf until all of it is out of use', () => {
    const { k, mapping, memory } = machine('x86_64', 4);
    mapping.populateVmemmap(range(k, 4 * GiB, 128 * MiB), NODE);
    mapping.freeVmemmap(range(k, 4 * GiB, 64 * MiB));
    expect(memory.memmapPages).toBe(512);
    mapping.freeVmemmap(range(k, 4 * GiB + 64 * MiB, 64 * MiB));
    expect(memory.memmapPages).toBe(0);
  });

  it('riscv clears the whole leaf whatever part goes', () => {
    const { k, mapping, memory } = machine('riscv64', 4);
    mapping.populateVmemmap(range(k, 4 * GiB, 128 * MiB), NODE);
    mapping.freeVmemmap(range(k, 4 * GiB, 2 * MiB));
    expect(memory.memmapPages).toBe(0);
    expect(mapping.walk(mapping.vmemmapOf(pfn((4 * GiB) / 4096 + 30000))).leafBytes).toBeUndefined();
  });
});

describe('arm64 leaves', () => {
  it('runs contiguous entries where blocks are allowed', () => {
    const { k, mapping } = machine('arm64', 4, { rodataFull: false });
    mapping.addDirectMap(range(k, 64 * MiB, 128 * MiB), NODE);
    expect(mapping.dump('direct-map')).toContain('128M PMD       RW NX SHD AF    CON BLK UXN    MEM/NORMAL-TAGGED');
  });

  it('never frees a table that reaches below the vmemmap', () => {
    const { k, mapping, memory } = machine('arm64', 4);
    add(k, mapping, 0, GiB);
    remove(k, mapping, 0, GiB);
    // the PUD table is shared with vmalloc; the PMD table is not
    expect(memory.tables).toEqual({ 'direct-map': 0, vmemmap: 1 });
  });

  it.each([16384, 65536])('fills the vmemmap with base pages of %i bytes', (pageSize) => {
    const { k, mapping, memory } = machine('arm64', pageSize === 16384 ? 4 : 3, {}, pageSize);
    add(k, mapping, 4 * GiB, GiB);
    expect(memory.memmapPages).toBe((GiB / pageSize / pageSize) * 64);
    expect(mapping.walk(mapping.vmemmapOf(pfn((4 * GiB) / pageSize))).leafBytes).toBe(pageSize);
    remove(k, mapping, 4 * GiB, GiB);
    expect(memory.memmapPages).toBe(0);
  });
});

describe('walk', () => {
  it('shows every level, its entries and what the address maps to', () => {
    const { k, mapping } = machine('x86_64', 5);
    mapping.buildBoot([range(k, 0, 2 * GiB)]);
    const w = mapping.walk(virtAddr(0xff11000000201234n));
    expect(w.levels.map((l) => [l.level, l.kind])).toEqual([
      ['PGD', 'table'],
      ['P4D', 'table'],
      ['PUD', 'table'],
      ['PMD', 'leaf'],
    ]);
    expect([w.region, w.phys, w.leafBytes]).toEqual(['direct-map', 0x201234, 2 * MiB]);
    expect(w.levels[3]?.strip.slice(0, 3)).toEqual(Uint8Array.of(1, 2, 2));
    expect(new Set(w.levels.map((l) => l.table)).size).toBe(4);
    expect(() => mapping.walk(virtAddr(0x1000n))).toThrow(RangeError);
  });

  it('survives a checkpoint', () => {
    const { k, mapping } = machine('x86_64', 4);
    mapping.buildBoot([range(k, 0, 2 * GiB)]);
    const checkpoint = k.store.checkpoint();
    const before = [mapping.dump('direct-map'), mapping.dump('vmemmap'), mapping.counters('direct-map')];
    add(k, mapping, 4 * GiB, 384 * MiB);
    k.store.restore(checkpoint);
    expect([mapping.dump('direct-map'), mapping.dump('vmemmap'), mapping.counters('direct-map')]).toEqual(before);
  });
});

describe('64 TiB', () => {
  it.each([
    ['x86_64', 5],
    ['riscv64', 5],
  ] as const)('%s costs next to nothing', (arch, levels) => {
    const { k, mapping } = machine(arch, levels);
    mapping.buildBoot([range(k, 0, 3 * GiB), range(k, 4 * GiB, 64 * TiB)]);
    expect([...k.store.arrays()].reduce((n, a) => n + a.bytes, 0)).toBeLessThan(8 * MiB);
    expect(mapping.dump('direct-map').split('\n').length).toBeLessThan(12);
    expect(mapping.dump('vmemmap').split('\n').length).toBeLessThan(12);
  });

  it('arm64 with base pages, too', () => {
    const { k, mapping } = machine('arm64', 4);
    mapping.buildBoot([range(k, GiB, 64 * TiB)]);
    expect(mapping.counters('direct-map').inTree).toBe(128 + 1 + 128 * 512 + 128 * 512 * 512);
  });
});

import { describe, expect, it } from 'vitest';
import { bundledSnapshot } from '../../snapshot/testing.ts';
import { type Config, dependsOn, turnSymbol } from './kconfig.ts';

const { config } = bundledSnapshot('x86_64-dimm-lifecycle').kernel;
function turned(name: string, on = false, before: Config = config): Config {
  const after = turnSymbol(before, name, on, 'x86_64');
  if (typeof after === 'string') throw new Error(after);
  return after;
}
const gone = (after: Config, before: Config = config): string[] =>
  Object.keys(before)
    .filter((key) => after[key] === undefined)
    .map((key) => key.replace('CONFIG_', ''))
    .sort();

describe('Kconfig in small', () => {
  it('takes along what needs a symbol', () => {
    expect(gone(turned('ZONE_DEVICE'))).toEqual(
      ['DEV_DAX_PMEM', 'FS_DAX', 'FS_DAX_PMD', 'ND_PFN', 'NVDIMM_DAX', 'NVDIMM_PFN', 'ZONE_DEVICE'].sort(),
    );
    expect(gone(turned('EFI_SOFT_RESERVE'))).toEqual(['DEV_DAX_HMEM', 'DEV_DAX_HMEM_DEVICES', 'EFI_SOFT_RESERVE']);
    const without = gone(turned('MEMORY_HOTPLUG'));
    expect(without).toEqual(
      expect.arrayContaining([
        'ACPI_HOTPLUG_MEMORY',
        'DEV_DAX_KMEM',
        'MEMORY_HOTREMOVE',
        'MHP_DEFAULT_ONLINE_TYPE_OFFLINE',
        'MHP_MEMMAP_ON_MEMORY',
        'NUMA_KEEP_MEMINFO',
        'VIRTIO_MEM',
        'ZONE_DEVICE',
      ]),
    );
    // DAX devices themselves stay, and memory failure keeps page isolation
    expect(without).not.toContain('DEV_DAX');
    expect(without).not.toContain('MEMORY_ISOLATION');
  });
  it('takes along who would select a symbol again', () => {
    const after = gone(turned('MIGRATION'));
    expect(after).toEqual(
      expect.arrayContaining(['COMPACTION', 'CONTIG_ALLOC', 'DEV_DAX', 'MEMORY_HOTREMOVE', 'TRANSPARENT_HUGEPAGE']),
    );
    expect(after).not.toContain('MEMORY_HOTPLUG');
    expect(gone(turned('SPARSEMEM_VMEMMAP'))).toEqual(
      expect.arrayContaining(['X86_5LEVEL', 'ZONE_DEVICE', 'MHP_MEMMAP_ON_MEMORY', 'HUGETLB_PAGE_OPTIMIZE_VMEMMAP']),
    );
  });
  it('brings back what is y by default, and nothing that somebody must answer', () => {
    const off = turned('MEMORY_HOTPLUG');
    const on = turned('MEMORY_HOTPLUG', true, off);
    expect(on).toMatchObject({
      CONFIG_MHP_MEMMAP_ON_MEMORY: 'y',
      CONFIG_DEV_DAX_KMEM: 'y',
      CONFIG_MHP_DEFAULT_ONLINE_TYPE_OFFLINE: 'y',
    });
    expect(on).not.toHaveProperty('CONFIG_ACPI_HOTPLUG_MEMORY');
    expect(on).not.toHaveProperty('CONFIG_ZONE_DEVICE');
    expect(turnSymbol(on, 'ZONE_DEVICE', true, 'x86_64')).toBe('CONFIG_ZONE_DEVICE needs CONFIG_MEMORY_HOTREMOVE');
    const all = ['MEMORY_HOTREMOVE', 'ZONE_DEVICE', 'VIRTIO_MEM', 'ACPI_HOTPLUG_MEMORY', 'FS_DAX'].reduce<Config>(
      (c, name) => turned(name, true, c),
      on,
    );
    expect(gone(all)).toEqual([]);
  });
  it('a symbol that selects turns on what it selects', () => {
    const after = turned('TRANSPARENT_HUGEPAGE', true, turned('MIGRATION'));
    expect(after).toMatchObject({ CONFIG_COMPACTION: 'y', CONFIG_MIGRATION: 'y', CONFIG_CONTIG_ALLOC: 'y' });
  });
  it.each([
    ['arm64', 'SPARSEMEM_VMEMMAP', /ARCH_SPARSEMEM_ENABLE of arm64 selects it/],
    ['arm64', 'X86_5LEVEL', /does not exist on arm64/],
    ['x86_64', 'CONTIG_ALLOC', /asks nobody: it follows from MEMORY_ISOLATION && \(COMPACTION \|\| CMA\)/],
    ['riscv64', 'SPARSEMEM', /FLATMEM is offered without NUMA only/],
  ] as const)('refuses on %s to turn %s off', (arch, name, why) =>
    expect(turnSymbol(config, name, false, arch)).toMatch(why),
  );
  it('riscv64 has hotplug with the virtual memmap only', () => {
    const after = turnSymbol(config, 'SPARSEMEM_VMEMMAP', false, 'riscv64');
    expect(after).not.toHaveProperty('CONFIG_MEMORY_HOTPLUG');
    expect(dependsOn('MEMORY_HOTPLUG', 'riscv64')).toBe('SPARSEMEM && SPARSEMEM_VMEMMAP');
  });
  it('leaves alone what a partly known configuration says', () => {
    const part = { CONFIG_EFI_SOFT_RESERVE: 'y', CONFIG_TRANSPARENT_HUGEPAGE: 'y' };
    expect(turnSymbol(part, 'TRANSPARENT_HUGEPAGE', false, 'x86_64')).toEqual({ CONFIG_EFI_SOFT_RESERVE: 'y' });
  });
});

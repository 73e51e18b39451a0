/** The arithmetic of arch/cost.ts against what the engine really takes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryCost, USUAL_LEAVES, WORST_CASES } from '../arch/cost.ts';
import type { LeafPolicy, MemoryCost } from '../arch/cost.ts';
import type { Arch, Geometry } from '../arch/geometry.ts';
import { geometryFor } from '../arch/layout.ts';
import { GiB, MiB, nodeId, pfn } from '../units.ts';
import { mappingFixture } from './fixture.ts';
import { tableChanges } from './table-diff.ts';
import { tableList } from './table-list.ts';

const GEOMETRIES = [
  ['x86_64', 4096, 4, 48],
  ['x86_64', 4096, 5, 57],
  ['arm64', 4096, 4, 48],
  ['arm64', 4096, 5, 52],
  ['arm64', 16384, 4, 48],
  ['arm64', 16384, 4, 52],
  ['arm64', 65536, 3, 48],
  ['arm64', 65536, 3, 52],
  ['riscv64', 4096, 3, 39],
  ['riscv64', 4096, 4, 48],
  ['riscv64', 4096, 5, 57],
] as const;
type Row = readonly [arch: Arch, pageSize: number, levels: number, vaBits: number];
const geometry = ([arch, pageSize, levels, vaBits]: Row): Geometry =>
  geometryFor({ arch, pageSize, levels, vaBits, maxPhysmemBits: 48, physBase: arch === 'x86_64' ? 0 : 2 * GiB });

/** What the engine takes for a range on a machine that has nothing yet: tables by level, leaves, struct pages. */
function taken(
  g: Geometry,
  base: number,
  bytes: number,
  policy: LeafPolicy,
): Pick<MemoryCost, 'structPageBytes'> & {
  readonly tables: Record<'direct' | 'vmemmap', Record<string, number>>;
  readonly leaves: Record<'direct' | 'vmemmap', Record<string, number>>;
} {
  const m = mappingFixture(g, policy);
  const { k, mapping, memory } = m;
  mapping.buildBoot([]);
  const before = mappingFixture(g, policy);
  before.k.store.restore(k.store.checkpoint());
  const range = { start: pfn(base / k.sizes.pageBytes), end: pfn((base + bytes) / k.sizes.pageBytes) };
  mapping.addDirectMap(range, nodeId(0));
  for (let at: number = range.start; at < range.end; at += k.sizes.pagesPerSection)
    mapping.populateVmemmap({ start: pfn(at), end: pfn(Math.min(range.end, at + k.sizes.pagesPerSection)) }, nodeId(0));
  const c = mapping.context;
  const nowhere = { before: () => 0, now: () => 0 };
  const changes = tableChanges(before.mapping.context, c, nowhere, { from: 0, text: '' });
  const [was, now] = [before.mapping.context, c].map((x) => tableList(x, { offset: 0, limit: 0 }, () => 0).sums);
  const tables: Record<'direct' | 'vmemmap', Record<string, number>> = { direct: {}, vmemmap: {} };
  const leaves: Record<'direct' | 'vmemmap', Record<string, number>> = { direct: {}, vmemmap: {} };
  const name = (region: 'direct-map' | 'vmemmap'): 'direct' | 'vmemmap' =>
    region === 'vmemmap' ? 'vmemmap' : 'direct';
  for (const s of now ?? []) {
    const old = was?.find((w) => w.region === s.region && w.level === s.level)?.tables ?? 0;
    if (s.tables > old) tables[name(s.region)][s.level] = s.tables - old;
  }
  for (const e of changes.entries) {
    const key = `${g.levels[e.level]?.name ?? ''}${e.after.includes('CON') ? ' contiguous' : ''}`;
    leaves[name(e.region)][key] = (leaves[name(e.region)][key] ?? 0) + e.entries;
  }
  expect(memory.tables).toEqual({
    'direct-map': Object.values(tables.direct).reduce((a, b) => a + b, 0),
    vmemmap: Object.values(tables.vmemmap).reduce((a, b) => a + b, 0),
  });
  return { tables, leaves, structPageBytes: memory.memmapPages * k.sizes.pageBytes };
}

function computed(cost: MemoryCost): ReturnType<typeof taken> {
  const of = (region: 'direct' | 'vmemmap') => ({
    tables: Object.fromEntries(cost[region].tables.map((t) => [t.level, t.tables])),
    leaves: Object.fromEntries(
      cost[region].leaves.map((l) => [`${l.level}${l.contiguous ? ' contiguous' : ''}`, l.count]),
    ),
  });
  const [direct, vmemmap] = [of('direct'), of('vmemmap')];
  return {
    tables: { direct: direct.tables, vmemmap: vmemmap.tables },
    leaves: { direct: direct.leaves, vmemmap: vmemmap.leaves },
    structPageBytes: cost.structPageBytes,
  };
}

describe('what memory costs in tables', () => {
  it.each(GEOMETRIES)('%s, pages of %i, %i levels, %i bits: as the engine takes it', (...row) => {
    const g = geometry(row);
    const section = 2 ** g.sectionShift;
    const policies: readonly LeafPolicy[] = [
      USUAL_LEAVES,
      { ...USUAL_LEAVES, rodataFull: false, gbpages: false },
      { ...USUAL_LEAVES, rodataFull: false },
      { ...USUAL_LEAVES, debugPagealloc: true },
    ];
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: Math.floor((60 * GiB) / section) }),
        fc.integer({ min: 1, max: Math.ceil((1.5 * GiB) / section) }),
        fc.constantFrom(...policies),
        (at, sections, policy) => {
          const base = 2 * GiB + at * section;
          // base pages by the million are slow to make and tell nothing new
          const size = policy.debugPagealloc ? Math.min(sections, 2) * section : sections * section;
          expect(computed(memoryCost(g, base, size, policy))).toEqual(taken(g, base, size, policy));
        },
      ),
      { numRuns: 6 },
    );
  });

  it('counts a table once however many kinds of leaves it holds', () => {
    // 128 MiB before a GiB, the GiB, 128 MiB behind it
    const g = geometry(['x86_64', 4096, 4, 48]);
    const cost = memoryCost(g, 5 * GiB - 128 * MiB, GiB + 256 * MiB);
    expect(cost.direct.leaves.map((l) => [l.level, l.count])).toEqual([
      ['PMD', 128],
      ['PUD', 1],
    ]);
    expect(cost.direct.tables).toEqual([
      { level: 'PUD', tables: 1, edges: 1 },
      { level: 'PMD', tables: 2, edges: 2 },
    ]);
  });

  it.each(WORST_CASES)('the threads: $what', ({ arch, region, bytes, policy, said }) => {
    const g = geometry(arch === 'arm64' ? ['arm64', 4096, 4, 48] : ['x86_64', 4096, 4, 48]);
    const base = 64 * GiB + (g.directMapPhysBase % GiB);
    const cost = memoryCost(g, base, bytes, policy);
    const lowest = cost[region].tables.filter((t) => t.level === 'PTE' || t.level === 'PMD');
    const tableBytes = lowest.reduce((sum, t) => sum + t.tables * 4096, 0);
    // 512 tables of the last level, and one above them
    expect([said, tableBytes]).toEqual([said, 2 * MiB + 4096]);
    expect(computed(cost)).toEqual(taken(g, base, bytes, policy));
  });
});

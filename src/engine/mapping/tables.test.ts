import { describe, expect, it } from 'vitest';
import type { Arch } from '../arch/geometry.ts';
import { geometryFor } from '../arch/layout.ts';
import type { Checkpoint } from '../state/store.ts';
import type { Pfn, PfnRange } from '../units.ts';
import { GiB, TiB, nodeId, pfn } from '../units.ts';
import { mappingFixture } from './fixture.ts';
import { tableChanges } from './table-diff.ts';
import { tableAt, tableList } from './table-list.ts';
import { tableView } from './table-view.ts';
import { ENTRY, MARK } from './table-views.ts';
import type { MappingOptions } from './types.ts';

const NODE = nodeId(0);
const nodeOf = (): number => 0;
const ALL = { offset: 0, limit: 1000 };
type Fixture = ReturnType<typeof mappingFixture>;

function machine(arch: Arch, levels: number, options: Partial<MappingOptions> = {}, pageSize = 4096): Fixture {
  const vaBits = { x86_64: levels === 5 ? 57 : 48, arm64: 48, riscv64: levels === 5 ? 57 : levels === 4 ? 48 : 39 }[
    arch
  ];
  const m = mappingFixture(geometryFor({ arch, pageSize, levels, vaBits, maxPhysmemBits: 46 }), options);
  m.mapping.buildBoot([range(m, 0, 2 * GiB)]);
  return m;
}
const range = ({ k }: Fixture, start: number, size: number): PfnRange => ({
  start: pfn(start / k.sizes.pageBytes),
  end: pfn((start + size) / k.sizes.pageBytes),
});
function add(m: Fixture, start: number, size: number): void {
  const r = range(m, start, size);
  m.mapping.addDirectMap(r, NODE);
  for (let at: number = r.start; at < r.end; at += m.k.sizes.pagesPerSection)
    m.mapping.populateVmemmap({ start: pfn(at), end: pfn(at + m.k.sizes.pagesPerSection) }, NODE);
}
function remove(m: Fixture, start: number, size: number): void {
  const r = range(m, start, size);
  for (let at: number = r.start; at < r.end; at += m.k.sizes.pagesPerSection)
    m.mapping.freeVmemmap({ start: pfn(at), end: pfn(at + m.k.sizes.pagesPerSection) });
  m.mapping.removeDirectMap(r);
}
/** The same machine as a checkpoint has it. */
function at(m: Fixture, checkpoint: Checkpoint): Fixture {
  const twin = mappingFixture(m.k.geometry, m.mapping.context.options);
  twin.k.store.restore(checkpoint);
  return twin;
}

describe.each([
  ['x86_64', 4, { gbpages: false }],
  ['x86_64', 5, { debugPagealloc: true }],
  ['arm64', 4, {}],
  ['riscv64', 4, { debugPagealloc: true }],
] as const)('%s with %i levels', (arch, levels, options) => {
  it('lists as many tables as it counts, each once, and knows the page of every new one', () => {
    const m = machine(arch, levels, options);
    add(m, 600 * GiB, GiB / 2);
    const c = m.mapping.context;
    const { sums, total } = tableList(c, ALL, nodeOf);
    for (const region of ['direct-map', 'vmemmap'] as const) {
      const listed = sums.filter((s) => s.region === region).reduce((n, s) => n + s.tables, 0);
      expect(listed).toBe(m.mapping.tablesInTree(region));
      expect(listed).toBe(m.mapping.counters(region).inTree);
    }
    const ids = new Set<string>();
    const places = new Set<number>();
    for (let offset = 0; offset < total; offset += 1000)
      for (const row of tableList(c, { offset, limit: 1000 }, nodeOf).rows) {
        ids.add(`${row.region} ${row.id}`);
        if (row.place.kind !== 'page') continue;
        places.add(row.place.pfn);
        expect(tableAt(c, row.place.pfn, nodeOf)?.id).toBe(row.id);
      }
    expect(ids.size).toBe(total);
    expect(places.size).toBe(m.memory.tables['direct-map'] + m.memory.tables.vmemmap);
  });

  it('counts with filters what it lists without', () => {
    const m = machine(arch, levels, options);
    add(m, 4 * GiB, GiB / 2);
    const c = m.mapping.context;
    const rows = [];
    const { total } = tableList(c, ALL, nodeOf);
    for (let offset = 0; offset < total; offset += 1000)
      rows.push(...tableList(c, { offset, limit: 1000 }, nodeOf).rows);
    for (const level of ['P4D', 'PUD', 'PMD', 'PTE'] as const) {
      const some = tableList(c, { level, region: 'direct-map', offset: 0, limit: 3 }, nodeOf);
      const wanted = rows.filter((r) => r.level === level && r.region === 'direct-map');
      expect([some.total, some.rows]).toEqual([wanted.length, wanted.slice(0, 3)]);
    }
    expect(tableList(c, { orphans: true, ...ALL }, nodeOf).total).toBe(0);
  });

  it('tells what an add and a removal did, so that one is the reverse of the other', () => {
    const m = machine(arch, levels, options);
    const empty = m.k.store.checkpoint();
    add(m, 600 * GiB, GiB);
    const full = m.k.store.checkpoint();
    const span = { from: 0, text: 'add' };
    const nodes = { before: nodeOf, now: nodeOf };
    const added = tableChanges(at(m, empty).mapping.context, m.mapping.context, nodes, span);
    expect(added.counts.allocated).toBe(m.memory.tables['direct-map'] + m.memory.tables.vmemmap);
    expect(added.counts).toMatchObject({ freed: 0, leaves: { freed: 0, split: 0, changed: 0, joined: 0 } });
    const direct = added.entries.filter((e) => e.region === 'direct-map');
    expect(direct.reduce((n, e) => n + Number(e.end - e.start), 0)).toBe(GiB);
    expect(added.entries.filter((e) => e.region === 'vmemmap').reduce((n, e) => n + Number(e.end - e.start), 0)).toBe(
      16 * 2 ** 20,
    );
    remove(m, 600 * GiB, GiB);
    const gone = tableChanges(at(m, full).mapping.context, m.mapping.context, nodes, span);
    expect(gone.counts.leaves.freed).toBe(added.counts.leaves.added);
    expect(gone.counts.leaves.added).toBe(0);
    const left = tableList(m.mapping.context, { orphans: true, ...ALL }, nodeOf).total;
    expect(gone.counts.freed + left).toBe(added.counts.allocated);
    // what was freed is shown as it was
    const freed = gone.tables.find((t) => t.level === 'PTE' || t.level === 'PMD');
    if (freed === undefined) return;
    const before = at(m, full).mapping.context;
    const view = tableView(m.mapping.context, freed.table, nodeOf, { c: before, nodeOf, span });
    expect(view).toMatchObject({ gone: true, id: freed.id, place: freed.place });
    expect(view?.marks.every((mark, i) => (mark === MARK.freed) === (view.kinds[i] !== ENTRY.none))).toBe(true);
    expect(tableView(m.mapping.context, freed.table, nodeOf, undefined)).toBeUndefined();
  });
});

describe('a table', () => {
  it('has its entries, their targets and their attributes', () => {
    const m = machine('x86_64', 4);
    const before = m.k.store.checkpoint();
    add(m, 4 * GiB, 2 * GiB);
    const c = m.mapping.context;
    const view = tableView(c, { level: 1, va: m.mapping.virtOf(pfn(0)) }, nodeOf, {
      c: at(m, before).mapping.context,
      nodeOf,
      span: { from: 0, text: '' },
    });
    expect(view).toMatchObject({ level: 'PUD', entries: 512, region: 'direct-map', gone: false, fresh: false });
    expect([...(view?.kinds.slice(0, 7) ?? [])]).toEqual([ENTRY.table, ENTRY.leaf, 0, 0, ENTRY.leaf, ENTRY.leaf, 0]);
    expect([...(view?.marks.slice(0, 7) ?? [])]).toEqual([0, 0, 0, 0, MARK.added, MARK.added, 0]);
    expect(view?.phys[5]).toBe(5 * GiB);
    expect(view?.texts[view.attributes[5] ?? 0]).toContain('PSE');
    expect(view?.parent?.index).toBe(0x111);
    const top = tableView(c, { level: 0, va: m.mapping.virtOf(pfn(0)) }, nodeOf, undefined);
    expect(top).toMatchObject({ level: 'PGD', place: { kind: 'image' }, parent: undefined });
    expect(top?.areas[top.area[0x111] ?? 0]).toBe('direct map');
    expect(top?.areas[top.area[0x1d4] ?? 0]).toBe('vmemmap');
    expect(top?.areas[top.area[0] ?? 0]).toBe('user space');
  });
  it('says which of arm64 leaves are one of a contiguous run', () => {
    const m = machine('arm64', 4, { rodataFull: false });
    add(m, 4 * GiB + 2 ** 27, 2 ** 27);
    const view = tableView(
      m.mapping.context,
      { level: 2, va: m.mapping.virtOf(pfn((4 * GiB + 2 ** 27) / 4096)) },
      nodeOf,
      undefined,
    );
    expect(view?.kinds[64]).toBe(ENTRY.contiguous);
  });
  it('gives two tables in one page frame two page frames', () => {
    const m = machine('x86_64', 4, { gbpages: false });
    const c = m.mapping.context;
    const same = pfn(1000);
    m.memory.takeTable = (): Pfn => same;
    add(m, 4 * GiB, 2 * GiB);
    const rows = tableList(c, ALL, nodeOf).rows.filter((r) => r.place.kind === 'page');
    expect(rows).toHaveLength(2);
    expect(new Set(rows.map((r) => (r.place.kind === 'page' ? r.place.pfn : 0))).size).toBe(2);
  });
});

describe('tables without end', () => {
  it('are counted without being visited', () => {
    const m = mappingFixture(geometryFor({ arch: 'arm64', pageSize: 4096, levels: 4, vaBits: 48, maxPhysmemBits: 48 }));
    m.mapping.buildBoot([range(m, 0, 64 * TiB)]);
    const started = performance.now();
    const list = tableList(m.mapping.context, { level: 'PTE', offset: 20_000_000, limit: 5 }, nodeOf);
    expect(list.total).toBe(2 ** 25);
    expect(list.rows.map((r) => r.table.va)).toEqual(
      [0, 1, 2, 3, 4].map((i) => m.mapping.virtOf(pfn((20_000_000 + i) * 512))),
    );
    expect(performance.now() - started).toBeLessThan(500);
  });
});

describe('64 TiB', () => {
  it.each([
    ['x86_64', 5, 57],
    ['arm64', 4, 48],
    ['riscv64', 5, 57],
  ] as const)('of %s are few bytes, also where thousands of single pages are protected', (arch, levels, vaBits) => {
    const m = mappingFixture(geometryFor({ arch, pageSize: 4096, levels, vaBits, maxPhysmemBits: 52 }));
    m.mapping.buildBoot([range(m, 0, 63 * TiB)]);
    const bytes = (): number =>
      [...m.k.store.arrays()].filter((a) => a.name.startsWith('mapping.')).reduce((sum, a) => sum + a.bytes, 0);
    expect(bytes()).toBeLessThan(2 ** 20);
    for (let i = 0; i < 4096; i++) {
      const at = pfn(((8 + i * 15) * GiB) / 4096);
      m.mapping.setDirectMap({ start: at, end: pfn(at + 1) }, 'ro');
    }
    expect(bytes()).toBeLessThan(64 * 2 ** 20);
  });
});

describe('tear-down policies', () => {
  const orphans = (m: Fixture): number => tableList(m.mapping.context, { orphans: true, ...ALL }, nodeOf).total;
  it('leave the vmemmap, keep its tables where vmalloc shares one, or free all', () => {
    const left = (arch: Arch, levels: number, teardown: MappingOptions['teardown']): number[] => {
      const m = machine(arch, levels, { teardown });
      add(m, 200 * GiB, GiB);
      remove(m, 200 * GiB, GiB);
      return [orphans(m), m.memory.memmapPages];
    };
    expect(left('arm64', 4, 'free')).toEqual([0, 0]);
    // a PUD and a PMD table of the vmemmap, whose struct pages are gone
    expect(left('arm64', 4, 'keep-shared')).toEqual([2, 0]);
    expect(left('arm64', 4, 'leave')).toEqual([0, 4096]);
    // vmalloc and vmemmap share nothing below the top table
    expect(left('x86_64', 4, 'keep-shared')).toEqual([0, 0]);
    expect(left('riscv64', 4, 'keep-shared')).toEqual([0, 0]);
    expect(left('riscv64', 4, 'leave')).toEqual([0, 4096]);
  });
  it('find a vmemmap that was left, and use it again', () => {
    const m = machine('arm64', 4, { teardown: 'leave' });
    add(m, 200 * GiB, GiB);
    remove(m, 200 * GiB, GiB);
    const taken = m.memory.memmapPages;
    add(m, 200 * GiB, GiB);
    expect(m.memory.memmapPages).toBe(taken);
  });
  it('evaluates for each layout what vmalloc and vmemmap share (page-tables.md, section 6)', () => {
    const shares = (arch: Arch, levels: number, pageSize: number, vaBits: number): boolean =>
      mappingFixture(geometryFor({ arch, pageSize, levels, vaBits, maxPhysmemBits: 48 })).mapping.context.sharesTop;
    expect(shares('arm64', 4, 4096, 48)).toBe(true);
    expect(shares('arm64', 4, 16384, 48)).toBe(true);
    expect(shares('arm64', 3, 65536, 48)).toBe(true);
    expect(shares('x86_64', 4, 4096, 48)).toBe(false);
    expect(shares('x86_64', 5, 4096, 57)).toBe(false);
    for (const [levels, bits] of [
      [3, 39],
      [4, 48],
      [5, 57],
    ] as const)
      expect(shares('riscv64', levels, 4096, bits)).toBe(false);
  });
});

describe('processes', () => {
  it('of riscv64 lack what appears after they began, where nothing was pre-allocated', () => {
    const m = machine('riscv64', 4, { preallocate: false });
    const { processes } = m.mapping;
    processes.start('early');
    add(m, 600 * GiB, GiB);
    processes.start('late');
    const va = m.mapping.virtOf(pfn((600 * GiB) / 4096));
    expect(processes.view()).toMatchObject({ how: 'stale' });
    const missing = (name: string): number =>
      processes.view().processes.find((p) => p.name === name)?.missing.length ?? 0;
    expect([missing('early'), missing('late')]).toEqual([1, 0]);
    expect(processes.touch('late', va)).toBe('mapped');
    expect(processes.touch('early', va)).toBe('missing');
    expect(processes.touch('early', va)).toBe('dead');
    expect(processes.touch('late', m.mapping.virtOf(pfn((700 * GiB) / 4096)))).toBe('unmapped');
  });
  it('of riscv64 lack nothing where all was', () => {
    const m = machine('riscv64', 4);
    m.mapping.processes.start('early');
    add(m, 600 * GiB, GiB);
    expect(m.mapping.processes.view()).toMatchObject({
      how: 'preallocated',
      regions: [
        { entries: 128, present: 128, reservedBytes: 128 * 4096 },
        { entries: 4, present: 4, reservedBytes: 4 * 4096 },
      ],
    });
    expect(m.mapping.processes.view().processes.every((p) => p.missing.length === 0)).toBe(true);
  });
  it('of x86 are told', () => {
    const m = machine('x86_64', 4);
    m.mapping.processes.start('early');
    add(m, 600 * GiB, GiB);
    // init and early, one entry each
    expect(m.mapping.processes.view()).toMatchObject({ how: 'synced', syncs: 2 });
    expect(m.mapping.processes.touch('early', m.mapping.virtOf(pfn((600 * GiB) / 4096)))).toBe('mapped');
    remove(m, 600 * GiB, GiB);
    // nothing is taken back from the copies, and so the table below stays
    expect(m.mapping.processes.view().processes.every((p) => p.missing.length === 0)).toBe(true);
    expect(tableList(m.mapping.context, { orphans: true, ...ALL }, nodeOf).rows).toMatchObject([{ level: 'PUD' }]);
  });
  it('of arm64 have no copies', () => {
    const m = machine('arm64', 4);
    expect(m.mapping.processes.view()).toMatchObject({ how: 'shared' });
  });
});

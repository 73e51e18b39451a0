/** Adding and removing 1 TiB on a machine of 64 TiB, and the whole of it. */
import { bench, describe } from 'vitest';
import type { Arch } from '../arch/geometry.ts';
import { geometryFor } from '../arch/layout.ts';
import { GiB, TiB, nodeId, pfn } from '../units.ts';
import { mappingFixture } from './fixture.ts';
import { tableList } from './table-list.ts';
import { tableView } from './table-view.ts';

const PAGE = 4096;
const range = (start: number, size: number): { start: ReturnType<typeof pfn>; end: ReturnType<typeof pfn> } => ({
  start: pfn(start / PAGE),
  end: pfn((start + size) / PAGE),
});

function big(arch: Arch, levels: number): ReturnType<typeof mappingFixture> {
  const vaBits = arch === 'arm64' ? 48 : 57;
  const m = mappingFixture(geometryFor({ arch, pageSize: PAGE, levels, vaBits, maxPhysmemBits: 52 }));
  m.mapping.buildBoot([range(0, 3 * GiB), range(4 * GiB, 63 * TiB)]);
  return m;
}

/** Bytes of the page tables' arrays: as built, and with 4,096 places where something small came in between. */
function treeText(arch: Arch, levels: number): string {
  const { k, mapping } = big(arch, levels);
  const bytes = (): number =>
    [...k.store.arrays()].filter((a) => a.name.startsWith('mapping.')).reduce((sum, a) => sum + a.bytes, 0);
  const built = bytes();
  for (let i = 0; i < 4096; i++) {
    const at = pfn(((8 + i * 15) * GiB) / PAGE);
    mapping.setDirectMap({ start: at, end: pfn(at + 1) }, 'ro');
  }
  return `${Math.ceil(built / 1024)} KiB, ${Math.ceil(bytes() / 2 ** 20)} MiB with 4,096 pages protected`;
}

describe.each([
  ['x86_64', 5],
  ['arm64', 4],
  ['riscv64', 5],
] as const)('%s', (arch, levels) => {
  bench('build 64 TiB at boot', () => void big(arch, levels));
  bench(`open any table of 64 TiB (the tree takes ${treeText(arch, levels)})`, () => {
    const c = view.mapping.context;
    for (const at of [0, 5, 40])
      for (let level = 0; level < levels; level++)
        tableView(c, { level, va: view.mapping.virtOf(pfn((at * TiB) / PAGE)) }, () => 0, undefined);
  });
  bench('list the tables of 64 TiB from the middle', () => {
    tableList(view.mapping.context, { offset: 10_000, limit: 100 }, () => 0);
  });

  const view = big(arch, levels);
  const { k, mapping } = big(arch, levels);
  const added = range(64 * TiB, TiB);
  bench(
    'add and remove 1 TiB on 64 TiB',
    () => {
      k.trace.clear();
      mapping.addDirectMap(added, nodeId(0));
      for (let at: number = added.start; at < added.end; at += 32768)
        mapping.populateVmemmap({ start: pfn(at), end: pfn(at + 32768) }, nodeId(0));
      for (let at: number = added.start; at < added.end; at += 32768)
        mapping.freeVmemmap({ start: pfn(at), end: pfn(at + 32768) });
      mapping.removeDirectMap(added);
    },
    { iterations: 3, time: 300, warmupIterations: 1, warmupTime: 0 },
  );
  bench('dump 64 TiB', () => void mapping.dump('direct-map').concat(mapping.dump('vmemmap')));
});

/** Adding and removing 1 TiB on a machine of 64 TiB, and the whole of it. */
import { bench, describe } from 'vitest';
import type { Arch } from '../arch/geometry.ts';
import { geometryFor } from '../arch/layout.ts';
import { GiB, TiB, nodeId, pfn } from '../units.ts';
import { mappingFixture } from './fixture.ts';

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

describe.each([
  ['x86_64', 5],
  ['arm64', 4],
  ['riscv64', 5],
] as const)('%s', (arch, levels) => {
  bench('build 64 TiB at boot', () => void big(arch, levels));

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

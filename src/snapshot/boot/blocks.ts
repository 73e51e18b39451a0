/** Memory blocks of boot memory: their size, node and zone (drivers/base/memory.c, arch/x86/mm/init_64.c). */
import type { Arch, Geometry } from '../../engine/arch/geometry.ts';
import { GiB, MiB, isAligned } from '../../engine/units.ts';
import type { BlockFiles } from '../parse/sysfs.ts';
import type { Affinity, Platform } from './platform.ts';
import type { BootZone } from './zones.ts';

/** Size of a memory block: a section, but on x86 with memory beyond 64 GiB more (probe_memory_block_size). */
export function memoryBlockBytes(arch: Arch, g: Geometry, p: Platform): number {
  const section = 2 ** g.sectionShift;
  const end = p.memory.at(-1)?.end ?? 0;
  if (arch !== 'x86_64' || end < 64 * GiB) return section;
  if (!p.hypervisor) return 2 * GiB;
  let bytes = 2 * GiB;
  while (bytes > 128 * MiB && !isAligned(end, bytes)) bytes /= 2;
  return bytes;
}

/** One block for every block's worth of addresses with a present section. */
export function bootBlocks(
  memory: readonly Affinity[],
  zones: readonly BootZone[],
  g: Geometry,
  blockBytes: number,
): BlockFiles[] {
  const section = 2 ** g.sectionShift;
  const nodesOf = new Map<number, Set<number>>();
  for (const m of memory) {
    // sections count, not pages: a block is there when one of its sections is
    for (let id = Math.floor((Math.floor(m.start / section) * section) / blockBytes); id * blockBytes < m.end; id++) {
      const nodes = nodesOf.get(id) ?? new Set();
      nodesOf.set(id, nodes.add(m.node));
    }
  }
  return [...nodesOf]
    .sort(([a], [b]) => a - b)
    .map(([id, nodes]): BlockFiles => {
      // nodes register their blocks in ascending order; the last one stays
      const node = Math.max(...nodes);
      const [start, end] = [id * blockBytes, (id + 1) * blockBytes];
      const meeting = zones.filter((z) => z.node === node && z.start < end && start < z.end);
      const zone = nodes.size > 1 || meeting.length !== 1 ? undefined : meeting[0]?.zone;
      return { id, state: 'online', removable: true, node, validZones: [zone ?? 'none'] };
    });
}

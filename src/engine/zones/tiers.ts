/** Memory tiers and demotion targets (mm/memory-tiers.c). */
import { nodeDistance } from './zonelists.ts';
import type { NodeId } from '../units.ts';
import type { NodeState } from './types.ts';

/** Abstract distances are cut into tiers of this width. */
const CHUNK = 128;
/** Abstract distance of ordinary DRAM. */
export const ADISTANCE_DRAM = 4 * CHUNK + CHUNK / 2;

/** Where each node's cold pages go, as the kernel prints it, one line per node with memory. */
export function demotionLines(nodes: readonly NodeState[], adistance: ReadonlyMap<NodeId, number>): string[] {
  const withMemory = nodes.filter((n) => n.hasMemory);
  const tierOf = (n: NodeState): number => Math.floor((adistance.get(n.id) ?? ADISTANCE_DRAM) / CHUNK);
  const tiers = [...new Set(withMemory.map(tierOf))].sort((a, b) => a - b);
  return withMemory.map((n) => {
    const lower = tiers.filter((t) => t > tierOf(n));
    const next = lower[0];
    if (next === undefined) return `Demotion targets for Node ${n.id}: null`;
    const candidates = withMemory.filter((m) => tierOf(m) === next);
    const nearest = Math.min(...candidates.map((m) => nodeDistance(n, m)));
    const preferred = candidates.filter((m) => nodeDistance(n, m) === nearest).map((m) => m.id);
    const fallback = withMemory.filter((m) => tierOf(m) > tierOf(n)).map((m) => m.id);
    return `Demotion targets for Node ${n.id}: preferred: ${bitmapList(preferred)}, fallback: ${bitmapList(fallback)}`;
  });
}

/** Numbers as the kernel's list format: `0-1,3`. */
export function bitmapList(numbers: readonly number[]): string {
  const runs: string[] = [];
  const sorted = [...numbers].sort((a, b) => a - b);
  for (let i = 0; i < sorted.length;) {
    let j = i;
    while (j + 1 < sorted.length && sorted[j + 1] === (sorted[j] ?? 0) + 1) j++;
    runs.push(i === j ? `${sorted[i]}` : `${sorted[i]}-${sorted[j]}`);
    i = j + 1;
  }
  return runs.join(',');
}

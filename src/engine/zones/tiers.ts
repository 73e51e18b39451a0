/** Memory tiers and demotion targets (mm/memory-tiers.c). */
import { nodeDistance } from './zonelists.ts';
import type { NodeId } from '../units.ts';
import type { NodeState } from './types.ts';

/** Abstract distances are cut into tiers of this width. */
const CHUNK = 128;
/** Abstract distance of ordinary DRAM. */
export const ADISTANCE_DRAM = 4 * CHUNK + CHUNK / 2;

/** A memory tier: nodes with memory whose distance falls into one chunk (memory_tierN of sysfs). */
export interface MemoryTier {
  readonly name: string;
  readonly nodes: readonly number[];
  /** Where the tier begins. */
  readonly adistance: number;
}

/** The tiers, fastest first (mm/memory-tiers.c: find_create_memory_tier). */
export function memoryTiers(
  nodes: readonly NodeState[],
  adistance: ReadonlyMap<NodeId, number>,
): readonly MemoryTier[] {
  const tiers = new Map<number, number[]>();
  for (const n of nodes) {
    if (!n.hasMemory) continue;
    const tier = Math.floor((adistance.get(n.id) ?? ADISTANCE_DRAM) / CHUNK);
    tiers.set(tier, [...(tiers.get(tier) ?? []), n.id]);
  }
  return [...tiers]
    .sort((a, b) => a[0] - b[0])
    .map(([tier, ids]) => ({ name: `memory_tier${tier}`, nodes: ids, adistance: tier * CHUNK }));
}

/** How fast memory is, as the firmware tells: ns, and MiB a second. */
export interface Performance {
  readonly latency: number;
  readonly bandwidth: number;
}

/** Abstract distance from the firmware's table, against DRAM's (mm/memory-tiers.c: mt_perf_to_adistance); whole numbers, in this order. */
export function adistanceOf(perf: Performance, dram: Performance): number {
  const slower = Math.floor((ADISTANCE_DRAM * 2 * perf.latency) / (2 * dram.latency));
  return Math.floor((slower * 2 * dram.bandwidth) / (2 * perf.bandwidth));
}

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

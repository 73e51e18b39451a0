/** Order in which nodes are asked for memory (mm/page_alloc.c: build_zonelists, find_next_best_node). */
import type { NodeId } from '../units.ts';
import type { NodeState, Zone, ZoneName } from './types.ts';

/** SLIT distances where the firmware says nothing (include/linux/topology.h). */
const LOCAL_DISTANCE = 10;
const REMOTE_DISTANCE = 20;
/** Extra distance of a node with CPUs: its memory is likely to be wanted by them. */
const PENALTY_FOR_NODE_WITH_CPUS = 1;

/** Distance from node `a` to node `b`. */
export function nodeDistance(a: NodeState, b: NodeState): number {
  return a.distance[b.id] ?? (a.id === b.id ? LOCAL_DISTANCE : REMOTE_DISTANCE);
}

/** Loads given to nodes while zonelists are built one after the other. */
export type NodeLoads = Map<NodeId, number>;

/** The fallback order of one node; counts the loads on from the node built before. `maxNodes` is MAX_NUMNODES. */
export function nodeOrder(local: NodeState, nodes: readonly NodeState[], loads: NodeLoads, maxNodes: number): NodeId[] {
  const order: NodeId[] = [];
  const left = new Set(nodes.filter((n) => n.hasMemory));
  let before = local;
  while (left.size > 0) {
    const next = nextBest(local, left, loads, maxNodes);
    left.delete(next);
    if (nodeDistance(local, next) !== nodeDistance(local, before)) loads.set(next.id, (loads.get(next.id) ?? 0) + 1);
    order.push(next.id);
    before = next;
  }
  return order;
}

function nextBest(local: NodeState, left: ReadonlySet<NodeState>, loads: NodeLoads, maxNodes: number): NodeState {
  if (left.has(local)) return local;
  let best: NodeState | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const n of left) {
    let value = nodeDistance(local, n) + (n.id < local.id ? 1 : 0) + (n.hasCpu ? PENALTY_FOR_NODE_WITH_CPUS : 0);
    value = value * maxNodes + (loads.get(n.id) ?? 0);
    if (value < least) {
      least = value;
      best = n;
    }
  }
  if (best === undefined) throw new Error('no node left');
  return best;
}

const KERNEL_ZONES: ReadonlySet<ZoneName> = new Set<ZoneName>(['DMA', 'DMA32', 'Normal']);
/** Zones the kernel may use for itself: all up to Normal. */
export const isKernelZone = (name: ZoneName): boolean => KERNEL_ZONES.has(name);

/** Pages above the high mark of all populated zones that `counts` accepts (mm/page_alloc.c: nr_free_zone_pages). */
export function pagesAboveHigh(nodes: readonly NodeState[], counts: (z: Zone) => boolean): number {
  let sum = 0;
  for (const n of nodes)
    for (const z of n.zones) if (z.present > 0 && counts(z)) sum += Math.max(0, z.managed - z.high - z.boost);
  return sum;
}

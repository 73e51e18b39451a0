/** The small set of workloads that "run" starts on a machine that has none. */
import type { Line } from '../engine/lines.ts';
import { MiB } from '../engine/units.ts';
import type { Cells, MachineInfo } from '../link/messages.ts';

/** Share of a node's free memory that a kind may grow to, and its most in MiB; small enough that offlining still finds room. */
const SHARES = [
  { kind: 'pagecache', share: 1 / 6, most: 4096 },
  { kind: 'anon', share: 1 / 8, most: 2048 },
] as const;
/** Kernel objects and pinned pages are few, but they are what keeps a block online. */
const KERNEL_MIB = 24;
const PINNED_MIB = 8;
/** Nodes beyond these stay quiet, so that a machine of many nodes does not drown its log. */
const MOST_NODES = 4;

/** Lines of channel world that start them: page cache and anonymous memory on each node, a little kernel and pinned memory. */
export function defaultWorkloads(info: MachineInfo, cells: Partial<Cells>): readonly Line[] {
  const lines: string[] = [];
  const nodes = (cells.nodes ?? []).filter((n) => n.hasMemory).slice(0, MOST_NODES);
  for (const node of nodes) {
    const free = (cells.free ?? []).filter((f) => f.ref.nid === node.id).reduce((sum, f) => sum + f.pages, 0);
    const mib = (free * info.sizes.pageBytes) / MiB;
    for (const { kind, share, most } of SHARES) {
      const size = Math.floor(Math.min(most, mib * share));
      if (size > 0) lines.push(`load ${kind} ${size}M node ${node.id}`);
    }
  }
  lines.push(`load kernel ${KERNEL_MIB}M`, `load pinned ${PINNED_MIB}M`);
  return lines.map((line) => ({ channel: 'world', line }));
}

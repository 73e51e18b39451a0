/** hugepages=: huge pages taken while the machine boots (mm/hugetlb.c: hugetlb_hstate_alloc_pages). They stay managed, but are not free. */
import { bootWords, memparse } from '../../engine/firmware/e820.ts';
import type { Kernel } from '../../engine/kernel/kernel.ts';
import type { Machine } from '../../engine/machine.ts';
import type { NodeId } from '../../engine/units.ts';
import type { NodeState } from '../../engine/zones/types.ts';

/** How many huge pages of a size a command line asks for: in all, or by node. */
interface Asked {
  readonly count: number;
  readonly byNode: ReadonlyMap<number, number>;
}

/** hugepagesz= names the size that the hugepages= after it counts; without one it is the default size. */
function hugepagesAsked(cmdline: string, bytes: number): Asked {
  let size = bytes;
  let count = 0;
  const byNode = new Map<number, number>();
  for (const [key, value] of bootWords(cmdline)) {
    if (value === undefined) continue;
    if (key === 'hugepagesz' || key === 'default_hugepagesz') size = memparse(value)?.value ?? 0;
    if (key !== 'hugepages' || size !== bytes) continue;
    for (const part of value.split(',')) {
      const m = /^(\d+)(?::(\d+))?$/.exec(part);
      if (m?.[2] === undefined) count = Number(m?.[1] ?? 0);
      else byNode.set(Number(m[1]), Number(m[2]));
    }
  }
  return { count, byNode };
}

/**
 * How many pages of the PMD's size boot puts on each node's list at a time. The work is dealt out in chunks
 * (mm/hugetlb.c: hugetlb_pages_alloc_boot, kernel/padata.c: padata_do_multithreaded); in each chunk the nodes take turns,
 * the first one first. With counts by node every page is put on its list as it is got.
 * @param memory nodes with memory, ascending
 */
export function hugepageBatches(k: Kernel, memory: readonly NodeState[], cpus: number): Map<NodeId, number[]> {
  const { pagesPerPageblock, pageBytes } = k.sizes;
  const { count, byNode } = hugepagesAsked(k.config.cmdline, pagesPerPageblock * pageBytes);
  if (byNode.size > 0) {
    // a command line may ask for any number; a node gives no more than it has
    const pagesOf = ({ id, spanned }: NodeState): number =>
      Math.min(byNode.get(id) ?? 0, Math.ceil(spanned / pagesPerPageblock));
    return new Map(memory.map((n) => [n.id, Array.from({ length: pagesOf(n) }, () => 1)]));
  }
  const nodes = memory.length;
  const least = Math.floor(count / nodes / 2);
  // helpers are as many as CPUs; the thread that asks works along
  const workers = Math.min(Math.max(1, Math.floor(count / Math.max(least, 1))), nodes * 2, cpus + 1);
  const chunk = workers === 1 ? Math.max(count, 1) : Math.max(Math.floor(count / (workers * 4)), least, 1);
  const chunks = Array.from({ length: Math.ceil(count / chunk) }, (_, i) => Math.min(chunk, count - i * chunk));
  return new Map(memory.map((n, i) => [n.id, chunks.map((pages) => Math.ceil((pages - i) / nodes))]));
}

/** Fills the pool of the PMD's size: from every node with memory, or as many from each as the command line says. */
export function takeHugepages({ k, pages, zones }: Machine, cpus: number): void {
  if (k.config.config['CONFIG_HUGETLB_PAGE'] !== 'y') return;
  const memory = zones.nodes.value.filter((n) => n.hasMemory);
  let asked = 0;
  for (const [nid, batches] of hugepageBatches(k, memory, cpus)) {
    const total = batches.reduce((sum, n) => sum + n, 0);
    asked += total;
    if (total > 0) pages.importHugePages(nid, { total, free: total, surplus: 0 }, { batches });
  }
  // a node that has too little leaves the rest to the others, where none was named
  const { count } = hugepagesAsked(k.config.cmdline, k.sizes.pagesPerPageblock * k.sizes.pageBytes);
  if (count === asked && count > pages.hugetlb.counts().total) pages.setMaxHugePages(count, undefined);
  pages.optimizeHugePages();
}

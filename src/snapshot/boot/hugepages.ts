/** hugepages=: huge pages taken while the machine boots (mm/hugetlb.c: hugetlb_hstate_alloc_pages). They stay managed, but are not free. */
import { bootWords, memparse } from '../../engine/firmware/e820.ts';
import type { Machine } from '../../engine/machine.ts';

/** How many huge pages of a size a command line asks for: in all, or by node. */
interface Asked {
  readonly count: number;
  readonly byNode: ReadonlyMap<number, number>;
}

/** hugepagesz= names the size that the hugepages= after it counts; without one it is the default size. */
function asked(cmdline: string, bytes: number): Asked {
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

/** Fills the pool of the PMD's size: in turn from every node with memory, or as many from each as the command line says. */
export function takeHugepages(machine: Machine): void {
  const { k, pages, zones } = machine;
  if (k.config.config['CONFIG_HUGETLB_PAGE'] !== 'y') return;
  const { count, byNode } = asked(k.config.cmdline, 2 ** k.geometry.pageblockOrder * k.sizes.pageBytes);
  if (byNode.size === 0) {
    if (count > 0) pages.setMaxHugePages(count, undefined);
    return;
  }
  for (const node of zones.nodes.value) {
    const wanted = byNode.get(node.id) ?? 0;
    if (node.hasMemory && wanted > 0) pages.setMaxHugePages(wanted, node.id);
  }
}

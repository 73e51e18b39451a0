/** hugepages=: huge pages taken while the machine boots (mm/hugetlb.c: hugetlb_hstate_alloc_pages). They stay managed, but are not free. */
import { bootWords, memparse } from '../../engine/firmware/e820.ts';
import type { Machine } from '../../engine/machine.ts';
import { nodeId } from '../../engine/units.ts';
import { parseMeminfo } from '../parse/counters.ts';
import { Problems } from '../problems.ts';

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

/** Takes the huge pages of the PMD's size, in turn from every node with memory, and shows them in meminfo. */
export function takeHugepages(machine: Machine): void {
  const { k, pages, zones, files } = machine;
  if (k.config.config['CONFIG_HUGETLB_PAGE'] !== 'y') return;
  const order = k.geometry.pageblockOrder;
  const perPage = 2 ** order;
  const { count, byNode } = asked(k.config.cmdline, perPage * k.sizes.pageBytes);
  const nodes = zones.nodes.value.filter((n) => n.hasMemory).map((n) => n.id);
  const wanted = new Map(
    nodes.map((n, i) => [
      n,
      byNode.size > 0 ? (byNode.get(n) ?? 0) : Math.floor(count / nodes.length) + (i < count % nodes.length ? 1 : 0),
    ]),
  );
  const had = new Map<number, number>();
  let missing = 0;
  const take = (n: number, most: number): number => {
    let got = 0;
    while (
      got < most &&
      pages.alloc({
        owner: 'hugetlb',
        tag: `hugetlb:boot:${n}`,
        pages: perPage,
        order,
        type: 'movable',
        highestZone: 'Movable',
        nid: nodeId(n),
        thisNodeOnly: true,
      }) !== undefined
    )
      got++;
    had.set(n, (had.get(n) ?? 0) + got);
    return got;
  };
  for (const [n, most] of wanted) missing += most - take(n, most);
  // what a node cannot give the others do
  if (byNode.size === 0) for (const n of nodes) if (missing > 0) missing -= take(n, missing);
  const total = [...had.values()].reduce((a, b) => a + b, 0);
  if (total === 0) return;
  const lines = (path: string, huge: number) => {
    const read = files.read(path);
    const bytes = (huge * perPage * k.sizes.pageBytes) / 1024;
    return parseMeminfo('text' in read ? read.text : '', new Problems(), path).map((l) =>
      l.name === 'HugePages_Total' || l.name === 'HugePages_Free'
        ? { ...l, value: huge }
        : l.name === 'Hugetlb'
          ? { ...l, value: bytes }
          : l,
    );
  };
  const nodeMeminfo = Object.fromEntries(
    nodes.map((n) => [n, lines(`/sys/devices/system/node/node${n}/meminfo`, had.get(n) ?? 0)]),
  );
  const meminfo = lines('/proc/meminfo', total);
  files.baseline.update((b) => ({ ...b, meminfo, nodeMeminfo: { ...b.nodeMeminfo, ...nodeMeminfo } }));
}

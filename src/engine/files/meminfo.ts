/** /proc/meminfo and the nodes' meminfo (fs/proc/meminfo.c, drivers/base/node.c: node_read_meminfo). */
import type { NodeId } from '../units.ts';
import type { Baseline, MeminfoLine } from './baseline.ts';
import { isPcpTag } from '../pages/pcp.ts';
import { hugepageCounts } from './hugepages.ts';
import type { FileRooms } from './rooms.ts';

/** Lines a machine without a snapshot shows besides those that are computed. */
const PLAIN: readonly string[] =
  'MemTotal MemFree MemAvailable Buffers Cached SwapCached Active Inactive Active(anon) Inactive(anon) Active(file) Inactive(file) Unevictable Mlocked SwapTotal SwapFree Dirty Writeback AnonPages Mapped Shmem KReclaimable Slab SReclaimable SUnreclaim KernelStack PageTables SecPageTables NFS_Unstable Bounce WritebackTmp CommitLimit Committed_AS VmallocTotal VmallocUsed VmallocChunk Percpu HardwareCorrupted AnonHugePages ShmemHugePages ShmemPmdMapped FileHugePages FilePmdMapped HugePages_Total HugePages_Free HugePages_Rsvd HugePages_Surp Hugepagesize Hugetlb'.split(
    ' ',
  );
const PLAIN_NODE: readonly string[] =
  'MemTotal MemFree MemUsed SwapCached Active Inactive Active(anon) Inactive(anon) Active(file) Inactive(file) Unevictable Mlocked Dirty Writeback FilePages Mapped AnonPages Shmem KernelStack PageTables SecPageTables NFS_Unstable Bounce WritebackTmp KReclaimable Slab SReclaimable SUnreclaim AnonHugePages ShmemHugePages ShmemPmdMapped FileHugePages FilePmdMapped HugePages_Total HugePages_Free HugePages_Surp'.split(
    ' ',
  );
const isCount = (name: string): boolean => name.startsWith('HugePages_');
const plain = (names: readonly string[]): readonly MeminfoLine[] =>
  names.map((name) => ({ name, value: 0, kB: !isCount(name) }));

/** Which lines a kind of use is counted in; they move with it. */
const COUNTED_IN: Readonly<Record<string, readonly string[]>> = {
  anon: ['AnonPages', 'Active', 'Active(anon)'],
  pinned: ['AnonPages', 'Active', 'Active(anon)'],
  pagecache: ['Cached', 'FilePages', 'Inactive', 'Inactive(file)'],
  kernel: ['Slab', 'SUnreclaim'],
};

/** Pages in use by kind, machine-wide. */
export function pagesByKind(rooms: FileRooms): Readonly<Record<string, number>> {
  const out: Record<string, number> = {};
  for (const o of rooms.pages.ownersSummary()) if (!isPcpTag(o.tag)) out[o.kind] = (out[o.kind] ?? 0) + o.pages;
  return out;
}

/** /proc/meminfo. */
export function formatMeminfo(rooms: FileRooms, baseline: Baseline): string {
  const { k, zones } = rooms;
  const kB = k.sizes.pageBytes / 1024;
  const managed = zones.nodes.value.reduce((sum, n) => sum + n.zones.reduce((s, z) => s + z.managed, 0), 0);
  const free = zones.nodes.value.reduce((sum, n) => sum + (n.online ? rooms.pages.freeOfNode(n.id) : 0), 0);
  const lines = baseline.meminfo.length > 0 ? baseline.meminfo : plain(PLAIN);
  const of = (name: string): number => lines.find((l) => l.name === name)?.value ?? 0;
  const huge = hugepageCounts(rooms);
  const hugetlb = of('Hugetlb') + huge.total * k.sizes.pagesPerPageblock * kB;
  const computed = new Map<string, number>([
    ['MemTotal', managed * kB],
    ['MemFree', free * kB],
    // what was available beyond the free pages (page cache) less what is kept back stays as it was
    ['MemAvailable', Math.max(0, free * kB + of('MemAvailable') - of('MemFree'))],
    // overcommit ratio 50 % of what is not set aside for huge pages, no swap
    ['CommitLimit', Math.floor(Math.max(0, managed - hugetlb / kB) / 2) * kB + of('SwapTotal')],
    ['HardwareCorrupted', of('HardwareCorrupted') + rooms.pages.poison.size * kB],
    ['HugePages_Total', of('HugePages_Total') + huge.total],
    ['HugePages_Free', of('HugePages_Free') + huge.free],
    ['HugePages_Surp', of('HugePages_Surp') + huge.surplus],
    ['Hugetlb', hugetlb],
  ]);
  if (baseline.meminfo.length === 0)
    computed.set('Hugepagesize', (2 ** k.geometry.pageblockOrder * k.sizes.pageBytes) / 1024);
  if (k.geometry.arch === 'x86_64') {
    const map = rooms.mapping.directMapBytes();
    computed
      .set('DirectMap4k', map.k4 / 1024)
      .set('DirectMap2M', map.m2 / 1024)
      .set('DirectMap1G', map.g1 / 1024);
  }
  for (const [name, moved] of movedLines(rooms, baseline))
    if (!computed.has(name)) computed.set(name, Math.max(0, of(name) + moved * kB));
  const names = new Set(lines.map((l) => l.name));
  const more: MeminfoLine[] = [...computed.keys()]
    .filter((n) => n.startsWith('DirectMap') && !names.has(n) && (n !== 'DirectMap1G' || (computed.get(n) ?? 0) > 0))
    .map((name) => ({ name, value: 0, kB: true }));
  return [...lines, ...more].map((l) => text('', 8, { ...l, value: computed.get(l.name) ?? l.value })).join('');
}

/** A node's meminfo. */
export function formatNodeMeminfo(rooms: FileRooms, baseline: Baseline, nid: NodeId): string {
  const kB = rooms.k.sizes.pageBytes / 1024;
  const node = rooms.zones.node(nid);
  const total = node.zones.reduce((s, z) => s + z.managed, 0) * kB;
  const free = rooms.pages.freeOfNode(nid) * kB;
  const computed = new Map([
    ['MemTotal', total],
    ['MemFree', free],
    ['MemUsed', Math.max(0, total - free)],
  ]);
  const lines = baseline.nodeMeminfo[nid] ?? plain(PLAIN_NODE);
  const of = (name: string): number => lines.find((l) => l.name === name)?.value ?? 0;
  const huge = hugepageCounts(rooms, nid);
  computed.set('HugePages_Total', of('HugePages_Total') + huge.total);
  computed.set('HugePages_Free', of('HugePages_Free') + huge.free);
  computed.set('HugePages_Surp', of('HugePages_Surp') + huge.surplus);
  return lines.map((l) => text(`Node ${nid} `, 6, { ...l, value: computed.get(l.name) ?? l.value })).join('');
}

/** Values end in one column; a long name (HardwareCorrupted) eats into the blanks before its value. */
function text(prefix: string, countWidth: number, l: MeminfoLine): string {
  const head = `${l.name}:`;
  const width = (l.kB ? 8 : countWidth) - Math.max(0, head.length - 16);
  return `${prefix}${head.padEnd(16)}${String(l.value).padStart(width)}${l.kB ? ' kB' : ''}\n`;
}

function movedLines(rooms: FileRooms, baseline: Baseline): Map<string, number> {
  const out = new Map<string, number>();
  for (const [kind, pages] of Object.entries(pagesByKind(rooms))) {
    const moved = pages - (baseline.use[kind] ?? 0);
    for (const name of COUNTED_IN[kind] ?? []) out.set(name, (out.get(name) ?? 0) + moved);
  }
  return out;
}

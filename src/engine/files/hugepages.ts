/** Files of the pool of huge pages (mm/hugetlb.c: hugetlb_sysfs_init, hugetlb_sysctl_init): of the machine and of a node. */
import type { Status } from '../kernel/errno.ts';
import { kstrtoull } from '../kernel/kstrtoull.ts';
import type { Proc } from '../kernel/scheduler.ts';
import { nodeId } from '../units.ts';
import type { NodeId } from '../units.ts';
import type { FileRooms } from './rooms.ts';
import type { DirEntry, FileNode, FsNode } from './types.ts';

/** Files of a size of huge pages: all of them, and those a node has as well. */
const FILES = [
  'free_hugepages',
  'nr_hugepages',
  'nr_hugepages_mempolicy',
  'nr_overcommit_hugepages',
  'resv_hugepages',
  'surplus_hugepages',
] as const;
const OF_NODE: readonly string[] = ['free_hugepages', 'nr_hugepages', 'surplus_hugepages'];

export const hasHugetlb = (rooms: FileRooms): boolean => rooms.k.config.config['CONFIG_HUGETLB_PAGE'] === 'y';
const sizeName = ({ k }: FileRooms): string => `hugepages-${(k.sizes.pagesPerPageblock * k.sizes.pageBytes) / 1024}kB`;

/** How many huge pages there are, are free and are surplus. */
export function hugepageCounts(
  { pages, zones }: FileRooms,
  nid?: NodeId,
): { readonly total: number; readonly free: number; readonly surplus: number } {
  const { hugetlb } = pages;
  if (nid === undefined) return hugetlb.counts();
  return zones.nodes.value.some((n) => n.id === nid)
    ? { total: hugetlb.total(nid), free: hugetlb.of(nid).free.length, surplus: hugetlb.of(nid).surplus }
    : { total: 0, free: 0, surplus: 0 };
}

/** Writes to nr_hugepages; too little memory for all of them is no error (nr_hugepages_store_common). */
export function* storeCount(rooms: FileRooms, value: string, nid?: NodeId): Proc<Status> {
  yield* [];
  const wanted = kstrtoull(value);
  if (wanted === undefined) return 'EINVAL';
  rooms.pages.setMaxHugePages(wanted, nid === undefined ? undefined : nodeId(nid));
  return undefined;
}

/** What is at `rest` below a hugepages directory: `` itself, `hugepages-2048kB`, a file in it. */
export function hugepagesNode(rooms: FileRooms, rest: string, nid?: NodeId): FsNode | undefined {
  if (!hasHugetlb(rooms)) return undefined;
  const size = sizeName(rooms);
  const names: readonly string[] = nid === undefined ? FILES : OF_NODE;
  if (rest === '') return { kind: 'dir', list: () => [{ name: size, kind: 'dir' }] };
  const [dir, name, ...more] = rest.split('/');
  if (dir !== size || more.length > 0) return undefined;
  if (name === undefined) return { kind: 'dir', list: () => names.map((n): DirEntry => ({ name: n, kind: 'file' })) };
  return names.includes(name) ? fileOf(rooms, name, nid) : undefined;
}

function fileOf(rooms: FileRooms, name: string, nid: NodeId | undefined): FileNode {
  const read = (pick: (c: ReturnType<typeof hugepageCounts>) => number) => () =>
    `${pick(hugepageCounts(rooms, nid))}\n`;
  switch (name) {
    case 'nr_hugepages':
    case 'nr_hugepages_mempolicy':
      return { kind: 'file', read: read((c) => c.total), write: (v) => storeCount(rooms, v, nid) };
    case 'free_hugepages':
      return { kind: 'file', read: read((c) => c.free) };
    case 'surplus_hugepages':
      return { kind: 'file', read: read((c) => c.surplus) };
    default:
      // reservations and overcommitted pages are not modelled
      return { kind: 'file', read: () => '0\n' };
  }
}

/** /proc/sys/vm: the files that are about huge pages. */
export function vmFile(rooms: FileRooms, name: string): FileNode | undefined {
  if (!hasHugetlb(rooms)) return undefined;
  const { optimize } = rooms.pages.hugetlb;
  if (name === 'nr_hugepages')
    return { kind: 'file', read: () => `${hugepageCounts(rooms).total}\n`, write: (v) => storeCount(rooms, v) };
  if (name !== 'hugetlb_optimize_vmemmap' || rooms.k.config.config['CONFIG_HUGETLB_PAGE_OPTIMIZE_VMEMMAP'] !== 'y')
    return undefined;
  return {
    kind: 'file',
    read: () => (optimize.value ? '1\n' : '0\n'),
    *write(v) {
      yield* [];
      const n = kstrtoull(v);
      if (n === undefined || n > 1) return 'EINVAL';
      optimize.value = n === 1;
      return undefined;
    },
  };
}
/** Files of /proc/sys/vm that exist. */
export const VM_FILES = ['hugetlb_optimize_vmemmap', 'nr_hugepages'] as const;

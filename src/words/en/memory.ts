/** Who holds memory, as the engine names it: in lists of owners, and where somebody is in the way. */

/** By kind of owner, where nothing tells it better. */
export const owners = {
  boot: 'boot allocation',
  memmap: 'memmap',
  pagetable: 'page tables',
  kernel: 'kernel pages',
  anon: 'anonymous memory',
  pagecache: 'page cache',
  pinned: 'pinned pages',
  hugetlb: 'huge pages',
  'self-hosted-memmap': 'memmap of this block',
  offline: 'unplugged by its device',
};
export const section = (nr: number): string => `section ${nr}`;
export const bootMemoryOfNode = (node: number): string => `boot memory of node ${node}`;

// since boot
export const notMemory = 'not memory';
export const kernelImage = 'kernel image';
export const firmwareAndEarlyReservations = 'firmware and early reservations';
export const bootAllocations = 'boot allocations';
export const kernelPagesSinceBoot = 'kernel pages since boot';
export const userPagesSinceBoot = 'user pages since boot';

// since then
export const memmapOf = (what: string): string => `memmap of ${what}`;
export const pageTablesOf = (region: string): string => `page tables of the ${region}`;
export const perCpuLists = 'per-CPU lists';
export const freeHugePages = 'free huge pages';
export const hugePagesInUse = 'huge pages in use';
export const poisonedPages = 'poisoned pages';

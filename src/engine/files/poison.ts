/** The files through which pages are given up or taken back (drivers/base/memory.c, mm/hwpoison-inject.c). */
import type { Status } from '../kernel/errno.ts';
import { kstrtoull } from '../kernel/kstrtoull.ts';
import type { Proc } from '../kernel/scheduler.ts';
import { pfn } from '../units.ts';
import type { Pfn } from '../units.ts';
import type { FileRooms } from './rooms.ts';
import type { FileNode } from './types.ts';

/** Files of /sys/devices/system/memory with CONFIG_MEMORY_FAILURE. */
export const POISON_FILES = ['hard_offline_page', 'soft_offline_page'] as const;
/** Files of /sys/kernel/debug/hwpoison. */
export const HWPOISON_FILES = ['corrupt-pfn', 'unpoison-pfn'] as const;

export const hasMemoryFailure = (rooms: FileRooms): boolean => rooms.k.config.config['CONFIG_MEMORY_FAILURE'] === 'y';

/** A file that takes a number and cannot be read. */
const taking = (act: (n: number) => Proc<Status>): FileNode => ({
  kind: 'file',
  read: () => ({ errno: 'EACCES' }),
  *write(value) {
    const n = kstrtoull(value);
    return n === undefined ? 'EINVAL' : yield* act(n);
  },
});

/** A file of the memory directory, or of the debug directory, that takes a page away or gives it back. */
export function poisonFile(rooms: FileRooms, name: string): FileNode | undefined {
  if (!hasMemoryFailure(rooms)) return undefined;
  const { pages, k } = rooms;
  const at = (address: number): Pfn => pfn(Math.floor(address / k.sizes.pageBytes));
  switch (name) {
    case 'hard_offline_page':
      return taking((address) => pages.hardOffline(at(address)));
    case 'soft_offline_page':
      return taking((address) => pages.softOffline(at(address)));
    case 'corrupt-pfn':
      return taking((n) => pages.injectFailure(pfn(n)));
    case 'unpoison-pfn':
      return taking((n) => pages.unpoison(pfn(n)));
    default:
      return undefined;
  }
}

import type { Errno } from '../kernel/errno.ts';

/** What reading a file gave: its text or why not. */
export type ReadResult = { readonly text: string } | { readonly errno: Errno };

/** One name in a directory. */
export interface DirEntry {
  readonly name: string;
  readonly kind: 'file' | 'dir' | 'link';
  /** Where a link points, as readlink prints it. */
  readonly target?: string;
}

/** What listing a directory gave: its names in ascending order (numbers by value) or why not. */
export type ListResult = { readonly entries: readonly DirEntry[] } | { readonly errno: Errno };

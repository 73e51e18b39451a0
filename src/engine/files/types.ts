import type { Errno, Status } from '../kernel/errno.ts';
import type { Proc } from '../kernel/scheduler.ts';

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

/** A file: what it reads and what a write to it does; no `write`: the file's mode has no write bit. */
export interface FileNode {
  readonly kind: 'file';
  readonly read: () => string | { readonly errno: Errno };
  readonly write?: (value: string) => Proc<Status>;
}
/** A directory. */
export interface DirNode {
  readonly kind: 'dir';
  readonly list: () => readonly DirEntry[];
}
export type FsNode = FileNode | DirNode;

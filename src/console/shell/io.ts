/** Where a shell command's output goes and its input comes from. */
import { ERRNO_TEXT } from '../../engine/kernel/errno.ts';
import type { Errno, Status } from '../../engine/kernel/errno.ts';
import type { Proc } from '../../engine/kernel/scheduler.ts';
import type { ConsoleFiles } from '../host.ts';

/** What a write to a sink was refused with. */
export interface WriteFault {
  readonly errno: Errno;
  /** The file could not even be opened: its path. */
  readonly opening: string | undefined;
}

/** Something that takes output. */
export interface Sink {
  write(text: string): Proc<WriteFault | undefined>;
}

/** Most a line may print, in characters: what is beyond is cut, so that no line can fill the memory. */
export const OUTPUT_LIMIT = 4 * 1024 * 1024;

/** Collects text: the terminal, a pipe, a command substitution. */
export class Buffer implements Sink {
  #text = '';
  get text(): string {
    return this.#text;
  }
  get full(): boolean {
    return this.#text.length >= OUTPUT_LIMIT;
  }
  // eslint-disable-next-line require-yield -- the terminal never makes a writer wait
  *write(text: string): Proc<WriteFault | undefined> {
    if (!this.full) this.#text += text;
    return undefined;
  }
}

/** /dev/null. */
export const NOWHERE: Sink = {
  // eslint-disable-next-line require-yield -- as above
  *write(): Proc<WriteFault | undefined> {
    return undefined;
  },
};

/** Errors that open(2) gives, not write(2). */
const AT_OPEN: ReadonlySet<Errno> = new Set<Errno>(['ENOENT', 'EACCES', 'EISDIR', 'ENOTDIR', 'EROFS']);

/** A file of the machine: each write is one write(2). */
export class FileSink implements Sink {
  readonly #files: ConsoleFiles;
  readonly #path: string;
  readonly #name: string;

  /** `path` is absolute, `name` what the user called it. */
  constructor(files: ConsoleFiles, path: string, name: string) {
    this.#files = files;
    this.#path = path;
    this.#name = name;
  }

  *write(text: string): Proc<WriteFault | undefined> {
    if (text === '') return undefined;
    const errno: Status = yield* this.#files.write(this.#path, text, { create: true });
    return errno === undefined ? undefined : { errno, opening: AT_OPEN.has(errno) ? this.#name : undefined };
  }
}

/** What a failed write is reported as, without the name of who reports. */
export function faultText(fault: WriteFault): string {
  if (fault.opening === undefined) return `write error: ${ERRNO_TEXT[fault.errno]}`;
  return cannotCreate(fault.opening, fault.errno);
}

/** ash: a file that cannot be opened for writing. */
export function cannotCreate(name: string, errno: Errno): string {
  return `can't create ${name}: ${errno === 'ENOENT' ? 'nonexistent directory' : ERRNO_TEXT[errno]}`;
}

/** ash: a file that cannot be opened for reading. */
export function cannotOpen(name: string, errno: Errno): string {
  return `can't open ${name}: ${errno === 'ENOENT' ? 'no such file' : ERRNO_TEXT[errno]}`;
}

/** Why a path cannot be opened for writing; undefined: it can. The file itself may still refuse when it is written. */
export function openForWriting(files: ConsoleFiles, path: string): Errno | undefined {
  if (path === '/') return 'EISDIR';
  const cut = path.lastIndexOf('/');
  const parent = cut === 0 ? '/' : path.slice(0, cut);
  if (files.exists(parent) !== 'dir') {
    const listed = files.list(parent);
    return 'errno' in listed ? listed.errno : 'ENOTDIR';
  }
  const kind = files.exists(path);
  if (kind === undefined) return path.startsWith('/sys/') ? 'EACCES' : path.startsWith('/proc/') ? 'ENOENT' : 'EROFS';
  return kind === 'file' ? undefined : 'EISDIR';
}

/** What the consoles need of a machine. A whole Machine is one; tests bring a smaller one. */
import type { Backends } from '../engine/devices/dimm/backends.ts';
import type { Dimms } from '../engine/devices/dimm/dimms.ts';
import type { Faults } from '../engine/devices/faults.ts';
import type { UserPolicy } from '../engine/hotplug/user-policy.ts';
import type { AttachedDevice } from '../engine/devices/types.ts';
import type { LsmemSource } from '../engine/files/lsmem.ts';
import type { ListResult, ReadResult } from '../engine/files/types.ts';
import type { Status } from '../engine/kernel/errno.ts';
import type { Kernel } from '../engine/kernel/kernel.ts';
import type { Mapping } from '../engine/mapping/mapping.ts';
import type { Sections } from '../engine/sparse/sections.ts';
import type { Workloads } from '../engine/pages/workloads.ts';
import type { Proc } from '../engine/kernel/scheduler.ts';

/** The virtual files of a machine. */
export interface ConsoleFiles {
  read(path: string): ReadResult;
  list(path: string): ListResult;
  /** What is at a path; undefined: nothing. Costs the same however large the directory is. */
  exists(path: string): 'file' | 'dir' | undefined;
  /** `create`: open's O_CREAT, which a shell's `>` has. */
  write(path: string, value: string, options?: { readonly create?: boolean }): Proc<Status>;
  lsmemSource(): LsmemSource;
}

/** A machine as its consoles see it. */
export interface ConsoleMachine {
  readonly k: Pick<Kernel, 'scheduler' | 'log' | 'config' | 'sizes' | 'printk'>;
  readonly backends: Backends;
  readonly dimms: Dimms;
  readonly files: ConsoleFiles;
  /** Device rooms; they may bring commands. */
  readonly devices?: readonly AttachedDevice[];
  /** Undefined: nothing runs on this machine. */
  readonly workloads?: Workloads | undefined;
  /** Undefined: nothing can break, and there is no user space with rules. */
  readonly faults?: Faults;
  readonly userPolicy?: UserPolicy;
  /** Undefined: there are no page tables to look at. */
  readonly mapping?: Mapping;
  readonly sections?: Sections;
  /** Node numbers of the machine, and the bytes of a memory block. */
  readonly zones: { readonly nodes: { readonly value: readonly { readonly id: number }[] } };
  readonly blocks: { readonly blockBytes: number };
  /** What the machine does of itself before a line is looked at. */
  beginLine(): void;
}

/** What a line answered, before the events and the kernel's log are added. */
export interface ReplyParts {
  /** Channel write: why the write failed; undefined when it worked. */
  readonly errno?: Status;
  /** Channels monitor, shell and world: what was printed. */
  readonly output?: string;
  /** Channel shell: exit status of the last command. */
  readonly status?: number;
}

import type { Geometry, Sizes } from '../arch/geometry.ts';
import type { Cell, Store } from '../state/store.ts';
import type { Scheduler } from './scheduler.ts';
import type { Trace } from './trace.ts';
import type { VersionText } from './version.ts';

/** What the kernel was built and booted with, as far as memory hotplug looks at it. */
export interface KernelConfig {
  readonly release: string;
  /** CONFIG_… symbols that are set. */
  readonly config: Readonly<Record<string, string>>;
  readonly cmdline: string;
  /** The version whose rules it follows where that is not its own (kernel/version.ts). */
  readonly version?: VersionText;
}

/** The log buffer as a rope: appending never copies what is already there, so checkpoints share it. */
export interface Log {
  readonly before: Log | undefined;
  readonly lines: readonly string[];
  /** Lines up to and including this piece. */
  readonly count: number;
}

/** What every room of the engine works with. One per machine; nothing is global. */
export interface Kernel {
  readonly store: Store;
  readonly geometry: Geometry;
  readonly sizes: Sizes;
  readonly trace: Trace;
  readonly scheduler: Scheduler;
  readonly config: KernelConfig;
  readonly log: Cell<Log>;
  /** Writes lines to the kernel log (dmesg), without time stamps. */
  readonly printk: (...lines: readonly string[]) => void;
}

/** The lines of a log after the first `from`, oldest first. */
export function logLines(log: Log, from = 0): string[] {
  const pieces: (readonly string[])[] = [];
  for (let at: Log | undefined = log; at !== undefined && at.count > from; at = at.before) {
    const start = at.count - at.lines.length;
    pieces.push(start >= from ? at.lines : at.lines.slice(from - start));
  }
  return pieces.reverse().flat();
}

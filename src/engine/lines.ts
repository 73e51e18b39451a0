/**
 * The one language: everything that changes a machine is a line on a channel, and everything a line answers is a reply.
 */
import type { Errno } from './kernel/errno.ts';

/** A line somebody (a person, a story, a test, the workloads' clock) sends to a machine. */
export type Line =
  | { readonly channel: 'monitor'; readonly line: string }
  | { readonly channel: 'write'; readonly path: string; readonly value: string; readonly timeout_s?: number }
  | { readonly channel: 'shell'; readonly line: string }
  | { readonly channel: 'world'; readonly line: string };

/** An event QEMU reports on QMP. */
export interface QmpEvent {
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What a line answered. */
export interface Reply {
  /** Channel write: error of the write, undefined when it worked. */
  readonly errno?: Errno | undefined;
  /** Channel monitor, shell, world: what was printed. */
  readonly output?: string;
  /** Channel shell: exit status of the last command. */
  readonly status?: number;
  readonly events: readonly QmpEvent[];
  /** The line has not ended: it waits (an offlining for a pinned page, a writer for a lock). Why, in words. */
  readonly pending?: string;
}

/** Runs one line to the end, or until all that is left of it waits. */
import * as words from '#words/waits.ts';
import type { QmpEvent, Line } from '../engine/lines.ts';
import { logLines } from '../engine/kernel/kernel.ts';
import type { Kernel } from '../engine/kernel/kernel.ts';
import type { Proc } from '../engine/kernel/scheduler.ts';
import type { Cell } from '../engine/state/store.ts';
import { execute } from './execute.ts';
import type { ConsoleMachine, ReplyParts } from './host.ts';
import { shell } from './shell/shell.ts';

/** A machine whose lines can be run: its events and its trace begin anew with each. */
export interface RunnableMachine extends ConsoleMachine {
  readonly k: Kernel;
  readonly events: Cell<readonly QmpEvent[]>;
}

/** How a line went. */
export interface LineRun {
  /** Undefined: the line waits, and `pending` says for what. */
  readonly parts: ReplyParts | undefined;
  readonly pending: string | undefined;
  readonly events: readonly QmpEvent[];
  /** Lines the kernel logged meanwhile. */
  readonly dmesg: readonly string[];
}

/** Runs a line. One with a timeout gets a signal when it still waits after everything else has come to rest. */
export function runLine(machine: RunnableMachine, line: Line, history: readonly string[] = []): LineRun {
  const { k, events } = machine;
  events.value = [];
  k.trace.clear();
  const logged = k.log.value.count;
  let parts: ReplyParts | undefined;
  const body = function* (): Proc {
    parts = yield* execute(machine, line, history, () => shell);
  };
  const task = k.scheduler.spawn(words.line, body());
  k.scheduler.run();
  if (!task.done && line.channel === 'write' && line.timeout_s !== undefined) {
    k.scheduler.signal(task);
    k.scheduler.run();
  }
  return {
    parts,
    pending: task.done ? undefined : (task.blocked ?? words.waits),
    events: events.value,
    dmesg: logLines(k.log.value, logged),
  };
}

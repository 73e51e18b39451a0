/**
 * A machine to which lines are played, and the lines that have not ended. Sessions play lines on the machine itself and
 * on forks of it; both behave alike.
 */
import type { Kernel } from '../engine/kernel/kernel.ts';
import { logLines } from '../engine/kernel/kernel.ts';
import type { Proc, Task } from '../engine/kernel/scheduler.ts';
import type { Line, QmpEvent, Reply } from '../engine/lines.ts';
import type { Cell, Checkpoint } from '../engine/state/store.ts';

/** What a session needs of a machine; engine/machine.ts: Machine is one, tests bring a smaller one. */
export interface Playable<M> {
  readonly k: Kernel;
  readonly events: Cell<readonly QmpEvent[]>;
  fork(at?: Checkpoint): M;
}

/** What a line answers by itself. */
export type ReplyParts = Pick<Reply, 'errno' | 'output' | 'status'>;

/** Carries out a line on a machine (console/execute.ts). `history`: the shell's lines before it, oldest first. */
export type Execute<M> = (machine: M, line: Line, history: readonly string[]) => Proc<ReplyParts>;

/** What playing a line gave. */
export interface Played {
  readonly reply: Reply;
  readonly steps: number;
  readonly dmesg: readonly string[];
  /** Lines that had waited and ended meanwhile. */
  readonly ended: readonly { readonly index: number; readonly reply: Reply }[];
}

/** A line that has not ended. */
interface Waiting {
  readonly index: number;
  /** The line's own task: what a signal goes to. */
  readonly task: Task;
  /** It and the kernel workers it woke. */
  readonly tasks: readonly Task[];
  readonly events: readonly QmpEvent[];
}

const NO_EVENTS: readonly QmpEvent[] = [];

/** The one line that no machine carries out: it replaces the machine's whole state. */
const isBoot = (line: Line): boolean => line.channel === 'world' && line.line.trim() === 'boot';
/** Sends the signal that ends the oldest waiting line (console/world/world.ts). */
export const INTERRUPT: Line = { channel: 'world', line: 'interrupt' };

function partsOf(task: Task): ReplyParts {
  // the scheduler knows results as unknown; this task's body was an Execute
  return task.done ? (task.result as ReplyParts) : {};
}

/** Plays lines on one machine. */
export class Player<M extends Playable<M>> {
  readonly machine: M;
  readonly #execute: Execute<M>;
  readonly #boot: Checkpoint;
  #waiting: readonly Waiting[] = [];

  /** `boot`: what the line `boot` goes back to. */
  constructor(machine: M, execute: Execute<M>, boot: Checkpoint) {
    this.machine = machine;
    this.#execute = execute;
    this.#boot = boot;
  }

  /** Whether nothing is under way: only then the store alone is the whole state. */
  get idle(): boolean {
    return this.machine.k.scheduler.live.length === 0;
  }

  /** Lines that have not ended and what they wait for, oldest first. */
  get pending(): readonly { readonly index: number; readonly why: string }[] {
    return this.#waiting.map((w) => ({ index: w.index, why: whyOf(w.tasks) }));
  }

  /** Goes to a checkpoint; whatever was under way is gone. */
  reset(at: Checkpoint): void {
    const { k } = this.machine;
    k.scheduler.reset();
    k.trace.stopAt = Number.POSITIVE_INFINITY;
    k.trace.clear();
    k.store.restore(at);
    this.#waiting = [];
  }

  /** Plays line `index` of the session until it ends or everything waits. */
  play(index: number, line: Line, history: readonly string[] = []): Played {
    const { k, events } = this.machine;
    k.trace.clear();
    if (isBoot(line)) return this.#reboot();
    const from = k.log.value.count;
    const before = new Set(k.scheduler.live);
    events.value = NO_EVENTS;
    const task = k.scheduler.spawn(
      line.channel === 'write' ? line.path : line.line,
      this.#execute(this.machine, line, history),
    );
    k.scheduler.run();
    if (!task.done && line.channel === 'write' && line.timeout_s !== undefined) {
      // nothing else will happen: the writer's time runs out
      k.scheduler.signal(task);
      k.scheduler.run();
    }
    const tasks = k.scheduler.live.filter((t) => !before.has(t));
    const reply: Reply = {
      ...partsOf(task),
      events: events.value,
      ...(tasks.length === 0 ? {} : { pending: whyOf(tasks) }),
    };
    if (tasks.length > 0) this.#waiting = [...this.#waiting, { index, task, tasks, events: events.value }];
    const ended = this.#reap();
    events.value = NO_EVENTS;
    return { reply, steps: k.trace.length, dmesg: logLines(k.log.value, from), ended };
  }

  /** A machine that boots forgets what was under way; who waited gets no answer but a broken call. */
  #reboot(): Played {
    const ended = this.#waiting.map((w) => ({ index: w.index, reply: { errno: 'EINTR', events: w.events } as const }));
    this.reset(this.#boot);
    return { reply: { output: '', events: NO_EVENTS }, steps: 0, dmesg: [], ended };
  }

  #reap(): { readonly index: number; readonly reply: Reply }[] {
    const done = this.#waiting.filter((w) => w.tasks.every((t) => t.done));
    if (done.length > 0) this.#waiting = this.#waiting.filter((w) => !done.includes(w));
    return done.map((w) => ({ index: w.index, reply: { ...partsOf(w.task), events: w.events } }));
  }
}

function whyOf(tasks: readonly Task[]): string {
  return tasks.find((t) => !t.done && t.blocked !== undefined)?.blocked ?? 'is under way';
}

/**
 * A machine to which lines are played, and the lines that have not ended. Sessions play lines on the machine itself and
 * on forks of it; both behave alike.
 */
import * as wording from '#words/session.ts';
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

/** Starts a machine anew under other words of its kernel; without a machine it refuses, and says why. */
export type Reboot<M> = (
  machine: M,
  words: readonly string[],
) => { readonly machine: M | undefined; readonly output: string };

/**
 * What lives from one boot to the next: `boot` goes back to its start, and any player can make itself a machine of it.
 * A reboot under other words begins another one.
 */
export interface Era<M> {
  readonly machine: M;
  readonly boot: Checkpoint;
}

/** The whole state of a player that has nothing under way. */
export interface Saved<M> {
  readonly era: Era<M>;
  readonly checkpoint: Checkpoint;
}

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

/** The words after `boot`: the one line that no machine carries out, as it replaces the machine. `kexec …` is `boot kexec …`. Undefined: another line. */
export function wordsOfBoot(line: Line): readonly string[] | undefined {
  if (line.channel !== 'world') return undefined;
  const [name, ...words] = line.line.trim().split(/\s+/);
  return name === 'boot' ? words : name === 'kexec' ? [name, ...words] : undefined;
}
/** Sends the signal that ends the oldest waiting line (console/world/world.ts). */
export const INTERRUPT: Line = { channel: 'world', line: 'interrupt' };

function partsOf(task: Task): ReplyParts {
  // the scheduler knows results as unknown; this task's body was an Execute
  return task.done ? (task.result as ReplyParts) : {};
}

/** Plays lines on one machine. */
export class Player<M extends Playable<M>> {
  readonly #execute: Execute<M>;
  readonly #boot: Reboot<M> | undefined;
  /** The machine that this player has for an era. */
  readonly #machines = new WeakMap<Era<M>, M>();
  #era: Era<M>;
  #machine: M;
  #waiting: readonly Waiting[] = [];

  /** `machine`: one of that era, this player's from now on. `boot`: carries out `boot` with words. */
  constructor(era: Era<M>, machine: M, execute: Execute<M>, boot: Reboot<M> | undefined) {
    this.#execute = execute;
    this.#boot = boot;
    this.#era = era;
    this.#machine = machine;
    this.#machines.set(era, machine);
  }

  /** The machine of the present; a reboot replaces it. */
  get machine(): M {
    return this.#machine;
  }

  /** All there is, where nothing is under way. */
  saved(): Saved<M> {
    return { era: this.#era, checkpoint: this.#machine.k.store.checkpoint() };
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
  reset({ era, checkpoint }: Saved<M>): void {
    if (era !== this.#era) {
      this.#era = era;
      this.#machine = this.#machines.get(era) ?? era.machine.fork(era.boot);
      this.#machines.set(era, this.#machine);
    }
    const { k } = this.machine;
    k.scheduler.reset();
    k.trace.stopAt = Number.POSITIVE_INFINITY;
    k.trace.clear();
    k.store.restore(checkpoint);
    this.#waiting = [];
  }

  /** Plays line `index` of the session until it ends or everything waits. */
  play(index: number, line: Line, history: readonly string[] = []): Played {
    const { k, events } = this.machine;
    k.trace.clear();
    const words = wordsOfBoot(line);
    if (words !== undefined && (words.length === 0 || this.#boot !== undefined)) return this.#reboot(words);
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
  #reboot(words: readonly string[]): Played {
    const started = words.length === 0 ? undefined : this.#boot?.(this.machine, words);
    const played = { reply: { output: started?.output ?? '', events: NO_EVENTS }, steps: 0, dmesg: [], ended: [] };
    if (started !== undefined && started.machine === undefined) return played;
    const ended = this.#waiting.map((w) => ({ index: w.index, reply: { errno: 'EINTR', events: w.events } as const }));
    if (started?.machine === undefined) {
      this.reset({ era: this.#era, checkpoint: this.#era.boot });
      return { ...played, ended };
    }
    this.machine.k.scheduler.reset();
    this.#waiting = [];
    this.#machine = started.machine;
    this.#era = { machine: this.#machine, boot: this.#machine.k.store.checkpoint() };
    this.#machines.set(this.#era, this.#machine);
    return { ...played, dmesg: logLines(this.#machine.k.log.value), ended };
  }

  #reap(): { readonly index: number; readonly reply: Reply }[] {
    const done = this.#waiting.filter((w) => w.tasks.every((t) => t.done));
    if (done.length > 0) this.#waiting = this.#waiting.filter((w) => !done.includes(w));
    return done.map((w) => ({ index: w.index, reply: { ...partsOf(w.task), events: w.events } }));
  }
}

function whyOf(tasks: readonly Task[]): string {
  return tasks.find((t) => !t.done && t.blocked !== undefined)?.blocked ?? wording.isUnderWay;
}

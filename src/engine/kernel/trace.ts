/**
 * What happened during an operation, event by event: the call tree of kernel functions and the locks taken.
 *
 * One event = one kernel step. A moment inside an operation is "the state after event N of the trace"; it is reached
 * by running the operation again on a fork with `stopAt = N`: the trace then throws StopAtStep out of whatever depth.
 */

/** Kinds of trace events. */
export const EventKind = { enter: 0, leave: 1, acquire: 2, release: 3, note: 4, many: 5 } as const;
export type EventKind = (typeof EventKind)[keyof typeof EventKind];

/**
 * A trace in transferable form: event i is kinds[i], names[nameOf[i]], argument args[i] (section, block, pfn; NaN = none).
 * A `many` event stands for args[i] calls of a leaf in a row (generic_online_page × 32): one step.
 */
export interface TraceData {
  readonly names: readonly string[];
  readonly kinds: Uint8Array;
  readonly nameOf: Uint16Array;
  readonly args: Float64Array;
  /** Which task (actor) the event belongs to. */
  readonly tasks: Uint8Array;
}

/** Leaves an operation at the moment somebody asked to see; the machine is then a throw-away fork. */
export class StopAtStep extends Error {
  override name = 'StopAtStep';
}

/** Records the events of one operation at a time. */
export class Trace {
  #names: string[] = [];
  #ids = new Map<string, number>();
  #kinds = new Uint8Array(1024);
  #nameOf = new Uint16Array(1024);
  #args = new Float64Array(1024);
  #tasks = new Uint8Array(1024);
  #length = 0;
  /** Task whose events are being recorded. */
  task = 0;
  /** Number of events after which StopAtStep is thrown; infinite outside a look into the past. */
  stopAt = Number.POSITIVE_INFINITY;

  /** Events recorded since the last clear. */
  get length(): number {
    return this.#length;
  }

  /** Enters a kernel function; `arg` is the section, block or pfn it works on. */
  enter(name: string, arg = Number.NaN): void {
    this.#push(EventKind.enter, name, arg);
  }
  /** Leaves the innermost function. */
  leave(name: string): void {
    this.#push(EventKind.leave, name, Number.NaN);
  }
  /** A function without anything inside that is worth showing. */
  leaf(name: string, arg = Number.NaN): void {
    this.enter(name, arg);
    this.leave(name);
  }
  /** `count` calls of a leaf in a row, as one step. */
  many(name: string, count: number): void {
    if (count > 0) this.#push(EventKind.many, name, count);
  }
  acquire(lock: string): void {
    this.#push(EventKind.acquire, lock, Number.NaN);
  }
  release(lock: string): void {
    this.#push(EventKind.release, lock, Number.NaN);
  }
  /** A remark for the timeline, such as the notifier action that is being announced. */
  note(text: string, arg = Number.NaN): void {
    this.#push(EventKind.note, text, arg);
  }

  /** Forgets all events; names are kept. */
  clear(): void {
    this.#length = 0;
    // what a large operation needed is kept for the next one, within reason
    if (this.#kinds.length > 1 << 20) {
      this.#kinds = new Uint8Array(1024);
      this.#nameOf = new Uint16Array(1024);
      this.#args = new Float64Array(1024);
      this.#tasks = new Uint8Array(1024);
    }
  }

  /** A copy of the events, for messages and tests. */
  data(): TraceData {
    return {
      names: [...this.#names],
      kinds: this.#kinds.slice(0, this.#length),
      nameOf: this.#nameOf.slice(0, this.#length),
      args: this.#args.slice(0, this.#length),
      tasks: this.#tasks.slice(0, this.#length),
    };
  }

  /** The call tree as [depth, function] in order of entry, task after task in the order in which they began. */
  calls(): [number, string][] {
    const perTask = new Map<number, { depth: number; out: [number, string][] }>();
    for (let i = 0; i < this.#length; i++) {
      const task = this.#tasks[i] ?? 0;
      let t = perTask.get(task);
      if (t === undefined) perTask.set(task, (t = { depth: 0, out: [] }));
      const kind = this.#kinds[i];
      if (kind === EventKind.enter) t.out.push([t.depth++, this.#names[this.#nameOf[i] ?? 0] ?? '']);
      else if (kind === EventKind.many) t.out.push([t.depth, this.#names[this.#nameOf[i] ?? 0] ?? '']);
      else if (kind === EventKind.leave) t.depth--;
    }
    return [...perTask.values()].flatMap((t) => t.out);
  }

  #push(kind: EventKind, name: string, arg: number): void {
    if (this.#length >= this.stopAt) throw new StopAtStep();
    let id = this.#ids.get(name);
    if (id === undefined) {
      id = this.#names.push(name) - 1;
      this.#ids.set(name, id);
    }
    const n = this.#length;
    if (n === this.#kinds.length) this.#grow();
    this.#kinds[n] = kind;
    this.#nameOf[n] = id;
    this.#args[n] = arg;
    this.#tasks[n] = this.task;
    this.#length = n + 1;
  }

  #grow(): void {
    const grown = <T extends Uint8Array | Uint16Array | Float64Array>(from: T, to: T): T => {
      to.set(from);
      return to;
    };
    const n = this.#kinds.length * 2;
    this.#kinds = grown(this.#kinds, new Uint8Array(n));
    this.#nameOf = grown(this.#nameOf, new Uint16Array(n));
    this.#args = grown(this.#args, new Float64Array(n));
    this.#tasks = grown(this.#tasks, new Uint8Array(n));
  }
}

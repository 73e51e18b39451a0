/**
 * Runs kernel procedures. A procedure is a generator; what it yields tells the scheduler to call another procedure, to
 * take or drop a lock, to wait, or just that another task may run now. Calls are kept on an explicit stack of frames,
 * so that resuming costs the same at any depth.
 *
 *   task 0   [acpi_hotplug_work_fn][add_memory_resource][online_pages]  <- top: resumed next
 *   task 1   [state_store] blocked on device_hotplug_lock
 */
import * as words from '#words/waits.ts';
import type { Trace } from './trace.ts';

/** Locks that hotplug takes (reference: Documentation/core-api/memory-hotplug.rst, mm/memory_hotplug.c). */
export type LockName =
  | 'device_hotplug_lock'
  | 'acpi_scan_lock'
  | 'cpu_hotplug_lock'
  | 'mem_hotplug_lock'
  | 'init_mm.page_table_lock'
  | 'zone->lock'
  | 'memory_chain'
  | 'pcp_batch_high_lock'
  | 'resource_lock'
  | 'device_lock'
  | 'fixmap_lock';

/** What a procedure asks of the scheduler. */
export type Op =
  | { readonly op: 'call'; readonly name: string; readonly body: Proc<unknown>; readonly arg: number }
  | { readonly op: 'acquire'; readonly lock: LockName }
  | { readonly op: 'release'; readonly lock: LockName }
  /** Blocks until `ready()` or until the task gets a signal; answers 'ready' or 'signal'. */
  | { readonly op: 'wait'; readonly why: string; readonly ready: () => boolean }
  | { readonly op: 'pause' };

/** A kernel procedure (or a console line) that returns R. */
export type Proc<R = void> = Generator<Op, R, unknown>;

/** Calls a kernel function: `const err = yield* call('online_pages', onlinePages(…))`. `arg` is what it works on. */
export function* call<R>(name: string, body: Proc<R>, arg = Number.NaN): Proc<R> {
  return (yield { op: 'call', name, body: body as Proc<unknown>, arg }) as R;
}
/** Takes a lock; another task that holds it is waited for. */
export function* acquire(lock: LockName): Proc {
  yield { op: 'acquire', lock };
}
/** Drops a lock. */
export function* release(lock: LockName): Proc {
  yield { op: 'release', lock };
}
/** Waits for a condition; answers 'signal' when the waiter was interrupted first. */
export function* wait(why: string, ready: () => boolean): Proc<'ready' | 'signal'> {
  return (yield { op: 'wait', why, ready }) as 'ready' | 'signal';
}
/** A point at which another task may run. */
export function* pause(): Proc {
  yield { op: 'pause' };
}

interface Frame {
  readonly name: string | undefined;
  readonly body: Proc<unknown>;
}

/** A line (or a kernel worker it woke) that is being carried out. */
export class Task {
  readonly id: number;
  /** As who waits for a lock of it is told. */
  readonly name: string;
  /** A signal of a person does not reach it. */
  readonly worker: boolean;
  readonly stack: Frame[] = [];
  done = false;
  result: unknown = undefined;
  /** What the task waits for, in words; undefined while it can run. */
  blocked: string | undefined = undefined;
  ready: (() => boolean) | undefined = undefined;
  signalled = false;
  input: unknown = undefined;

  constructor(id: number, name: string, worker: boolean) {
    this.id = id;
    this.name = name;
    this.worker = worker;
  }
}

/** Runs tasks to the end, or until all that are left wait. */
export class Scheduler {
  readonly trace: Trace;
  /** When set, loops over ranges pause after every element so that other tasks and the timeline can look. */
  stepwise = false;
  #tasks: Task[] = [];
  #nextId = 0;
  readonly #owners = new Map<LockName, Task>();

  constructor(trace: Trace) {
    this.trace = trace;
  }

  /** Tasks that have not ended. */
  get live(): readonly Task[] {
    return this.#tasks;
  }

  /** Starts a task; `call` frames inside it appear in the trace, the task body itself does not. `worker`: of the kernel. */
  spawn(name: string, body: Proc<unknown>, worker = false): Task {
    const task = new Task(this.#tasks.length === 0 ? (this.#nextId = 0) : ++this.#nextId, name, worker);
    task.stack.push({ name: undefined, body });
    this.#tasks.push(task);
    return task;
  }

  /** Interrupts a waiting task, as a signal to the writer would. */
  signal(task: Task): void {
    task.signalled = true;
  }

  /** Forgets all tasks: a fork or a restored checkpoint has none. */
  reset(): void {
    this.#tasks = [];
    this.#owners.clear();
  }

  /** Runs until nothing can run any more. Returns true when every task has ended. */
  run(): boolean {
    for (let progress = true; progress;) {
      progress = false;
      for (const task of this.#tasks) if (this.#runnable(task)) progress = this.#advance(task) || progress;
      this.#tasks = this.#tasks.filter((t) => !t.done);
    }
    return this.#tasks.length === 0;
  }

  #runnable(task: Task): boolean {
    if (task.done) return false;
    if (task.ready === undefined) return true;
    const ready = task.ready();
    if (!ready && !task.signalled) return false;
    task.input = ready ? 'ready' : 'signal';
    task.signalled = false;
    task.ready = undefined;
    task.blocked = undefined;
    return true;
  }

  /** Runs a task until it pauses, blocks or ends. */
  #advance(task: Task): boolean {
    this.trace.task = task.id;
    for (;;) {
      const frame = task.stack.at(-1);
      if (frame === undefined) {
        task.done = true;
        return true;
      }
      const next = frame.body.next(task.input);
      task.input = undefined;
      if (next.done === true) {
        task.stack.pop();
        if (frame.name !== undefined) this.trace.leave(frame.name);
        if (task.stack.length === 0) task.result = next.value;
        else task.input = next.value;
        continue;
      }
      const op = next.value;
      switch (op.op) {
        case 'call':
          this.trace.enter(op.name, op.arg);
          task.stack.push({ name: op.name, body: op.body });
          break;
        case 'acquire': {
          const owner = this.#owners.get(op.lock);
          if (owner !== undefined && owner !== task) {
            this.#block(task, words.waitsForLock(op.lock, owner.name), () => !this.#owners.has(op.lock));
            // the lock is taken when the task is resumed: ask for it again first
            task.stack.push({ name: undefined, body: acquire(op.lock) });
            return true;
          }
          this.#owners.set(op.lock, task);
          this.trace.acquire(op.lock);
          break;
        }
        case 'release':
          this.#owners.delete(op.lock);
          this.trace.release(op.lock);
          break;
        case 'wait':
          this.#block(task, op.why, op.ready);
          return true;
        case 'pause':
          if (this.#tasks.length > 1) return true;
          break;
      }
    }
  }

  #block(task: Task, why: string, ready: () => boolean): void {
    task.blocked = why;
    task.ready = ready;
  }
}

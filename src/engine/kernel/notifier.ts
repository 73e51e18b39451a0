import type { Status } from './errno.ts';
import type { Kernel } from './kernel.ts';
import type { PfnRange } from '../units.ts';

/** What memory notifiers are told (include/linux/memory.h). */
export type MemoryAction =
  | 'MEM_PREPARE_ONLINE'
  | 'MEM_GOING_ONLINE'
  | 'MEM_ONLINE'
  | 'MEM_CANCEL_ONLINE'
  | 'MEM_GOING_OFFLINE'
  | 'MEM_OFFLINE'
  | 'MEM_CANCEL_OFFLINE'
  | 'MEM_FINISH_OFFLINE';

/** A callback; an errno from PREPARE or GOING vetoes. */
export type MemoryCallback = (action: MemoryAction, range: PfnRange) => Status;

/** The memory notifier chain: highest priority first, equal ones in order of registration (drivers/base/memory.c). */
export class MemoryChain {
  readonly #k: Kernel;
  readonly #callbacks: { readonly priority: number; readonly name: string; readonly f: MemoryCallback }[] = [];

  constructor(k: Kernel) {
    this.#k = k;
  }

  /** Registers a callback when the machine is built. */
  register(name: string, priority: number, f: MemoryCallback): void {
    const at = this.#callbacks.findIndex((c) => c.priority < priority);
    this.#callbacks.splice(at === -1 ? this.#callbacks.length : at, 0, { priority, name, f });
  }

  /** Calls the chain (memory_notify); the first veto ends it. `first`: what the chain's highest priority does (memory tiers). */
  notify(action: MemoryAction, range: PfnRange, first?: () => void): Status {
    const { trace } = this.#k;
    trace.enter('memory_notify');
    trace.note(action);
    first?.();
    let veto: Status;
    for (const c of this.#callbacks) {
      veto = c.f(action, range);
      if (veto !== undefined) break;
    }
    trace.leave('memory_notify');
    return veto;
  }
}

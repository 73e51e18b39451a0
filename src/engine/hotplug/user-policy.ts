/**
 * A rule of user space for new memory, as a udev rule has it:
 *   SUBSYSTEM=="memory", ACTION=="add", ATTR{state}=="offline", ATTR{state}="online_movable"
 * udev looks at a block when the kernel is done adding it, and writes its `state` file like anybody else.
 */
import type { BlockId } from '../units.ts';
import type { Status } from '../kernel/errno.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Proc } from '../kernel/scheduler.ts';
import type { Cell } from '../state/store.ts';
import type { OnlineType } from '../zones/types.ts';
import type { Blocks } from '../blocks/blocks.ts';

/** What the rule writes on `add`; off: there is no rule. */
export type AddRule = 'off' | Exclude<OnlineType, 'offline'>;
export const ADD_RULES: readonly AddRule[] = ['off', 'online', 'online_kernel', 'online_movable'];

/** The rule of one machine. */
export class UserPolicy {
  readonly cell: Cell<AddRule>;
  readonly #k: Kernel;
  readonly #blocks: Blocks;
  readonly #stateStore: (id: BlockId, value: string) => Proc<Status>;

  constructor(k: Kernel, blocks: Blocks, stateStore: (id: BlockId, value: string) => Proc<Status>) {
    this.cell = k.store.cell<AddRule>('user.addRule', 'off');
    this.#k = k;
    this.#blocks = blocks;
    this.#stateStore = stateStore;
  }

  /** Blocks were added: their uevents reach udev, a task of its own. */
  added(ids: readonly BlockId[]): void {
    if (this.cell.value !== 'off') this.#k.scheduler.spawn('udev', this.#rule(ids, this.cell.value));
  }

  /** Nobody hears of a write that fails: udev notes it in its own journal. */
  *#rule(ids: readonly BlockId[], word: string): Proc {
    for (const id of ids)
      if (this.#blocks.exists(id) && this.#blocks.stateName(id) === 'offline') yield* this.#stateStore(id, word);
  }
}

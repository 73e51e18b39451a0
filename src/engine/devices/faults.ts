/** What breaks: DIMMs with errors, slots that do not work, notifiers that refuse (lib/notifier-error-inject.c). */
import type { Errno, Status } from '../kernel/errno.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { MemoryAction, MemoryChain } from '../kernel/notifier.ts';
import type { Proc } from '../kernel/scheduler.ts';
import type { Pages } from '../pages/pages.ts';
import type { Cell } from '../state/store.ts';
import { pfn } from '../units.ts';
import type { Pfn } from '../units.ts';
import type { Dimm, Dimms } from './dimm/dimms.ts';

/** Steps of a block's life that a notifier may refuse. */
export const INJECTABLE = [
  'MEM_PREPARE_ONLINE',
  'MEM_GOING_ONLINE',
  'MEM_GOING_OFFLINE',
] as const satisfies readonly MemoryAction[];
export type Injectable = (typeof INJECTABLE)[number];
/** Errors that can be injected, with their numbers. */
export const INJECTED: Readonly<Partial<Record<Errno, number>>> = {
  EPERM: 1,
  EIO: 5,
  EAGAIN: 11,
  ENOMEM: 12,
  EBUSY: 16,
  ENODEV: 19,
  EINVAL: 22,
};

/** A fault that lasts until it is cleared. */
export type Fault =
  | { readonly kind: 'correctable'; readonly dimm: string; readonly offset: number; readonly count: number }
  | { readonly kind: 'uncorrectable'; readonly dimm: string; readonly offset: number; readonly pfn: Pfn }
  | { readonly kind: 'slot'; readonly slot: number }
  | { readonly kind: 'notifier'; readonly action: Injectable; readonly errno: Errno; readonly once: boolean };

/** Corrected errors of one page after which the collector gives the page up (drivers/ras/cec.c: action_threshold). */
const CEC_THRESHOLD = 1023;
const MCE_LOGGED = 'mce: [Hardware Error]: Machine check events logged';

/** The faults of one machine. */
export class Faults {
  readonly list: Cell<readonly Fault[]>;
  readonly #k: Kernel;
  readonly #pages: Pages;
  readonly #dimms: Dimms;

  constructor(k: Kernel, pages: Pages, dimms: Dimms, chain: MemoryChain) {
    this.list = k.store.cell<readonly Fault[]>('faults', []);
    this.#k = k;
    this.#pages = pages;
    this.#dimms = dimms;
    chain.register('memory-notifier-error-inject', 0, (action) => this.#inject(action));
    dimms.defective = () => this.list.value.flatMap((f) => (f.kind === 'slot' ? [f.slot] : []));
  }

  /** The memory controller corrected `count` errors at `offset` of a DIMM; a page with too many is given up by the kernel's collector, if it has one. */
  correctable(dimm: Dimm, offset: number, count: number): void {
    const old = this.list.value.find((f) => f.kind === 'correctable' && f.dimm === dimm.id && f.offset === offset);
    const before = old?.kind === 'correctable' ? old.count : 0;
    const now = Math.min(before + count, Number.MAX_SAFE_INTEGER);
    this.list.update((l) => [
      ...l.filter((f) => f !== old),
      { kind: 'correctable', dimm: dimm.id, offset, count: now },
    ]);
    this.#k.printk(MCE_LOGGED);
    if (this.#k.config.config['CONFIG_RAS_CEC'] !== 'y' || before >= CEC_THRESHOLD || now < CEC_THRESHOLD) return;
    const at = this.#pfn(dimm, offset);
    this.#k.printk(`RAS: Soft-offlining pfn: 0x${at.toString(16)}`);
    this.#spawn('memory_failure_work_func', this.#pages.softOffline(at));
  }

  /** An error the hardware cannot correct: the kernel is told of the page (arch/x86/kernel/cpu/mce/core.c: uc_decode_notifier). */
  uncorrectable(dimm: Dimm, offset: number): void {
    const at = this.#pfn(dimm, offset);
    this.list.update((l) => [...l, { kind: 'uncorrectable', dimm: dimm.id, offset, pfn: at }]);
    this.#k.printk(MCE_LOGGED);
    if (this.#k.config.config['CONFIG_MEMORY_FAILURE'] !== 'y') {
      this.#k.printk(
        `mce: Uncorrected memory error in page 0x${at.toString(16)} ignored`,
        'Rebuild kernel with CONFIG_MEMORY_FAILURE=y for smarter handling',
      );
      return;
    }
    this.#spawn('mce', this.#pages.hardOffline(at));
  }

  /** A slot stops working: nothing can be plugged into it, and the platform asks for what it holds (Eject Request). */
  slot(slot: number): void {
    if (!this.list.value.some((f) => f.kind === 'slot' && f.slot === slot))
      this.list.update((l) => [...l, { kind: 'slot', slot }]);
    const dimm = this.#dimms.inSlot(slot);
    if (dimm !== undefined && !dimm.unplugPending) this.#dimms.requestUnplug(dimm.id);
  }

  /** The notifier chain refuses an action from now on, or the next time. */
  notifier(action: Injectable, errno: Errno, once: boolean): void {
    this.list.update((l) => [
      ...l.filter((f) => f.kind !== 'notifier' || f.action !== action),
      { kind: 'notifier', action, errno, once },
    ]);
  }

  /** Ends the faults that `which` picks; answers how many. Poisoned pages stay poisoned. */
  clear(which: (f: Fault) => boolean): number {
    const before = this.list.value.length;
    this.list.update((l) => l.filter((f) => !which(f)));
    return before - this.list.value.length;
  }

  #inject(action: MemoryAction): Status {
    const fault = this.list.value.find((f) => f.kind === 'notifier' && f.action === action);
    if (fault?.kind !== 'notifier') return undefined;
    this.#k.printk(`Injecting error (-${INJECTED[fault.errno] ?? 22}) to ${action}`);
    if (fault.once) this.clear((f) => f === fault);
    return fault.errno;
  }

  #pfn(dimm: Dimm, offset: number): Pfn {
    return pfn(Math.floor((dimm.addr + offset) / this.#k.sizes.pageBytes));
  }

  #spawn(name: string, body: Proc<Status>): void {
    this.#k.scheduler.spawn(name, body);
  }
}

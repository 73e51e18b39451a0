/** Pages the hardware has given up (mm/memory-failure.c: num_poisoned_pages; drivers/base/memory.c: nr_hwpoison of a block). */
import type { Cell, Store } from '../state/store.ts';
import type { PfnRange } from '../units.ts';

/** Tag under which poisoned pages are held that nobody else holds. */
export const POISON_TAG = 'hwpoison';

/** Poisoned page frames of one machine. They stay poisoned while their block is offline, and are forgotten with it. */
export class Poison {
  readonly #pfns: Cell<ReadonlySet<number>>;

  constructor(store: Store) {
    this.#pfns = store.cell<ReadonlySet<number>>('poison.pfns', new Set());
  }
  /** All of them; another set whenever one is added or forgotten. */
  get pfns(): ReadonlySet<number> {
    return this.#pfns.value;
  }
  get size(): number {
    return this.#pfns.value.size;
  }
  has(at: number): boolean {
    return this.#pfns.value.has(at);
  }
  add(at: number): void {
    this.#pfns.value = new Set(this.#pfns.value).add(at);
  }
  delete(at: number): void {
    const next = new Set(this.#pfns.value);
    next.delete(at);
    this.#pfns.value = next;
  }
  /** Poisoned page frames of a range, ascending. */
  in(range: PfnRange): number[] {
    return this.size === 0
      ? []
      : [...this.#pfns.value].filter((p) => p >= range.start && p < range.end).sort((a, b) => a - b);
  }
  /** How many pages of [from, from + pages) are poisoned. */
  count(from: number, pages: number): number {
    if (this.size === 0) return 0;
    let n = 0;
    for (const p of this.#pfns.value) if (p >= from && p < from + pages) n++;
    return n;
  }
  /** Forgets the pages of a range: its memory goes away (num_poisoned_pages_sub). */
  forget(range: PfnRange): void {
    if (this.in(range).length > 0)
      this.#pfns.value = new Set([...this.#pfns.value].filter((p) => p < range.start || p >= range.end));
  }
}

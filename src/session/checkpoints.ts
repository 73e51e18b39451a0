/**
 * Checkpoints along a session, spread so that no moment is far from the one before it:
 *
 *   boot ·    ·    ·    ·    ·    ·    ·   · · · ··|now
 *
 * Any moment is reached from the checkpoint before it by playing the lines between. The stretch between two of them is
 * about the same everywhere and shorter near the present, where undo goes; what they hold together stays in a budget.
 */
/** A place between lines: `lines` whole ones, and `ticks` of the one after them where that is a row of ticks. */
export interface Place {
  readonly lines: number;
  readonly ticks: number;
}

interface Mark<C> {
  readonly place: Place;
  /** What it costs to play everything up to here. */
  readonly cost: number;
  readonly checkpoint: C;
  /** What it holds that the one before it does not, in bytes. */
  readonly bytes: number;
}

/** How many checkpoints there may be, and what they may hold. */
export interface Budget<C> {
  readonly count: number;
  readonly bytes: number;
  /** Bytes that a checkpoint holds and the one before it does not. */
  readonly weigh: (checkpoint: C, before: C) => number;
}

const order = (a: Place, b: Place): number => a.lines - b.lines || a.ticks - b.ticks;

/** The latest so many stay: undo and redo go back and forth among them. */
const NEAR = 32;

/** Checkpoints by place. The first, the boot, always stays. */
export class Checkpoints<C> {
  readonly #budget: Budget<C>;
  #marks: readonly Mark<C>[];
  #bytes = 0;

  constructor(boot: C, budget: Budget<C>) {
    this.#budget = budget;
    this.#marks = [{ place: { lines: 0, ticks: 0 }, cost: 0, checkpoint: boot, bytes: 0 }];
  }

  get count(): number {
    return this.#marks.length;
  }
  /** What they hold beyond the boot, in bytes. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The nearest checkpoint at or before a place. */
  before(place: Place): { readonly place: Place; readonly checkpoint: C } {
    const mark = this.#marks[this.#at(place)];
    if (mark === undefined) throw new Error('a session has no boot');
    return mark;
  }

  /** Whether this very place has one. */
  has(place: Place): boolean {
    return order(this.before(place).place, place) === 0;
  }

  /** Adds a checkpoint; `cost`: what it costs to play everything up to it. */
  add(place: Place, cost: number, checkpoint: C): void {
    if (this.has(place)) return;
    const at = this.#at(place) + 1;
    this.#put(at, 0, { place, cost, checkpoint, bytes: 0 });
    // one that is dropped may free little: what it held is still held by the next one
    while ((this.#marks.length > this.#budget.count || this.#bytes > this.#budget.bytes) && this.#drop());
  }

  /** Forgets all after a place: those lines were taken back. */
  cut(place: Place): void {
    this.#set(this.#marks.slice(0, this.#at(place) + 1));
  }

  /** The same checkpoints up to a place, for a session that goes on differently from there. */
  upTo(place: Place): Checkpoints<C> {
    const [boot] = this.#marks;
    if (boot === undefined) throw new Error('a session has no boot');
    const out = new Checkpoints(boot.checkpoint, this.#budget);
    out.#set(this.#marks.slice(0, this.#at(place) + 1));
    return out;
  }

  /** Every second one goes, but for the boot and the last. */
  halve(): void {
    const last = this.#marks.length - 1;
    for (let i = last - 1; i > 0; i -= 2) this.#put(i, 1);
  }

  /** Index of the last at or before a place. */
  #at(place: Place): number {
    let low = 0;
    let high = this.#marks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      const mark = this.#marks[middle];
      if (mark !== undefined && order(mark.place, place) <= 0) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #set(marks: readonly Mark<C>[]): void {
    this.#marks = marks;
    this.#bytes = marks.reduce((sum, m) => sum + m.bytes, 0);
  }

  /** Replaces `away` marks at an index by others; the one after them is weighed anew. */
  #put(at: number, away: number, ...marks: readonly Mark<C>[]): void {
    const next = this.#marks.toSpliced(at, away, ...marks);
    let bytes = this.#bytes - this.#marks.slice(at, at + away).reduce((sum, m) => sum + m.bytes, 0);
    for (let i = at; i <= at + marks.length; i++) {
      const [before, mark] = [next[i - 1], next[i]];
      if (before === undefined || mark === undefined) continue;
      const weighed = { ...mark, bytes: this.#budget.weigh(mark.checkpoint, before.checkpoint) };
      bytes += weighed.bytes - mark.bytes;
      next[i] = weighed;
    }
    this.#marks = next;
    this.#bytes = bytes;
  }

  /** Drops the one that leaves the shortest gap. Answers whether there was one to drop. */
  #drop(): boolean {
    let least = Number.POSITIVE_INFINITY;
    let drop = -1;
    const end = Math.max(2, this.#marks.length - NEAR);
    for (let i = 1; i < end; i++) {
      const [a, b] = [this.#marks[i - 1], this.#marks[i + 1]];
      if (a === undefined || b === undefined || b.cost - a.cost >= least) continue;
      least = b.cost - a.cost;
      drop = i;
    }
    if (drop > 0) this.#put(drop, 1);
    return drop > 0;
  }
}

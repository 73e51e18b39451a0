/**
 * Checkpoints along a session, dense near the present and ever sparser towards the past:
 *
 *   boot ·          ·        ·      ·    ·   ·  · · ··|now
 *
 * Any other moment is reached from the one before it by playing the lines between, so the price of going back n steps
 * grows with n and memory does not grow with the session.
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
}

const order = (a: Place, b: Place): number => a.lines - b.lines || a.ticks - b.ticks;

/** Checkpoints by place. The first, the boot, always stays. */
export class Checkpoints<C> {
  readonly #limit: number;
  #marks: Mark<C>[];

  constructor(boot: C, limit = 64) {
    this.#limit = limit;
    this.#marks = [{ place: { lines: 0, ticks: 0 }, cost: 0, checkpoint: boot }];
  }

  get count(): number {
    return this.#marks.length;
  }

  /** The nearest checkpoint at or before a place. */
  before(place: Place): { readonly place: Place; readonly checkpoint: C } {
    const mark = this.#marks.findLast((m) => order(m.place, place) <= 0) ?? this.#marks[0];
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
    const at = this.#marks.findLastIndex((m) => order(m.place, place) < 0) + 1;
    this.#marks.splice(at, 0, { place, cost, checkpoint });
    if (this.#marks.length > this.#limit) this.#thin();
  }

  /** Forgets all after a place: those lines were taken back. */
  cut(place: Place): void {
    this.#marks = this.#marks.filter((m) => order(m.place, place) <= 0);
  }

  /** Drops the one that is missed least: the gap it would leave, against how long ago it is. */
  #thin(): void {
    const now = this.#marks.at(-1)?.cost ?? 0;
    let least = Number.POSITIVE_INFINITY;
    let drop = -1;
    for (let i = 1; i < this.#marks.length - 1; i++) {
      const [a, m, b] = [this.#marks[i - 1], this.#marks[i], this.#marks[i + 1]];
      if (a === undefined || m === undefined || b === undefined) continue;
      const missed = (b.cost - a.cost + 1) / (now - m.cost + 1);
      if (missed < least) [least, drop] = [missed, i];
    }
    this.#marks.splice(drop, 1);
  }
}

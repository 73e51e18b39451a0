/**
 * An immutable ordered list of whole numbers that are mostly consecutive: runs instead of entries, so that the free list
 * of a 64 TiB machine is a handful of runs. Cheap at both ends; anywhere else it costs the number of runs.
 *
 *   front: [8,12) up -> [40,38] down -> …        … <- [90,99) up <- [120,121) : back, last run first
 *   order: 8 9 10 11 | 40 39 38 | … | 90 … 98 | 120
 */
interface Run {
  /** Lowest number and one past the highest. */
  readonly from: number;
  readonly to: number;
  /** The highest number comes first. */
  readonly down: boolean;
  readonly next: Run | undefined;
}

/** The list; `size` is the count of numbers. */
export interface Deque {
  readonly front: Run | undefined;
  readonly back: Run | undefined;
  readonly size: number;
}

export const EMPTY: Deque = { front: undefined, back: undefined, size: 0 };

function toFront(back: Run | undefined): Run | undefined {
  let front: Run | undefined;
  for (let r = back; r !== undefined; r = r.next) front = { from: r.from, to: r.to, down: r.down, next: front };
  return front;
}

/** The first number; undefined when empty. */
export function head(d: Deque): number | undefined {
  let r = d.front;
  if (r === undefined) for (r = d.back; r?.next !== undefined;) r = r.next;
  return r === undefined ? undefined : r.down ? r.to - 1 : r.from;
}

/** The list without its first number. */
export function dropHead(d: Deque): Deque {
  const r = d.front ?? toFront(d.back);
  if (r === undefined) return d;
  const back = d.front === undefined ? undefined : d.back;
  // written out: this is the hottest allocation of adding memory, and spreading costs three times as much
  const rest =
    r.to - r.from === 1
      ? r.next
      : r.down
        ? { from: r.from, to: r.to - 1, down: true, next: r.next }
        : { from: r.from + 1, to: r.to, down: false, next: r.next };
  return { front: rest, back, size: d.size - 1 };
}

/** Puts a number in front. */
export function pushHead(d: Deque, n: number): Deque {
  const size = d.size + 1;
  const r = d.front;
  if (r !== undefined) {
    const single = r.to - r.from === 1;
    if (n === r.to && (r.down || single))
      return { front: { from: r.from, to: n + 1, down: true, next: r.next }, back: d.back, size };
    if (n === r.from - 1 && (!r.down || single))
      return { front: { from: n, to: r.to, down: false, next: r.next }, back: d.back, size };
  }
  return { front: { from: n, to: n + 1, down: false, next: r }, back: d.back, size };
}

/** Puts the numbers from…to−1 at the end, ascending. */
export function pushTail(d: Deque, from: number, to: number): Deque {
  if (to <= from) return d;
  const size = d.size + to - from;
  const r = d.back;
  if (r !== undefined && r.to === from && (!r.down || r.to - r.from === 1))
    return { front: d.front, back: { from: r.from, to, down: false, next: r.next }, size };
  return { front: d.front, back: { from, to, down: false, next: r }, size };
}

/** Takes all of from…to−1 out, wherever they are. Answers the same object when none of them was in. */
export function remove(d: Deque, from: number, to: number): Deque {
  // what came last goes first: blocks that have just come online; a number is in the list once
  const back = cut(d.back, from, to, true);
  const front = back.gone === to - from ? { run: d.front, gone: 0 } : cut(d.front, from, to);
  const gone = front.gone + back.gone;
  return gone === 0 ? d : { front: front.run, back: back.run, size: d.size - gone };
}

/** `reversed`: the chain is linked last run first, so the pieces of a split run swap places. */
function cut(run: Run | undefined, from: number, to: number, reversed = false): { run: Run | undefined; gone: number } {
  let last: Run | undefined;
  let found = 0;
  for (let r = run; r !== undefined && found < to - from; r = r.next)
    if (r.from < to && r.to > from) {
      last = r;
      found += Math.min(r.to, to) - Math.max(r.from, from);
    }
  if (last === undefined) return { run, gone: 0 };
  // everything behind the last run that is touched can be shared
  const before: Run[] = [];
  for (let r = run; r !== undefined; r = r.next) {
    before.push(r);
    if (r === last) break;
  }
  let out = last.next;
  let gone = 0;
  for (let i = before.length - 1; i >= 0; i--) {
    const r = before[i];
    if (r === undefined) continue;
    const lo = Math.max(r.from, from);
    const hi = Math.min(r.to, to);
    if (lo >= hi) {
      out = { ...r, next: out };
      continue;
    }
    gone += hi - lo;
    const low = r.from < lo ? { from: r.from, to: lo, down: r.down } : undefined;
    const high = hi < r.to ? { from: hi, to: r.to, down: r.down } : undefined;
    for (const piece of r.down !== reversed ? [low, high] : [high, low])
      if (piece !== undefined) out = { ...piece, next: out };
  }
  return { run: out, gone };
}

/** The numbers in order. */
export function* numbers(d: Deque): Generator<number> {
  for (const r of runs(d)) {
    if (r.down) for (let n = r.to - 1; n >= r.from; n--) yield n;
    else for (let n = r.from; n < r.to; n++) yield n;
  }
}
/** The runs in order. */
export function runs(d: Deque): { readonly from: number; readonly to: number; readonly down: boolean }[] {
  const out: Run[] = [];
  for (let r = d.front; r !== undefined; r = r.next) out.push(r);
  for (let r = toFront(d.back); r !== undefined; r = r.next) out.push(r);
  return out;
}

/** The memory blocks of a machine in order, without making a list of all of them: runs of block numbers that exist. */
import type { Mirror } from '../../store/types.ts';
import type { Run } from './extents.ts';

/** Which blocks exist, and where the n-th of them is. */
export class BlockList {
  readonly runs: readonly Run[];
  readonly count: number;

  /** @param end one past the highest block that may exist */
  constructor(mirror: Mirror, end: number) {
    const state = mirror.array('block.state');
    const runs: Run[] = [];
    let count = 0;
    for (let id = 0; id < end; id++) {
      if (state.get(id) === 0) continue;
      const from = id;
      while (id + 1 < end && state.get(id + 1) !== 0) id++;
      runs.push({ from, to: id + 1 });
      count += id + 1 - from;
    }
    this.runs = runs;
    this.count = count;
  }

  /** The n-th block; undefined beyond the last. */
  at(n: number): number | undefined {
    let left = n;
    if (left < 0) return undefined;
    for (const run of this.runs) {
      if (left < run.to - run.from) return run.from + left;
      left -= run.to - run.from;
    }
    return undefined;
  }

  /** How many blocks come before this number. */
  indexOf(id: number): number {
    let n = 0;
    for (const run of this.runs) {
      if (id < run.from) return n;
      if (id < run.to) return n + id - run.from;
      n += run.to - run.from;
    }
    return n;
  }

  /** The block that exists nearest to a number; undefined: there are none. */
  nearest(id: number): number | undefined {
    let best: number | undefined;
    for (const run of this.runs) {
      const candidate = Math.max(run.from, Math.min(run.to - 1, id));
      if (best === undefined || Math.abs(candidate - id) < Math.abs(best - id)) best = candidate;
    }
    return best;
  }
}

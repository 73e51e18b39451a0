/**
 * What differs between two checkpoints, at the price of what differs: chunks that are the same object are not looked at.
 *
 *   a   [A][B][C]      same object: skipped        [B] [C'] differ: compared element by element
 *   b   [A][B'][C']
 */
import { hashValue } from './hash.ts';
import type { Buf, Checkpoint } from './store.ts';

/** A run of elements [from, to) of an array that differ. */
export interface ChangedRun {
  readonly from: number;
  readonly to: number;
}

/** What differs. */
export interface Differences {
  /** By array name; arrays without a difference are left out. */
  readonly arrays: ReadonlyMap<string, readonly ChangedRun[]>;
  /** Names of cells whose values differ in content. */
  readonly cells: readonly string[];
}

function runsOf(a: Buf | undefined, b: Buf | undefined, base: number, out: { from: number; to: number }[]): void {
  const n = (a ?? b)?.length ?? 0;
  for (let i = 0; i < n; i++) {
    if ((a?.[i] ?? 0) === (b?.[i] ?? 0)) continue;
    const last = out.at(-1);
    if (last?.to === base + i) last.to++;
    else out.push({ from: base + i, to: base + i + 1 });
  }
}

/** Elements of one array that differ, as ascending runs. */
export function changedRuns(a: Checkpoint, b: Checkpoint, name: string): readonly ChangedRun[] {
  const x = a.arrays.get(name)?.chunks ?? [];
  const y = b.arrays.get(name)?.chunks ?? [];
  if (x === y) return [];
  const out: { from: number; to: number }[] = [];
  for (let i = 0; i < Math.max(x.length, y.length); i++) {
    const was = x[i]?.data;
    const is = y[i]?.data;
    if (was !== is) runsOf(was, is, i * ((was ?? is)?.length ?? 0), out);
  }
  return out;
}

/** Everything that differs between two checkpoints of the same machine or of forks of it. */
export function compareCheckpoints(a: Checkpoint, b: Checkpoint): Differences {
  const arrays = new Map<string, readonly ChangedRun[]>();
  for (const name of new Set([...a.arrays.keys(), ...b.arrays.keys()])) {
    const runs = changedRuns(a, b, name);
    if (runs.length > 0) arrays.set(name, runs);
  }
  const names = [...new Set([...a.cells.keys(), ...b.cells.keys()])];
  const cells = names.filter((name) => {
    const x = a.cells.get(name);
    const y = b.cells.get(name);
    return x !== y && hashValue(x) !== hashValue(y);
  });
  return { arrays, cells };
}

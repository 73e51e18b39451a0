/** Which calls are drawn as one bar at the zoom on screen. */
import { type CallTree, firstAfter } from './calls.ts';

/** Neighbours of one name are folded when each would be narrower than this. */
const FOLD_WIDTH = 56;

/** A bar: one call, or neighbours of one name. */
export interface Bar {
  /** First call. */
  readonly call: number;
  /** Whether it is several calls of the tree. */
  readonly folded: boolean;
  /** How many calls it stands for. */
  readonly times: number;
  readonly start: number;
  readonly end: number;
  /** Position in its row one past its last call. */
  readonly next: number;
}

/** The bar that a call is drawn in. `scale`: CSS pixels a step. */
export function barOf(tree: CallTree, call: number, scale: number): Bar {
  const row = tree.rows[tree.row[call] ?? 0];
  const at = tree.position[call] ?? 0;
  if (row === undefined) return { call, folded: false, times: 1, start: 0, end: 0, next: at + 1 };
  const parent = tree.parent[call] ?? -1;
  // below a folded bar, cousins fold together as well
  const whole = parent >= 0 && barOf(tree, parent, scale).folded;
  const from = (whole ? row.runStart : row.siblingStart)[at] ?? at;
  const to = (whole ? row.runEnd : row.siblingEnd)[at] ?? at + 1;
  const first = row.calls[from] ?? call;
  const last = row.calls[to - 1] ?? call;
  const start = tree.start[first] ?? 0;
  const end = tree.end[last] ?? 0;
  if (to - from > 1 && ((end - start) * scale) / (to - from) < FOLD_WIDTH)
    return {
      call: first,
      folded: true,
      times: (row.callsBefore[to] ?? 0) - (row.callsBefore[from] ?? 0),
      start,
      end,
      next: to,
    };
  return {
    call,
    folded: false,
    times: tree.times[call] ?? 1,
    start: tree.start[call] ?? 0,
    end: tree.end[call] ?? 0,
    next: at + 1,
  };
}

/** Visits the bars of a row between two steps. Bars narrower than a pixel are visited once a pixel: work grows with the width. */
export function visitBars(
  tree: CallTree,
  rowIndex: number,
  from: number,
  to: number,
  scale: number,
  visit: (bar: Bar) => void,
): void {
  const row = tree.rows[rowIndex];
  if (row === undefined) return;
  for (let i = firstAfter(tree, row, from); i < row.calls.length;) {
    const call = row.calls[i] ?? 0;
    if ((tree.start[call] ?? 0) >= to) return;
    const bar = barOf(tree, call, scale);
    visit(bar);
    i = Math.max(bar.next, i + 1);
    if ((bar.end - bar.start) * scale < 1) i = Math.max(i, firstAfter(tree, row, bar.end + 1 / scale));
  }
}

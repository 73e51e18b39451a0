/**
 * The call tree and the locks of a trace, laid out for drawing.
 *
 *   events  e e l a e l r l         (enter, leave, acquire, release)
 *   step    0 1 2 3 4 5 6 7 8       event i happens between step i and step i + 1
 *   row 0   [──────────────]
 *   row 1     [─]   [─]             a call spans from its enter to its leave
 *   lock          [─────]
 *
 * Everything lies in typed arrays: adding a terabyte makes 100,000 calls.
 */
import type { EventKind, TraceData } from '../../engine/kernel/trace.ts';

export const KIND: typeof EventKind = { enter: 0, leave: 1, acquire: 2, release: 3, note: 4, many: 5 };

/** A row of calls of one depth of one task, in order of time. */
export interface CallRow {
  readonly task: number;
  readonly depth: number;
  /** Numbers of the calls, ascending in time. */
  readonly calls: Int32Array;
  /** For each position: position one past the last of its run of neighbours with the same name under the same parent run. */
  readonly runEnd: Int32Array;
  /** For each position: position of the first of its run. */
  readonly runStart: Int32Array;
  /** The same, for the part of the run under the same call. */
  readonly siblingEnd: Int32Array;
  readonly siblingStart: Int32Array;
  /** Calls before each position, those that stand for many counted; one longer than `calls`. */
  readonly callsBefore: Float64Array;
}
export interface LockHold {
  readonly from: number;
  readonly to: number;
  readonly task: number;
}
export interface LockLane {
  readonly name: string;
  readonly holds: readonly LockHold[];
}
export interface Remark {
  readonly step: number;
  readonly text: string;
}

export interface CallTree {
  /** Number of events: the last step. */
  readonly steps: number;
  readonly names: readonly string[];
  /** Of call c: its name's number, first step, one past the last step, depth, calling call (−1: none), task, argument. */
  readonly nameOf: Uint16Array;
  readonly start: Int32Array;
  readonly end: Int32Array;
  readonly parent: Int32Array;
  readonly depth: Uint8Array;
  readonly task: Uint8Array;
  readonly arg: Float64Array;
  /** How many calls of a leaf it stands for. */
  readonly times: Float64Array;
  /** Row of the call, and its position in that row. */
  readonly row: Int32Array;
  readonly position: Int32Array;
  readonly count: number;
  /** Task after task, each by depth. */
  readonly rows: readonly CallRow[];
  readonly tasks: readonly number[];
  readonly locks: readonly LockLane[];
  readonly remarks: readonly Remark[];
}

/** Builds the tree of a trace. Calls that were not left (a line that waits, a moment in the middle) reach beyond its end. */
export function callTree(data: TraceData): CallTree {
  const steps = data.kinds.length;
  let count = 0;
  for (const kind of data.kinds) if (kind === KIND.enter || kind === KIND.many) count++;
  const nameOf = new Uint16Array(count);
  const start = new Int32Array(count);
  const end = new Int32Array(count).fill(steps + 1);
  const parent = new Int32Array(count).fill(-1);
  const depth = new Uint8Array(count);
  const task = new Uint8Array(count);
  const arg = new Float64Array(count);
  const times = new Float64Array(count).fill(1);
  const stacks = new Map<number, number[]>();
  const lanes = new Map<string, { holds: LockHold[]; open: { from: number; task: number }[] }>();
  const remarks: Remark[] = [];
  let call = 0;
  for (let i = 0; i < steps; i++) {
    const kind = data.kinds[i];
    const t = data.tasks[i] ?? 0;
    const id = data.nameOf[i] ?? 0;
    let stack = stacks.get(t);
    if (stack === undefined) stacks.set(t, (stack = []));
    if (kind === KIND.enter || kind === KIND.many) {
      nameOf[call] = id;
      start[call] = i;
      parent[call] = stack.at(-1) ?? -1;
      depth[call] = Math.min(255, stack.length);
      task[call] = t;
      if (kind === KIND.many) {
        // the argument counts calls of a leaf, which are one step together
        times[call] = data.args[i] ?? 1;
        arg[call] = Number.NaN;
        end[call++] = i + 1;
        continue;
      }
      arg[call] = data.args[i] ?? Number.NaN;
      stack.push(call++);
    } else if (kind === KIND.leave) {
      const left = stack.pop();
      if (left !== undefined) end[left] = i + 1;
    } else if (kind === KIND.note) remarks.push({ step: i, text: data.names[id] ?? '' });
    else lock(lanes, data.names[id] ?? '', kind === KIND.acquire, i, t);
  }
  const locks = [...lanes].map(([name, { holds, open }]): LockLane => ({
    name,
    holds: [...holds, ...open.map((o) => ({ ...o, to: steps + 1 }))].sort((a, b) => a.from - b.from),
  }));
  const row = new Int32Array(count);
  const position = new Int32Array(count);
  const tree = {
    steps,
    names: data.names,
    nameOf,
    start,
    end,
    parent,
    depth,
    task,
    arg,
    times,
    row,
    position,
    count,
    locks,
    remarks,
  };
  const tasks = [...stacks.keys()].filter((t) => task.includes(t)).sort((a, b) => a - b);
  return { ...tree, tasks, rows: rowsOf(tree, tasks) };
}

function lock(
  lanes: Map<string, { holds: LockHold[]; open: { from: number; task: number }[] }>,
  name: string,
  acquired: boolean,
  step: number,
  task: number,
): void {
  let lane = lanes.get(name);
  if (lane === undefined) lanes.set(name, (lane = { holds: [], open: [] }));
  if (acquired) {
    lane.open.push({ from: step, task });
    return;
  }
  const at = lane.open.findLastIndex((o) => o.task === task);
  const [held] = at < 0 ? [] : lane.open.splice(at, 1);
  if (held !== undefined) lane.holds.push({ ...held, to: step + 1 });
}

function rowsOf(
  tree: Pick<CallTree, 'count' | 'depth' | 'task' | 'parent' | 'nameOf' | 'row' | 'position' | 'times'>,
  tasks: readonly number[],
): CallRow[] {
  const byRow = new Map<number, number[]>();
  for (let c = 0; c < tree.count; c++) {
    const key = (tree.task[c] ?? 0) * 256 + (tree.depth[c] ?? 0);
    const row = byRow.get(key);
    if (row === undefined) byRow.set(key, [c]);
    else row.push(c);
  }
  /** Run that a call belongs to, as the number of its first call. */
  const runOf = new Int32Array(tree.count).fill(-1);
  const rows: CallRow[] = [];
  for (const t of tasks)
    for (let depth = 0; ; depth++) {
      const calls = byRow.get(t * 256 + depth);
      if (calls === undefined) break;
      const runStart = new Int32Array(calls.length);
      const runEnd = new Int32Array(calls.length);
      const parentRun = (c: number): number => {
        const p = tree.parent[c] ?? -1;
        return p < 0 ? -1 : (runOf[p] ?? -1);
      };
      for (let i = 0; i < calls.length;) {
        const first = calls[i] ?? 0;
        let j = i + 1;
        while (
          j < calls.length &&
          tree.nameOf[calls[j] ?? 0] === tree.nameOf[first] &&
          parentRun(calls[j] ?? 0) === parentRun(first)
        )
          j++;
        for (let k = i; k < j; k++) {
          runStart[k] = i;
          runEnd[k] = j;
          runOf[calls[k] ?? 0] = first;
        }
        i = j;
      }
      const [siblingStart, siblingEnd] = siblings(tree, calls, runStart);
      const callsBefore = new Float64Array(calls.length + 1);
      for (let i = 0; i < calls.length; i++) {
        callsBefore[i + 1] = (callsBefore[i] ?? 0) + (tree.times[calls[i] ?? 0] ?? 1);
        tree.row[calls[i] ?? 0] = rows.length;
        tree.position[calls[i] ?? 0] = i;
      }
      rows.push({
        task: t,
        depth,
        calls: Int32Array.from(calls),
        runStart,
        runEnd,
        siblingStart,
        siblingEnd,
        callsBefore,
      });
    }
  return rows;
}

function siblings(
  tree: Pick<CallTree, 'parent'>,
  calls: readonly number[],
  runStart: Int32Array,
): readonly [Int32Array, Int32Array] {
  const start = new Int32Array(calls.length);
  const end = new Int32Array(calls.length);
  for (let i = 0; i < calls.length;) {
    let j = i + 1;
    while (j < calls.length && runStart[j] === runStart[i] && tree.parent[calls[j] ?? 0] === tree.parent[calls[i] ?? 0])
      j++;
    start.fill(i, i, j);
    end.fill(j, i, j);
    i = j;
  }
  return [start, end];
}

/** Position in a row of the first call that ends after `step`. */
export function firstAfter(tree: CallTree, row: CallRow, step: number): number {
  let [low, high] = [0, row.calls.length];
  while (low < high) {
    const mid = (low + high) >>> 1;
    if ((tree.end[row.calls[mid] ?? 0] ?? 0) <= step) low = mid + 1;
    else high = mid;
  }
  return low;
}

/** The calls of a task that run at a step (after event `step − 1`), outermost first. */
export function stackAt(tree: CallTree, step: number, task: number): readonly number[] {
  const out: number[] = [];
  for (const row of tree.rows) {
    if (row.task !== task) continue;
    const c = row.calls[firstAfter(tree, row, step)];
    if (c === undefined || (tree.start[c] ?? 0) >= step) break;
    if (out.length > 0 && tree.parent[c] !== out.at(-1)) break;
    out.push(c);
  }
  return out;
}

/** Locks held at a step, in order of taking. */
export function heldAt(tree: CallTree, step: number): readonly string[] {
  return tree.locks
    .flatMap((lane) =>
      lane.holds.filter((h) => h.from < step && h.to > step).map((h) => ({ name: lane.name, from: h.from })),
    )
    .sort((a, b) => a.from - b.from)
    .map((h) => h.name);
}

/** Children of a call; −1: the outermost calls. */
export function childrenOf(tree: CallTree, call: number): readonly number[] {
  const out: number[] = [];
  if (call < 0) {
    for (const row of tree.rows) if (row.depth === 0) out.push(...row.calls);
    return out;
  }
  const depth = (tree.depth[call] ?? 0) + 1;
  const row = tree.rows.find((r) => r.depth === depth && r.task === tree.task[call]);
  if (row === undefined) return out;
  const end = tree.end[call] ?? 0;
  for (let i = firstAfter(tree, row, tree.start[call] ?? 0); i < row.calls.length; i++) {
    const c = row.calls[i] ?? 0;
    if ((tree.start[c] ?? 0) >= end) break;
    if (tree.parent[c] === call) out.push(c);
  }
  return out;
}

/**
 * Which rows of physical memory are drawn and which are folded away.
 *
 *   present    ##..##....        # rows with memory
 *   hot-plug        [------)     where DIMMs may land
 *   shown      ##  ####          memory, what a ghost or the selection needs, and spare room for the next DIMM
 *   folded       ^^    ^^^^      one labelled gap each
 */

/** Rows [from, to). */
export interface Run {
  readonly from: number;
  readonly to: number;
}
/** Consecutive rows: drawn one under the other, or folded into one gap. */
export interface Segment extends Run {
  readonly fold: 'hole' | 'hotplug' | undefined;
}

/** Rows of empty hot-plug region that stay open behind its last memory. */
const SPARE_ROWS = 1;
/** In the hot-plug region a gap this small is left open: it is a free place, not a hole. */
const OPEN_GAP = 3;

/** Sorts and joins runs that touch or overlap. */
export function joinRuns(runs: readonly Run[]): Run[] {
  const out: Run[] = [];
  for (const run of [...runs].sort((a, b) => a.from - b.from)) {
    if (run.to <= run.from) continue;
    const last = out.at(-1);
    if (last !== undefined && run.from <= last.to)
      out[out.length - 1] = { from: last.from, to: Math.max(last.to, run.to) };
    else out.push(run);
  }
  return out;
}

/**
 * Cuts all of physical memory into shown and folded rows, ascending and without a gap.
 * @param present rows with memory, ascending
 * @param hot the rows of the hot-plug region; undefined: the machine has none
 * @param wanted rows that must be visible (a ghost, the selection)
 */
export function segmentsOf(present: readonly Run[], hot: Run | undefined, wanted: readonly Run[] = []): Segment[] {
  const shown = [...present, ...wanted];
  if (hot !== undefined && hot.to > hot.from) {
    let last = hot.from;
    // behind the memory that is there: a ghost or a selection takes the spare rows and asks for no more
    for (const run of present)
      if (run.to > hot.from && run.from < hot.to) last = Math.max(last, Math.min(run.to, hot.to));
    shown.push({ from: last, to: Math.min(last + SPARE_ROWS, hot.to) });
    let before = hot.from;
    for (const run of joinRuns(shown)) {
      if (run.from > before && run.from - before <= OPEN_GAP && run.from < hot.to)
        shown.push({ from: before, to: run.from });
      if (run.to > hot.from) before = Math.max(before, run.to);
    }
  }
  const runs = joinRuns(shown);
  const out: Segment[] = [];
  let at = 0;
  const foldTo = (to: number): void => {
    if (to <= at) return;
    const from = Math.max(at, Math.min(to, hot?.from ?? to));
    const until = Math.min(to, Math.max(from, hot?.to ?? from));
    if (from > at) out.push({ from: at, to: from, fold: 'hole' });
    if (until > from) out.push({ from, to: until, fold: 'hotplug' });
    if (to > until) out.push({ from: until, to, fold: 'hole' });
    at = to;
  };
  for (const run of runs) {
    foldTo(run.from);
    out.push({ ...run, fold: undefined });
    at = run.to;
  }
  if (hot !== undefined) foldTo(Math.max(at, hot.to));
  return out;
}

/** Where rows and lanes stand in the chart. Units: CSS pixels. */
import * as words from '#words/timeline.ts';
import type { CallTree, LockLane } from './calls.ts';
import type { Window } from './view.ts';

export interface RowPlace {
  /** Index in tree.rows. */
  readonly row: number;
  readonly y: number;
  /** Written above the first row of a task, where there are several. */
  readonly heading: string | undefined;
}
export interface Layout {
  readonly width: number;
  readonly height: number;
  /** Where the steps begin. */
  readonly left: number;
  readonly ruler: number;
  readonly rowHeight: number;
  /** How much larger than usual rows, lanes and their words are. */
  readonly grow: number;
  readonly laneHeight: number;
  readonly rows: readonly RowPlace[];
  /** Height of the calls on screen, and of all calls. */
  readonly callsHeight: number;
  readonly contentHeight: number;
  /** Lanes on screen, how many stand above them and how many below. */
  readonly lanes: readonly LockLane[];
  readonly lanesAbove: number;
  readonly lanesBelow: number;
  readonly lanesTop: number;
  readonly window: Window;
  /** CSS pixels a step. */
  readonly scale: number;
}
const LEFT = 46;
const RIGHT = 10;
const RULER = 17;
const LANE_MOST = 15;
const LANE_LEAST = 13;
const HEADING = 13;
const ROW_MOST = 19;
const ROW_LEAST = 14;
/** Where there is room, as on a stage, all of it grows so far. */
const GROW_MOST = 1.4;

/** Rows grow into the room there is, and shrink a little to fit before they scroll; locks stay in sight, at most half of the height. */
export function layoutOf(tree: CallTree, width: number, height: number, window: Window, laneFrom = 0): Layout {
  const room = Math.max(0, height - RULER);
  const tight = tree.rows.length * ROW_LEAST + tree.locks.length * LANE_MOST > room;
  const several = tree.tasks.length > 1;
  const headings = several ? tree.tasks.length * HEADING : 0;
  const wanted = tree.rows.length * ROW_MOST + tree.locks.length * LANE_MOST + headings + 4;
  const grow = Math.min(GROW_MOST, Math.max(1, room / wanted));
  const laneHeight = tight ? LANE_LEAST : Math.floor(LANE_MOST * grow);
  const fit = Math.max(1, Math.floor((room * 0.5) / laneHeight));
  const lanesAbove = Math.max(0, Math.min(Math.floor(laneFrom), tree.locks.length - fit));
  const lanes = tree.locks.slice(lanesAbove, lanesAbove + fit);
  const lanesHeight = lanes.length === 0 ? 0 : lanes.length * laneHeight + 4;
  const callsHeight = Math.max(0, room - lanesHeight);
  const rowMost = Math.floor(ROW_MOST * grow);
  const fitting = tree.rows.length === 0 ? rowMost : Math.floor((callsHeight - headings) / tree.rows.length);
  const rowHeight = Math.min(rowMost, Math.max(ROW_LEAST, fitting));
  let y = RULER;
  const rows = tree.rows.map((row, i): RowPlace => {
    const heading = several && row.depth === 0 ? words.actor(row.task) : undefined;
    if (heading !== undefined) y += HEADING;
    const place = { row: i, y, heading };
    y += rowHeight;
    return place;
  });
  return {
    width,
    height,
    left: LEFT,
    ruler: RULER,
    rowHeight,
    grow,
    laneHeight,
    rows,
    callsHeight,
    contentHeight: y - RULER,
    lanes,
    lanesAbove,
    lanesBelow: tree.locks.length - lanesAbove - lanes.length,
    lanesTop: RULER + callsHeight + 4,
    window,
    scale: Math.max(1, width - LEFT - RIGHT) / (window.to - window.from),
  };
}

export const xOf = (layout: Layout, step: number): number => layout.left + (step - layout.window.from) * layout.scale;
export const stepAt = (layout: Layout, x: number): number => layout.window.from + (x - layout.left) / layout.scale;

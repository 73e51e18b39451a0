/** Pausing and running the workloads, for the button and for the key. */
import { defaultWorkloads } from '../../store/workloads.ts';
import { activeAtlas } from '../../store/world.ts';

const atlas = activeAtlas;

/** Ticks a second of the first run. */
export const FIRST_SPEED = 4;
/** The last speed that was not a pause. */
let last = FIRST_SPEED;

/** Whether the machine has no workload yet: running then starts the usual ones. */
export const hasNoWorkloads = (): boolean => (atlas().cells.workloads?.length ?? 0) === 0;

/** Pauses, or goes on at the last speed; a machine without workloads gets the usual ones first. */
export function toggleClock(): void {
  const { speed, info, cells, sendAll, setSpeed } = atlas();
  if (speed > 0) {
    last = speed;
    setSpeed(0);
    return;
  }
  setSpeed(last);
  // a worker that dies meanwhile is replaced, and the page says so: the clock just stands still then
  if (hasNoWorkloads() && info !== undefined) sendAll(defaultWorkloads(info, cells)).catch(() => setSpeed(0));
}

/** Runs at another speed from now on, or from the next run on. */
export function changeSpeed(ticksPerSecond: number): void {
  last = ticksPerSecond;
  if (atlas().speed > 0) atlas().setSpeed(ticksPerSecond);
}

/**
 * The workloads' clock: turns time on screen into `tick N` lines. It only runs while somebody could see it, one line is
 * under way at a time, and what falls due meanwhile goes into the next line.
 */
import { showsNow } from './running.ts';
import type { AtlasState } from './types.ts';

/** More ticks than this are never caught up: a page that was slow goes on from where it is. */
const MOST = 64;

/** What the clock needs of its surroundings. */
export interface ClockHost {
  state(): AtlasState;
  /** Sends `tick N` and resolves when it was carried out. */
  tick(n: number): Promise<unknown>;
  /** Calls back with the time in ms before the next paint. */
  nextFrame(f: (now: number) => void): void;
  hidden(): boolean;
  /** Calls back whenever the state has changed; answers what ends that. */
  follow(f: () => void): () => void;
}

/** Whether anything would change with a tick. */
function alive(state: AtlasState): boolean {
  return (
    state.phase === 'running' &&
    state.speed > 0 &&
    !state.busy &&
    showsNow(state) &&
    (state.cells.workloads?.length ?? 0) > 0
  );
}

/** Starts the clock; the answer stops it. Where nothing would change with a tick it asks for no paints. */
export function startClock(host: ClockHost): () => void {
  let due = 0;
  let before: number | undefined;
  let running = true;
  let awake = false;
  let sending = false;
  const frame = (now: number): void => {
    if (!running) return;
    const state = host.state();
    awake = alive(state);
    if (host.hidden() || !awake) {
      due = 0;
      before = undefined;
    } else {
      due = Math.min(MOST, due + ((now - (before ?? now)) / 1000) * state.speed);
      before = now;
      const n = Math.floor(due);
      if (n > 0 && !sending) {
        due -= n;
        sending = true;
        host.tick(n).then(
          () => (sending = false),
          () => (sending = false),
        );
      }
    }
    if (awake) host.nextFrame(frame);
  };
  const wake = (): void => {
    if (awake || !alive(host.state())) return;
    awake = true;
    host.nextFrame(frame);
  };
  const stop = host.follow(wake);
  wake();
  return () => {
    running = false;
    stop();
  };
}

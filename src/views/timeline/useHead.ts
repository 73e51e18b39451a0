import { useEffect, useRef, useState } from 'react';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';

/** How long the playhead runs ahead of a machine that does not answer. */
const PATIENCE_MS = 1500;

/** The step of the traced line that the screen shows, and how to go to another: the whole screen follows. */
export interface Head {
  readonly step: number;
  /** Goes to a step of a line; `steps`: how many it has. Beyond them: after the line, and now if it is the last one. */
  readonly go: (line: number, step: number, steps: number) => void;
}

/** The playhead. It moves at once; the machine is asked for the newest place only and catches up. */
export function useHead(line: number | undefined, steps: number): Head {
  const atlas = useAtlasStore().getState;
  const moment = useAtlas((s) => s.moment);
  const length = useAtlas((s) => s.session.length);
  const [wanted, setWanted] = useState<{ readonly line: number; readonly step: number } | undefined>();
  const turn = useRef(0);
  // whatever happens to the machine, the playhead comes back to it
  useEffect(() => {
    if (wanted === undefined) return undefined;
    const timer = setTimeout(() => setWanted(undefined), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [wanted]);
  const shown = line === undefined || moment.line < line ? 0 : moment.line === line ? (moment.step ?? steps) : steps;
  return {
    step: wanted !== undefined && wanted.line === line ? wanted.step : Math.min(shown, steps),
    go: (to, step, of) => {
      const at = Math.max(0, Math.min(of, Math.round(step)));
      const mine = ++turn.current;
      setWanted({ line: to, step: at });
      const whole = at >= of;
      const settle = (): void => {
        if (turn.current === mine) setWanted(undefined);
      };
      atlas()
        .seek(whole && to >= length - 1 ? undefined : { line: to, step: whole ? undefined : at })
        .then(
          // the frame with the moment is shown with the next paint
          () => setTimeout(settle, 60),
          settle,
        );
    },
  };
}

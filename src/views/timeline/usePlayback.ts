import { useEffect, useRef, useState } from 'react';

/** How fast kernel steps are played. */
export type Pace = '4' | '16' | '64' | 'line';
/** A whole line, however long, in this many seconds. */
const LINE_SECONDS = 6;

export const PACES: readonly { readonly id: Pace; readonly label: string }[] = [
  { id: '4', label: '4 steps/s' },
  { id: '16', label: '16 steps/s' },
  { id: '64', label: '64 steps/s' },
  { id: 'line', label: `line in ${LINE_SECONDS} s` },
];

/** Plays from the head to the end. `go` moves the head; playing stops at the end. */
export function usePlayback(
  head: number,
  steps: number,
  go: (step: number) => void,
): {
  readonly playing: boolean;
  readonly pace: Pace;
  readonly setPace: (pace: Pace) => void;
  readonly toggle: () => void;
  readonly stop: () => void;
} {
  const [playing, setPlaying] = useState(false);
  const [pace, setPace] = useState<Pace>('16');
  const at = useRef({ head, go });
  useEffect(() => {
    at.current = { head, go };
  });
  useEffect(() => {
    if (!playing) return undefined;
    const perSecond = pace === 'line' ? Math.max(4, steps / LINE_SECONDS) : Number(pace);
    let position = at.current.head >= steps ? 0 : at.current.head;
    let shown = at.current.head;
    let before = performance.now();
    let frame = 0;
    const tick = (now: number): void => {
      position = Math.min(steps, position + (Math.min(250, now - before) / 1000) * perSecond);
      before = now;
      const step = Math.floor(position);
      if (step !== shown) at.current.go(step);
      shown = step;
      if (step >= steps) setPlaying(false);
      else frame = requestAnimationFrame(tick);
    };
    frame = requestAnimationFrame(tick);
    return () => cancelAnimationFrame(frame);
  }, [playing, pace, steps]);
  return { playing, pace, setPace, toggle: () => setPlaying((p) => !p), stop: () => setPlaying(false) };
}

import { useEffect, useRef, useState } from 'react';
import * as words from '#words/timeline.ts';

/** How fast the session is played: kernel steps a second, or a line in so many seconds. */
export type Pace = '4' | '16' | '64' | 'line';
/** A whole line, however long, in this many seconds. */
const LINE_SECONDS = 6;

export const PACES: readonly { readonly id: Pace; readonly label: string }[] = [
  { id: '4', label: words.paces4 },
  { id: '16', label: words.paces16 },
  { id: '64', label: words.paces64 },
  { id: 'line', label: words.pacesLine(LINE_SECONDS) },
];

/** Forwards or backwards through the session. */
export type Direction = 1 | -1;

export interface Playback {
  /** Undefined: it stands. */
  readonly playing: Direction | undefined;
  readonly pace: Pace;
  readonly setPace: (pace: Pace) => void;
  readonly toggle: (direction: Direction) => void;
  readonly stop: () => void;
}

/**
 * Plays the session by the numbers of its moments (store/moments.ts). `at`: where it stands; `end`: the last; `again`: where
 * playing begins when it stands at the end; `span`: steps of the line there. `go` shows a number. It stops at either end.
 */
export function usePlayback(of: {
  readonly at: number;
  readonly end: number;
  readonly again: number;
  readonly span: number;
  readonly go: (number: number) => void;
}): Playback {
  const [playing, setPlaying] = useState<Direction | undefined>();
  const [pace, setPace] = useState<Pace>('16');
  const now = useRef(of);
  useEffect(() => {
    now.current = of;
  });
  useEffect(() => {
    if (playing === undefined) return undefined;
    const { at, end, again } = now.current;
    let position = playing === 1 && at >= end ? again : at;
    let shown = at;
    let before = performance.now();
    let frame = 0;
    const tick = (time: number): void => {
      const { span, end: last, go } = now.current;
      const perSecond = pace === 'line' ? Math.max(4, span / LINE_SECONDS) : Number(pace);
      position += ((playing * Math.min(250, time - before)) / 1000) * perSecond;
      position = Math.max(0, Math.min(last, position));
      before = time;
      const number = playing === 1 ? Math.floor(position) : Math.ceil(position);
      if (number !== shown) go(number);
      shown = number;
      if (playing === 1 ? number >= last : number <= 0) setPlaying(undefined);
      else frame = requestAnimationFrame(tick);
    };
    frame = requestAnimationFrame(tick);
    return () => cancelAnimationFrame(frame);
  }, [playing, pace]);
  return {
    playing,
    pace,
    setPace,
    toggle: (direction) => setPlaying((p) => (p === direction ? undefined : direction)),
    stop: () => setPlaying(undefined),
  };
}

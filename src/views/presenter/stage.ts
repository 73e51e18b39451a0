/** What a stage asks of the browser. */
import { useEffect, useState } from 'react';

/** Ms without a movement after which pointer and tools disappear. */
const IDLE_MS = 2600;

/** Whether the pointer has rested for a while. */
export function useIdle(): boolean {
  const [idle, setIdle] = useState(false);
  useEffect(() => {
    let timer = setTimeout(() => setIdle(true), IDLE_MS * 2);
    const moved = (): void => {
      setIdle(false);
      clearTimeout(timer);
      timer = setTimeout(() => setIdle(true), IDLE_MS);
    };
    addEventListener('pointermove', moved);
    addEventListener('focusin', moved);
    return () => {
      clearTimeout(timer);
      removeEventListener('pointermove', moved);
      removeEventListener('focusin', moved);
    };
  }, []);
  return idle;
}

/** How much larger than on a desk the picture is drawn: the panels are made for a screen of 720 lines at arm's length. */
const zoomOf = (): number => Math.max(1, Math.round(Math.min(innerHeight / 720, innerWidth / 1180) * 20) / 20);

/** The zoom of the picture; follows the window's size. */
export function usePictureZoom(): number {
  const [zoom, setZoom] = useState(zoomOf);
  useEffect(() => {
    const sized = (): void => setZoom(zoomOf());
    addEventListener('resize', sized);
    return () => removeEventListener('resize', sized);
  }, []);
  return zoom;
}

/** Keeps the screen from going dark, where the browser can. */
export function useAwake(): void {
  useEffect(() => {
    let lock: WakeLockSentinel | undefined;
    let here = true;
    const ask = (): void => {
      if (document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return;
      navigator.wakeLock.request('screen').then(
        (got) => {
          if (here) lock = got;
          else void got.release();
        },
        () => undefined,
      );
    };
    ask();
    document.addEventListener('visibilitychange', ask);
    return () => {
      here = false;
      document.removeEventListener('visibilitychange', ask);
      void lock?.release();
    };
  }, []);
}

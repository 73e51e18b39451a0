/** The keys of a presentation: all of them, wherever the focus is, but for a dialog's. */
import { useEffect } from 'react';
import { turnOf } from '../story/keys.ts';

/** What the keys do. */
export interface StageKeys {
  readonly turn: (by: 1 | -1) => void;
  readonly blank: () => void;
  readonly leave: () => void;
  readonly fullscreen: () => void;
  readonly notes: () => void;
  readonly help: () => void;
  /** The key of the laser went down or up. */
  readonly laser: (held: boolean) => void;
  /** Chooses an answer, from 0. */
  readonly choose: (choice: number) => void;
}

/** Obeys the keys as long as the stage shows. */
export function useStageKeys(keys: StageKeys): void {
  useEffect(() => {
    const down = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const turn = turnOf(event);
      const act = (work: () => void): void => {
        event.preventDefault();
        event.stopPropagation();
        work();
      };
      if (turn !== undefined) return act(() => keys.turn(turn));
      switch (event.key) {
        case 'ArrowDown':
        case 'Enter':
          // a button that has the focus is pressed
          if (event.key === 'Enter' && event.target instanceof Element && event.target.closest('button') !== null)
            return undefined;
          return act(() => keys.turn(1));
        case 'ArrowUp':
        case 'Backspace':
          return act(() => keys.turn(-1));
        case 'b':
        case 'B':
        case '.':
          return act(keys.blank);
        case 'Escape':
          return act(keys.leave);
        case 'f':
        case 'F':
        // what clickers send to start a presentation
        case 'F5':
          return act(keys.fullscreen);
        case 'n':
        case 'N':
          return act(keys.notes);
        case '?':
        case 'h':
        case 'H':
          return act(keys.help);
        case 'l':
        case 'L':
          return act(() => keys.laser(true));
        default:
          if (/^[1-4]$/.test(event.key)) act(() => keys.choose(Number(event.key) - 1));
          return undefined;
      }
    };
    const up = (event: KeyboardEvent): void => {
      if (event.key === 'l' || event.key === 'L') keys.laser(false);
    };
    const away = (): void => keys.laser(false);
    // before the panels see them
    document.addEventListener('keydown', down, true);
    document.addEventListener('keyup', up, true);
    addEventListener('blur', away);
    return () => {
      document.removeEventListener('keydown', down, true);
      document.removeEventListener('keyup', up, true);
      removeEventListener('blur', away);
    };
  }, [keys]);
}

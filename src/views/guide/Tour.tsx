import { type CSSProperties, type ReactElement, useEffect, useRef, useState } from 'react';
import * as words from '#words/guide-late.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './guide.module.css';
import { STOPS } from './stops.ts';

interface Place {
  readonly frame: CSSProperties;
  readonly card: CSSProperties;
}

const CARD = { width: 340, height: 190, gap: 14 };

/** Where the frame and the card go: beside the panel, on whichever side has the room. */
function placeOf(selector: string): Place | undefined {
  const box = document.querySelector(selector)?.getBoundingClientRect();
  if (box === undefined || box.width === 0) return undefined;
  const { innerWidth: width, innerHeight: height } = window;
  const { gap } = CARD;
  const beside = width - box.right > CARD.width + gap ? box.right + gap : box.left - CARD.width - gap;
  const left = beside >= gap ? beside : Math.max(gap, box.left + gap);
  const inside = beside < gap;
  const top = inside ? box.bottom - CARD.height - gap : box.top + gap;
  return {
    frame: { left: box.left, top: box.top, width: box.width, height: box.height },
    card: {
      left: Math.min(left, width - CARD.width - gap),
      top: Math.max(gap, Math.min(top, height - CARD.height - gap)),
      width: Math.min(CARD.width, width - 2 * gap),
    },
  };
}

/** Five stops around the screen. It can be left at any of them and taken again from the help. */
export default function Tour({ onClose }: { readonly onClose: () => void }): ReactElement | undefined {
  const stops = STOPS.filter(({ panel }) => document.querySelector(panel) !== null);
  const [at, setAt] = useState(0);
  const [, redraw] = useState(0);
  const card = useRef<HTMLDivElement>(null);
  const stop = stops[at];
  useEffect(() => {
    const again = (): void => redraw((n) => n + 1);
    addEventListener('resize', again);
    return () => removeEventListener('resize', again);
  }, []);
  useEffect(() => {
    card.current?.focus();
  }, [at]);
  const last = at === stops.length - 1;
  useEffect(() => {
    // before the page's own keys: Escape ends the tour and nothing else
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') onClose();
      else if (event.key === 'ArrowRight') setAt((n) => (last ? n : n + 1));
      else if (event.key === 'ArrowLeft') setAt((n) => Math.max(0, n - 1));
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    addEventListener('keydown', onKey, { capture: true });
    return () => removeEventListener('keydown', onKey, { capture: true });
  }, [last, onClose]);
  if (stop === undefined) return undefined;
  const place = placeOf(stop.panel);
  return (
    <>
      <div className={styles['spot']} style={place?.frame} aria-hidden="true" />
      <div
        ref={card}
        role="dialog"
        aria-labelledby="tour-title"
        aria-describedby="tour-text"
        tabIndex={-1}
        className={styles['stop']}
        style={place?.card}
      >
        <p className={styles['count']}>{words.atOfStops(at, stops.length)}</p>
        <h2 id="tour-title">{stop.title}</h2>
        <p id="tour-text">{stop.text}</p>
        <div className={styles['stopFoot']}>
          {!last && (
            <Button size="small" onPress={onClose}>
              {words.skipTour}
            </Button>
          )}
          <span className={styles['spring']} />
          {at > 0 && (
            <Button size="small" onPress={() => setAt(at - 1)}>
              {words.back}
            </Button>
          )}
          <Button size="small" look="primary" onPress={() => (last ? onClose() : setAt(at + 1))}>
            {last ? words.close : words.next}
          </Button>
        </div>
      </div>
    </>
  );
}

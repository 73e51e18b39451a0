import { type ReactElement, useEffect, useRef, useState } from 'react';
import styles from './controls.module.css';

/**
 * Speaks a text to screen readers whenever it changes. The same words twice are spoken twice: `text` may end in a
 * zero-width mark, and a cleared region is filled again a moment later.
 */
export function Announcer({ text }: { readonly text: string }): ReactElement {
  const [spoken, setSpoken] = useState('');
  const timer = useRef<number>(undefined);
  useEffect(() => {
    setSpoken('');
    timer.current = window.setTimeout(() => setSpoken(text), 40);
    return () => window.clearTimeout(timer.current);
  }, [text]);
  // data-live-announcer: a drag hides everything else from screen readers, never its own commentary
  return (
    <div className={styles['visuallyHidden']} data-live-announcer="true" role="status" aria-live="polite">
      {spoken}
    </div>
  );
}

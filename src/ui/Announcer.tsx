import { type ReactElement, useEffect, useRef } from 'react';
import styles from './controls.module.css';

/** Speaks a text to screen readers whenever it changes: the region is emptied first, so that every change is one. */
export function Announcer({ text }: { readonly text: string }): ReactElement {
  const region = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (region.current !== null) region.current.textContent = '';
    const timer = window.setTimeout(() => {
      if (region.current !== null) region.current.textContent = text;
    }, 40);
    return () => window.clearTimeout(timer);
  }, [text]);
  // data-live-announcer: a drag hides everything else from screen readers, never its own commentary
  return (
    <div
      ref={region}
      className={styles['visuallyHidden']}
      data-live-announcer="true"
      role="status"
      aria-live="polite"
    />
  );
}

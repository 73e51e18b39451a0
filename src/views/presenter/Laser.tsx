import { type ReactElement, useEffect, useRef } from 'react';
import styles from './presenter.module.css';

/**
 * A red dot under the pointer. `on`: chosen by its button; it then takes touches and the pen, and nothing below it is
 * moved by them. Held by a key (`held`), it follows the mouse.
 */
export function Laser({ on, held }: { readonly on: boolean; readonly held: boolean }): ReactElement {
  const dot = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = dot.current;
    if (element === null) return undefined;
    const move = (event: PointerEvent): void => {
      element.style.transform = `translate(${event.clientX}px, ${event.clientY}px)`;
      element.dataset['seen'] = '';
    };
    const gone = (event: PointerEvent): void => {
      // a finger that is lifted points at nothing
      if (event.pointerType !== 'mouse') delete element.dataset['seen'];
    };
    // the place is known before the dot is asked for
    addEventListener('pointermove', move);
    addEventListener('pointerdown', move);
    addEventListener('pointerup', gone);
    addEventListener('pointercancel', gone);
    return () => {
      removeEventListener('pointermove', move);
      removeEventListener('pointerdown', move);
      removeEventListener('pointerup', gone);
      removeEventListener('pointercancel', gone);
    };
  }, []);
  return (
    <div className={styles['laser']} data-on={on || undefined} data-held={held || undefined} aria-hidden="true">
      <div ref={dot} className={styles['dot']} data-testid="laser" />
    </div>
  );
}

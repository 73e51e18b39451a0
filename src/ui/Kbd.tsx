import type { ReactElement } from 'react';
import styles from './controls.module.css';

const isApple = (): boolean => /Mac|iPhone|iPad/.test(navigator.userAgent);

/** Keys as a person would look for them: `Mod+Shift+Z` is ⇧⌘Z on a Mac and Ctrl Shift Z elsewhere. */
export function keyCaps(keys: string, apple: boolean): readonly string[] {
  // a lone + is a key, not a joint
  return (keys === '+' ? ['+'] : keys.split('+')).map((key) =>
    key === 'Mod' ? (apple ? '⌘' : 'Ctrl') : apple && key === 'Shift' ? '⇧' : apple && key === 'Alt' ? '⌥' : key,
  );
}

/** Draws a key combination. */
export function Kbd({ keys }: { readonly keys: string }): ReactElement {
  return (
    <span className={styles['kbd']}>
      {keyCaps(keys, isApple()).map((cap) => (
        <kbd key={cap}>{cap}</kbd>
      ))}
    </span>
  );
}

import type { ReactElement, ReactNode } from 'react';
import styles from './facts.module.css';

/** A table that may be wider than the screen: it scrolls by itself, by keyboard too. */
export function Wide({ label, children }: { readonly label: string; readonly children: ReactNode }): ReactElement {
  return (
    // what scrolls must be reachable by keyboard
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles['wide']} role="group" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}

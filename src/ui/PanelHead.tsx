import type { ReactElement, ReactNode } from 'react';
import styles from './PanelHead.module.css';

/** The line over a panel: its name, what it shows, and its tools at the right. */
export function PanelHead(props: {
  readonly title: string;
  readonly hint?: ReactNode;
  readonly children?: ReactNode;
}): ReactElement {
  return (
    <div className={styles['head']}>
      <h2 className={styles['title']}>{props.title}</h2>
      {props.hint !== undefined && <span className={styles['hint']}>{props.hint}</span>}
      <span className={styles['spring']} />
      {props.children}
    </div>
  );
}

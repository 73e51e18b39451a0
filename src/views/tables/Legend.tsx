import type { ReactElement } from 'react';
import styles from './tables.module.css';

/** What the cells mean. */
export function Legend(): ReactElement {
  return (
    <ul className={styles['legend']} aria-label="What the cells mean">
      {(
        [
          ['empty', 'empty'],
          ['table', 'table below'],
          ['leaf', 'leaf: maps memory'],
          ['memmap', 'leaf: holds struct pages'],
          ['contiguous', 'contiguous leaves'],
          ['invalid', 'invalid'],
          ['fresh', 'new in the last change'],
          ['freed', 'freed'],
          ['split', 'split'],
          ['below', 'changed below'],
          ['orphan', 'orphan: empty table nobody frees'],
        ] as const
      ).map(([id, words]) => (
        <li key={id}>
          <i data-kind={id} aria-hidden="true" />
          {words}
        </li>
      ))}
    </ul>
  );
}

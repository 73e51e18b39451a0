import type { ReactElement } from 'react';
import * as wording from '#words/tables.ts';
import styles from './tables.module.css';

/** What the cells mean. */
export function Legend(): ReactElement {
  return (
    <ul className={styles['legend']} aria-label={wording.whatCellsMean}>
      {(
        [
          ['empty', 'empty'],
          ['table', wording.tableBelow],
          ['leaf', wording.leafMapsMemory],
          ['memmap', wording.leafHoldsStructPages],
          ['contiguous', wording.contiguousLeaves],
          ['invalid', 'invalid'],
          ['fresh', wording.newInLastChange],
          ['freed', 'freed'],
          ['split', 'split'],
          ['below', wording.changedBelow],
          ['orphan', wording.orphanEmptyTableNobody],
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

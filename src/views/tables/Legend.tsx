import type { ReactElement } from 'react';
import * as wording from '#words/tables.ts';
import styles from './tables.module.css';

/** What the cells mean. */
export function Legend(): ReactElement {
  return (
    <ul className={styles['legend']} aria-label={wording.whatCellsMean}>
      {(
        [
          ['empty', wording.noEntry],
          ['table', wording.tableBelow],
          ['leaf', wording.leafMapsMemory],
          ['memmap', wording.leafHoldsStructPages],
          ['contiguous', wording.contiguousLeaves],
          ['invalid', wording.invalidEntry],
          ['fresh', wording.newInLastChange],
          ['freed', wording.didFreed],
          ['split', wording.didSplit],
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

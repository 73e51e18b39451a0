import type { ReactElement } from 'react';
import * as words from '#words/tables.ts';
import type { TableChanges } from '../../engine/mapping/table-views.ts';
import type { MachineInfo } from '../../link/messages.ts';
import { useAtlasStore } from '../../store/atlas.ts';
import { changeSentences, firstChange } from './change.ts';
import styles from './tables.module.css';

/** What the last operation did to the tables, in a sentence, and the way there. */
export function ChangeLine(props: {
  readonly info: MachineInfo;
  readonly changes: TableChanges | undefined;
}): ReactElement | undefined {
  const { info, changes } = props;
  const atlas = useAtlasStore().getState;
  if (changes === undefined) return undefined;
  const sentences = changeSentences(info, changes);
  if (sentences.length === 0) return undefined;
  const first = firstChange(info, changes);
  return (
    <p className={styles['change']}>
      <span>
        <code>{changes.span.text}</code> {sentences.join(' ')}
      </span>
      {first !== undefined && (
        <button
          type="button"
          className={styles['link']}
          onClick={() => atlas().select({ kind: 'va', va: first.va, bytes: first.bytes })}
        >
          {words.showIt}
        </button>
      )}
    </p>
  );
}

import { memo, type ReactElement } from 'react';
import * as words from '#words/console.ts';
import { cx } from '../../ui/cx.ts';
import styles from './console.module.css';
import type { Row } from './entries.ts';
import type { Names } from './linkify.ts';
import { LinkedText } from './LinkedText.tsx';

/** One line of the session with all it printed. */
export const EntryView = memo(function EntryView(props: {
  readonly rows: readonly Row[];
  readonly undone: boolean;
  readonly later: boolean;
  readonly names: Names;
}): ReactElement {
  const { rows, undone, later, names } = props;
  return (
    <div className={cx(styles['entry'], undone && styles['undone'], later && !undone && styles['later'])}>
      {undone && <span className={styles['spoken']}>{words.undone} </span>}
      {rows.map((row, i) => (
        <div key={i} className={cx(styles['row'], styles[row.kind])}>
          {row.prompt !== undefined && <span className={styles['prompt']}>{row.prompt} </span>}
          {row.kind === 'error' && <span className={styles['spoken']}>{words.error} </span>}
          {/* what was typed may turn the direction of text: not beyond itself */}
          <bdi>{row.kind === 'pending' ? words.waits(row.text) : <LinkedText text={row.text} names={names} />}</bdi>
        </div>
      ))}
    </div>
  );
});

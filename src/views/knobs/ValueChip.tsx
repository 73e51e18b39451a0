import type { ReactElement } from 'react';
import * as words from '#words/knobs-panel.ts';
import { cx } from '../../ui/cx.ts';
import styles from './knobs.module.css';
import type { Current } from './value.ts';

/** A value that is only shown. */
export function ValueChip({ current }: { readonly current: Current }): ReactElement {
  if (current.kind === 'unknown') return <span className={cx(styles['chip'], styles['default'])}>{words.notTold}</span>;
  return (
    <span
      className={cx(
        styles['chip'],
        current.kind === 'default' && styles['default'],
        current.text === 'n' && styles['off'],
      )}
    >
      {current.text}
    </span>
  );
}

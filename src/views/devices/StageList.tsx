import type { ReactElement } from 'react';
import * as words from '#words/devices.ts';
import { cx } from '../../ui/cx.ts';
import { DeviceName } from './CardHead.tsx';
import type { Stage } from './chain.ts';
import styles from './devices.module.css';

const WORDS: Readonly<Record<Stage['state'], string>> = {
  done: words.wordsDone,
  partly: words.wordsPartly,
  open: words.wordsOpen,
};

/** Stages one under the other, joined by a line; each opens to what decides it. */
export function StageList({ stages }: { readonly stages: readonly Stage[] }): ReactElement {
  return (
    <ol className={styles['stages']}>
      {stages.map((s) => (
        <li key={s.name} className={cx(styles['stage'], styles[`stage-${s.state}`])}>
          <details>
            <summary>
              <span className={styles['stageHead']}>
                <b>{s.name}</b>
                <span className={styles['stageState']}>{WORDS[s.state]}</span>
              </span>
              <span className={styles['words']}>{s.what}</span>
            </summary>
            <ul className={styles['decides']}>
              {s.device !== undefined && (
                <li>
                  <DeviceName device={s.device}>{words.show(s.device.id)}</DeviceName>
                </li>
              )}
              {s.decides.map((d) => (
                <li key={d}>{d}</li>
              ))}
              <li className={styles['addr']}>{s.source}</li>
            </ul>
          </details>
        </li>
      ))}
    </ol>
  );
}

import type { ReactElement } from 'react';
import * as words from '#words/devices.ts';
import { cx } from '../../ui/cx.ts';
import { DeviceName } from './CardHead.tsx';
import { STAGE_STATES, type Stage } from './chain.ts';
import styles from './devices.module.css';

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
                <span className={styles['stageState']}>{STAGE_STATES[s.state]}</span>
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

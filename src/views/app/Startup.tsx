import type { ReactElement } from 'react';
import * as words from '#words/app.ts';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './Startup.module.css';

/** Before the first machine stands: what the screen will look like, or why it does not come and what to do. */
export function Startup(): ReactElement {
  const atlas = useAtlasStore().getState;
  const failed = useAtlas((s) => s.phase === 'failed');
  const notice = useAtlas((s) => s.notice);
  const source = useAtlas((s) => s.source);
  if (failed) {
    return (
      <div className={styles['failure']} role="alert">
        <h2>{words.machineDidNotStart}</h2>
        <p>{notice?.text ?? words.workerThatRunsIt}</p>
        {notice?.details !== undefined && notice.details.length > 0 && (
          <ul className={styles['details']}>
            {notice.details.map((detail) => (
              <li key={detail}>{detail}</li>
            ))}
          </ul>
        )}
        <p className={styles['advice']}>{words.tryAgainIfIt}</p>
        <div className={styles['actions']}>
          <Button look="primary" onPress={() => void atlas().load(source)}>
            {words.startItAgain}
          </Button>
          <Button onPress={() => location.reload()}>{words.reloadPage}</Button>
        </div>
      </div>
    );
  }
  return (
    <div className={styles['skeleton']} role="progressbar" aria-label={words.startingMachine}>
      <div className={styles['column']}>
        <i className={styles['card']} />
        <i className={styles['card']} />
      </div>
      <div className={styles['grid']}>
        {Array.from({ length: 32 }, (_, i) => (
          <i key={i} className={styles['tile']} />
        ))}
      </div>
      <div className={styles['column']}>
        <i className={styles['line']} />
        <i className={styles['line']} />
        <i className={styles['line']} />
      </div>
    </div>
  );
}

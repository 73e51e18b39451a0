import type { ReactElement } from 'react';
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
        <h2>The machine did not start</h2>
        <p>{notice?.text ?? 'The worker that runs it did not answer.'}</p>
        {notice?.details !== undefined && notice.details.length > 0 && (
          <ul className={styles['details']}>
            {notice.details.map((detail) => (
              <li key={detail}>{detail}</li>
            ))}
          </ul>
        )}
        <p className={styles['advice']}>
          Try again; if it stays, choose another machine above, or reload the page. Nothing is stored anywhere but in
          this page, and no data has left it.
        </p>
        <div className={styles['actions']}>
          <Button look="primary" onPress={() => void atlas().load(source)}>
            Start it again
          </Button>
          <Button onPress={() => location.reload()}>Reload the page</Button>
        </div>
      </div>
    );
  }
  return (
    <div className={styles['skeleton']} role="progressbar" aria-label="Starting the machine">
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

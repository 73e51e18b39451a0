import type { ReactElement } from 'react';
import * as words from '#words/app.ts';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import { showsNow } from '../../store/running.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/cx.ts';
import { ClockIcon } from '../../ui/icons.tsx';
import styles from './NoticeBanner.module.css';

/** What holds things up or is not the present: lines that wait, and a moment of the past. */
export function StatusLine({ narrow }: { readonly narrow: boolean }): ReactElement {
  const atlas = useAtlasStore().getState;
  const pending = useAtlas((s) => s.session.pending);
  const now = useAtlas(showsNow);
  const line = useAtlas((s) => s.moment.line);
  const busy = useAtlas((s) => s.busy || s.phase === 'starting' || s.phase === 'restoring');
  return (
    <>
      <div className={cx(styles['progress'], busy && styles['busy'])} aria-hidden="true" />
      {/* on a wide screen the timeline says so, without pushing everything down while one scrubs */}
      {!now && narrow && (
        <div className={styles['banner']} role="status">
          <ClockIcon />
          <p className={styles['text']}>{words.youAreLooking(line)}</p>
          <Button size="small" onPress={() => void atlas().seek(undefined)}>
            {words.backToNow}
          </Button>
        </div>
      )}
      {pending.length > 0 && (
        <div className={cx(styles['banner'], styles['waits'])} role="status">
          <ClockIcon />
          <div className={styles['text']}>
            {pending.map(({ index, why }) => (
              <p key={index}>{words.lineWaits(index, why)}</p>
            ))}
          </div>
          <Button size="small" onPress={() => void atlas().interrupt()}>
            {words.interrupt}
          </Button>
        </div>
      )}
    </>
  );
}

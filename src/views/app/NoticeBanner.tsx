import type { ReactElement } from 'react';
import * as words from '#words/app.ts';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import { IconButton } from '../../ui/Button.tsx';
import { cx } from '../../ui/cx.ts';
import { CloseIcon, InfoIcon, WarningIcon } from '../../ui/icons.tsx';
import styles from './NoticeBanner.module.css';

/** What the page has to say about itself: a restarted worker, a refused file with its fields. */
export function NoticeBanner(): ReactElement | undefined {
  const atlas = useAtlasStore().getState;
  const notice = useAtlas((s) => s.notice);
  // a page without a machine says it in full where the machine would be
  const alone = useAtlas((s) => s.phase === 'failed' && s.info === undefined);
  if (notice === undefined || alone) return undefined;
  const error = notice.tone === 'error';
  return (
    <div className={cx(styles['banner'], error && styles['error'])} role={error ? 'alert' : 'status'}>
      {error ? <WarningIcon /> : <InfoIcon />}
      <div className={styles['text']}>
        <p>{notice.text}</p>
        {notice.details !== undefined && notice.details.length > 0 && (
          <ul className={styles['details']}>
            {notice.details.map((detail) => (
              <li key={detail}>{detail}</li>
            ))}
          </ul>
        )}
      </div>
      <IconButton label={words.dismiss} size="small" onPress={() => atlas().dismissNotice()}>
        <CloseIcon />
      </IconButton>
    </div>
  );
}

import { type ReactElement, useEffect } from 'react';
import { useAtlas } from '../../store/atlas.ts';
import { Announcer } from '../../ui/Announcer.tsx';
import { applyTheme } from '../../ui/theme.ts';
import styles from './App.module.css';
import { FileDrop } from './FileDrop.tsx';
import { NoticeBanner } from './NoticeBanner.tsx';
import { Startup } from './Startup.tsx';
import { StatusLine } from './StatusLine.tsx';
import { TopBar } from './TopBar.tsx';
import { NarrowLayout } from './NarrowLayout.tsx';
import { useMediaQuery } from './useMediaQuery.ts';
import { WideLayout } from './WideLayout.tsx';

/** The whole screen. */
export function App(): ReactElement {
  const theme = useAtlas((s) => s.theme);
  const announcement = useAtlas((s) => s.announcement);
  const ready = useAtlas((s) => s.info !== undefined);
  const narrow = useMediaQuery('(max-width: 760px)');
  useEffect(() => applyTheme(theme), [theme]);
  return (
    <FileDrop>
      <div className={styles['app']}>
        <TopBar narrow={narrow} />
        <StatusLine narrow={narrow} />
        <NoticeBanner />
        <main className={styles['main']}>{!ready ? <Startup /> : narrow ? <NarrowLayout /> : <WideLayout />}</main>
        <Announcer text={announcement} />
      </div>
    </FileDrop>
  );
}

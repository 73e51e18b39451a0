import { type ReactElement, useEffect } from 'react';
import { AtlasContext, mainAtlas, useAtlas } from '../../store/atlas.ts';
import { usePage } from '../../store/page.ts';
import { useWorld } from '../../store/world.ts';
import { Announcer } from '../../ui/Announcer.tsx';
import { applyTheme } from '../../ui/theme.ts';
import styles from './App.module.css';
import { FileDrop } from './FileDrop.tsx';
import { NoticeBanner } from './NoticeBanner.tsx';
import { Startup } from './Startup.tsx';
import { StatusLine } from './StatusLine.tsx';
import { TopBar } from './TopBar.tsx';
import { TourOffer } from '../guide/TourOffer.tsx';
import { NarrowLayout } from './NarrowLayout.tsx';
import { useMediaQuery } from './useMediaQuery.ts';
import { WideLayout } from './WideLayout.tsx';

/** The whole screen; its panels are about the active machine. */
export function App(): ReactElement {
  const store = useWorld((w) => w.machines.find((m) => m.name === w.active)?.store ?? mainAtlas);
  return (
    <AtlasContext value={store}>
      <Screen />
    </AtlasContext>
  );
}

function Screen(): ReactElement {
  const theme = usePage((p) => p.theme);
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
        <TourOffer />
        <main className={styles['main']}>{!ready ? <Startup /> : narrow ? <NarrowLayout /> : <WideLayout />}</main>
        <Announcer text={announcement} />
      </div>
    </FileDrop>
  );
}

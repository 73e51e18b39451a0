import { type ReactElement, Suspense, lazy, useEffect } from 'react';
import { AtlasContext, mainAtlas, useAtlas } from '../../store/atlas.ts';
import { embedView } from '../../store/embed.ts';
import { usePage } from '../../store/page.ts';
import { useWorld } from '../../store/world.ts';
import { Announcer } from '../../ui/Announcer.tsx';
import { applyTheme } from '../../ui/theme.ts';
import styles from './App.module.css';
import { FileDrop } from './FileDrop.tsx';
import { NoticeBanner } from './NoticeBanner.tsx';
import { Startup } from './Startup.tsx';
import { StatusLine } from './StatusLine.tsx';
import { ComparePart, RecoverOffer } from '../share/LazyShare.tsx';
import { TopBar } from './TopBar.tsx';
import { TourOffer } from '../guide/TourOffer.tsx';
import { NarrowLayout } from './NarrowLayout.tsx';
import { useMediaQuery } from './useMediaQuery.ts';
import { WideLayout } from './WideLayout.tsx';
import { StoryScreen } from '../story/LazyStory.tsx';

const Embed = lazy(() => import('../embed/Embed.tsx'));
/** The one view of a page that stands in another one; the address it was opened with says so. */
const embedded = embedView(location.search, location.hash);

/** The whole screen; its panels are about the active machine. */
export function App(): ReactElement {
  const store = useWorld((w) => w.machines.find((m) => m.name === w.active)?.store ?? mainAtlas);
  return (
    <AtlasContext value={store}>{embedded === undefined ? <Screen /> : <Embedded view={embedded} />}</AtlasContext>
  );
}

function Embedded({ view }: { readonly view: NonNullable<typeof embedded> }): ReactElement {
  const theme = usePage((p) => p.theme);
  const ready = useAtlas((s) => s.info !== undefined);
  useEffect(() => applyTheme(theme), [theme]);
  return (
    <main className={styles['app']}>
      <Suspense fallback={undefined}>{ready ? <Embed view={view} /> : <Startup />}</Suspense>
    </main>
  );
}

/** Apart from the screen, which is not to be drawn anew for a sentence. */
function Announcements(): ReactElement {
  return <Announcer text={useAtlas((s) => s.announcement)} />;
}

function Screen(): ReactElement {
  const theme = usePage((p) => p.theme);
  const ready = useAtlas((s) => s.info !== undefined);
  const narrow = useMediaQuery('(max-width: 760px)');
  const story = usePage((p) => p.story !== undefined);
  const comparing = usePage((p) => p.comparing);
  const presenting = usePage((p) => p.story !== undefined && p.storyMode === 'presenting');
  useEffect(() => applyTheme(theme), [theme]);
  const panels = narrow ? <NarrowLayout /> : <WideLayout />;
  const main = story ? <StoryScreen narrow={narrow}>{panels}</StoryScreen> : panels;
  return (
    <FileDrop>
      <div className={styles['app']}>
        {!presenting && <TopBar narrow={narrow} />}
        {!presenting && <StatusLine narrow={narrow} />}
        {!presenting && <NoticeBanner />}
        {!story && ready && <RecoverOffer />}
        {!story && !comparing && <TourOffer />}
        {!presenting && <ComparePart />}
        <main className={styles['main']}>{ready ? main : <Startup />}</main>
        <Announcements />
      </div>
    </FileDrop>
  );
}

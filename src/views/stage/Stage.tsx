import { Activity, type ReactElement, Suspense, lazy, useContext } from 'react';
import * as words from '#words/stage.ts';
import { AtlasContext, useAtlas } from '../../store/atlas.ts';
import { usePage } from '../../store/page.ts';
import { activate, closeBeside, MAIN, useWorld } from '../../store/world.ts';
import type { Standing } from '../../store/world.ts';
import { IconButton } from '../../ui/Button.tsx';
import { Chrome } from '../../ui/chrome.ts';
import { CloseIcon } from '../../ui/icons.tsx';
import { Startup } from '../app/Startup.tsx';
import { Map } from '../map/Map.tsx';
import styles from './stage.module.css';
import { StageSwitch } from './StageSwitch.tsx';

const TablesView = lazy(() =>
  import('../tables/TablesView.tsx').then(
    ({ TablesView: View }) => ({ default: View }),
    () => ({ default: Missing }),
  ),
);

/** The page may have been moved since it was opened. */
function Missing({ head }: { readonly head: ReactElement }): ReactElement {
  return (
    <div className={styles['missing']}>
      {head}
      <p>{words.notLoaded}</p>
    </div>
  );
}

/** One machine, from the side that was chosen. The map keeps its place while the tables are looked at. */
function Side(): ReactElement {
  const stage = usePage((p) => p.stage);
  // where panels are pictures, whoever shows them chooses the side
  const head = useContext(Chrome) ? <StageSwitch /> : <span />;
  return (
    <>
      <Activity mode={stage === 'map' ? 'visible' : 'hidden'}>
        <Map head={head} />
      </Activity>
      {stage === 'tables' && (
        <Suspense fallback={<div className={styles['missing']}>{head}</div>}>
          <TablesView head={head} />
        </Suspense>
      )}
    </>
  );
}

/** The middle of the screen: the map of the machine, or of each machine where several stand side by side. */
export function Stage(): ReactElement {
  const machines = useWorld((w) => w.machines);
  const active = useWorld((w) => w.active);
  if (machines.length === 1) return <Side />;
  return (
    <div className={styles['columns']}>
      {machines.map((standing) => (
        <AtlasContext key={standing.name} value={standing.store}>
          <Column standing={standing} isActive={standing.name === active} />
        </AtlasContext>
      ))}
    </div>
  );
}

/** One machine of several. Whatever is touched in it makes it the one that the panels are about. */
function Column({ standing, isActive }: { readonly standing: Standing; readonly isActive: boolean }): ReactElement {
  const title = useAtlas((s) => s.info?.title);
  const name = standing.label ?? standing.name;
  const tools = useContext(Chrome);
  const take = (): void => activate(standing.name);
  return (
    <section
      className={styles['column']}
      aria-label={`${name}${isActive ? words.shownInPanels : ''}`}
      data-active={isActive || undefined}
      onPointerDownCapture={take}
      onFocusCapture={take}
    >
      <header className={styles['bar']}>
        <strong className={styles['name']}>{name}</strong>
        <span className={styles['title']}>{title === name ? '' : title}</span>
        {tools && standing.name !== MAIN && (
          <IconButton label={words.takeAway(name)} size="small" onPress={() => closeBeside(standing.name)}>
            <CloseIcon />
          </IconButton>
        )}
      </header>
      <div className={styles['body']}>{title === undefined ? <Startup /> : <Side />}</div>
    </section>
  );
}

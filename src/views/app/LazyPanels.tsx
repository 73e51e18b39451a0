/** Timeline and console: wanted at once, but after the map. They are fetched beside the machine that it waits for anyway. */
import { type ComponentType, type ReactElement, Suspense, lazy } from 'react';
import * as words from '#words/app.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './App.module.css';

/** The page may have been moved, or the network gone, since it was opened. */
function Missing(): ReactElement {
  return (
    <div className={styles['broken']} role="alert">
      <p>{words.notLoaded}</p>
      <Button onPress={() => location.reload()}>{words.reloadPage}</Button>
    </div>
  );
}

function panel(load: () => Promise<ComponentType>): () => ReactElement {
  const Late = lazy(() =>
    load().then(
      (found) => ({ default: found }),
      () => ({ default: Missing }),
    ),
  );
  return () => (
    <Suspense fallback={undefined}>
      <Late />
    </Suspense>
  );
}

export const Timeline = panel(async () => (await import('../timeline/Timeline.tsx')).Timeline);
export const Console = panel(async () => (await import('../console/Console.tsx')).Console);

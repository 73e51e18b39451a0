import { type ComponentType, lazy, type ReactElement, Suspense } from 'react';
import styles from './App.module.css';

const modules = import.meta.glob<Record<string, ComponentType>>([
  '../map/Map.tsx',
  '../inspector/Inspector.tsx',
  '../timeline/Timeline.tsx',
  '../console/Console.tsx',
  '../bay/Bay.tsx',
  '../timeline/Scrubber.tsx',
]);
function panel(path: string, name: string): () => ReactElement {
  const load = modules[path];
  const Loaded =
    load === undefined
      ? undefined
      : lazy(async () => {
          const component = (await load())[name];
          return { default: component ?? (() => <p className={styles['empty']}>{name}</p>) };
        });
  return function PanelSlot() {
    if (Loaded === undefined) return <p className={styles['empty']}>{name}</p>;
    return (
      <Suspense fallback={<p className={styles['empty']}>{name} …</p>}>
        <Loaded />
      </Suspense>
    );
  };
}
export const Map = panel('../map/Map.tsx', 'Map');
export const Inspector = panel('../inspector/Inspector.tsx', 'Inspector');
export const Timeline = panel('../timeline/Timeline.tsx', 'Timeline');
export const Console = panel('../console/Console.tsx', 'Console');
export const Bay = panel('../bay/Bay.tsx', 'Bay');
/** The scrubber in the top bar, once the timeline has one. */
export const Scrubber =
  modules['../timeline/Scrubber.tsx'] === undefined ? undefined : panel('../timeline/Scrubber.tsx', 'Scrubber');

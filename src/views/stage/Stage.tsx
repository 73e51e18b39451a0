import type { ReactElement } from 'react';
import { AtlasContext, useAtlas } from '../../store/atlas.ts';
import { activate, closeBeside, MAIN, useWorld } from '../../store/world.ts';
import type { Standing } from '../../store/world.ts';
import { IconButton } from '../../ui/Button.tsx';
import { CloseIcon } from '../../ui/icons.tsx';
import { Startup } from '../app/Startup.tsx';
import { Map } from '../map/Map.tsx';
import styles from './stage.module.css';

/** The middle of the screen: the map of the machine, or of each machine where several stand side by side. */
export function Stage(): ReactElement {
  const machines = useWorld((w) => w.machines);
  const active = useWorld((w) => w.active);
  if (machines.length === 1) return <Map />;
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
  const take = (): void => activate(standing.name);
  return (
    <section
      className={styles['column']}
      aria-label={`${name}${isActive ? ', shown in the panels' : ''}`}
      data-active={isActive || undefined}
      onPointerDownCapture={take}
      onFocusCapture={take}
    >
      <header className={styles['bar']}>
        <strong className={styles['name']}>{name}</strong>
        <span className={styles['title']}>{title}</span>
        {standing.name !== MAIN && (
          <IconButton label={`Take ${name} away`} size="small" onPress={() => closeBeside(standing.name)}>
            <CloseIcon />
          </IconButton>
        )}
      </header>
      <div className={styles['body']}>{title === undefined ? <Startup /> : <Map />}</div>
    </section>
  );
}

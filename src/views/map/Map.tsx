import { type ReactElement, useContext, useEffect, useState } from 'react';
import * as words from '#words/map.ts';
import { useAtlasStore } from '../../store/atlas.ts';
import { rangesOf } from '../../store/selection.ts';
import { Chrome } from '../../ui/chrome.ts';
import { lazyParts } from '../../ui/lazyPart.tsx';
import { A11yGrid } from './A11yGrid.tsx';
import { Legend } from './Legend.tsx';
import { MapCanvas } from './MapCanvas.tsx';
import { Minimap } from './Minimap.tsx';
import { SearchBox } from './SearchBox.tsx';
import { SelectionActions, SelectionBar } from './SelectionBar.tsx';
import { Toolbar } from './Toolbar.tsx';
import styles from './map.module.css';
import { useMapView } from './useMapView.ts';

const { part, early } = lazyParts(() => import('./TableView.tsx'));
const TableView = part<object>((all) => all.TableView);

/** The physical memory map: legend, overview, the picture itself and what can be done with what is selected. */
export function Map({ head }: { readonly head?: ReactElement }): ReactElement {
  const atlas = useAtlasStore().getState;
  const view = useMapView();
  const [table, setTable] = useState(false);
  const tools = useContext(Chrome);
  useEffect(early, []);
  const showSelection = (): void => {
    const state = atlas();
    const [first] = rangesOf(state.selection, state);
    if (first !== undefined) view.nav.show(first);
  };
  return (
    <SelectionActions>
      <div className={styles['map']}>
        <header className={styles['head']}>
          {head ?? <h2 className={styles['title']}>{words.physicalMemoryMap}</h2>}
          <Legend />
        </header>
        {tools && (
          <div className={styles['tools']}>
            <Minimap view={view} />
            <SearchBox view={view} />
            <Toolbar view={view} table={table} onTable={setTable} />
          </div>
        )}
        <div className={styles['stage']}>
          {table ? (
            <TableView />
          ) : (
            <>
              <MapCanvas view={view} />
              <A11yGrid view={view} />
            </>
          )}
          {tools && <SelectionBar onShow={showSelection} />}
        </div>
      </div>
    </SelectionActions>
  );
}

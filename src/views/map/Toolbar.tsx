import type { ReactElement } from 'react';
import * as words from '#words/map.ts';
import { IconButton, ToggleButton } from '../../ui/Button.tsx';
import { LEVELS } from './levels.ts';
import styles from './map.module.css';
import { useLevel } from './useMapView.ts';
import type { MapView } from './view.ts';

/** Zoom by buttons, the level that is on screen, and the switch to the table. */
export function Toolbar(props: {
  readonly view: MapView;
  readonly table: boolean;
  readonly onTable: (table: boolean) => void;
}): ReactElement {
  const { view, table } = props;
  const level = useLevel(view);
  const index = LEVELS.findIndex((l) => l.name === level);
  const shown = LEVELS[index];
  return (
    <div className={styles['toolbar']} role="group" aria-label={words.view}>
      {!table && (
        <>
          <span className={styles['level']} title={shown?.what}>
            <span className={styles['levelDots']} aria-hidden="true">
              {LEVELS.map((l, i) => (
                <i key={l.name} data-on={i <= index} />
              ))}
            </span>
            <span>{shown?.title}</span>
          </span>
          <IconButton label={words.zoomOut} keys="-" size="small" onPress={() => view.nav.zoomSmoothly(1 / 1.8)}>
            <Glyph path="M3.5 8h9" />
          </IconButton>
          <IconButton label={words.zoomIn} keys="+" size="small" onPress={() => view.nav.zoomSmoothly(1.8)}>
            <Glyph path="M3.5 8h9M8 3.5v9" />
          </IconButton>
          <IconButton label={words.showAllOfMemory} keys="0" size="small" onPress={() => view.nav.fitAll()}>
            <Glyph path="M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10" />
          </IconButton>
        </>
      )}
      <ToggleButton
        size="small"
        look="quiet"
        isSelected={table}
        onChange={props.onTable}
        aria-label={words.showAsTable}
      >
        <Glyph path="M2.5 3.5h11v9h-11zM2.5 6.5h11M2.5 9.5h11M6.5 3.5v9" />
      </ToggleButton>
    </div>
  );
}

function Glyph({ path }: { readonly path: string }): ReactElement {
  return (
    <svg
      width="16"
      height="16"
      viewBox="0 0 16 16"
      aria-hidden="true"
      focusable="false"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={path} />
    </svg>
  );
}

import type { ReactElement } from 'react';
import * as words from '#words/stage.ts';
import { setStage, setWide, usePage } from '../../store/page.ts';
import { IconButton } from '../../ui/Button.tsx';
import { Segmented } from '../../ui/fields.tsx';
import styles from './stage.module.css';

/** Which side of the machine the middle of the screen shows, and whether it has the whole page. */
export function StageSwitch(): ReactElement {
  const stage = usePage((p) => p.stage);
  const wide = usePage((p) => p.wide);
  return (
    <div className={styles['switch']}>
      <Segmented
        label={words.whatStageShows}
        value={stage}
        choices={[
          { id: 'map', label: words.map },
          { id: 'tables', label: words.pageTables },
        ]}
        onChange={setStage}
      />
      <span className={styles['widen']}>
        <IconButton
          label={wide ? words.showOtherPanels : words.wholePage}
          keys="F"
          size="small"
          aria-pressed={wide}
          onPress={() => setWide(!wide)}
        >
          <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" focusable="false" fill="none">
            <path
              d={
                wide
                  ? 'M6.5 2.5v4h-4M9.5 13.5v-4h4M6.5 6.5l-4-4M9.5 9.5l4 4'
                  : 'M2.5 6.5v-4h4M13.5 9.5v4h-4M2.5 2.5l4.5 4.5M13.5 13.5 9 9'
              }
              stroke="currentColor"
              strokeWidth="1.5"
              strokeLinecap="round"
              strokeLinejoin="round"
            />
          </svg>
        </IconButton>
      </span>
    </div>
  );
}

import type { ReactElement } from 'react';
import * as words from '#words/knobs-panel.ts';
import { useAtlas } from '../../store/atlas.ts';
import { cx } from '../../ui/cx.ts';
import styles from './knobs.module.css';
import { inOneWord } from './inOneWord.ts';
import { byProvenance } from './provenance.ts';

const SUMMARIES = {
  recorded: words.summariesRecorded,
  derived: words.summariesDerived,
  modelled: words.summariesModelled,
} as const;

/** Where the figures of the machine on screen come from, room by room. */
export function Provenance(): ReactElement {
  const provenance = useAtlas((s) => s.info?.provenance) ?? {};
  return (
    <div className={styles['provenance']}>
      <p className={styles['what']}>{SUMMARIES[inOneWord(provenance)]}</p>
      {byProvenance(provenance).map(({ id, says, rooms }) => (
        <section key={id} aria-label={words.provenance[id]}>
          <h3 className={styles['origin']}>
            <span className={cx(styles['mark'], styles[id])} aria-hidden="true" />
            {words.provenance[id]}
          </h3>
          <p className={styles['meta']}>{says}</p>
          <ul className={styles['rooms']}>
            {rooms.map((room) => (
              <li key={room}>{room}</li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

import { type ReactElement, useState } from 'react';
import * as words from '#words/knobs-panel.ts';
import { useAtlas } from '../../store/atlas.ts';
import { showsNow } from '../../store/running.ts';
import { TextField } from '../../ui/fields.tsx';
import { BootTray } from './BootTray.tsx';
import { Copy } from './Copy.tsx';
import { type Draft, NO_DRAFT, drafted } from './draft.ts';
import { KnobRow } from './KnobRow.tsx';
import { KNOBS, STAGES } from './knobs.ts';
import styles from './knobs.module.css';
import { type Known, matches } from './value.ts';

/** All knobs by when they can be turned, with their values on this machine. */
export function KnobsTab(props: { readonly search: string }): ReactElement {
  const info = useAtlas((s) => s.info);
  const params = useAtlas((s) => s.cells.params);
  const addRule = useAtlas((s) => s.cells.addRule);
  const now = useAtlas(showsNow);
  const [search, setSearch] = useState(props.search);
  const [draft, setDraft] = useState<Draft>(NO_DRAFT);
  const known: Known = {
    arch: info?.geometry.arch ?? 'x86_64',
    params: params ?? {},
    addRule,
    cmdline: info?.cmdline ?? '',
    config: info?.config,
  };
  const shown = KNOBS.filter((knob) => matches(knob, search.trim()));
  const canTurn = now && info !== undefined;
  return (
    <>
      <div className={styles['tools']}>
        <TextField label={words.findKnob} value={search} onChange={setSearch} placeholder={words.knobExamples} />
        <p className={styles['count']} role="status">
          {shown.length === KNOBS.length ? words.knobs(KNOBS.length) : words.ofKnobs(shown.length, KNOBS.length)}
        </p>
      </div>
      {!now && <p className={styles['past']}>{words.theseAreValues}</p>}
      {STAGES.map(({ id, title, says }) => {
        const knobs = shown.filter(({ stage }) => stage === id);
        if (knobs.length === 0) return undefined;
        return (
          <section key={id} className={styles['stage']} aria-label={`${title}: ${says}`}>
            <h3 className={styles['stageHead']}>
              {title} <span className={styles['stageSays']}>{says}</span>
            </h3>
            {id === 'boot' && (
              <p className={styles['cmdline']}>
                {words.thisBoot} <code>{known.cmdline === '' ? words.empty : known.cmdline}</code>
                <Copy text={known.cmdline} />
              </p>
            )}
            <ul>
              {knobs.map((knob) => (
                <KnobRow
                  key={knob.id}
                  knob={knob}
                  known={known}
                  canTurn={canTurn}
                  draft={draft}
                  onDraft={(value) => setDraft(drafted(draft, knob, value, known))}
                />
              ))}
            </ul>
          </section>
        );
      })}
      {shown.length === 0 && <p className={styles['nothing']}>{words.noKnobHasThese}</p>}
      <BootTray known={known} draft={draft} canBoot={canTurn} onDone={() => setDraft(NO_DRAFT)} />
    </>
  );
}

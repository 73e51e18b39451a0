import { type ReactElement, useState } from 'react';
import { useAtlas } from '../../store/atlas.ts';
import { showsNow } from '../../store/running.ts';
import { TextField } from '../../ui/fields.tsx';
import { formatPlural } from '../../ui/format.ts';
import { BootTray } from './BootTray.tsx';
import { Copy } from './Copy.tsx';
import { type Draft, NO_DRAFT, drafted } from './draft.ts';
import { KnobRow } from './KnobRow.tsx';
import { KNOBS, STAGES } from './knobs.ts';
import styles from './knobs.module.css';
import { type Known, matches } from './value.ts';

/** All knobs by when they can be turned, with their values on this machine. */
export function KnobsTab(): ReactElement {
  const info = useAtlas((s) => s.info);
  const params = useAtlas((s) => s.cells.params);
  const addRule = useAtlas((s) => s.cells.addRule);
  const now = useAtlas(showsNow);
  const [search, setSearch] = useState('');
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
        <TextField label="Find a knob" value={search} onChange={setSearch} placeholder="movable, vm, v5.15 …" />
        <p className={styles['count']} role="status">
          {shown.length === KNOBS.length
            ? formatPlural(KNOBS.length, 'knob')
            : `${shown.length} of ${KNOBS.length} knobs`}
        </p>
      </div>
      {!now && (
        <p className={styles['past']}>These are the values of a moment in the past; go back to now to change them.</p>
      )}
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
                this boot: <code>{known.cmdline === '' ? '(empty)' : known.cmdline}</code>
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
      {shown.length === 0 && <p className={styles['nothing']}>No knob has these words.</p>}
      <BootTray known={known} draft={draft} canBoot={canTurn} onDone={() => setDraft(NO_DRAFT)} />
    </>
  );
}

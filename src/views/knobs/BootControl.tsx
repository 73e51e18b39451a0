import type { ReactElement } from 'react';
import * as words from '#words/knobs-panel.ts';
import { Select } from '../../ui/fields.tsx';
import { type Draft, givenTo } from './draft.ts';
import { standing } from './kconfig.ts';
import styles from './knobs.module.css';
import { ValueChip } from './ValueChip.tsx';
import type { Knob } from './types.ts';
import { type Known, currentOf, fits } from './value.ts';

/** Ids of the choices that are no values. */
const NOT_GIVEN = words.notGiven;
const GIVEN = '(given)';

/** The value of this boot, and the one for the next. */
export function BootControl(props: {
  readonly knob: Knob;
  readonly known: Known;
  readonly canTurn: boolean;
  readonly draft: Draft;
  readonly onDraft: (value: string | undefined) => void;
}): ReactElement {
  const { knob, known, draft, onDraft } = props;
  const { values } = knob;
  const current = currentOf(knob, known);
  const next = draft.has(knob.id) ? draft.get(knob.id) : givenTo(knob, known);
  const label = words.atNextBoot(knob.name);
  const { fixed } = standing(knob, known.arch, known.config ?? {});
  if (!props.canTurn || fixed !== undefined || (knob.stage === 'build' && current.kind === 'unknown'))
    return <ValueChip current={current} />;
  return (
    <div className={styles['boot']}>
      <ValueChip current={current} />
      <span className={styles['arrow']} aria-hidden="true">
        →
      </span>
      {values.kind === 'word' || values.kind === 'flag' ? (
        <Select
          label={`${label}: ${next === undefined ? words.bootControlNotGiven : next === '' ? words.given : next}`}
          value={next === undefined ? NOT_GIVEN : next === '' ? GIVEN : next}
          choices={[
            ...(knob.stage === 'build'
              ? []
              : [{ id: NOT_GIVEN, label: words.bootControlNotGiven, description: words.defaultIs(knob.byDefault) }]),
            ...(values.kind === 'flag'
              ? [{ id: GIVEN, label: words.given }]
              : values.words.map(({ word, says }) => ({ id: word, label: word, description: says }))),
          ]}
          onChange={(id) => onDraft(id === NOT_GIVEN ? undefined : id === GIVEN ? '' : id)}
        />
      ) : (
        <input
          aria-label={label}
          className={styles['input']}
          placeholder={words.bootControlNotGiven}
          spellCheck={false}
          autoComplete="off"
          value={next ?? ''}
          aria-invalid={next !== undefined && !fits(values, next)}
          onChange={(event) => {
            // a blank would end the word
            const value = event.target.value.replaceAll(/\s/g, '');
            onDraft(value === '' ? undefined : value);
          }}
        />
      )}
    </div>
  );
}

import type { ReactElement } from 'react';
import * as words from '#words/knobs-panel.ts';
import { BootControl } from './BootControl.tsx';
import { Copy } from './Copy.tsx';
import type { Draft } from './draft.ts';
import { Explain } from '../explain/Explain.tsx';
import { standing } from './kconfig.ts';
import styles from './knobs.module.css';
import { RunControl } from './RunControl.tsx';
import type { Knob } from './types.ts';
import { type Known, currentOf, lacking } from './value.ts';

interface RowProps {
  readonly knob: Knob;
  readonly known: Known;
  readonly canTurn: boolean;
  readonly draft: Draft;
  readonly onDraft: (value: string | undefined) => void;
}

/** One knob: its name, its value here, what it changes, and how it is set. */
export function KnobRow(props: RowProps): ReactElement {
  const { knob, known } = props;
  const missing = lacking(knob, known);
  const { says } = standing(knob, known.arch, known.config ?? {});
  return (
    <li className={styles['knob']} data-knob={knob.id}>
      <div className={styles['line']}>
        <h4 className={styles['name']}>
          {knob.name} {knob.rule !== undefined && <Explain id={knob.rule} room="params" label={knob.name} />}
        </h4>
        <Control {...props} />
      </div>
      <p className={styles['what']}>{knob.what}</p>
      {missing !== undefined && <p className={styles['missing']}>{words.thisKernelWasBuilt(missing)}</p>}
      <ul className={styles['where']} aria-label={words.howIsSet(knob.name)}>
        {knob.where.map((text) => (
          <li key={text}>
            <code>{text}</code>
            <Copy text={text} />
          </li>
        ))}
      </ul>
      <p className={styles['meta']}>
        {words.sinceDefault(knob.since, knob.byDefault, knob.source, says === '' ? '' : ` · ${says}`)}
      </p>
    </li>
  );
}

function Control({ knob, known, canTurn, draft, onDraft }: RowProps): ReactElement {
  const { access } = knob;
  switch (access.kind) {
    case 'file':
    case 'rule':
      return <RunControl knob={knob} access={access} mirrored={currentOf(knob, known)} canWrite={canTurn} />;
    case 'option':
    case 'flag':
    case 'listed':
    case 'symbol':
    case 'choice':
      return <BootControl knob={knob} known={known} canTurn={canTurn} draft={draft} onDraft={onDraft} />;
  }
}

import type { ReactElement } from 'react';
import * as words from '#words/explain.ts';
import { filled, named, slots } from '../../engine/rules/formula.ts';
import { type RuleId, ruleOf } from '../../engine/rules/index.ts';
import { showsNow } from '../../store/running.ts';
import { useAtlas } from '../../store/atlas.ts';
import { cx } from '../../ui/cx.ts';
import styles from './explain.module.css';
import { kernels, originOf, proofOf } from './origin.ts';

/** The inside of an opened figure: formula, values, rule, kernel function, proof, provenance. */
export function Card(props: {
  readonly id: RuleId;
  readonly values: Readonly<Record<string, string>>;
  readonly room: string | undefined;
  readonly lines: readonly string[];
}): ReactElement {
  const { id, values, room, lines } = props;
  const rule = ruleOf(id);
  const provenance = useAtlas((s) => (room === undefined ? undefined : s.info?.provenance[room]));
  const untouched = useAtlas((s) => s.history.length === 0 && showsNow(s));
  const { recordings, tests } = proofOf(rule);
  const origin = originOf(rule, provenance, untouched);
  const known = rule.formula !== undefined && slots(rule.formula).every((name) => values[name] !== undefined);
  return (
    <div className={styles['card']}>
      {rule.formula !== undefined && (
        <div className={styles['formulas']}>
          <p>{named(rule.formula)}</p>
          {known && <p className={styles['filled']}>{filled(rule.formula, values)}</p>}
        </div>
      )}
      {lines.map((line) => (
        <p key={line} className={styles['line']}>
          {line}
        </p>
      ))}
      <p className={styles['text']}>{rule.text}</p>
      <dl className={styles['facts']}>
        <div>
          <dt>{words.kernel}</dt>
          <dd>
            <code>{rule.fn}</code> <span className={styles['quiet']}>{kernels(rule)}</span>
          </dd>
        </div>
        <div>
          <dt>{words.confirmedBy}</dt>
          <dd>
            {recordings.length === 0
              ? words.noRecordingOfOurs(tests.length)
              : recordings.map((name) => <code key={name}>{name}</code>)}
          </dd>
        </div>
      </dl>
      <p className={styles['foot']}>
        <span className={cx(styles['origin'], styles[origin.word])}>{words.origin[origin.word]}</span>
        <span className={styles['quiet']}>{origin.says}</span>
        <span className={styles['id']}>{rule.id}</span>
      </p>
    </div>
  );
}

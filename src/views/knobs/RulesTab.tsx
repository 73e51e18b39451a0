import { type ReactElement, useState } from 'react';
import * as words from '#words/knobs-panel.ts';
import { RULES } from '../../engine/rules/index.ts';
import type { Rule } from '../../engine/rules/rule.ts';
import { TextField } from '../../ui/fields.tsx';
import styles from './knobs.module.css';

/** Whether all words of a search stand in a rule. */
function has(rule: Rule, search: string): boolean {
  const text = [rule.id, rule.text, rule.fn, rule.since, ...rule.tests].join(' ').toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** The kernels for which a rule holds. */
const kernels = ({ since, until }: Rule): string =>
  until === undefined ? words.since(since) : words.toBefore(since, until);

/** Recordings stand with their names, tests with their paths. */
const proof = (test: string): string => (test.includes('/') ? (test.split('/').at(-1) ?? test) : test);

/** The rules that the machine plays by, each with the kernel function that has it and what confirms it. */
export function RulesTab(): ReactElement {
  const [search, setSearch] = useState('');
  const shown = RULES.filter((rule) => has(rule, search.trim()));
  return (
    <>
      <div className={styles['tools']}>
        <TextField label={words.findRule} value={search} onChange={setSearch} placeholder={words.ruleExamples} />
        <p className={styles['count']} role="status">
          {shown.length === RULES.length
            ? words.rulesTabRules(RULES.length)
            : words.ofRules(shown.length, RULES.length)}
        </p>
      </div>
      <ul className={styles['rules']}>
        {shown.map((rule) => (
          <li key={rule.id} className={styles['knob']} data-rule={rule.id}>
            <div className={styles['rule']}>
              <h3 className={styles['ruleId']}>{rule.id}</h3>
              <div>
                <p className={styles['what']}>{rule.text}</p>
                <p className={styles['fn']}>{rule.fn}</p>
                <p className={styles['meta']}>
                  {(rule.unverified === true ? words.unverifiedExpressedBy : words.confirmedBy)(
                    kernels(rule),
                    rule.tests.map(proof).join(', '),
                  )}
                </p>
              </div>
            </div>
          </li>
        ))}
      </ul>
      {shown.length === 0 && <p className={styles['nothing']}>{words.noRuleHasThese}</p>}
    </>
  );
}

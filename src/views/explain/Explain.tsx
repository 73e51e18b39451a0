/**
 * *Explain this*: a figure that opens to the rule it follows.
 *
 *   <Explain id="WMK-2" values={{ min: 11, pages_min: 1024, managed: 512, managed_of_all: 47_000 }} room="zones">
 *     11
 *   </Explain>
 *
 * `id` names a rule of src/engine/rules. Where that rule has a formula, `values` must fill every name in it (the compiler
 * looks), and the figure opens to the formula twice: with its names and with these values. Below stand the rule, the kernel
 * function that has it, since which version, the recordings and tests that confirm it, and where the figure comes from:
 * recorded, derived, modelled or unverified. `room` is the room of the machine whose provenance the figure has (`zones`,
 * `sections`, `blocks`, `mapping`, `pages`, `params` …). `lines` are further sentences about this figure.
 * The words are loaded when the first figure is opened.
 */
import { type ReactElement, type ReactNode, Suspense, lazy } from 'react';
import { Button, DialogTrigger, Popover } from 'react-aria-components';
import * as words from '#words/explain.ts';
import type { RuleId, SlotsOf } from '../../engine/rules/index.ts';
import { formatCount } from '../../ui/format.ts';
import styles from './explain.module.css';

const Card = lazy(() =>
  import('./Card.tsx').then(
    ({ Card: loaded }) => ({ default: loaded }),
    () => ({ default: () => <p>{words.notLoaded}</p> }),
  ),
);

/** What fills a formula; numbers are written with groups of three digits. */
export type Values<Id extends RuleId> = Readonly<Record<SlotsOf<Id>, number | string>>;

interface Common<Id extends RuleId> {
  readonly id: Id;
  /** The figure itself. Without it: a small `?` beside something else. */
  readonly children?: ReactNode;
  /** What the figure is, for a reader who hears only this: `min of node 0 Normal`. */
  readonly label?: string;
  /** The room of the machine that the figure belongs to (MachineInfo.provenance). */
  readonly room?: string;
  readonly lines?: readonly string[];
}
/** Values are asked for where the rule has a formula. */
export type ExplainProps<Id extends RuleId> = Common<Id> &
  ([SlotsOf<Id>] extends [never] ? { readonly values?: undefined } : { readonly values: Values<Id> });

/** A figure with a dotted line below it; pressing it opens what it follows from. */
export function Explain<Id extends RuleId>(props: ExplainProps<Id>): ReactElement {
  const { id, children, label, room, lines } = props;
  const values: Readonly<Record<string, number | string>> = props.values ?? {};
  const written = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === 'number' ? formatCount(value) : value]),
  );
  return (
    <DialogTrigger>
      <Button
        className={(children === undefined ? styles['mark'] : styles['figure']) ?? ''}
        {...(label !== undefined && { 'aria-label': words.explain(label) })}
        {...(label === undefined && children === undefined && { 'aria-label': words.explainRule(id) })}
      >
        {children ?? '?'}
      </Button>
      {/* a popover without a dialog in it is the dialog itself */}
      <Popover className={styles['popover'] ?? ''} placement="bottom" aria-label={words.rule(id)}>
        <Suspense fallback={<p>…</p>}>
          <Card id={id} values={written} room={room} lines={lines ?? []} />
        </Suspense>
      </Popover>
    </DialogTrigger>
  );
}

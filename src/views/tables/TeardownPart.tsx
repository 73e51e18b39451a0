import { type ReactElement, type ReactNode, useEffect, useRef, useState } from 'react';
import * as words from '#words/tables.ts';
import type { RoundResidue, RoundScenario, RoundsAnswer } from '../../engine/mapping/table-views.ts';
import type { TeardownPolicy } from '../../engine/mapping/types.ts';
import type { MachineInfo } from '../../link/messages.ts';
import { useAtlasStore } from '../../store/atlas.ts';
import { Button } from '../../ui/Button.tsx';
import { Segmented, Select } from '../../ui/fields.tsx';
import { GiB } from '../../engine/units.ts';
import { formatBytes } from '../../ui/format.ts';
import { useMomentKey } from '../inspector/useMomentKey.ts';
import { optionOf } from '../knobs/commandLine.ts';
import { rich } from '../../ui/rich.ts';
import styles from './facts.module.css';
import { Wide } from './Wide.tsx';

const POLICIES: readonly { readonly id: TeardownPolicy; readonly label: string; readonly what: string }[] = [
  { id: 'leave', label: words.policiesLeave, what: words.policiesLeaveWhat },
  {
    id: 'keep-shared',
    label: words.policiesKeepShared,
    what: words.policiesKeepSharedWhat,
  },
  { id: 'free', label: words.policiesFree, what: words.policiesFreeWhat },
];
const SCENARIOS: readonly { readonly id: RoundScenario; readonly label: string; readonly what: string }[] = [
  { id: 'replace', label: words.scenariosReplace, what: words.scenariosReplaceWhat },
  { id: 'move', label: words.scenariosMove, what: words.scenariosMoveWhat },
  { id: 'remove', label: words.scenariosRemove, what: words.scenariosRemoveWhat },
  { id: 're-home', label: words.scenariosReHome, what: words.scenariosReHomeWhat },
];
const ROUNDS = [1, 10, 100] as const;
/** DIMMs to count with: one memory block, and larger ones. */
const SIZES = [1, 4, 16].map((n) => n * GiB);
const keyOf = (scenario: RoundScenario, policy: TeardownPolicy): string => `${scenario} ${policy}`;

type Answers = ReadonlyMap<string, RoundsAnswer>;

/** The debate behind hot remove as one switch, and what rounds of it leave behind. */
export function TeardownPart({ info }: { readonly info: MachineInfo }): ReactElement {
  const atlas = useAtlasStore().getState;
  const moment = useMomentKey();
  const now = policyOf(info.cmdline);
  const [size, setSize] = useState(info.blockBytes);
  const boot = (policy: TeardownPolicy): void => {
    // a later word of the command line wins
    if (policy !== now) void atlas().send({ channel: 'world', line: `boot atlas.memhp_teardown=${policy}` });
  };
  return (
    <div className={styles['part']}>
      <div className={styles['row']}>
        <Segmented label={words.whatRemovalDoes} value={now} choices={POLICIES} onChange={boot} />
        <span className={styles['note']}>
          {rich(
            words.anotherChoiceRebootsThis(
              <code>atlas.memhp_teardown=…</code>,
              POLICIES.find(({ id }) => id === now)?.what ?? '',
            ),
          )}
        </span>
      </div>
      {/* figures belong to one moment */}
      <Rounds key={`${moment} ${size}`} now={now} size={size}>
        <Select
          label={words.costPartDimm}
          value={`${size}`}
          choices={[info.blockBytes, ...SIZES.filter((s) => s > info.blockBytes && s <= info.hotBytes)].map((s) => ({
            id: `${s}`,
            label: words.dimmOf(s),
          }))}
          onChange={(id) => setSize(Number(id))}
        />
      </Rounds>
    </div>
  );
}

/** Counts what rounds leave behind, policy by policy. */
function Rounds(props: {
  readonly now: TeardownPolicy;
  readonly size: number;
  readonly children: ReactNode;
}): ReactElement {
  const { now, size } = props;
  const atlas = useAtlasStore().getState;
  const [answers, setAnswers] = useState<Answers>(new Map());
  const [running, setRunning] = useState(false);
  const [problem, setProblem] = useState<string | undefined>();
  const state = useRef({ live: true });
  useEffect(() => {
    const own = state.current;
    own.live = true;
    return () => {
      own.live = false;
    };
  }, []);
  const count = async (): Promise<void> => {
    setRunning(true);
    setProblem(undefined);
    let found: Answers = new Map();
    try {
      for (const { id: scenario } of SCENARIOS)
        for (const { id: policy } of POLICIES) {
          const answer = await atlas().ask('rounds', { policy, scenario, rounds: ROUNDS, dimmBytes: size });
          if (!state.current.live) return;
          found = new Map(found).set(keyOf(scenario, policy), answer);
          setAnswers(found);
        }
      atlas().announce(words.roundsCounted);
    } catch (error) {
      if (state.current.live) setProblem(error instanceof Error ? error.message : String(error));
    }
    if (state.current.live) setRunning(false);
  };
  const all = POLICIES.length * SCENARIOS.length;
  const most = Math.max(
    1,
    ...[...answers.values()].flatMap((answer) => answer.after.map((after) => after.bytes as number)),
  );
  return (
    <>
      <div className={styles['row']}>
        {props.children}
        <Button size="small" isDisabled={running} onPress={() => void count()}>
          {running ? words.counting : words.countRounds}
        </Button>
        {running && (
          <progress aria-label={words.roundsCounted} className={styles['progress']} value={answers.size} max={all} />
        )}
        <span className={styles['note']}>{words.ofPluggingAndUnplugging}</span>
      </div>
      {problem !== undefined && (
        <p role="alert" className={styles['bad']}>
          {problem}
        </p>
      )}
      {answers.size > 0 && (
        <Wide label={words.whatRoundsLeaveBehind}>
          <table className={styles['table']}>
            <thead>
              <tr>
                <th scope="col">{words.after}</th>
                {SCENARIOS.map((scenario) => (
                  <th key={scenario.id} scope="colgroup" colSpan={ROUNDS.length} title={scenario.what}>
                    {scenario.label}
                  </th>
                ))}
              </tr>
              <tr>
                <th scope="col">{words.rounds}</th>
                {SCENARIOS.flatMap((scenario) =>
                  ROUNDS.map((n) => (
                    <th key={`${scenario.id} ${n}`} scope="col">
                      {n}
                    </th>
                  )),
                )}
              </tr>
            </thead>
            <tbody>
              {POLICIES.map((policy) => (
                <tr key={policy.id} data-now={policy.id === now || undefined}>
                  <th scope="row" title={policy.what}>
                    {policy.label}
                  </th>
                  {SCENARIOS.flatMap((scenario) => {
                    const answer = answers.get(keyOf(scenario.id, policy.id));
                    return ROUNDS.map((n) => (
                      <Left
                        key={`${scenario.id} ${n}`}
                        answer={answer}
                        after={answer?.after.find(({ rounds }) => rounds === n)}
                        most={most}
                      />
                    ));
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </Wide>
      )}
      {[...answers.values()].some((a) => a.stopped !== undefined) && (
        <ul className={styles['note']}>
          {[
            ...new Set(
              [...answers.values()].flatMap((a) => (a.stopped === undefined ? [] : [`${a.scenario}: ${a.stopped}`])),
            ),
          ].map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      )}
    </>
  );
}

/** The policy that a command line chooses. */
function policyOf(cmdline: string): TeardownPolicy {
  const word = optionOf(cmdline, { kind: 'option', name: 'atlas.memhp_teardown' });
  return POLICIES.find(({ id }) => id === word)?.id ?? 'free';
}

/** What one number of rounds left. */
function Left(props: {
  readonly answer: RoundsAnswer | undefined;
  readonly after: RoundResidue | undefined;
  readonly most: number;
}): ReactElement {
  const { answer, after, most } = props;
  if (after === undefined) return <td className={styles['faint']}>{answer === undefined ? '…' : '–'}</td>;
  if (after.bytes === 0) return <td className={styles['good']}>{words.nothing}</td>;
  const parts = [
    after.orphanTables > 0 ? words.emptyTables(after.orphanTables) : '',
    after.stalePages > 0 ? words.pagesOfStaleStruct(after.stalePages) : '',
    after.foreignPages > 0 ? words.ofThemOnWrong(after.foreignPages) : '',
  ].filter((part) => part !== '');
  return (
    <td className={styles['left']} title={parts.join(', ')}>
      {formatBytes(after.bytes)}
      <i
        aria-hidden="true"
        // a bar on a logarithmic scale: 4 KiB is visible beside a gigabyte
        style={{ width: `${(100 * Math.log2(1 + after.bytes / 1024)) / Math.log2(1 + most / 1024)}%` }}
      />
    </td>
  );
}

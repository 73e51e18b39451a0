import { type ReactElement, useMemo, useState } from 'react';
import * as wording from '#words/timeline.ts';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import type { Moment } from '../../link/messages.ts';
import { endsOf, momentOf, numberOf } from '../../store/moments.ts';
import { showsNow } from '../../store/running.ts';
import { lineText } from '../../store/words.ts';
import { cx } from '../../ui/cx.ts';
import { useAsk } from '../inspector/useAsk.ts';
import { callTree } from './calls.ts';
import { CallList } from './CallList.tsx';
import { Controls } from './Controls.tsx';
import { FlameChart } from './FlameChart.tsx';
import { Bookmark, BranchButton, MomentField, Pin } from './Moments.tsx';
import { Nothing } from './Nothing.tsx';
import { SessionStrip } from './SessionStrip.tsx';
import styles from './timeline.module.css';
import { useHead } from './useHead.ts';
import { usePlayback } from './usePlayback.ts';
import { sourceWords, stepWords } from './words.ts';

/** The kernel's steps in carrying out one line, and the whole session below: every moment of it can be looked at. */
export function Timeline(): ReactElement {
  const atlas = useAtlasStore().getState;
  const history = useAtlas((s) => s.history);
  const traced = useAtlas((s) => s.traced);
  const moment = useAtlas((s) => s.moment);
  const now = useAtlas(showsNow);
  const standing = history.filter((entry) => !entry.undone);
  const persons = standing.filter((entry) => entry.source === 'person');
  const chosen = standing.find((e) => e.index === traced) ?? persons.at(-1);
  // now, a line that ran no kernel code leaves the last one that did on screen
  const entry = now && chosen?.steps === 0 ? (persons.findLast((e) => e.steps > 0) ?? chosen) : chosen;
  const line = entry?.index;
  const asked = entry === undefined ? undefined : { line: entry.index };
  const key =
    entry === undefined ? '' : `${entry.index} ${entry.steps} ${lineText(entry.line)} ${entry.reply.pending ?? ''}`;
  const answer = useAsk('trace', asked, key, false);
  const tree = useMemo(() => (answer === undefined ? undefined : callTree(answer)), [answer]);
  const steps = tree?.steps ?? entry?.steps ?? 0;
  const head = useHead(line, steps);
  const go = (step: number): void => {
    if (line === undefined) return;
    // who steps through a line that stands in for the last one has chosen it
    if (line !== traced) atlas().setTraced(line);
    head.go(line, step, steps);
  };
  const ends = useMemo(() => endsOf(history.filter((e) => !e.undone)), [history]);
  const last = standing.length - 1;
  const end = ends.at(-1) ?? 0;
  /** Where the playhead stands, which runs ahead of the machine. */
  const at = line === undefined ? 0 : numberOf(ends, { line, step: head.step >= steps ? undefined : head.step });
  const begin = line === undefined ? 0 : (ends[line] ?? 0);
  /** Shows a moment, whichever line it lies in. */
  const show = (to: Moment): void => {
    const target = standing[to.line];
    if (to.line >= 0 && to.line !== line) atlas().setTraced(to.line);
    if (to.line < 0 || target === undefined) {
      atlas().setTraced(standing[0]?.index);
      void atlas().seek(standing.length === 0 ? undefined : { line: -1, step: undefined });
    } else head.go(to.line, to.step ?? target.steps, target.steps);
  };
  const goNumber = (n: number): void => show(momentOf(ends, n));
  const play = usePlayback({ at: now ? end : at, end, again: begin, span: steps, go: goNumber });
  const [list, setList] = useState(false);
  const user = (step: number): void => {
    play.stop();
    // beyond a line's ends are its neighbours
    if (step < 0 || step > steps) goNumber(begin + (step < 0 ? -1 : steps + 2));
    else go(step);
  };
  const goLine = (to: number, step?: number): void => {
    play.stop();
    const target = standing.find((e) => e.index === to);
    atlas().setTraced(target?.index);
    void atlas()
      .seek(to >= last && step === undefined ? undefined : { line: to, step })
      .catch(() => undefined);
  };
  const before = persons.findLast((e) => line !== undefined && e.index < line);
  const after = persons.find((e) => line !== undefined && e.index > line);
  const step = head.step;
  const words = answer === undefined || tree === undefined ? '' : stepWords(answer, tree, step);
  const event = answer === undefined || step <= 0 ? undefined : answer.names[answer.nameOf[step - 1] ?? 0];
  return (
    <div className={styles['timeline']}>
      <header className={cx(styles['head'], !now && styles['past'])}>
        <h2 className={styles['name']}>{wording.timeline}</h2>
        <p className={styles['line']} title={entry === undefined ? undefined : lineText(entry.line)}>
          {!now && <strong>{wording.actingHereForks(moment.line)}</strong>}
          {entry !== undefined && <bdi>{lineText(entry.line)}</bdi>}
        </p>
        {entry !== undefined && <span className={styles['count']}>{wording.timelineStepOf(step, steps)}</span>}
        <Controls
          step={step}
          steps={steps}
          play={play}
          canBack={at > 0 && !(moment.line < 0)}
          canForward={!now}
          list={list}
          onList={setList}
          onStep={user}
          onBefore={before === undefined ? undefined : () => goLine(before.index)}
          onAfter={after === undefined ? undefined : () => goLine(after.index)}
          onNow={now ? undefined : () => goLine(Number.MAX_SAFE_INTEGER)}
        />
      </header>
      {entry === undefined ? (
        <Nothing />
      ) : tree === undefined || answer === undefined ? (
        <p className={styles['empty']}>{wording.readingSteps}</p>
      ) : tree.steps === 0 ? (
        <p className={styles['empty']}>{wording.thisLineRanNothing}</p>
      ) : list ? (
        <CallList key={key} tree={tree} head={step} onSeek={user} />
      ) : (
        <FlameChart
          tree={tree}
          data={answer}
          head={step}
          onSeek={user}
          onPlay={(backwards) => play.toggle(backwards ? -1 : 1)}
        />
      )}
      <footer className={styles['foot']}>
        <MomentField ends={ends} onGo={goLine} />
        <SessionStrip onGo={goLine} />
        <Bookmark ends={ends} />
        <Pin ends={ends} />
        <BranchButton />
      </footer>
      <footer className={styles['saying']}>
        <p className={styles['words']} aria-live={play.playing === undefined ? 'polite' : 'off'}>
          {words}
          {event !== undefined && (
            <span className={styles['source']}>
              {' '}
              {sourceWords(event).startsWith('source') ? '' : sourceWords(event)}
            </span>
          )}
        </p>
      </footer>
    </div>
  );
}

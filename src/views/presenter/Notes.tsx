import { type ReactElement, useEffect, useMemo, useState } from 'react';
import * as words from '#words/presenter.ts';
import { storyById, titleOf } from '../../stories/index.ts';
import type { Story } from '../../stories/types.ts';
import { applyTheme } from '../../ui/theme.ts';
import { turnOf } from '../story/keys.ts';
import { Inline, Narration } from '../story/Narration.tsx';
import { rich } from '../../ui/rich.ts';
import { openChannel } from './channel.ts';
import type { StageAt } from './channel.ts';
import styles from './presenter.module.css';

const two = (n: number): string => String(n).padStart(2, '0');
const clockOf = (ms: number): string => {
  const s = Math.max(0, Math.floor(ms / 1000));
  const h = Math.floor(s / 3600);
  return `${h > 0 ? `${h}:` : ''}${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
};

/** The story that the stage plays. */
function useTold(id: string | undefined): Story | undefined {
  const [story, setStory] = useState<Story>();
  useEffect(() => {
    let here = true;
    const entry = id === undefined ? undefined : storyById(id);
    void entry?.load().then(
      (loaded) => here && setStory(loaded),
      () => undefined,
    );
    return () => {
      here = false;
    };
  }, [id]);
  return story?.id === id ? story : undefined;
}

/** The speaker's window: what to say, what comes next, and what time it is. */
export function Notes(): ReactElement {
  const [at, setAt] = useState<StageAt>();
  const [now, setNow] = useState(() => Date.now());
  const story = useTold(at?.story);
  const channel = useMemo(() => openChannel((message) => message.type === 'at' && setAt(message)), []);
  useEffect(() => applyTheme('system'), []);
  useEffect(() => {
    document.title = words.speakerNotesHotplugAtlas;
    channel.say({ type: 'hello' });
    const timer = setInterval(() => setNow(Date.now()), 1000);
    const onKey = (event: KeyboardEvent): void => {
      const by = turnOf(event);
      if (by !== undefined) channel.say({ type: 'turn', by });
      else if (event.key === 'b' || event.key === '.') channel.say({ type: 'blank' });
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => {
      clearInterval(timer);
      document.removeEventListener('keydown', onKey);
    };
  }, [channel]);
  if (at === undefined || story === undefined)
    return (
      <main className={styles['notes']}>
        <p className={styles['notesWait']} role="status">
          {rich(words.waitingForPresentationOpen(<em>{words.present}</em>))}
        </p>
      </main>
    );
  const step = story.steps[at.step];
  const next = story.steps[at.step + 1];
  const waits = step?.question !== undefined && !at.asked;
  return (
    <main className={styles['notes']}>
      <header className={styles['notesHead']}>
        <p>
          {rich(
            words.stepOf(
              <strong>{titleOf(story)}</strong>,
              at.blank && <span className={styles['isBlank']}>{words.screenIsBlank}</span>,
              at.step,
              story.steps.length,
            ),
          )}
        </p>
        <time className={styles['clock']} aria-label={words.elapsed}>
          {clockOf(now - at.since)}
        </time>
        <time className={styles['clock']} aria-label={words.timeOfDay}>
          {new Date(now).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })}
        </time>
      </header>
      <section className={styles['notesNow']} aria-label={words.now}>
        <h1>{step?.title}</h1>
        {step?.notes !== undefined && (
          <div className={styles['say']}>
            <Narration text={step.notes} />
          </div>
        )}
        {step !== undefined && <Narration text={step.narration} />}
        {step?.question !== undefined && (
          <div className={styles['notesQuestion']}>
            <p>
              {waits ? words.askedNext : ''}
              <Inline text={step.question.ask} />
            </p>
            <p>
              <Inline text={step.question.choices.find((c) => c.right === true)?.text ?? ''} />
            </p>
          </div>
        )}
      </section>
      <aside className={styles['notesNext']} aria-label={words.next}>
        <p className={styles['kicker']}>{words.next}</p>
        {next === undefined ? (
          <h2>{words.end}</h2>
        ) : (
          <>
            <h2>{next.title}</h2>
            <Narration text={next.narration} />
          </>
        )}
      </aside>
      <footer className={styles['notesFoot']}>
        <button type="button" onClick={() => channel.say({ type: 'turn', by: -1 })}>
          {words.back}
        </button>
        <button type="button" onClick={() => channel.say({ type: 'blank' })}>
          {words.blank}
        </button>
        <button type="button" data-primary onClick={() => channel.say({ type: 'turn', by: 1 })}>
          {words.next}
        </button>
      </footer>
    </main>
  );
}

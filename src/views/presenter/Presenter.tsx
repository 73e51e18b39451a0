import { type CSSProperties, type ReactElement, useEffect, useMemo, useRef, useState } from 'react';
import * as words from '#words/presenter.ts';
import { titleOf } from '../../stories/index.ts';
import { useStory } from '../../stories/story.ts';
import { Button, IconButton, ToggleButton } from '../../ui/Button.tsx';
import { Chrome } from '../../ui/chrome.ts';
import { bringFocus } from '../../ui/focus.ts';
import { CloseIcon, HelpIcon } from '../../ui/icons.tsx';
import { Content, panelOf, useStep } from '../story/panels.tsx';
import { setMode } from '../story/leave.ts';
import { Narration } from '../story/Narration.tsx';
import { Progress } from '../story/Progress.tsx';
import { Question } from '../story/Question.tsx';
import { endBeat, keepBeat, turn, useBeat } from './beat.ts';
import { FullscreenIcon, LaserIcon, NotesIcon } from './icons.tsx';
import { useStageKeys } from './keys.ts';
import { Laser } from './Laser.tsx';
import { useAwake, useIdle, usePictureZoom } from './stage.ts';
import { openNotes, useNotesLink } from './notesLink.ts';
import './contrast.css';
import styles from './presenter.module.css';

function toggleFullscreen(): void {
  // a browser may refuse; the presentation goes on in its window
  const change =
    document.fullscreenElement === null ? document.documentElement.requestFullscreen() : document.exitFullscreen();
  change.catch(() => undefined);
}

function leave(): void {
  if (document.fullscreenElement !== null) document.exitFullscreen().catch(() => undefined);
  setMode('reading');
  endBeat();
}

/** A story on a stage: large narration, larger picture, nothing else. */
export default function Presenter(): ReactElement {
  const story = useStory((s) => s.story);
  const index = useStory((s) => s.step);
  const problem = useStory((s) => s.problem);
  const asked = useBeat((b) => b.asked);
  const blank = useBeat((b) => b.blank);
  const [help, setHelp] = useState(false);
  const [laser, setLaser] = useState(false);
  const [held, setHeld] = useState(false);
  const told = useRef<HTMLElement>(null);
  const idle = useIdle();
  const zoom = usePictureZoom();
  const step = useStep();
  useAwake();
  useNotesLink();
  useEffect(() => keepBeat(), []);
  useEffect(() => bringFocus(() => told.current), []);
  useEffect(() => {
    document.documentElement.dataset['contrast'] = 'high';
    return () => {
      delete document.documentElement.dataset['contrast'];
    };
  }, []);
  useStageKeys(
    useMemo(
      () => ({
        turn: (by) => {
          setHelp(false);
          turn(by);
        },
        blank: () => useBeat.setState((b) => ({ blank: !b.blank })),
        leave,
        fullscreen: toggleFullscreen,
        notes: openNotes,
        help: () => setHelp((shown) => !shown),
        laser: setHeld,
        choose: (choice) => {
          const { step: at, story: told, choose } = useStory.getState();
          const choices = told?.steps[at]?.question?.choices.length ?? 0;
          if (useBeat.getState().asked && choice < choices) choose(choice);
        },
      }),
      [],
    ),
  );
  const question = asked ? step?.question : undefined;
  const panel = panelOf(step);
  return (
    <div
      className={styles['presenter']}
      data-idle={(idle && !help) || undefined}
      data-laser={laser || held || undefined}
    >
      <section className={styles['words']} aria-label={words.story} ref={told} tabIndex={-1}>
        <h1 className={styles['story']}>{story === undefined ? (problem ?? '') : titleOf(story)}</h1>
        <div className={styles['text']} key={`${index} ${asked}`}>
          {question === undefined ? (
            <>
              <h2 className={styles['title']}>{step?.title}</h2>
              {step !== undefined && <Narration text={step.narration} />}
            </>
          ) : (
            <Question question={question} level={2} />
          )}
          {problem !== undefined && <p role="alert">{problem}</p>}
        </div>
        <footer className={styles['foot']}>
          <Progress />
          <span className={styles['count']}>
            {index + 1} / {story?.steps.length ?? 0}
          </span>
          <div className={styles['tools']} role="toolbar" aria-label={words.presentation}>
            <ToggleButton look="quiet" aria-label={words.laserPointer} isSelected={laser} onChange={setLaser}>
              <LaserIcon />
            </ToggleButton>
            <IconButton label={words.speakerNotes} hint={words.inWindowOfTheir} keys="N" onPress={openNotes}>
              <NotesIcon />
            </IconButton>
            <IconButton label={words.fullScreen} keys="F" onPress={toggleFullscreen}>
              <FullscreenIcon />
            </IconButton>
            <IconButton label={words.keys} keys="?" onPress={() => setHelp(true)}>
              <HelpIcon />
            </IconButton>
            <IconButton label={words.leavePresentation} keys="Escape" onPress={leave}>
              <CloseIcon />
            </IconButton>
          </div>
        </footer>
      </section>
      <section className={styles['picture']} aria-label={words.picture} data-panel={panel}>
        <div className={styles['zoomed']} style={{ zoom } satisfies CSSProperties}>
          <Chrome value={false}>
            <Content key={panel} name={panel} />
          </Chrome>
        </div>
      </section>
      {help && <KeysCard onClose={() => setHelp(false)} />}
      {blank && (
        <button
          type="button"
          className={styles['blank']}
          aria-label={words.screenIsBlankShow}
          onClick={() => useBeat.setState({ blank: false })}
        />
      )}
      <Laser on={laser} held={held} />
    </div>
  );
}

const KEYS: readonly (readonly [string, string])[] = [
  ['→  PageDown  Space', words.goOn],
  ['←  PageUp', words.goBack],
  ['1 – 4', words.chooseAnswer],
  ['B  .', words.blankScreen],
  ['L', words.laserPointerWhileHeld],
  ['N', words.presenterSpeakerNotes],
  ['F', words.presenterFullScreen],
  ['Esc', words.leaveStage],
];

function KeysCard({ onClose }: { readonly onClose: () => void }): ReactElement {
  return (
    <div className={styles['keys']} role="dialog" aria-label={words.keysOfPresentation}>
      <dl>
        {KEYS.map(([keys, what]) => (
          <div key={keys}>
            <dt>{keys}</dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <Button onPress={onClose}>{words.close}</Button>
    </div>
  );
}

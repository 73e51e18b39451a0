import { type ReactElement, useEffect, useRef } from 'react';
import { chapters } from '#words/story-list.ts';
import * as words from '#words/story-panel.ts';
import { storyById, titleOf } from '../../stories/index.ts';
import { useStory } from '../../stories/story.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { CloseIcon } from '../../ui/icons.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { Details } from './Details.tsx';
import { comeBack, end, explore, exploreAgain, more, setMode } from './leave.ts';
import { Explains, Narration } from './Narration.tsx';
import { Progress } from './Progress.tsx';
import { Question } from './Question.tsx';
import { BackIcon, ForwardIcon, ScreenIcon } from './icons.tsx';
import styles from './story.module.css';

/** The narration of a step beside the machine that it is about. */
export function StoryPanel({ narrow = false }: { readonly narrow?: boolean }): ReactElement {
  const story = useStory((s) => s.story);
  const index = useStory((s) => s.step);
  const phase = useStory((s) => s.phase);
  const moving = useStory((s) => s.moving);
  const problem = useStory((s) => s.problem);
  const scroller = useRef<HTMLDivElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const step = story?.steps[index];
  // a new step is read from its start, by eye and by screen reader
  useEffect(() => {
    scroller.current?.scrollTo({ top: 0 });
    const inside = scroller.current?.parentElement?.contains(document.activeElement);
    if (inside === true || document.activeElement === document.body) heading.current?.focus({ preventScroll: true });
  }, [story, index]);
  if (story === undefined || step === undefined)
    return (
      <div className={styles['panel']} aria-busy={problem === undefined}>
        <p className={styles['wait']} role="status">
          {problem ?? words.openingStory}
        </p>
        {problem !== undefined && (
          <div className={styles['ways']}>
            <Button look="primary" onPress={more}>
              {words.moreStories}
            </Button>
            <Button onPress={() => void end(true)}>{words.close}</Button>
          </div>
        )}
      </div>
    );
  const chapter = storyById(story.id)?.chapter;
  const last = index === story.steps.length - 1;
  return (
    <div className={styles['panel']}>
      <header className={styles['head']}>
        <div className={styles['which']}>
          <span className={styles['group']}>{chapter && chapters[chapter]}</span>
          <h2 className={styles['name']}>{titleOf(story)}</h2>
        </div>
        {!narrow && (
          <IconButton label={words.present} hint={words.onStageLargeType} onPress={() => setMode('presenting')}>
            <ScreenIcon />
          </IconButton>
        )}
        <EndMenu />
      </header>
      <div className={styles['scroller']} ref={scroller} tabIndex={-1}>
        <article aria-busy={moving}>
          <p className={styles['number']}>{words.stepOf(index, story.steps.length)}</p>
          <h3 className={styles['title']} ref={heading} tabIndex={-1}>
            {step.title}
          </h3>
          <Explains value={story.sources}>
            <Narration text={step.narration} />
            {step.question !== undefined && <Question question={step.question} />}
          </Explains>
          {problem !== undefined && (
            <p className={styles['problem']} role="alert">
              {words.thisStepCould(problem)}
            </p>
          )}
          {last && (
            <div className={styles['ways']}>
              <Button onPress={more}>{words.moreStories}</Button>
            </div>
          )}
          <Details story={story} index={index} />
        </article>
      </div>
      {phase === 'exploring' && (
        <div className={styles['left']} role="status">
          <p>{words.youLeftScriptHere}</p>
          <Button look="primary" size="small" onPress={() => void comeBack()}>
            {words.backToStory}
          </Button>
        </div>
      )}
      <footer className={styles['foot']}>
        <Progress />
        <div className={styles['nav']}>
          <Button
            isDisabled={index === 0}
            aria-label={words.previousStep}
            onPress={() => void useStory.getState().previous()}
          >
            <BackIcon /> {words.back}
          </Button>
          <Leave />
          <Button
            look="primary"
            isDisabled={last}
            aria-label={words.nextStep}
            onPress={() => void useStory.getState().next()}
          >
            {words.next} <ForwardIcon />
          </Button>
        </div>
      </footer>
    </div>
  );
}

/** Leaving to explore; and back to what was explored before. */
function Leave(): ReactElement {
  const explored = useStory((s) => s.explored);
  return (
    <span className={styles['leave']}>
      <Button look="quiet" onPress={() => void explore()}>
        {words.exploreFromHere}
      </Button>
      {explored !== undefined && (
        <Button look="quiet" onPress={() => void exploreAgain()}>
          {words.whatYouExplored}
        </Button>
      )}
    </span>
  );
}

/** The ways to end a story. */
export function EndMenu(): ReactElement {
  const before = useStory((s) => s.before);
  return (
    <Menu
      label={words.closeStory}
      groups={[
        {
          id: 'end',
          entries: [
            ...(before.length > 0 ? [{ id: 'back', label: words.backToMachineI, onAction: () => void end(true) }] : []),
            { id: 'stay', label: words.keepStorysMachine, onAction: () => void end(false) },
          ],
        },
      ]}
    >
      <IconButton label={words.closeStory}>
        <CloseIcon />
      </IconButton>
    </Menu>
  );
}

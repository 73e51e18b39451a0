import { type ReactElement, useEffect } from 'react';
import * as words from '#words/embed.ts';
import { useAtlas } from '../../store/atlas.ts';
import { fullAddress } from '../../store/embed.ts';
import type { EmbedView } from '../../store/embed.ts';
import { setStage } from '../../store/page.ts';
import { titleOf } from '../../stories/index.ts';
import { useStory } from '../../stories/story.ts';
import { IconButton } from '../../ui/Button.tsx';
import { Chrome } from '../../ui/chrome.ts';
import { Logo } from '../../ui/icons.tsx';
import { BackIcon, ForwardIcon } from '../story/icons.tsx';
import { useStoryKeys } from '../story/keys.ts';
import { Narration } from '../story/Narration.tsx';
import { Content, panelOf, useStep } from '../story/panels.tsx';
import { Progress } from '../story/Progress.tsx';
import { Question } from '../story/Question.tsx';
import { useStorySync } from '../story/sync.ts';
import styles from './embed.module.css';

/** One view of a machine or a story's step, for a slide or a page of docs. */
export default function Embed({ view }: { readonly view: EmbedView }): ReactElement {
  const title = useAtlas((s) => s.info?.title);
  useEffect(() => {
    if (view === 'tables') setStage('tables');
  }, [view]);
  const story = useStory((s) => s.story && titleOf(s.story));
  return (
    <div className={styles['embed']}>
      <Chrome value={false}>
        {view === 'story' ? (
          <EmbeddedStory />
        ) : (
          <section className={styles['view']} aria-label={view === 'timeline' ? words.timeline : words.memory}>
            <Content name={view === 'timeline' ? 'timeline' : 'map'} />
          </section>
        )}
      </Chrome>
      <footer className={styles['foot']}>
        <Logo />
        <span className={styles['what']}>{view === 'story' ? story : title}</span>
        <a
          className={styles['full']}
          href={fullAddress(location.href)}
          target="_blank"
          rel="noopener"
          onClick={(event) => {
            // the place may have changed since this was drawn
            event.currentTarget.href = fullAddress(location.href);
          }}
        >
          {words.openInFull}
        </a>
      </footer>
    </div>
  );
}

function EmbeddedStory(): ReactElement {
  useStorySync();
  useStoryKeys();
  const story = useStory((s) => s.story);
  const index = useStory((s) => s.step);
  const problem = useStory((s) => s.problem);
  const step = useStep();
  const panel = panelOf(step);
  return (
    <div className={styles['story']}>
      <section className={styles['picture']} aria-label={words.picture}>
        <Content key={panel} name={panel} />
      </section>
      <section className={styles['words']} aria-label={words.story}>
        <div className={styles['text']} tabIndex={-1}>
          <h1 className={styles['title']}>{step?.title ?? problem}</h1>
          {step !== undefined && <Narration text={step.narration} />}
          {step?.question !== undefined && <Question question={step.question} level={2} />}
        </div>
        <div className={styles['nav']}>
          <IconButton
            label={words.previousStep}
            isDisabled={index === 0}
            onPress={() => void useStory.getState().previous()}
          >
            <BackIcon />
          </IconButton>
          <Progress />
          <IconButton
            label={words.nextStep}
            isDisabled={story === undefined || index === story.steps.length - 1}
            onPress={() => void useStory.getState().next()}
          >
            <ForwardIcon />
          </IconButton>
        </div>
      </section>
    </div>
  );
}

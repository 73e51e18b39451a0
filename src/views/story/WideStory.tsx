import type { ReactElement } from 'react';
import * as words from '#words/story-panel.ts';
import { useMediaQuery } from '../app/useMediaQuery.ts';
import { useStoryKeys } from './keys.ts';
import { StoryFrame, panelOf, useStep } from './panels.tsx';
import { StoryPanel } from './StoryPanel.tsx';
import styles from './story.module.css';

/** Narration beside the stage; of the other panels those that the step needs. */
export function WideStory(): ReactElement {
  useStoryKeys();
  const step = useStep();
  const roomy = useMediaQuery('(min-width: 1180px)');
  const panel = panelOf(step);
  const side = panel === 'bay' ? 'bay' : roomy || panel === 'inspector' ? 'inspector' : undefined;
  return (
    <div className={styles['wide']}>
      <section className={styles['story']} aria-label={words.story} data-panel-frame tabIndex={-1}>
        <StoryPanel />
      </section>
      <div className={styles['stage']} data-side={side}>
        <StoryFrame name="map" />
        {side !== undefined && <StoryFrame key={side} name={side} />}
        <div className={styles['below']} data-tall={panel === 'timeline' || panel === 'console' || undefined}>
          <StoryFrame name="timeline" />
          <StoryFrame name="console" />
        </div>
      </div>
    </div>
  );
}

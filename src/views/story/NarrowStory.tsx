import type { ReactElement } from 'react';
import * as words from '#words/story-panel.ts';
import { Chrome } from '../../ui/chrome.ts';
import { useStoryKeys } from './keys.ts';
import { StoryFrame, panelOf, useStep } from './panels.tsx';
import { StoryPanel } from './StoryPanel.tsx';
import styles from './story.module.css';

/** A phone: the panel that the step points at above its narration. */
export function NarrowStory(): ReactElement {
  useStoryKeys();
  const panel = panelOf(useStep());
  return (
    <div className={styles['tall']}>
      <Chrome value={false}>
        <StoryFrame key={panel} name={panel} />
      </Chrome>
      <section className={styles['story']} aria-label={words.story} data-panel-frame tabIndex={-1}>
        <StoryPanel narrow />
      </section>
    </div>
  );
}

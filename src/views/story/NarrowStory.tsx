import type { ReactElement } from 'react';
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
      <StoryFrame key={panel} name={panel} />
      <section className={styles['story']} aria-label="Story" data-panel-frame tabIndex={-1}>
        <StoryPanel narrow />
      </section>
    </div>
  );
}

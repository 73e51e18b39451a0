import type { ReactElement } from 'react';
import * as words from '#words/story-panel.ts';
import { useStory } from '../../stories/story.ts';
import { cx } from '../../ui/cx.ts';
import styles from './story.module.css';

/** One dot a step; each is a way there. */
export function Progress(): ReactElement | undefined {
  const story = useStory((s) => s.story);
  const step = useStory((s) => s.step);
  const go = useStory((s) => s.go);
  if (story === undefined) return undefined;
  return (
    <ol className={styles['dots']} aria-label={words.steps}>
      {story.steps.map(({ title }, i) => (
        <li key={title}>
          <button
            type="button"
            className={cx(styles['dot'], i < step && styles['past'], i === step && styles['here'])}
            aria-label={words.step(i, title)}
            aria-current={i === step ? 'step' : undefined}
            title={`${i + 1}. ${title}`}
            onClick={() => void go(i)}
          />
        </li>
      ))}
    </ol>
  );
}

import type { ReactElement, ReactNode } from 'react';
import * as words from '#words/story-panel.ts';
import { titleOf } from '../../stories/index.ts';
import { useStory } from '../../stories/story.ts';
import { Button } from '../../ui/Button.tsx';
import { rich } from '../../ui/rich.ts';
import { BackIcon } from './icons.tsx';
import { EndMenu } from './StoryPanel.tsx';
import { comeBack } from './leave.ts';
import styles from './story.module.css';

/** The way back to a story, above the screen of whoever left it. */
export function StoryBar({ children }: { readonly children: ReactNode }): ReactElement {
  const story = useStory((s) => s.story);
  const step = useStory((s) => s.step);
  return (
    <div className={styles['exploring']}>
      <div className={styles['bar']} role="status">
        <Button look="primary" size="small" onPress={() => void comeBack()}>
          <BackIcon /> {words.backToStory}
        </Button>
        <p>
          {rich(
            words.exploringFromStep(
              <strong>{story === undefined ? words.storyBarStory : titleOf(story)}</strong>,
              <span className={styles['faint']}> · {story?.steps[step]?.title}</span>,
              step,
            ),
          )}
        </p>
        <EndMenu />
      </div>
      <div className={styles['rest']}>{children}</div>
    </div>
  );
}

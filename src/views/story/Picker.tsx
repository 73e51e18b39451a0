import { type ReactElement } from 'react';
import { groups } from '#words/story-list.ts';
import * as words from '#words/story-panel.ts';
import { setStoryPicker, usePage } from '../../store/page.ts';
import { STORIES } from '../../stories/index.ts';
import { GROUPS } from '../../stories/types.ts';
import { useStory } from '../../stories/story.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import styles from './story.module.css';

/** All stories by group. */
export default function Picker(): ReactElement {
  const here = usePage((p) => p.story?.id);
  const started = useStory((s) => s.story?.id);
  const close = (): void => setStoryPicker(false);
  return (
    <Dialog title={words.stories} isOpen onClose={close}>
      <div className={styles['picker']}>
        <p className={styles['lead']}>{words.guidedDemonstrationsThatPlay}</p>
        {GROUPS.map((group) => {
          const stories = STORIES.filter((s) => s.group === group);
          if (stories.length === 0) return undefined;
          return (
            <section key={group} aria-label={groups[group]}>
              <h3 className={styles['groupHead']}>{groups[group]}</h3>
              <ul className={styles['cards']}>
                {stories.map(({ id, title, summary }) => (
                  <li key={id}>
                    <button
                      type="button"
                      className={styles['card']}
                      aria-current={id === here || undefined}
                      onClick={() => {
                        close();
                        usePage.setState({ story: { id, step: 1 }, storyMode: 'reading' });
                        if (started === id) void useStory.getState().go(0);
                      }}
                    >
                      <strong>{title}</strong>
                      <span>{summary}</span>
                    </button>
                  </li>
                ))}
              </ul>
            </section>
          );
        })}
      </div>
    </Dialog>
  );
}

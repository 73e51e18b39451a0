import { type ReactElement } from 'react';
import { chapters } from '#words/story-list.ts';
import * as words from '#words/story-panel.ts';
import { setStoryPicker, usePage } from '../../store/page.ts';
import { STORIES } from '../../stories/index.ts';
import { CHAPTERS } from '../../stories/types.ts';
import { useStory } from '../../stories/story.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import styles from './story.module.css';

/** All stories by chapter. */
export default function Picker(): ReactElement {
  const here = usePage((p) => p.story?.id);
  const started = useStory((s) => s.story?.id);
  const close = (): void => setStoryPicker(false);
  return (
    <Dialog title={words.stories} isOpen onClose={close}>
      <div className={styles['picker']}>
        <p className={styles['lead']}>{words.guidedDemonstrationsThatPlay}</p>
        {CHAPTERS.map((chapter) => {
          const stories = STORIES.filter((s) => s.chapter === chapter);
          if (stories.length === 0) return undefined;
          return (
            <section key={chapter} aria-label={chapters[chapter]}>
              <h3 className={styles['groupHead']}>{chapters[chapter]}</h3>
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

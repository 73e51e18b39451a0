import type { ReactElement } from 'react';
import * as words from '#words/story-panel.ts';
import { useStory } from '../../stories/story.ts';
import type { StoryQuestion } from '../../stories/types.ts';
import { cx } from '../../ui/cx.ts';
import { Inline, Narration } from './Narration.tsx';
import styles from './story.module.css';

/** “What happens next?”: choose, and read why. `level`: of its heading, where it stands under no step's title. */
export function Question({
  question,
  level = 4,
}: {
  readonly question: StoryQuestion;
  readonly level?: 2 | 4;
}): ReactElement {
  const Heading = `h${level}` as const;
  const chosen = useStory((s) => s.chosen);
  const choose = useStory((s) => s.choose);
  const done = chosen !== undefined;
  return (
    <section className={styles['question']} aria-label={words.whatHappensNext}>
      <Heading className={styles['ask']}>
        <Inline text={question.ask} />
      </Heading>
      <ol className={styles['choices']}>
        {question.choices.map(({ text, right }, i) => (
          <li key={text}>
            <button
              type="button"
              className={cx(
                styles['choice'],
                done && right === true && styles['right'],
                done && chosen === i && right !== true && styles['wrong'],
                done && chosen !== i && right !== true && styles['other'],
              )}
              aria-pressed={chosen === i}
              onClick={() => choose(i)}
            >
              <span className={styles['letter']} aria-hidden="true">
                {done && right === true ? '✓' : done && chosen === i ? '✗' : String.fromCharCode(65 + i)}
              </span>
              <span>
                <Inline text={text} />
                {done && right === true && <span className={styles['spoken']}> {words.right}</span>}
              </span>
            </button>
          </li>
        ))}
      </ol>
      <div aria-live="polite">{done && <Narration text={question.answer} />}</div>
    </section>
  );
}

/** What the palette offers of the story under way. */
import * as words from '#words/palette.ts';
import { usePage } from '../../store/page.ts';
import { titleOf } from '../../stories/index.ts';
import { useStory } from '../../stories/story.ts';
import { comeBack, end, explore, setMode } from '../story/leave.ts';
import type { Entry } from './entries.ts';

/** Steps, the stage, leaving and coming back; none without a story. */
export function storyEntries(): Entry[] {
  const { story, step, before, next, previous } = useStory.getState();
  if (usePage.getState().story === undefined || story === undefined) return [];
  const exploring = usePage.getState().storyMode === 'exploring';
  const entry = (id: string, title: string, run: () => void, why?: string, keys?: string): Entry => ({
    id: `this-story-${id}`,
    group: words.thisStory,
    title,
    also: titleOf(story),
    ...(why !== undefined && { why }),
    ...(keys !== undefined && { keys }),
    run,
  });
  return [
    entry(
      'next',
      words.nextStep,
      () => void next(),
      step === story.steps.length - 1 ? words.lastStep : undefined,
      'PageDown',
    ),
    entry('previous', words.previousStep, () => void previous(), step === 0 ? words.firstStep : undefined, 'PageUp'),
    entry('present', words.present, () => setMode('presenting')),
    exploring
      ? entry('back', words.backToStory, () => void comeBack())
      : entry('explore', words.explore, () => void explore()),
    entry('close', words.closeStory, () => void end(false)),
    ...(before.length > 0 ? [entry('restore', words.closeAndRestore, () => void end(true))] : []),
  ];
}

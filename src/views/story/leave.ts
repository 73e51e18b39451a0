/** Ways out of a story and back into it, as the person at the screen has them. */
import { setStoryPicker, usePage } from '../../store/page.ts';
import type { StoryMode } from '../../store/page.ts';
import { useStory } from '../../stories/story.ts';
import { bringFocus, firstPanel } from '../../ui/focus.ts';

export const setMode = (storyMode: StoryMode): void => usePage.setState({ storyMode });

/** The whole screen for what a person wants to try at this step. */
export async function explore(): Promise<void> {
  await useStory.getState().explore();
  setMode('exploring');
  bringFocus(firstPanel);
}

/** Back to the step that was left. */
export async function comeBack(): Promise<void> {
  setMode('reading');
  await useStory.getState().comeBack();
}

/** Stands up again what was explored. */
export async function exploreAgain(): Promise<void> {
  await useStory.getState().exploreAgain();
  setMode('exploring');
  bringFocus(firstPanel);
}

/** Ends the story. `restore`: with the machine of before it; else with the story's. */
export async function end(restore: boolean): Promise<void> {
  usePage.setState({ story: undefined, storyMode: 'reading', stage: 'map' });
  await useStory.getState().close(restore);
  bringFocus(firstPanel);
}

/** To the list of stories. */
export const more = (): void => setStoryPicker(true);

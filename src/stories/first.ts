/** What a page that is opened by a link to a story's step starts with: no other machine is booted and shown before it. */
import type { MachineSource, SavedSession } from '../link/messages.ts';
import type { StoryPlace } from '../store/page.ts';
import { storyById } from './index.ts';
import { sessionUpTo } from './script.ts';

/** A story's first machine with its lines up to a step; undefined: there is no such story. */
export async function firstMachine({
  id,
  step,
}: StoryPlace): Promise<{ readonly source: MachineSource; readonly saved: SavedSession } | undefined> {
  const story = await storyById(id)?.load();
  if (story === undefined) return undefined;
  const [{ name, source }] = story.machines;
  return { source, saved: sessionUpTo(story, name, Math.min(step, story.steps.length) - 1) };
}

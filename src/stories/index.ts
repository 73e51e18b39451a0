/** All stories, in the order in which the picker shows them within their groups. A story's script is loaded when it is opened. */
import type { StoryEntry } from './types.ts';

export const STORIES: readonly StoryEntry[] = [
  {
    id: 'block-life',
    title: 'A block’s life',
    summary: 'One memory block from absent to offline to online, in use, and gone again.',
    group: 'The basics',
    load: async () => (await import('./scripts/block-life.ts')).story,
  },
  {
    id: 'dimm-replaced',
    title: 'A DIMM replaced in its slot',
    summary: 'A failing DIMM leaves a running server, and a new one takes its place and its addresses.',
    group: 'Physical machines',
    load: async () => (await import('./scripts/dimm-replaced.ts')).story,
  },
];

/** A story by its id; undefined: there is none. */
export const storyById = (id: string): StoryEntry | undefined => STORIES.find((s) => s.id === id);

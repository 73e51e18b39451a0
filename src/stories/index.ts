/** All stories, in the order in which the picker shows them within their groups. A story's script is loaded when it is opened. */
import type { StoryEntry } from './types.ts';

export const STORIES: readonly StoryEntry[] = [
  {
    id: 'memory-map',
    title: 'A tour of the memory map',
    summary: 'Page, pageblock, subsection, section, block, zone, node: seven sizes of the same thing.',
    group: 'The basics',
    load: async () => (await import('./scripts/memory-map.ts')).story,
  },
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
  {
    id: 'dimm-moved',
    title: 'A DIMM moved out of a bad slot',
    summary: 'The slot will never work again: why nothing may stay behind at its addresses.',
    group: 'Physical machines',
    load: async () => (await import('./scripts/dimm-moved.ts')).story,
  },
  {
    id: 'capacity-reduced',
    title: 'Capacity reduced',
    summary: 'One of two DIMMs should go: the kernel decides which one can.',
    group: 'Physical machines',
    load: async () => (await import('./scripts/capacity-reduced.ts')).story,
  },
  {
    id: 'node-changed',
    title: 'A DIMM changes its node',
    summary: 'Memory moves to the processor that works with it: out, and in again.',
    group: 'Physical machines',
    load: async () => (await import('./scripts/node-changed.ts')).story,
  },
  {
    id: 'online-file',
    title: 'online_movable, to the wrong file',
    summary: 'A line from a mailing list, and the zone that it really chooses.',
    group: 'Zones and blocks',
    load: async () => (await import('./scripts/online-file.ts')).story,
  },
  {
    id: 'why-not-offline',
    title: 'Why this block will not go offline',
    summary: 'Kernel pages, references, boot memory, poison, a veto: every refusal and what would end it.',
    group: 'Zones and blocks',
    load: async () => (await import('./scripts/why-not-offline.ts')).story,
  },
  {
    id: 'who-pays',
    title: 'Who pays for struct pages',
    summary: '4 GiB for the kernel, 256 GiB to come: why the second half does not fit, and what makes it fit.',
    group: 'Memory model',
    load: async () => (await import('./scripts/who-pays.ts')).story,
  },
  {
    id: 'tables-built',
    title: 'Page tables built and torn down',
    summary: 'Four DIMMs at four addresses: one entry, one table, a table for struct pages, an entry at the top.',
    group: 'Page tables',
    load: async () => (await import('./scripts/tables-built.ts')).story,
  },
];

/** A story by its id; undefined: there is none. */
export const storyById = (id: string): StoryEntry | undefined => STORIES.find((s) => s.id === id);

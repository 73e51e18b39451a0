/** All stories, in the order in which the picker shows them within their chapters. A story's script is loaded when it is opened. */
import * as words from '#words/story-list.ts';
import type { Story, StoryEntry } from './types.ts';

export const STORIES: readonly StoryEntry[] = [
  {
    id: 'memory-map',
    ...words.memoryMap,
    chapter: 'basics',
    load: async () => (await import('./scripts/memory-map.ts')).story,
  },
  {
    id: 'block-life',
    ...words.blockLife,
    chapter: 'basics',
    load: async () => (await import('./scripts/block-life.ts')).story,
  },
  {
    id: 'dimm-replaced',
    ...words.dimmReplaced,
    chapter: 'physical',
    load: async () => (await import('./scripts/dimm-replaced.ts')).story,
  },
  {
    id: 'dimm-moved',
    ...words.dimmMoved,
    chapter: 'physical',
    load: async () => (await import('./scripts/dimm-moved.ts')).story,
  },
  {
    id: 'capacity-reduced',
    ...words.capacityReduced,
    chapter: 'physical',
    load: async () => (await import('./scripts/capacity-reduced.ts')).story,
  },
  {
    id: 'node-changed',
    ...words.nodeChanged,
    chapter: 'physical',
    load: async () => (await import('./scripts/node-changed.ts')).story,
  },
  {
    id: 'online-file',
    ...words.onlineFile,
    chapter: 'zones',
    load: async () => (await import('./scripts/online-file.ts')).story,
  },
  {
    id: 'why-not-offline',
    ...words.whyNotOffline,
    chapter: 'zones',
    load: async () => (await import('./scripts/why-not-offline.ts')).story,
  },
  {
    id: 'who-pays',
    ...words.whoPays,
    chapter: 'model',
    load: async () => (await import('./scripts/who-pays.ts')).story,
  },
  {
    id: 'tables-built',
    ...words.tablesBuilt,
    chapter: 'tables',
    load: async () => (await import('./scripts/tables-built.ts')).story,
  },
  {
    id: 'virtio-mem-breathes',
    ...words.virtioMemBreathes,
    chapter: 'devices',
    load: async () => (await import('./scripts/virtio-mem-breathes.ts')).story,
  },
  {
    id: 'cxl-boot-to-bash',
    ...words.cxlBootToBash,
    chapter: 'devices',
    load: async () => (await import('./scripts/cxl-boot-to-bash.ts')).story,
  },
  {
    id: 'cxl-interleave',
    ...words.cxlInterleave,
    chapter: 'devices',
    load: async () => (await import('./scripts/cxl-interleave.ts')).story,
  },
  {
    id: 'pmem-own-memmap',
    ...words.pmemOwnMemmap,
    chapter: 'devices',
    load: async () => (await import('./scripts/pmem-own-memmap.ts')).story,
  },
  {
    id: 'backing-dimm-fails',
    ...words.backingDimmFails,
    chapter: 'virtual',
    load: async () => (await import('./scripts/backing-dimm-fails.ts')).story,
  },
  {
    id: 'binding-changed',
    ...words.bindingChanged,
    chapter: 'virtual',
    load: async () => (await import('./scripts/binding-changed.ts')).story,
  },
  {
    id: 'tables-stay',
    ...words.tablesStay,
    chapter: 'tables',
    load: async () => (await import('./scripts/tables-stay.ts')).story,
  },
  {
    id: 'riscv-pgd',
    ...words.riscvPgd,
    chapter: 'tables',
    load: async () => (await import('./scripts/riscv-pgd.ts')).story,
  },
  {
    id: 'two-in-one-section',
    ...words.twoInOneSection,
    chapter: 'model',
    load: async () => (await import('./scripts/two-in-one-section.ts')).story,
  },
  {
    id: 'device-comes-back',
    ...words.deviceComesBack,
    chapter: 'devices',
    load: async () => (await import('./scripts/device-comes-back.ts')).story,
  },
  {
    id: 'entitlement-reduced',
    ...words.entitlementReduced,
    chapter: 'virtual',
    load: async () => (await import('./scripts/entitlement-reduced.ts')).story,
  },
];

/** A story by its id; undefined: there is none. */
export const storyById = (id: string): StoryEntry | undefined => STORIES.find((s) => s.id === id);

/** What a story is called. */
export const titleOf = (story: Story): string => storyById(story.id)?.title ?? story.id;

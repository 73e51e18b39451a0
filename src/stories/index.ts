/** All stories, in the order in which the picker shows them within their groups. A story's script is loaded when it is opened. */
import * as words from '#words/story-list.ts';
import type { Story, StoryEntry } from './types.ts';

export const STORIES: readonly StoryEntry[] = [
  {
    id: 'memory-map',
    ...words.memoryMap,
    group: 'basics',
    load: async () => (await import('./scripts/memory-map.ts')).story,
  },
  {
    id: 'block-life',
    ...words.blockLife,
    group: 'basics',
    load: async () => (await import('./scripts/block-life.ts')).story,
  },
  {
    id: 'dimm-replaced',
    ...words.dimmReplaced,
    group: 'physical',
    load: async () => (await import('./scripts/dimm-replaced.ts')).story,
  },
  {
    id: 'dimm-moved',
    ...words.dimmMoved,
    group: 'physical',
    load: async () => (await import('./scripts/dimm-moved.ts')).story,
  },
  {
    id: 'capacity-reduced',
    ...words.capacityReduced,
    group: 'physical',
    load: async () => (await import('./scripts/capacity-reduced.ts')).story,
  },
  {
    id: 'node-changed',
    ...words.nodeChanged,
    group: 'physical',
    load: async () => (await import('./scripts/node-changed.ts')).story,
  },
  {
    id: 'online-file',
    ...words.onlineFile,
    group: 'zones',
    load: async () => (await import('./scripts/online-file.ts')).story,
  },
  {
    id: 'why-not-offline',
    ...words.whyNotOffline,
    group: 'zones',
    load: async () => (await import('./scripts/why-not-offline.ts')).story,
  },
  {
    id: 'who-pays',
    ...words.whoPays,
    group: 'model',
    load: async () => (await import('./scripts/who-pays.ts')).story,
  },
  {
    id: 'tables-built',
    ...words.tablesBuilt,
    group: 'tables',
    load: async () => (await import('./scripts/tables-built.ts')).story,
  },
  {
    id: 'virtio-mem-breathes',
    ...words.virtioMemBreathes,
    group: 'devices',
    load: async () => (await import('./scripts/virtio-mem-breathes.ts')).story,
  },
  {
    id: 'cxl-boot-to-bash',
    ...words.cxlBootToBash,
    group: 'devices',
    load: async () => (await import('./scripts/cxl-boot-to-bash.ts')).story,
  },
  {
    id: 'pmem-own-memmap',
    ...words.pmemOwnMemmap,
    group: 'devices',
    load: async () => (await import('./scripts/pmem-own-memmap.ts')).story,
  },
  {
    id: 'backing-dimm-fails',
    ...words.backingDimmFails,
    group: 'virtual',
    load: async () => (await import('./scripts/backing-dimm-fails.ts')).story,
  },
  {
    id: 'binding-changed',
    ...words.bindingChanged,
    group: 'virtual',
    load: async () => (await import('./scripts/binding-changed.ts')).story,
  },
  {
    id: 'tables-stay',
    ...words.tablesStay,
    group: 'tables',
    load: async () => (await import('./scripts/tables-stay.ts')).story,
  },
  {
    id: 'riscv-pgd',
    ...words.riscvPgd,
    group: 'tables',
    load: async () => (await import('./scripts/riscv-pgd.ts')).story,
  },
  {
    id: 'two-in-one-section',
    ...words.twoInOneSection,
    group: 'model',
    load: async () => (await import('./scripts/two-in-one-section.ts')).story,
  },
  {
    id: 'device-comes-back',
    ...words.deviceComesBack,
    group: 'devices',
    load: async () => (await import('./scripts/device-comes-back.ts')).story,
  },
  {
    id: 'entitlement-reduced',
    ...words.entitlementReduced,
    group: 'virtual',
    load: async () => (await import('./scripts/entitlement-reduced.ts')).story,
  },
];

/** A story by its id; undefined: there is none. */
export const storyById = (id: string): StoryEntry | undefined => STORIES.find((s) => s.id === id);

/** What a story is called. */
export const titleOf = (story: Story): string => storyById(story.id)?.title ?? story.id;

/** Where the figures of a machine come from, in words. */
import type { Provenance } from '../../engine/kernel/types.ts';

/** What each word means, in the order in which they are shown. */
export const MEANINGS: readonly { readonly id: Provenance; readonly says: string }[] = [
  { id: 'recorded', says: 'Read from the files and the log of a real kernel that ran.' },
  { id: 'derived', says: 'Not read: it follows from what is known by rules that recordings of real kernels confirm.' },
  {
    id: 'modelled',
    says: 'Neither: several answers would be right, and this simulator chose one, the same each time.',
  },
];

/** What each room of a machine is about. */
export const ROOMS: Readonly<Record<string, string>> = {
  resources: 'Address ranges (/proc/iomem)',
  blocks: 'Memory blocks and their states',
  zones: 'Zones: spans, counts, watermarks',
  params: 'Values of the knobs',
  sections: 'Sections and their subsection bitmaps',
  mapping: 'Page tables of direct map and vmemmap',
  pages: 'Which page belongs to whom',
  pageblocks: 'Pageblocks and their migrate types',
  dimms: 'DIMMs, slots and their backends',
  log: 'The kernel log from boot',
  cpus: 'Which nodes have CPUs',
};

/** The rooms by where they come from. */
export function byProvenance(
  provenance: Readonly<Record<string, Provenance>>,
): readonly { readonly id: Provenance; readonly says: string; readonly rooms: readonly string[] }[] {
  return MEANINGS.map((meaning) => ({
    ...meaning,
    rooms: Object.keys(provenance)
      .filter((room) => provenance[room] === meaning.id)
      .map((room) => ROOMS[room] ?? room),
  })).filter(({ rooms }) => rooms.length > 0);
}

/** Where the figures of a machine come from, in words. */
import * as words from '#words/knobs-panel.ts';
import type { Provenance } from '../../engine/kernel/types.ts';

/** What each word means, in the order in which they are shown. */
export const MEANINGS: readonly { readonly id: Provenance; readonly says: string }[] = [
  { id: 'recorded', says: words.meaningsRecordedSays },
  { id: 'derived', says: words.meaningsDerivedSays },
  {
    id: 'modelled',
    says: words.meaningsModelledSays,
  },
];

/** What each room of a machine is about. */
export const ROOMS: Readonly<Record<string, string>> = {
  resources: words.roomsResources,
  blocks: words.roomsBlocks,
  zones: words.roomsZones,
  params: words.roomsParams,
  sections: words.roomsSections,
  mapping: words.roomsMapping,
  pages: words.roomsPages,
  pageblocks: words.roomsPageblocks,
  dimms: words.roomsDimms,
  log: words.roomsLog,
  cpus: words.roomsCpus,
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

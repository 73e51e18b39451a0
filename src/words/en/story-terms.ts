/** How narrations write words of the glossary. */

/** In lower case, inflected or otherwise named than in the glossary: the entry. */
export const ALSO: Readonly<Record<string, string>> = {
  'memory block': 'block',
  subsection: 'subsection_map',
  dma: 'DMA·DMA32',
  dma32: 'DMA·DMA32',
  reference: 'pinned',
  poisoned: 'poison',
};
/** One of what several are spoken of. */
export const singular = (word: string): string => word.replace(/s$/, '');

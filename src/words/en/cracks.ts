/** Why memory between devices stays unused. */

export const kmemAddsWholeBlocks = 'kmem adds whole memory blocks: what is left of a block at either end stays unused';
export const paddedSections = 'padded so that nothing else lies in its sections';
export const dataEndsAligned = "the data ends at a multiple of the namespace's alignment";
export const mappedByWholeSections = 'mapped by whole sections: nobody else can have the rest';

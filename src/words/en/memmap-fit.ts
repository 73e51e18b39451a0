/** Why memmap_on_memory does nothing for a machine's memory blocks. */

export const builtWithout = 'this kernel was built without MHP_MEMMAP_ON_MEMORY';
export const doNotFillPages = 'the struct pages of a block do not fill whole pages';
export const doNotFillPageblocks = (pages: number, perPageblock: number): string =>
  `its ${pages} pages of struct pages do not fill whole pageblocks of ${perPageblock} pages (force rounds them up)`;
export const nothingWouldBeLeft = 'nothing of the block would be left';
export const doNotFillPmd = 'the struct pages of a block do not fill a PMD, which maps them here';

/** What the rules of sections, subsections, blocks and where struct pages lie say. */

export const SIZ = {
  'SIZ-1':
    'x86_64 has memory blocks of one section below 64 GiB of boot memory; above it 2 GiB, in virtual machines the largest block up to that which the end of boot memory is a multiple of.',
  'SIZ-2': 'The number of a memory block is its address divided by the block size, also where blocks are missing.',
  'SIZ-3':
    'A section keeps one bit for each 2 MiB of it: a page exists when its bit is set; of a boot section all pages have struct pages, whatever its bits.',
  'SIZ-4': 'All struct pages lie in one virtual array: the place of a page in it follows from its frame number.',
  'SIZ-5':
    'The array of sections comes in pages of 256 (128 with page_ext on x86_64), each taken when its first section is: none is ever given back.',
};

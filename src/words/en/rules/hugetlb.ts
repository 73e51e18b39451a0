/** What the rules of huge pages and of poisoned ones say. */

export const HUG = {
  'HUG-1':
    'A pool grows page by page over the nodes in turn and stops where no free block is left; what could not be had is not an error of the write.',
  'HUG-2': 'Free huge pages in a block that goes offline are dissolved; the pool is then smaller and stays so.',
  'HUG-3':
    'The tail struct pages of a huge page may share memory: of its struct pages one page is kept. Where the memmap lies on the block itself they may not.',
  'HUG-4':
    'A free page with an uncorrectable error is taken off the free lists; used ones lose their owner or their contents first; kernel pages are beyond help and are only counted.',
  'HUG-5':
    'Poisoned pages count in HardwareCorrupted until their memory is removed; they do not keep a block from going offline, only from coming online again.',
};

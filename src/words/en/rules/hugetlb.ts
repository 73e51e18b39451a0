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
  'HUG-6':
    'hugepages= fills the pool while the kernel starts. The work comes in chunks; in each the nodes take turns, the first one first, so that it gets more. Of the last chunk the lowest page is used first; with counts by node it is the highest page of all.',
  'HUG-7':
    'The pool of boot lies on the lowest memory that was free then. On the node of the first CPU the kernel has its pageblocks by then; on another node it has one chunk of each type, and takes the others behind the pool.',
  'HUG-8':
    'Entries of shared struct pages are read-only, but not on riscv64, which has no read-only protection of its own there.',
};

/** What the rules of the page allocator say. */

export const PAG = {
  'PAG-1':
    'A request takes from the nodes nearest first, in each from its highest allowed zone down, and leaves a zone when its free pages reach the mark plus the protection against that request. Single pages come in batches by way of a CPU’s list: the batch that goes below the mark is the last, and all of it but one page waits there.',
  'PAG-2':
    'Unmovable requests keep to pageblocks of their kind and take over the largest free block when they have none, so that movable memory stays in one piece.',
  'PAG-3':
    'Offlining switches the per-CPU lists off while it runs and gives their pages back; the first memory of a zone sets them up.',
  'PAG-4':
    'Isolation marks all pageblocks of a block before anything moves; the first that holds a page which cannot move ends it, and the log shows that page.',
  'PAG-5':
    'Movable pages go where the allocator would put them now: the nodes of the fallback list, movable zones first.',
  'PAG-6':
    'A page that somebody holds a reference to cannot move: offlining tries again until it is let go or a signal comes.',
  'PAG-7': 'A long-term pin moves its page out of Movable first, into any kernel zone.',
  'PAG-8': 'Freshly onlined memory goes to the free lists in chunks of the largest order, at the tail.',
  'PAG-9':
    'The memmap of memory that a driver added during boot lies in memory that was there before: never in its own block or a later one.',
  'PAG-10':
    "At boot the kernel's pages fill whole chunks of their own from the bottom of a zone, as many pageblocks as pagetypeinfo counts by type; the user pages lie in what memblock left at the top, then behind them.",
  'PAG-11':
    'Before adding memory fails for want of struct pages, clean page cache in the zones that they may use is reclaimed; anonymous memory without swap is not.',
  'PAG-12':
    'A kernel zone that is new, or has no pages above its low mark, is passed over by the CPUs of its node; memory that it gets is what they turn to next, so the first block of it soon holds kernel pages and stays.',
};

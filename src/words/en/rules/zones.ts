/** What the rules of which zone a block goes to, and its span say. */

export const ZON = {
  'ZON-1':
    'online_movable is always ZONE_MOVABLE; online_kernel the lowest kernel zone whose span the block touches, else Normal.',
  'ZON-2': 'contig-zones keeps the zone whose span surrounds the block; in doubt Normal, or Movable with movable_node.',
  'ZON-3':
    'auto-movable takes Movable as long as the ratio to boot kernel memory holds, for all nodes and, if aware, for the node.',
  'ZON-4': 'valid_zones of an online block is its zone or none; of an offline one the default zone, then the others.',
  'ZON-5': 'A span grows with what comes online and shrinks to what is left.',
  'ZON-6': 'A zone spans everything from its first to its last page, holes included.',
  'ZON-7':
    'present counts the pages of a zone that exist: onlining adds a block, its own memmap included, offlining takes it away.',
  'ZON-8':
    'managed counts the pages that the page allocator has: what boot reserved (kernel image, boot memmap) and a block spends on its own memmap is present and not managed.',
};

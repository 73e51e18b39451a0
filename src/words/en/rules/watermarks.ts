/** What the rules of watermarks and lowmem protection say. */

/** Of the smallest watermark of a zone, in the formula of WMK-3. */
export const bounds = 'at least 32 and at most 128';

export const WMK = {
  'WMK-1': 'Every on- and offlining recomputes watermarks and lowmem protection.',
  'WMK-2':
    'min_free_kbytes is shared out among all zones but Movable by their managed pages: that is min, the part that only requests in need may use.',
  'WMK-3': 'Movable has a small min of its own, because the kernel cannot use its pages in need.',
  'WMK-4':
    'low, high and promo lie one, two and three steps above min: kswapd wakes below low and stops above high; pages are promoted up to promo.',
  'WMK-5':
    'A request that may use a higher zone leaves a zone its protection besides the mark: the managed pages of the zones between the two, divided by lowmem_reserve_ratio (DMA and DMA32 256, Normal 32, Movable none).',
  'WMK-6':
    'min_free_kbytes grows with the square root of the memory outside Movable, between 128 kB and 256 MiB; khugepaged raises it to eleven pageblocks for every zone that the kernel can use, up to 5 % of that memory.',
};

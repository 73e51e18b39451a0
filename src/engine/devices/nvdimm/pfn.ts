/** The info block of a namespace whose memory has struct pages (drivers/nvdimm/pfn_devs.c). */
import { MiB, alignUp } from '../../units.ts';

/** Where struct pages of a namespace live: in RAM, or on the device itself. */
export type PfnMode = 'ram' | 'pmem';

/** Start of the namespace that holds its info block and is never handed out. */
export const INFO_BLOCK = 8192;
/** Bytes of one struct page that the info block reckons with, whatever the kernel's is (MAX_STRUCT_PAGE_SIZE). */
const STRUCT_PAGE = 64;

/** Where the data of a namespace begins, and its size. Bytes. */
export interface PfnLayout {
  readonly dataOffset: number;
  readonly dataSize: number;
}

/** Lays out a namespace (nd_pfn_init). EINVAL for a misaligned start, ENXIO when nothing would be left. */
export function pfnLayout(
  start: number,
  size: number,
  mode: PfnMode,
  wanted: number,
  pageBytes: number,
): PfnLayout | 'EINVAL' | 'ENXIO' {
  const align = Math.max(wanted, 2 * MiB); // memremap_compat_align: a subsection
  if (start % (2 * MiB) !== 0) return 'EINVAL';
  const endTrunc = (start + size) % align;
  const npfns = Math.floor((size - INFO_BLOCK) / pageBytes);
  // padded to what one vmemmap leaf holds
  const dataOffset =
    mode === 'pmem'
      ? alignUp(start + INFO_BLOCK + STRUCT_PAGE * npfns, Math.max(align, 2 * MiB)) - start
      : alignUp(start + INFO_BLOCK, align) - start;
  if (dataOffset >= size - endTrunc) return 'ENXIO';
  return { dataOffset, dataSize: size - dataOffset - endTrunc };
}

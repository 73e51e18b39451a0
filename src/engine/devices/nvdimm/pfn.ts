/** The info block of a namespace whose memory has struct pages (drivers/nvdimm/pfn_devs.c). */
import { MiB, alignDown, alignUp } from '../../units.ts';

/** Where struct pages of a namespace live: in RAM, or on the device itself. */
export type PfnMode = 'ram' | 'pmem';

/** Start of the namespace that holds its info block and is never handed out. */
export const INFO_BLOCK = 8192;
/** Bytes of one struct page that the info block reckons with, whatever the kernel's is (MAX_STRUCT_PAGE_SIZE). */
const STRUCT_PAGE = 64;

/** Where the data of a namespace begins, and its size. Bytes. */
export interface PfnLayout {
  /** From the start of the namespace, with what is padded. */
  readonly dataOffset: number;
  readonly dataSize: number;
  /** Left out at the start so that nobody else's section is touched (start_pad), and at the end (end_trunc). */
  readonly startPad: number;
  readonly endTrunc: number;
}

/** What a kernel without subsections keeps clear of: whether anything else lies in the sections at either end. */
export interface SectionNeighbours {
  readonly sectionBytes: number;
  readonly before: boolean;
  readonly after: boolean;
}

/**
 * Lays out a namespace (nd_pfn_init). EINVAL for a misaligned start, ENXIO when nothing would be left. `neighbours`: only
 * kernels without subsections ask, and pad (trim_pfn_device).
 */
export function pfnLayout(
  start: number,
  size: number,
  mode: PfnMode,
  wanted: number,
  pageBytes: number,
  neighbours?: SectionNeighbours,
): PfnLayout | 'EINVAL' | 'ENXIO' {
  const subsection = 2 * MiB; // memremap_compat_align
  const align = neighbours === undefined ? Math.max(wanted, subsection) : wanted;
  if (neighbours === undefined && start % subsection !== 0) return 'EINVAL';
  const end = start + size;
  let startPad = 0;
  let endTrunc = end % align;
  if (neighbours !== undefined) {
    const { sectionBytes } = neighbours;
    if (neighbours.before) startPad = alignUp(start, sectionBytes) - start;
    if (neighbours.after || end % align !== 0)
      endTrunc = end - Math.min(alignDown(end, sectionBytes), alignDown(end, align));
  }
  const base = start + startPad;
  const pages = Math.floor((size - startPad - endTrunc - INFO_BLOCK) / pageBytes);
  if (pages <= 0) return 'ENXIO';
  // struct pages came by whole sections
  const npfns = neighbours === undefined ? pages : alignUp(pages, neighbours.sectionBytes / pageBytes);
  // padded to what one vmemmap leaf holds
  const offset =
    mode === 'pmem'
      ? alignUp(base + INFO_BLOCK + STRUCT_PAGE * npfns, Math.max(align, subsection)) - base
      : alignUp(base + INFO_BLOCK, align) - base;
  const dataSize = size - startPad - offset - endTrunc;
  return dataSize <= 0 ? 'ENXIO' : { dataOffset: startPad + offset, dataSize, startPad, endTrunc };
}

/**
 * Whether the struct pages of a memory block can lie on the block itself, and what that takes (mm/memory_hotplug.c:
 * mhp_supports_memmap_on_memory).
 *
 *   block   |memmap|wasted|        usable …        |     wasted: what `force` adds to fill whole pageblocks
 */
import * as words from '#words/memmap-fit.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { switchesOf } from '../kernel/switches.ts';
import { alignUp, isAligned } from '../units.ts';

/** What the option comes to for one memory block. */
export interface MemmapFit {
  /** Pages at the start of the block that are given up; 0: the struct pages come from elsewhere. */
  readonly pages: number;
  /** Pages of these that hold nothing. */
  readonly wasted: number;
  /** Why the option does nothing here; undefined: it works, or it is off. */
  readonly why: string | undefined;
}

/** @param pagesPerBlock pages of a memory block */
export function memmapFit(k: Kernel, pagesPerBlock: number, mode: 'N' | 'Y' | 'force'): MemmapFit {
  const none = (why?: string): MemmapFit => ({ pages: 0, wasted: 0, why });
  if (mode === 'N') return none();
  if (!switchesOf(k.config).mhpMemmapOnMemory) return none(words.builtWithout);
  const { pageBytes, pagesPerPageblock } = k.sizes;
  const memmapBytes = pagesPerBlock * k.geometry.structPageBytes;
  const exact = Math.ceil(memmapBytes / pageBytes);
  const pages = mode === 'force' ? alignUp(exact, pagesPerPageblock) : exact;
  const pmdBytes = 2 ** (k.geometry.levels.find((l) => l.name === 'PMD')?.shift ?? 21);
  if (!isAligned(memmapBytes, pageBytes)) return none(words.doNotFillPages);
  if (!isAligned(pages, pagesPerPageblock)) return none(words.doNotFillPageblocks(exact, pagesPerPageblock));
  if (pages >= pagesPerBlock) return none(words.nothingWouldBeLeft);
  if (!isAligned(memmapBytes, pmdBytes)) return none(words.doNotFillPmd);
  return { pages, wasted: pages - exact, why: undefined };
}

/**
 * Pages of each block that `force` gives up for nothing, as the kernel says when it reads the parameter (mm/memory_hotplug.c:
 * set_memmap_mode); it counts them whether or not the option can be used.
 */
export function forceWastes(k: Kernel, pagesPerBlock: number): number {
  const exact = Math.ceil((pagesPerBlock * k.geometry.structPageBytes) / k.sizes.pageBytes);
  return alignUp(exact, k.sizes.pagesPerPageblock) - exact;
}

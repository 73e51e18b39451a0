/** The lines of /proc/vmstat about the memmap (mm/vmstat.c); the others count use, which no room models item by item. */
import { MEMMAP_ALTMAP, MEMMAP_BOOT, MEMMAP_RUNTIME } from '../sparse/sections.ts';
import type { Baseline } from './baseline.ts';
import type { FileRooms } from './rooms.ts';

/** nr_memmap_pages counts sections added while the machine runs, with or without an altmap; the boot's are apart. */
export function formatVmstat(rooms: FileRooms, baseline: Baseline): string {
  const { runtime, boot } = countMemmaps(rooms);
  const { saved } = rooms.pages.hugetlb;
  return `nr_memmap_pages ${runtime + baseline.memmapDevicePages - saved.value.runtime}\nnr_memmap_boot_pages ${(baseline.memmapBootPages ?? boot) - saved.value.boot}\n`;
}

/** Pages of struct pages by when they were made. */
export function countMemmaps({ sections, k }: FileRooms): { readonly runtime: number; readonly boot: number } {
  const pages = k.sizes.memmapPagesPerSection;
  let [runtime, boot] = [0, 0];
  for (let s = 0; s < sections.highest.value; s++) {
    const kind = sections.memmapKind.get(s);
    if (kind === MEMMAP_RUNTIME || kind === MEMMAP_ALTMAP) runtime += pages;
    else if (kind === MEMMAP_BOOT) boot += pages;
  }
  return { runtime, boot };
}

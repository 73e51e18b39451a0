import type { Geometry } from '../../engine/arch/geometry.ts';

/** Entries that one contiguous run joins (arch/arm64/include/asm/pgtable-hwdef.h: CONT_PTES, CONT_PMDS). */
export function contiguousEntries(geometry: Pick<Geometry, 'arch' | 'pageShift' | 'levels'>, level: number): number {
  if (geometry.arch !== 'arm64') return 16;
  const last = level === geometry.levels.length - 1;
  switch (geometry.pageShift) {
    case 14:
      return last ? 128 : 32;
    case 16:
      return 32;
    default:
      return 16;
  }
}

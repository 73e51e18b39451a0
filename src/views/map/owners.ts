/** Which cells of a section hold struct pages, a pinned page or a bad one, from what the worker said about its owners. */
import type { SectionDetail } from '../../link/messages.ts';
import { CLASS } from './classes.ts';
import type { Grid } from './grid.ts';

export interface OwnedCell {
  readonly cell: number;
  readonly cls: typeof CLASS.memmap | typeof CLASS.trouble;
  /** A page of it is poisoned. */
  readonly bad: boolean;
}

const known = new WeakMap<SectionDetail, readonly OwnedCell[]>();

/** A cell is the memmap's when most of its pages are; one pinned page is enough to be in the way, and one bad page to be seen. */
export function ownedCells(detail: SectionDetail, grid: Grid): readonly OwnedCell[] {
  let cells = known.get(detail);
  if (cells === undefined) known.set(detail, (cells = findOwned(detail, grid)));
  return cells;
}

function findOwned(detail: SectionDetail, grid: Grid): OwnedCell[] {
  const { cellsPerPageblock, pagesPerCell } = grid;
  const pages = cellsPerPageblock * pagesPerCell;
  const out: OwnedCell[] = [];
  detail.use.pageblocks.forEach((pageblock, i) => {
    let memmap = 0;
    let pinned = 0;
    for (const owner of pageblock.owners) {
      if (owner.kind === 'memmap' || owner.kind === 'self-hosted-memmap') memmap += owner.pages;
      if (owner.kind === 'pinned') pinned += owner.pages;
    }
    const bad = pageblock.poisoned > 0;
    const cls = bad || pinned > 0 ? CLASS.trouble : memmap * 2 > pages ? CLASS.memmap : undefined;
    if (cls === undefined) return;
    // of a pageblock larger than a cell only as many cells as the memmap fills
    const cells = cls === CLASS.memmap ? Math.ceil((memmap / pages) * cellsPerPageblock) : cellsPerPageblock;
    for (let n = 0; n < cells; n++) out.push({ cell: i * cellsPerPageblock + n, cls, bad });
  });
  return out;
}

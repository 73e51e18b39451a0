/**
 * What the picture is made of. World units: one tile (a section) is 8 × 8 units on every machine; its cells are 2 MiB
 * subsections, 8 × 8 of them for 128 MiB sections and 16 × 16 for 512 MiB ones.
 *
 *   |<- 8 ->|1|                       a row = 8 tiles = 1 GiB (1 PUD entry) on the 4K architectures
 *   [ tile  ] [ tile  ] … [ tile  ]   pitch 9 to the right
 *   memory0   memory1                 pitch 10 downwards: 2 units for the names
 */
import type { TableLevel } from '../../engine/arch/geometry.ts';
import { sectionNr } from '../../engine/units.ts';
import type { SectionNr } from '../../engine/units.ts';
import type { MachineInfo } from '../../link/messages.ts';

export const TILE = 8;
export const PITCH_X = 9;
export const PITCH_Y = 10;
export const TILES_PER_ROW = 8;
/** Width of a row without the gap after its last tile. */
export const ROW_WIDTH = TILES_PER_ROW * PITCH_X - (PITCH_X - TILE);
/** Height of a folded hole. */
export const FOLD_HEIGHT = 4;

/** A rectangle, in world units or pixels. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** The sizes the picture is made of, from a machine's geometry. */
export interface Grid {
  readonly sectionBytes: number;
  readonly cellBytes: number;
  readonly pageBytes: number;
  readonly rowBytes: number;
  /** Cells along one side of a tile: 8 or 16. */
  readonly cellSide: number;
  readonly cellsPerTile: number;
  readonly pagesPerSection: number;
  readonly pagesPerCell: number;
  readonly cellsPerPageblock: number;
  readonly sectionsPerBlock: number;
  /** Words of section.map that one section takes. */
  readonly mapWords: number;
  /** The page-table level of which one row is one entry, where there is one, and its index for a row. */
  readonly rowLevel: TableLevel | undefined;
  readonly rowLevelOffset: number;
}

/** @throws never; a section that is no square of cells is drawn on the next larger square */
export function gridOf(info: MachineInfo): Grid {
  const { sizes, geometry } = info;
  const rowBytes = sizes.sectionBytes * TILES_PER_ROW;
  const rowLevel = geometry.levels.find((level) => 2 ** level.shift === rowBytes);
  const offset = geometry.directMap.start - BigInt(geometry.directMapPhysBase);
  return {
    sectionBytes: sizes.sectionBytes,
    cellBytes: sizes.subsectionBytes,
    pageBytes: sizes.pageBytes,
    rowBytes,
    cellSide: Math.ceil(Math.sqrt(sizes.subsectionsPerSection)),
    cellsPerTile: sizes.subsectionsPerSection,
    pagesPerSection: sizes.pagesPerSection,
    pagesPerCell: sizes.pagesPerSubsection,
    cellsPerPageblock: Math.max(1, sizes.pagesPerPageblock / sizes.pagesPerSubsection),
    sectionsPerBlock: info.sectionsPerBlock,
    mapWords: Math.max(1, sizes.subsectionsPerSection / 32),
    rowLevel,
    rowLevelOffset:
      rowLevel === undefined ? 0 : Number((offset >> BigInt(rowLevel.shift)) & BigInt(rowLevel.entries - 1)),
  };
}

/** `PUD[5]`: the direct map's entry that spans a row; undefined where no level has entries of that size. */
export function rowEntry(grid: Grid, row: number): string | undefined {
  const { rowLevel } = grid;
  if (rowLevel === undefined) return undefined;
  return `${rowLevel.name}[${(row + grid.rowLevelOffset) % rowLevel.entries}]`;
}

export const sectionAt = (row: number, tile: number): SectionNr => sectionNr(row * TILES_PER_ROW + tile);
export const blockOfSection = (grid: Grid, nr: number): number => Math.floor(nr / grid.sectionsPerBlock);

/**
 * Zoom means meaning: what is drawn is what can be read at that size. Between two levels the finer one fades in, so
 * that nothing jumps.
 */
import * as words from '#words/map.ts';
import { PITCH_X, PITCH_Y, TILE } from './grid.ts';
import type { Grid } from './grid.ts';

export type LevelName = 'memory' | 'blocks' | 'subsections' | 'section' | 'frames';
/** Coarsest first. */
export const LEVELS: readonly { readonly name: LevelName; readonly title: string; readonly what: string }[] = [
  { name: words.levelsMemoryName, title: words.levelsMemoryTitle, what: words.levelsMemoryWhat },
  { name: words.levelsBlocksName, title: words.levelsBlocksTitle, what: words.levelsBlocksWhat },
  { name: words.levelsSubsectionsName, title: words.levelsSubsectionsTitle, what: words.levelsSubsectionsWhat },
  { name: words.levelsSectionName, title: words.levelsSectionTitle, what: words.levelsSectionWhat },
  { name: words.levelsFramesName, title: words.levelsFramesTitle, what: words.levelsFramesWhat },
];

/** Tile sizes in pixels at which a level begins. */
export const TILE_PX = { squares: 8, numbers: 18, cells: 29, rounded: 54, names: 32, owners: 37 } as const;
/** Cell sizes in pixels at which a level begins. */
export const CELL_PX = { bits: 34, words: 52, frames: 150 } as const;

export const tilePx = (scale: number): number => TILE * scale;
export const cellPx = (scale: number, grid: Pick<Grid, 'cellSide'>): number => (TILE * scale) / grid.cellSide;

/** Most tiles whose cells are drawn at once: beyond that a large screen shows whole sections. */
const MOST_TILES = 760;
/** Pixels over which a level fades in. */
export const FADE_PX = 5;

/** The tile size in pixels from which on a view of this size shows cells. */
export function cellsFrom(view: { readonly width: number; readonly height: number }): number {
  const pitch = (PITCH_X * PITCH_Y) / (TILE * TILE);
  return Math.max(TILE_PX.cells, Math.sqrt((view.width * view.height) / (pitch * MOST_TILES)));
}

/** The level a scale shows. @param cells see cellsFrom */
export function levelAt(scale: number, grid: Pick<Grid, 'cellSide'>, cells: number = TILE_PX.cells): LevelName {
  const cell = cellPx(scale, grid);
  if (cell >= CELL_PX.frames) return 'frames';
  if (cell >= CELL_PX.bits) return 'section';
  if (tilePx(scale) >= cells) return 'subsections';
  if (tilePx(scale) >= TILE_PX.squares) return 'blocks';
  return 'memory';
}

/**
 * A scale at which a level can be read comfortably: where "Enter" and a double click land.
 * @param cells see cellsFrom; blocks are drawn as large as they can be without becoming cells
 */
export function scaleOf(level: LevelName, grid: Pick<Grid, 'cellSide'>, cells: number = TILE_PX.cells): number {
  switch (level) {
    case 'memory':
      return 3 / TILE;
    case 'blocks':
      return (cells - 1) / TILE;
    case 'subsections':
      return 76 / TILE;
    case 'section':
      return (52 * grid.cellSide) / TILE;
    case 'frames':
      return (440 * grid.cellSide) / TILE;
  }
}

/** How strongly a fading level is drawn, 0…1. */
export const fade = (value: number, from: number, to: number): number =>
  Math.max(0, Math.min(1, (value - from) / (to - from)));

/** What every painter is given: where to draw, what is visible, in which colours. */
import { innerSize, toScreenX, toScreenY } from '../camera.ts';
import type { Camera, Viewport } from '../camera.ts';
import { PITCH_X, PITCH_Y, ROW_WIDTH, TILE, TILES_PER_ROW } from '../grid.ts';
import type { Grid, Rect } from '../grid.ts';
import type { Column, Layout, Placed } from '../layout.ts';
import { COLUMN_PITCH } from '../layout.ts';
import type { Ctx } from './ctx.ts';
import type { Inks } from './inks.ts';

export interface Scene {
  readonly ctx: Ctx;
  /** Device pixels a CSS pixel. */
  readonly dpr: number;
  readonly camera: Camera;
  readonly viewport: Viewport;
  readonly layout: Layout;
  readonly grid: Grid;
  readonly inks: Inks;
  /** The view is on its way: what is only refinement can wait until it rests. */
  readonly moving: boolean;
  /** Size of the ruler's type in pixels. */
  readonly rulerType: number;
}

/** A pixel position on the device's own raster: edges are sharp. */
export const snap = (scene: Scene, px: number): number => Math.round(px * scene.dpr) / scene.dpr;

/** A world rectangle in snapped pixels. */
export function onScreen(scene: Scene, r: Rect): Rect {
  const x = snap(scene, toScreenX(scene.camera, scene.viewport, r.x));
  const y = snap(scene, toScreenY(scene.camera, scene.viewport, r.y));
  return {
    x,
    y,
    w: snap(scene, toScreenX(scene.camera, scene.viewport, r.x + r.w)) - x,
    h: snap(scene, toScreenY(scene.camera, scene.viewport, r.y + r.h)) - y,
  };
}

/** Whether any of a pixel rectangle is inside the canvas. */
export const isVisible = (scene: Scene, r: Rect): boolean =>
  r.x < scene.viewport.width && r.y < scene.viewport.height && r.x + r.w > 0 && r.y + r.h > 0;

/** The part of the world that is on the canvas (under the ruler, too). */
export function visibleWorld(scene: Scene): Rect {
  const { camera, viewport } = scene;
  const inner = innerSize(viewport);
  return {
    x: camera.x - viewport.left / (camera.scale * viewport.stretch),
    y: camera.y - viewport.top / camera.scale,
    w: (inner.width + (viewport.left + viewport.right) / viewport.stretch) / camera.scale,
    h: (inner.height + viewport.top + viewport.bottom) / camera.scale,
  };
}

/* Every painter asks the same about a scene: the answers are kept as long as it is drawn. */
const columnsOf = new WeakMap<Scene, readonly Column[]>();
const segmentsOf = new WeakMap<Scene, Map<Column, readonly VisibleSegment[]>>();

/** A segment on the canvas; of a shown one, the rows [from, to) that are. */
export interface VisibleSegment {
  readonly segment: Placed;
  readonly from: number;
  readonly to: number;
}

/** Columns that are at least partly on the canvas. */
export function visibleColumns(scene: Scene): readonly Column[] {
  const known = columnsOf.get(scene);
  if (known !== undefined) return known;
  const world = visibleWorld(scene);
  const from = Math.max(0, Math.ceil((world.x - ROW_WIDTH) / COLUMN_PITCH));
  const to = Math.max(0, Math.floor((world.x + world.w) / COLUMN_PITCH) + 1);
  const columns = scene.layout.columns.slice(from, to);
  columnsOf.set(scene, columns);
  return columns;
}

/** The segments of a column that are on the canvas; for shown ones, which of their rows. */
export function visibleSegments(scene: Scene, column: Column): readonly VisibleSegment[] {
  let known = segmentsOf.get(scene);
  if (known === undefined) segmentsOf.set(scene, (known = new Map<Column, readonly VisibleSegment[]>()));
  const before = known.get(column);
  if (before !== undefined) return before;
  const world = visibleWorld(scene);
  const out: VisibleSegment[] = [];
  for (const segment of column.segments) {
    if (segment.y + segment.height < world.y || segment.y > world.y + world.h) continue;
    if (segment.fold !== undefined) {
      out.push({ segment, from: segment.from, to: segment.to });
      continue;
    }
    const from = segment.from + Math.max(0, Math.floor((world.y - segment.y) / PITCH_Y));
    const to = segment.from + Math.min(segment.to - segment.from, Math.ceil((world.y + world.h - segment.y) / PITCH_Y));
    if (to > from) out.push({ segment, from, to });
  }
  known.set(column, out);
  return out;
}

/** The tiles of a row that are on the canvas, [from, to). */
export function visibleTiles(scene: Scene, column: Column): { readonly from: number; readonly to: number } {
  const world = visibleWorld(scene);
  return {
    from: Math.max(0, Math.floor((world.x - column.x) / PITCH_X)),
    to: Math.min(TILES_PER_ROW, Math.ceil((world.x + world.w - column.x) / PITCH_X)),
  };
}

/** Calls back for each tile on the canvas with its snapped pixel rectangle. */
export function eachTile(scene: Scene, f: (nr: number, r: Rect) => void): void {
  const { camera, viewport } = scene;
  const w = snap(scene, TILE * camera.scale * viewport.stretch);
  const h = snap(scene, TILE * camera.scale);
  for (const column of visibleColumns(scene)) {
    const tiles = visibleTiles(scene, column);
    for (const { segment, from, to } of visibleSegments(scene, column)) {
      if (segment.fold !== undefined) continue;
      for (let row = from; row < to; row++) {
        const y = snap(scene, toScreenY(camera, viewport, segment.y + (row - segment.from) * PITCH_Y));
        for (let tile = tiles.from; tile < tiles.to; tile++)
          f(row * TILES_PER_ROW + tile, {
            x: snap(scene, toScreenX(camera, viewport, column.x + tile * PITCH_X)),
            y,
            w,
            h,
          });
      }
    }
  }
}

/** The texture of offline memory, and the outlines of places where there is none. */
import { CLASS } from '../classes.ts';
import { PITCH_X, PITCH_Y, TILE, TILES_PER_ROW } from '../grid.ts';
import type { Rect } from '../grid.ts';
import { TILE_PX, tilePx } from '../levels.ts';
import type { Summary } from '../summary.ts';
import { toScreenX, toScreenY } from '../camera.ts';
import type { MakeBuffer } from './ctx.ts';
import { onScreen, visibleColumns, visibleSegments, visibleTiles } from './scene.ts';
import type { Scene } from './scene.ts';

/** Makes and keeps the hatch of a theme. */
export class Hatch {
  readonly #make: MakeBuffer;
  #known: { readonly key: string; readonly pattern: CanvasPattern | undefined } | undefined;

  constructor(make: MakeBuffer) {
    this.#make = make;
  }

  /** Hatches what is offline or going there; absent places get a dotted outline once they are large enough. */
  paint(scene: Scene, summary: Summary): void {
    const px = tilePx(scene.camera.scale);
    if (px < TILE_PX.squares * 0.75) return;
    const pattern = this.#placed(scene);
    const { ctx } = scene;
    ctx.lineWidth = 1;
    for (const column of visibleColumns(scene)) {
      const tiles = visibleTiles(scene, column);
      for (const { segment, from, to } of visibleSegments(scene, column)) {
        if (segment.fold !== undefined) continue;
        for (let row = from; row < to; row++) {
          const y = segment.y + (row - segment.from) * PITCH_Y;
          for (let tile = tiles.from; tile < tiles.to;) {
            const kind = kindOf(summary, row * TILES_PER_ROW + tile, px);
            let end = tile + 1;
            // neighbours in one stroke while single tiles are small
            while (px < TILE_PX.cells && end < tiles.to && kindOf(summary, row * TILES_PER_ROW + end, px) === kind)
              end++;
            if (kind !== undefined) {
              const r = onScreen(scene, {
                x: column.x + tile * PITCH_X,
                y,
                w: (end - tile) * PITCH_X - (PITCH_X - TILE),
                h: TILE,
              });
              if (kind === 'offline') {
                ctx.fillStyle = pattern ?? scene.inks.palette.offlineHatch;
                if (pattern !== undefined) ctx.fillRect(r.x, r.y, r.w, r.h);
                ctx.strokeStyle = scene.inks.palette.offlineHatch;
                ctx.strokeRect(r.x + 0.5, r.y + 0.5, r.w - 1, r.h - 1);
              } else {
                ctx.strokeStyle = scene.inks.palette.borderStrong;
                ctx.setLineDash([2, 3]);
                ctx.strokeRect(r.x + 0.5, r.y + 0.5, r.w - 1, r.h - 1);
                ctx.setLineDash([]);
              }
            }
            tile = end;
          }
        }
      }
    }
  }

  /** Hatches one rectangle of pixels: memory that would arrive offline. */
  patch(scene: Scene, r: Rect): void {
    const pattern = this.#placed(scene);
    if (pattern === undefined) return;
    scene.ctx.fillStyle = pattern;
    scene.ctx.fillRect(r.x, r.y, r.w, r.h);
  }

  /** The hatch tied to the world, so that it does not swim while the map moves. */
  #placed(scene: Scene): CanvasPattern | undefined {
    const pattern = this.#pattern(scene);
    if (pattern !== undefined && typeof DOMMatrix === 'function') {
      const dx = toScreenX(scene.camera, scene.viewport, 0) % 16;
      const dy = toScreenY(scene.camera, scene.viewport, 0) % 16;
      pattern.setTransform(new DOMMatrix([1 / scene.dpr, 0, 0, 1 / scene.dpr, dx, dy]));
    }
    return pattern;
  }

  #pattern(scene: Scene): CanvasPattern | undefined {
    const { palette, hidden } = scene.inks;
    if (hidden.has('offline')) return undefined;
    const key = `${palette.offlineHatch}/${scene.dpr}`;
    if (this.#known?.key === key) return this.#known.pattern;
    const size = Math.round(8 * scene.dpr);
    const { ctx, image } = this.#make(size, size);
    ctx.strokeStyle = palette.offlineHatch;
    ctx.lineWidth = 1.4 * scene.dpr;
    ctx.beginPath();
    for (const shift of [-size, 0, size]) {
      ctx.moveTo(shift - 1, size + 1);
      ctx.lineTo(shift + size + 1, -1);
    }
    ctx.stroke();
    const pattern = scene.ctx.createPattern(image, 'repeat') ?? undefined;
    this.#known = { key, pattern };
    return pattern;
  }
}

function kindOf(summary: Summary, nr: number, px: number): 'offline' | 'absent' | undefined {
  const cls = summary.classAt(nr);
  if (cls === CLASS.offline || cls === CLASS.goingOffline) return 'offline';
  return cls === CLASS.absent && px >= 18 ? 'absent' : undefined;
}

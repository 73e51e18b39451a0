/**
 * From afar: one pixel a section, kept in a picture of the whole machine that only changes where the machine does.
 *
 *   raster   column c occupies x = 8c … 8c+7; its shown rows stand under each other without their folds
 */
import type { Run } from '../extents.ts';
import { PITCH_X, PITCH_Y, ROW_WIDTH, TILE, TILES_PER_ROW } from '../grid.ts';
import { COLUMN_GAP, COLUMN_PITCH } from '../layout.ts';
import type { Column, Layout } from '../layout.ts';
import { TILE_PX, fade, tilePx } from '../levels.ts';
import type { Buffer, MakeBuffer } from './ctx.ts';
import type { Inks } from './inks.ts';
import { onScreen, visibleColumns, visibleSegments } from './scene.ts';
import type { Scene } from './scene.ts';

/** The picture of all sections. */
export class SectionRaster {
  readonly #make: MakeBuffer;
  #buffer: Buffer | undefined;
  #layout: Layout | undefined;
  #inks: Inks | undefined;

  constructor(make: MakeBuffer) {
    this.#make = make;
  }

  /**
   * Brings the picture up to date.
   * @param changed runs of sections whose code changed; all are drawn when layout or colours did
   */
  update(layout: Layout, inks: Inks, codes: Uint8Array, changed: readonly Run[]): void {
    const fresh = layout !== this.#layout || inks !== this.#inks;
    if (!fresh && changed.length === 0) return;
    const width = layout.columns.length * TILES_PER_ROW;
    const buffer = this.#bufferOf(width, layout.lines);
    this.#layout = layout;
    this.#inks = inks;
    for (let c = 0; c < layout.columns.length; c++) {
      const column = layout.columns[c];
      if (column === undefined) continue;
      for (const s of column.segments) {
        if (s.fold !== undefined) continue;
        if (fresh) this.#draw(buffer, inks, codes, c, s.line - s.from, s.from, s.to);
        else
          for (const run of changed) {
            const from = Math.max(s.from, Math.floor(run.from / TILES_PER_ROW));
            const to = Math.min(s.to, Math.ceil(run.to / TILES_PER_ROW));
            if (to > from) this.#draw(buffer, inks, codes, c, s.line - s.from, from, to);
          }
      }
    }
  }

  /** Draws the visible part: dots that melt together from afar, squares with gaps from nearer. */
  paint(scene: Scene): void {
    const buffer = this.#buffer;
    if (buffer === undefined) return;
    const { ctx } = scene;
    const px = tilePx(scene.camera.scale);
    ctx.imageSmoothingEnabled = px < 1;
    // from very far columns close up: a gap of half a pixel would only flicker
    const width = COLUMN_GAP * scene.camera.scale * scene.viewport.stretch < 2 ? COLUMN_PITCH : ROW_WIDTH + 1;
    const columns = visibleColumns(scene);
    for (let i = 0; i < columns.length; i++) {
      const column = columns[i];
      if (column === undefined) continue;
      const index = Math.round(column.x / COLUMN_PITCH);
      const alike = width === COLUMN_PITCH ? alikeFrom(columns, i) : 1;
      if (alike > 1) {
        // full columns side by side without gaps: one copy for all of them
        const [s] = column.segments;
        if (s !== undefined) {
          const r = onScreen(scene, { x: column.x, y: s.y, w: alike * COLUMN_PITCH, h: s.height });
          ctx.drawImage(
            buffer.image,
            index * TILES_PER_ROW,
            s.line,
            alike * TILES_PER_ROW,
            s.to - s.from,
            r.x,
            r.y,
            r.w,
            r.h,
          );
        }
        i += alike - 1;
        continue;
      }
      for (const { segment, from, to } of visibleSegments(scene, column)) {
        if (segment.fold !== undefined) continue;
        const r = onScreen(scene, {
          x: column.x,
          y: segment.y + (from - segment.from) * PITCH_Y,
          w: width,
          h: (to - from) * PITCH_Y,
        });
        ctx.drawImage(
          buffer.image,
          index * TILES_PER_ROW,
          segment.line + from - segment.from,
          TILES_PER_ROW,
          to - from,
          r.x,
          r.y,
          r.w,
          r.h,
        );
      }
    }
    ctx.imageSmoothingEnabled = false;
    if (px >= TILE_PX.squares) carve(scene, fade(px, TILE_PX.squares, TILE_PX.squares * 1.5));
  }

  #draw(buffer: Buffer, inks: Inks, codes: Uint8Array, column: number, line: number, from: number, to: number): void {
    const image = buffer.ctx.createImageData(TILES_PER_ROW, to - from);
    const pixels = new Uint32Array(image.data.buffer);
    const base = from * TILES_PER_ROW;
    const known = Math.min(pixels.length, Math.max(0, codes.length - base));
    for (let i = 0; i < known; i++) pixels[i] = inks.pixels[codes[base + i] ?? 0] ?? 0;
    buffer.ctx.putImageData(image, column * TILES_PER_ROW, line + from);
  }

  #bufferOf(width: number, height: number): Buffer {
    const b = this.#buffer;
    if (b !== undefined && b.width >= width && b.height >= height && b.width <= width * 4) return b;
    return (this.#buffer = this.#make(Math.max(8, width), Math.max(1, height)));
  }
}

/** How many columns from here on hold one run of as many rows, nothing folded. */
function alikeFrom(columns: readonly Column[], from: number): number {
  const rows = (c: Column | undefined): number => {
    const [s] = c?.segments ?? [];
    return c?.segments.length === 1 && s !== undefined && s.fold === undefined ? s.to - s.from : -1;
  };
  const first = rows(columns[from]);
  let n = 1;
  while (first > 0 && rows(columns[from + n]) === first) n++;
  return n;
}

/** Cuts the gaps between tiles out of a picture without gaps. */
function carve(scene: Scene, strength: number): void {
  const { ctx } = scene;
  ctx.fillStyle = scene.inks.palette.surface;
  ctx.globalAlpha = strength;
  for (const column of visibleColumns(scene))
    for (const { segment, from, to } of visibleSegments(scene, column)) {
      if (segment.fold !== undefined) continue;
      const y = segment.y + (from - segment.from) * PITCH_Y;
      for (let tile = 0; tile < TILES_PER_ROW; tile++) {
        const r = onScreen(scene, {
          x: column.x + tile * PITCH_X + TILE,
          y,
          w: PITCH_X - TILE,
          h: (to - from) * PITCH_Y,
        });
        ctx.fillRect(r.x, r.y, r.w, r.h);
      }
      for (let row = from; row < to; row++) {
        const r = onScreen(scene, {
          x: column.x,
          y: segment.y + (row - segment.from) * PITCH_Y + TILE,
          w: ROW_WIDTH,
          h: PITCH_Y - TILE,
        });
        ctx.fillRect(r.x, r.y, r.w, r.h);
      }
    }
  ctx.globalAlpha = 1;
}

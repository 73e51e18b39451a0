/**
 * From near: the cells of the sections on screen. Each section's cells are a few pixels of one atlas picture, redrawn
 * only when the section changed; a tile on screen is one magnified copy and one mask with the gaps between its cells.
 */
import type { Buffer, MakeBuffer } from './ctx.ts';
import type { Inks } from './inks.ts';
import { TILE_PX, cellPx, tilePx } from '../levels.ts';
import type { Rect } from '../grid.ts';
import { eachTile } from './scene.ts';
import type { Scene } from './scene.ts';

/** Tiles along a side of the atlas: more than any screen shows at the smallest size at which cells are drawn. */
const SIDE = 64;

/** Where the cells of a section come from. */
export interface CellSource {
  /** Differs whenever the cells may. */
  stamp(nr: number): number;
  /** Writes one code a cell. */
  codes(nr: number, out: Uint8Array): void;
  /** Whether there is anything to draw. */
  present(nr: number): boolean;
}

/** Magnified copies of the atlas. */
export class TilePainter {
  readonly #make: MakeBuffer;
  readonly #codes = new Uint8Array(256);
  #atlas: Buffer | undefined;
  #side = 0;
  #inks: Inks | undefined;
  #slots = new Map<number, { readonly slot: number; stamp: number; used: number }>();
  #free: number[] = [];
  #turn = 0;
  #mask: { readonly key: string; readonly buffer: Buffer } | undefined;

  constructor(make: MakeBuffer) {
    this.#make = make;
  }

  /** Draws the cells of every visible tile. */
  paint(scene: Scene, source: CellSource, alpha: number): void {
    const atlas = this.#prepare(scene);
    this.#turn++;
    const { ctx, grid } = scene;
    const side = grid.cellSide;
    const mask = this.#maskFor(scene);
    ctx.imageSmoothingEnabled = false;
    ctx.globalAlpha = alpha;
    eachTile(scene, (nr, r) => {
      if (!source.present(nr)) return;
      const slot = this.#slotOf(scene, source, atlas, nr);
      if (slot === undefined) return;
      ctx.drawImage(atlas.image, (slot % SIDE) * side, Math.floor(slot / SIDE) * side, side, side, r.x, r.y, r.w, r.h);
      if (mask !== undefined) ctx.drawImage(mask.image, r.x, r.y, r.w, r.h);
    });
    ctx.globalAlpha = 1;
  }

  /** Atlas and slots for these colours and this size of tiles. */
  #prepare(scene: Scene): Buffer {
    const side = scene.grid.cellSide;
    if (this.#atlas === undefined || this.#side !== side) {
      this.#atlas = this.#make(SIDE * side, SIDE * side);
      this.#side = side;
      this.#forget();
    }
    if (this.#inks !== scene.inks) {
      this.#inks = scene.inks;
      this.#forget();
    }
    return this.#atlas;
  }

  #forget(): void {
    this.#slots.clear();
    this.#free = Array.from({ length: SIDE * SIDE }, (_, i) => SIDE * SIDE - 1 - i);
  }

  #slotOf(scene: Scene, source: CellSource, atlas: Buffer, nr: number): number | undefined {
    const stamp = source.stamp(nr);
    let entry = this.#slots.get(nr);
    if (entry === undefined) {
      const slot = this.#free.pop() ?? this.#evict();
      if (slot === undefined) return undefined;
      entry = { slot, stamp: -1, used: this.#turn };
      this.#slots.set(nr, entry);
    }
    entry.used = this.#turn;
    if (entry.stamp === stamp) return entry.slot;
    entry.stamp = stamp;
    const { cellSide, cellsPerTile } = scene.grid;
    source.codes(nr, this.#codes);
    const image = atlas.ctx.createImageData(cellSide, cellSide);
    const pixels = new Uint32Array(image.data.buffer);
    for (let i = 0; i < cellsPerTile; i++) pixels[i] = scene.inks.pixels[this.#codes[i] ?? 0] ?? 0;
    atlas.ctx.putImageData(image, (entry.slot % SIDE) * cellSide, Math.floor(entry.slot / SIDE) * cellSide);
    return entry.slot;
  }

  /** Gives up all tiles that were not on screen in this turn. */
  #evict(): number | undefined {
    for (const [nr, entry] of this.#slots)
      if (entry.used < this.#turn) {
        this.#slots.delete(nr);
        this.#free.push(entry.slot);
      }
    return this.#free.pop();
  }

  /**
   * The gaps between cells in the colour of the ground, made once for each size. Cell borders stand where magnifying
   * without smoothing puts them: at round(i × tile / side) device pixels.
   */
  #maskFor(scene: Scene): Buffer | undefined {
    const { dpr, grid, inks, camera } = scene;
    const size = Math.round(tilePx(camera.scale) * dpr);
    const cell = cellPx(camera.scale, grid);
    // a mask much larger than the screen costs more than it shows: near enough, cells are drawn one by one
    if (size > 3000) return undefined;
    const key = `${size}/${dpr}/${grid.cellSide}/${inks.palette.surface}`;
    if (this.#mask?.key === key) return this.#mask.buffer;
    const buffer = this.#make(size, size);
    const { ctx } = buffer;
    const gap = Math.max(1, Math.round((cell < 5 ? 0.5 : cell < 14 ? 1 : cell * 0.07) * dpr));
    const radius = tilePx(camera.scale) >= TILE_PX.rounded ? Math.min(3 * dpr, Math.max(dpr, (cell * dpr) / 7)) : 0;
    ctx.fillStyle = inks.palette.surface;
    ctx.beginPath();
    ctx.rect(0, 0, size, size);
    for (const r of cellRects(size, grid.cellSide, gap)) {
      if (radius > 0) ctx.roundRect(r.x, r.y, r.w, r.h, radius);
      else ctx.rect(r.x, r.y, r.w, r.h);
    }
    ctx.fill('evenodd');
    this.#mask = { key, buffer };
    return buffer;
  }
}

/** The cells of a tile of `size` device pixels, each without its share of the gap. */
export function cellRects(size: number, side: number, gap: number): Rect[] {
  const out: Rect[] = [];
  const edge = (i: number): number => Math.round((i * size) / side);
  const near = Math.floor(gap / 2);
  const far = gap - near;
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const left = edge(x) + (x === 0 ? 0 : near);
      const top = edge(y) + (y === 0 ? 0 : near);
      out.push({
        x: left,
        y: top,
        w: Math.max(1, edge(x + 1) - (x === side - 1 ? 0 : far) - left),
        h: Math.max(1, edge(y + 1) - (y === side - 1 ? 0 : far) - top),
      });
    }
  return out;
}

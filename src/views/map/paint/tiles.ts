/**
 * From near: the cells of the sections on screen. Each section's cells are a few pixels of one atlas picture, redrawn
 * only when the section changed; a tile on screen is one magnified copy and one mask with the gaps between its cells.
 */
import type { Buffer, MakeBuffer } from './ctx.ts';
import type { Inks } from './inks.ts';
import { TILE_PX, cellPx, tilePx } from '../levels.ts';
import type { Rect } from '../grid.ts';
import { eachTile, isVisible } from './scene.ts';
import type { Scene } from './scene.ts';

/** Tiles along a side of the atlas: more than any screen shows at the smallest size at which cells are drawn. */
const SIDE = 64;

/** Pixels of a tile from which on its cells are drawn one by one. */
const LARGE = 300;

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
  #image: ImageData | undefined;
  #pixels = new Uint32Array(0);
  /** Slots written since the last flush, as a rectangle of slots. */
  #dirty: { x0: number; y0: number; x1: number; y1: number } | undefined;
  #side = 0;
  #inks: Inks | undefined;
  #slots = new Map<number, { readonly slot: number; stamp: number; used: number }>();
  #free: number[] = [];
  #turn = 0;
  #mask: { readonly key: string; readonly size: number; readonly buffer: Buffer } | undefined;

  constructor(make: MakeBuffer) {
    this.#make = make;
  }

  /** Draws the cells of every visible tile. */
  paint(scene: Scene, source: CellSource, alpha: number): void {
    const atlas = this.#prepare(scene);
    this.#turn++;
    if (tilePx(scene.camera.scale) >= LARGE) {
      this.#paintLarge(scene, source);
      return;
    }
    const { ctx, grid } = scene;
    const side = grid.cellSide;
    const mask = this.#maskFor(scene);
    const tiles: { readonly slot: number; readonly r: Rect }[] = [];
    eachTile(scene, (nr, r) => {
      const slot = source.present(nr) ? this.#slotOf(scene, source, nr) : undefined;
      if (slot !== undefined) tiles.push({ slot, r });
    });
    // all changes first and in one piece: a picture that is written between two copies of it is itself copied
    this.#flush(atlas, side);
    ctx.imageSmoothingEnabled = false;
    ctx.globalAlpha = alpha;
    for (const { slot, r } of tiles) {
      ctx.drawImage(atlas.image, (slot % SIDE) * side, Math.floor(slot / SIDE) * side, side, side, r.x, r.y, r.w, r.h);
      ctx.drawImage(mask.image, r.x, r.y, r.w, r.h);
    }
    ctx.globalAlpha = 1;
  }

  #flush(atlas: Buffer, side: number): void {
    const d = this.#dirty;
    if (d === undefined || this.#image === undefined) return;
    atlas.ctx.putImageData(this.#image, 0, 0, d.x0 * side, d.y0 * side, (d.x1 - d.x0) * side, (d.y1 - d.y0) * side);
    this.#dirty = undefined;
  }

  /** Few tiles, large cells: drawn one by one, and while the view moves without their round corners. */
  #paintLarge(scene: Scene, source: CellSource): void {
    const { ctx, grid, inks, dpr, moving } = scene;
    const cell = cellPx(scene.camera.scale, grid);
    const gap = Math.max(1, Math.round(cell * 0.07 * dpr));
    const radius = Math.min(5, cell / 9);
    eachTile(scene, (nr, r) => {
      if (!source.present(nr)) return;
      source.codes(nr, this.#codes);
      const cells = cellRects(r.w * dpr, r.h * dpr, grid.cellSide, gap);
      for (let i = 0; i < grid.cellsPerTile; i++) {
        const c = cells[i];
        if (c === undefined) continue;
        const at = { x: r.x + c.x / dpr, y: r.y + c.y / dpr, w: c.w / dpr, h: c.h / dpr };
        if (!isVisible(scene, at)) continue;
        ctx.fillStyle = inks.css[this.#codes[i] ?? 0] ?? inks.palette.cellEmpty;
        if (moving) ctx.fillRect(at.x, at.y, at.w, at.h);
        else {
          ctx.beginPath();
          ctx.roundRect(at.x, at.y, at.w, at.h, radius);
          ctx.fill();
        }
      }
    });
  }

  /** Atlas and slots for these colours and this size of tiles. */
  #prepare(scene: Scene): Buffer {
    const side = scene.grid.cellSide;
    if (this.#atlas === undefined || this.#side !== side) {
      this.#atlas = this.#make(SIDE * side, SIDE * side);
      this.#image = this.#atlas.ctx.createImageData(SIDE * side, SIDE * side);
      this.#pixels = new Uint32Array(this.#image.data.buffer);
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

  #slotOf(scene: Scene, source: CellSource, nr: number): number | undefined {
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
    const x = entry.slot % SIDE;
    const y = Math.floor(entry.slot / SIDE);
    const stride = SIDE * cellSide;
    for (let i = 0; i < cellsPerTile; i++)
      this.#pixels[(y * cellSide + Math.floor(i / cellSide)) * stride + x * cellSide + (i % cellSide)] =
        scene.inks.pixels[this.#codes[i] ?? 0] ?? 0;
    const d = (this.#dirty ??= { x0: x, y0: y, x1: x + 1, y1: y + 1 });
    d.x0 = Math.min(d.x0, x);
    d.y0 = Math.min(d.y0, y);
    d.x1 = Math.max(d.x1, x + 1);
    d.y1 = Math.max(d.y1, y + 1);
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
  #maskFor(scene: Scene): Buffer {
    const { dpr, grid, inks, camera, viewport } = scene;
    const size = Math.round(tilePx(camera.scale) * dpr);
    const width = Math.round(tilePx(camera.scale) * viewport.stretch * dpr);
    const cell = cellPx(camera.scale, grid);
    const key = `${dpr}/${viewport.stretch}/${grid.cellSide}/${inks.palette.surface}`;
    const known = this.#mask;
    // while the view moves the last mask is stretched; a sharp one is made when it rests
    if (
      known?.key === key &&
      (known.size === size || (scene.moving && size / known.size > 0.6 && size / known.size < 1.7))
    )
      return known.buffer;
    const buffer = this.#make(width, size);
    const { ctx } = buffer;
    const gap = Math.max(1, Math.round((cell < 5 ? 0.5 : cell < 14 ? 1 : cell * 0.07) * dpr));
    const radius = tilePx(camera.scale) >= TILE_PX.rounded ? Math.min(3 * dpr, Math.max(dpr, (cell * dpr) / 7)) : 0;
    ctx.fillStyle = inks.palette.surface;
    ctx.beginPath();
    ctx.rect(0, 0, width, size);
    for (const r of cellRects(width, size, grid.cellSide, gap)) {
      if (radius > 0) ctx.roundRect(r.x, r.y, r.w, r.h, radius);
      else ctx.rect(r.x, r.y, r.w, r.h);
    }
    ctx.fill('evenodd');
    this.#mask = { key, size, buffer };
    return buffer;
  }
}

/** The cells of a tile of so many device pixels, each without its share of the gap. */
export function cellRects(width: number, height: number, side: number, gap: number): Rect[] {
  const out: Rect[] = [];
  const edgeX = (i: number): number => Math.round((i * width) / side);
  const edgeY = (i: number): number => Math.round((i * height) / side);
  const near = Math.floor(gap / 2);
  const far = gap - near;
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const left = edgeX(x) + (x === 0 ? 0 : near);
      const top = edgeY(y) + (y === 0 ? 0 : near);
      out.push({
        x: left,
        y: top,
        w: Math.max(1, edgeX(x + 1) - (x === side - 1 ? 0 : far) - left),
        h: Math.max(1, edgeY(y + 1) - (y === side - 1 ? 0 : far) - top),
      });
    }
  return out;
}

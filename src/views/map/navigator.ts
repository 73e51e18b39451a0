/**
 * Where the camera is and how it gets to where somebody wants it: at once under a hand, in a short flight otherwise, and
 * without losing its place when rows of memory come, go or unfold.
 */
import type { PfnRange } from '../../engine/units.ts';
import {
  centreOn,
  clamp,
  fit,
  fitRect,
  flight,
  innerSize,
  pan,
  reveal,
  settle,
  toWorldX,
  toWorldY,
  zoomAt,
} from './camera.ts';
import type { Camera, Viewport } from './camera.ts';
import type { Rect } from './grid.ts';
import { PITCH_Y } from './grid.ts';
import { hitTest, rectsOf, rowNear, rowOrigin, tileRect } from './layout.ts';
import { LEVELS, cellsFrom, levelAt, scaleOf } from './levels.ts';
import type { LevelName } from './levels.ts';
import type { MapMachine } from './machine.ts';
import { rangeRects } from './paint/outlines.ts';

/** A view that has not moved for this long, in milliseconds, rests. */
const REST_MS = 130;

interface Flight {
  readonly from: number;
  readonly durationMs: number;
  readonly at: (t: number) => Camera;
  readonly to: Camera;
}
/** A place in memory, as a row and a way from its origin. */
export interface Anchor {
  readonly row: number;
  readonly dx: number;
  readonly dy: number;
}

/** What the navigator needs of the view that it moves. */
export interface Moves {
  readonly machine: () => MapMachine | undefined;
  readonly reducedMotion: () => boolean;
  readonly now: () => number;
  readonly request: () => void;
}

/** The camera of one map. */
export class Navigator {
  readonly #env: Moves;
  viewport: Viewport = { width: 1, height: 1, left: 0, top: 0, right: 0, bottom: 0, stretch: 1 };
  #camera: Camera = { x: 0, y: 0, scale: 1 };
  /** All of memory is shown, and stays shown when it changes. */
  #fitted = true;
  #flight: Flight | undefined;
  #drawn: Camera | undefined;
  #movedAt = -Infinity;
  /** Where a link wants the camera, before there is a machine to look at. */
  #wish: Camera | undefined;

  constructor(env: Moves) {
    this.#env = env;
  }

  get camera(): Camera {
    return this.#camera;
  }
  /** The camera where somebody put it; undefined: all of memory is shown. */
  get held(): Camera | undefined {
    return this.#wish ?? (this.#fitted ? undefined : this.#target());
  }
  /** Puts the camera where it once was, as soon as there is a machine. */
  put(camera: Camera): void {
    this.#wish = camera;
    this.#env.request();
  }
  get flying(): boolean {
    return this.#flight !== undefined;
  }
  /** The level on screen, or the one that a flight goes to. */
  get level(): LevelName {
    const machine = this.#env.machine();
    return machine === undefined ? 'memory' : levelAt(this.#target().scale, machine.grid, cellsFrom(this.viewport));
  }

  /**
   * Moves the camera to where it is in this frame.
   * @param anchor the place in the middle before the layout changed; undefined: it did not change
   */
  step(
    now: number,
    machine: MapMachine,
    change: { readonly fresh: boolean; readonly moved: boolean; readonly anchor: Anchor | undefined },
  ): void {
    const whole = fit(machine.layout, this.viewport);
    if (change.fresh) {
      this.#fitted = true;
      this.#jump(whole);
    } else if (this.#fitted && change.moved) this.#flyTo(whole, now);
    else if (this.#fitted && this.#flight === undefined) this.#camera = sameOr(this.#camera, whole);
    else if (change.moved) this.#restore(machine, change.anchor);
    if (this.#wish !== undefined) {
      this.#fitted = false;
      this.#jump(clamp(this.#wish, machine.layout, this.viewport));
      this.#wish = undefined;
    }
    this.#advance(now, machine);
  }

  /** Whether the camera moved a moment ago. */
  isMoving(now: number): boolean {
    if (this.#drawn !== this.#camera) this.#movedAt = this.#drawn === undefined ? -Infinity : now;
    this.#drawn = this.#camera;
    return now - this.#movedAt < REST_MS;
  }

  /** The row in the middle of the view: it stays there when rows move. */
  anchor(machine: MapMachine): Anchor | undefined {
    const inner = innerSize(this.viewport);
    const x = this.#camera.x + inner.width / 2 / this.#camera.scale;
    const y = this.#camera.y + inner.height / 2 / this.#camera.scale;
    const row = rowNear(machine.layout, x, y);
    const origin = row === undefined ? undefined : rowOrigin(machine.layout, row);
    return row === undefined || origin === undefined ? undefined : { row, dx: x - origin.x, dy: y - origin.y };
  }
  #restore(machine: MapMachine, anchor: Anchor | undefined): void {
    const origin = anchor && rowOrigin(machine.layout, anchor.row);
    if (anchor === undefined || origin === undefined) return;
    this.#flight = undefined;
    this.#camera = centreOn(this.#camera, this.viewport, origin.x + anchor.dx, origin.y + anchor.dy);
  }

  #target(): Camera {
    return this.#flight?.to ?? this.#camera;
  }
  #minScale(machine: MapMachine): number {
    return fit(machine.layout, this.viewport).scale * 0.7;
  }
  #jump(to: Camera): void {
    this.#flight = undefined;
    this.#camera = to;
    this.#env.request();
  }
  #flyTo(to: Camera, now = this.#env.now()): void {
    if (this.#env.reducedMotion()) {
      this.#jump(to);
      return;
    }
    const { durationMs, at } = flight(this.#camera, to, this.viewport);
    this.#flight = { from: now, durationMs, at, to };
    this.#env.request();
  }
  #advance(now: number, machine: MapMachine): void {
    const f = this.#flight;
    if (f !== undefined) {
      const t = (now - f.from) / f.durationMs;
      this.#camera = f.at(Math.max(0, t));
      if (t >= 1) this.#flight = undefined;
    } else if (!this.#fitted) this.#camera = sameOr(this.#camera, clamp(this.#camera, machine.layout, this.viewport));
  }

  /** Moves by pixels, at once. */
  panBy(dx: number, dy: number): void {
    this.#fitted = false;
    this.#jump(pan(this.#camera, this.viewport, dx, dy));
  }
  /** Zooms at a pixel (the middle by default), at once. */
  zoomBy(factor: number, px?: number, py?: number): void {
    const machine = this.#env.machine();
    if (machine === undefined) return;
    this.#fitted = false;
    const { left, top, width, height } = this.viewport;
    const at = { px: px ?? (left + width) / 2, py: py ?? (top + height) / 2 };
    const to = zoomAt(this.#camera, this.viewport, at.px, at.py, factor, this.#minScale(machine));
    this.#jump(factor > 1 ? this.#towardsTile(machine, at, to, factor) : to);
  }
  /** Who zooms into the gap between two tiles wants the tile: the gap slides away from under the pointer. */
  #towardsTile(
    machine: MapMachine,
    at: { readonly px: number; readonly py: number },
    to: Camera,
    factor: number,
  ): Camera {
    const x = toWorldX(this.#camera, this.viewport, at.px);
    const y = toWorldY(this.#camera, this.viewport, at.py);
    const hit = hitTest(machine.layout, machine.grid, x, y);
    const tile = hit?.kind === 'gap' ? tileRect(machine.layout, hit.section) : undefined;
    if (tile === undefined) return to;
    const share = Math.min(1, 2 * (1 - 1 / factor));
    const inside = (v: number, from: number, size: number): number =>
      Math.max(from + 0.2, Math.min(from + size - 0.2, v)) - v;
    return { ...to, x: to.x + inside(x, tile.x, tile.w) * share, y: to.y + inside(y, tile.y, tile.h) * share };
  }
  /** Zooms smoothly around the middle: buttons and keys. */
  zoomSmoothly(factor: number): void {
    const machine = this.#env.machine();
    if (machine === undefined) return;
    this.#fitted = false;
    const { left, top, width, height } = this.viewport;
    this.#flyTo(
      clamp(
        zoomAt(this.#target(), this.viewport, (left + width) / 2, (top + height) / 2, factor, this.#minScale(machine)),
        machine.layout,
        this.viewport,
      ),
    );
  }
  panSmoothly(dx: number, dy: number): void {
    const machine = this.#env.machine();
    if (machine === undefined) return;
    this.#fitted = false;
    this.#flyTo(clamp(pan(this.#target(), this.viewport, dx, dy), machine.layout, this.viewport));
  }
  /** Shows all of memory. */
  fitAll(): void {
    const machine = this.#env.machine();
    if (machine === undefined) return;
    this.#fitted = true;
    this.#flyTo(fit(machine.layout, this.viewport));
  }
  /** Puts a world point into the middle: the minimap. */
  centreOnRow(row: number): void {
    const machine = this.#env.machine();
    const origin = machine && rowOrigin(machine.layout, row);
    if (machine === undefined || origin === undefined) return;
    this.#fitted = false;
    const inner = innerSize(this.viewport);
    const several = machine.layout.columns.length > 1;
    const x = several ? origin.x + 36 : this.#camera.x + inner.width / this.#camera.scale / 2;
    this.#jump(centreOn(this.#camera, this.viewport, x, origin.y + PITCH_Y / 2));
  }

  /** Flies to page frames, at a level or at the size at which they fill a good part of the view. */
  show(range: PfnRange, level?: LevelName): void {
    const machine = this.#env.machine();
    if (machine === undefined) return;
    const near = LEVELS.findIndex((l) => l.name === this.level) >= LEVELS.findIndex((l) => l.name === 'subsections');
    // in sight already, and near enough to be read
    if (level === undefined && this.#fitted && near) return;
    // a level at which all of memory would leave room unused shows no more than all of it, large
    if (
      level !== undefined &&
      scaleOf(level, machine.grid, cellsFrom(this.viewport)) <= fit(machine.layout, this.viewport).scale
    ) {
      this.fitAll();
      return;
    }
    this.#fitted = false;
    const rects = this.#rects(machine, range);
    const [first] = rects;
    if (first === undefined) {
      const origin = rowOrigin(machine.layout, machine.rowsOf(range).from);
      if (origin !== undefined) this.#flyTo(centreOn(this.#camera, this.viewport, origin.x + 36, origin.y));
      return;
    }
    const box = boundsOf(rects);
    let to = fitRect(box, this.viewport);
    const scale =
      level === undefined
        ? Math.min(to.scale, Math.max(this.#camera.scale, scaleOf('subsections', machine.grid)))
        : Math.min(to.scale, scaleOf(level, machine.grid, cellsFrom(this.viewport)));
    to = centreOn({ ...to, scale }, this.viewport, box.x + box.w / 2, box.y + box.h / 2);
    this.#flyTo(settle(to, machine.layout, this.viewport));
  }
  /** Moves as little as needed to have page frames in sight. */
  reveal(range: PfnRange): void {
    const machine = this.#env.machine();
    const rects = machine && this.#rects(machine, range);
    if (machine === undefined || this.#fitted || rects === undefined || rects.length === 0) return;
    const to = reveal(this.#target(), this.viewport, boundsOf(rects.slice(0, 1)));
    if (to === this.#target() || (to.x === this.#target().x && to.y === this.#target().y)) return;
    this.#fitted = false;
    this.#flyTo(to);
  }
  /** One level nearer, to a point or to the page frames in focus. */
  descend(at: { readonly px: number; readonly py: number } | PfnRange): void {
    const machine = this.#env.machine();
    if (machine === undefined) return;
    const order = LEVELS.map((l) => l.name);
    const next = order[Math.min(order.length - 1, order.indexOf(this.level) + 1)] ?? 'frames';
    if ('start' in at) {
      this.show(at, next);
      return;
    }
    this.#fitted = false;
    const factor = Math.max(1.6, scaleOf(next, machine.grid, cellsFrom(this.viewport)) / this.#target().scale);
    this.#flyTo(
      clamp(
        zoomAt(this.#target(), this.viewport, at.px, at.py, factor, this.#minScale(machine)),
        machine.layout,
        this.viewport,
      ),
    );
  }
  /** One level further away; beyond the coarsest, all of memory. */
  ascend(): void {
    const machine = this.#env.machine();
    if (machine === undefined) return;
    const order = LEVELS.map((l) => l.name);
    const before = order[order.indexOf(this.level) - 1];
    const whole = fit(machine.layout, this.viewport).scale;
    const scale = before === undefined ? 0 : scaleOf(before, machine.grid, cellsFrom(this.viewport));
    if (scale <= whole) this.fitAll();
    else this.zoomSmoothly(scale / this.#target().scale);
  }

  /** The world rectangle around page frames. */
  boxOf(machine: MapMachine, range: PfnRange): Rect | undefined {
    const rects = this.#rects(machine, range);
    return rects.length === 0 ? undefined : boundsOf(rects);
  }

  #rects(machine: MapMachine, range: PfnRange): readonly Rect[] {
    const { grid, layout } = machine;
    if (range.end - range.start >= grid.pagesPerSection)
      return rectsOf(
        layout,
        Math.floor(range.start / grid.pagesPerSection),
        Math.ceil(range.end / grid.pagesPerSection),
      );
    return rangeRects({ layout, grid, camera: this.#target() }, range);
  }
}

/** The same object for the same view, so that standing still can be told from moving. */
const sameOr = (a: Camera, b: Camera): Camera => (a.x === b.x && a.y === b.y && a.scale === b.scale ? a : b);

function boundsOf(rects: readonly Rect[]): Rect {
  const x = Math.min(...rects.map((r) => r.x));
  const y = Math.min(...rects.map((r) => r.y));
  return { x, y, w: Math.max(...rects.map((r) => r.x + r.w)) - x, h: Math.max(...rects.map((r) => r.y + r.h)) - y };
}

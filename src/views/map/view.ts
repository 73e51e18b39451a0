/**
 * The map on its canvas: one draw for each animation frame, and only when something changed. React never sees a frame;
 * it asks this object to move, and is told when level or view changed.
 */
import { blockId, pfn } from '../../engine/units.ts';
import type { PfnRange } from '../../engine/units.ts';
import type { Palette } from '../../ui/palette.ts';
import { rangesOf } from '../../store/selection.ts';
import type { AtlasState, Selection } from '../../store/types.ts';
import { centreOn, clamp, fit, fitRect, flight, innerSize, pan, reveal, settle, toWorldX, toWorldY, zoomAt } from './camera.ts';
import type { Camera, Viewport } from './camera.ts';
import { CLASS } from './classes.ts';
import { Details } from './details.ts';
import type { Rect } from './grid.ts';
import { PITCH_Y, blockOfSection } from './grid.ts';
import { hitTest, rectsOf, rowNear, rowOrigin, tileRect } from './layout.ts';
import type { Hit } from './layout.ts';
import { LEVELS, levelAt, scaleOf } from './levels.ts';
import type { LevelName } from './levels.ts';
import { MapMachine } from './machine.ts';
import { MapPainter } from './paint/painter.ts';
import type { Ctx, MakeBuffer } from './paint/ctx.ts';
import { inksOf } from './paint/inks.ts';
import type { Inks } from './paint/inks.ts';
import { rangeRects } from './paint/outlines.ts';
import { HEAD_HEIGHT, rulerWidth } from './paint/ruler.ts';
import type { Scene } from './paint/scene.ts';
import { Pulses } from './pulses.ts';

/** What the map needs of its surroundings; a test passes its own. */
export interface Surroundings {
  readonly state: () => AtlasState;
  readonly palette: () => Palette;
  readonly makeBuffer: MakeBuffer;
  readonly reducedMotion: () => boolean;
  readonly now: () => number;
  readonly nextFrame: (f: (now: number) => void) => number;
  readonly cancelFrame: (id: number) => void;
}

/** A view that has not moved for this long, in milliseconds, rests. */
const REST_MS = 130;

interface Flight {
  readonly from: number;
  readonly durationMs: number;
  readonly at: (t: number) => Camera;
  readonly to: Camera;
}

/** The map of one canvas. */
export class MapView {
  readonly #env: Surroundings;
  readonly #painter: MapPainter;
  readonly #pulses = new Pulses();
  readonly #listeners = new Set<() => void>();
  readonly details: Details;
  #ctx: Ctx | undefined;
  #dpr = 1;
  #viewport: Viewport = { width: 1, height: 1, left: 0, top: 0, right: 0, bottom: 0 };
  #camera: Camera = { x: 0, y: 0, scale: 1 };
  #machine: MapMachine | undefined;
  #inks: Inks | undefined;
  #fitted = true;
  #flight: Flight | undefined;
  #frame: number | undefined;
  #drawn: Camera | undefined;
  #movedAt = -Infinity;
  /** The block that has the keyboard's focus, and what search found: drawn, but not selected. */
  #focus: PfnRange | undefined;
  #matches: readonly PfnRange[] = [];

  constructor(env: Surroundings) {
    this.#env = env;
    this.#painter = new MapPainter(env.makeBuffer);
    this.details = new Details((nr) => env.state().ask('section', { nr }), () => this.request(), env.now);
  }

  /* ---- surroundings ---- */

  /** Draws into this context from now on; sizes are CSS pixels. */
  resize(ctx: Ctx, width: number, height: number, dpr: number): void {
    this.#ctx = ctx;
    this.#dpr = dpr;
    this.#viewport = { ...this.#viewport, width, height };
    this.request();
  }
  dispose(): void {
    if (this.#frame !== undefined) this.#env.cancelFrame(this.#frame);
    this.#frame = undefined;
    this.#listeners.clear();
  }
  /** Called when view, level or machine changed. @returns stops */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
  /** Something changed: draws in the next animation frame. */
  request(): void {
    this.#frame ??= this.#env.nextFrame((now) => {
      this.#frame = undefined;
      this.draw(now);
    });
  }

  /* ---- what is shown ---- */

  get machine(): MapMachine | undefined {
    return this.#machine;
  }
  get camera(): Camera {
    return this.#camera;
  }
  get viewport(): Viewport {
    return this.#viewport;
  }
  get inks(): Inks | undefined {
    return this.#inks;
  }
  get level(): LevelName {
    return this.#machine === undefined ? 'memory' : levelAt(this.#target().scale, this.#machine.grid);
  }
  setFocus(range: PfnRange | undefined): void {
    this.#focus = range;
    this.request();
  }
  setMatches(ranges: readonly PfnRange[]): void {
    this.#matches = ranges;
    this.request();
  }

  /** Brings the picture up to date with the store and draws it. */
  draw(now: number): void {
    const ctx = this.#ctx;
    const state = this.#env.state();
    if (ctx === undefined || state.info === undefined) return;
    const start = this.#env.now();
    const scene = this.#prepare(ctx, state, state.info, now);
    this.#painter.paint(scene.scene, {
      state,
      machine: scene.machine,
      changed: scene.changed,
      details: this.details,
      focus: this.#focus,
      matches: this.#matches,
      pulses: this.#env.reducedMotion() ? [] : this.#pulses.at(now),
    });
    performance.measure('map-draw', { start, end: this.#env.now() });
    if (this.#flight !== undefined || scene.more || scene.scene.moving || this.#pulses.alive(now)) this.request();
    for (const listener of this.#listeners) listener();
  }

  #prepare(ctx: Ctx, state: AtlasState, info: NonNullable<AtlasState['info']>, now: number) {
    const palette = this.#env.palette();
    if (this.#inks?.palette !== palette || this.#inks.hidden !== state.hidden) this.#inks = inksOf(palette, state.hidden);
    let machine = this.#machine;
    const fresh = machine?.info !== info;
    if (machine === undefined || fresh) {
      machine = this.#machine = new MapMachine(info, state);
      this.#fitted = true;
      this.details.clear();
    }
    const first = machine.summary.sections === 0;
    const { runs, pulses, more } = machine.sync(state);
    if (!first && !this.#env.reducedMotion()) this.#pulses.add(pulses, now);
    const anchor = this.#anchor(machine);
    const moved = machine.relayout(innerSize(this.#viewport), state);
    this.#setBands(machine);
    if (this.#fitted && (moved || first || fresh)) {
      if (first || fresh) this.#jump(fit(machine.layout, this.#viewport));
      else this.#flyTo(fit(machine.layout, this.#viewport), now);
    } else if (this.#fitted && this.#flight === undefined) this.#camera = sameOr(this.#camera, fit(machine.layout, this.#viewport));
    else if (moved) this.#restore(machine, anchor);
    this.#advance(now, machine);
    const scene: Scene = {
      ctx,
      dpr: this.#dpr,
      camera: this.#camera,
      viewport: this.#viewport,
      layout: machine.layout,
      grid: machine.grid,
      inks: this.#inks,
      moving: this.#isMoving(now),
      rulerType: this.#viewport.width < 520 ? 9.5 : 11,
    };
    return { scene, machine, changed: runs, more };
  }

  /** Whether the camera moved a moment ago. */
  #isMoving(now: number): boolean {
    if (this.#drawn !== this.#camera) this.#movedAt = this.#drawn === undefined ? -Infinity : now;
    this.#drawn = this.#camera;
    return now - this.#movedAt < REST_MS;
  }

  #setBands(machine: MapMachine): void {
    const type = this.#viewport.width < 520 ? 9.5 : 11;
    const several = machine.layout.columns.length > 1;
    this.#viewport = { ...this.#viewport, left: rulerWidth(machine.end, type), top: several ? HEAD_HEIGHT + 6 : 8, right: 14, bottom: 8 };
  }

  /** The row in the middle of the view: it stays there when rows move. */
  #anchor(machine: MapMachine): { readonly row: number; readonly dx: number; readonly dy: number } | undefined {
    const inner = innerSize(this.#viewport);
    const x = this.#camera.x + inner.width / 2 / this.#camera.scale;
    const y = this.#camera.y + inner.height / 2 / this.#camera.scale;
    const row = rowNear(machine.layout, x, y);
    const origin = row === undefined ? undefined : rowOrigin(machine.layout, row);
    return row === undefined || origin === undefined ? undefined : { row, dx: x - origin.x, dy: y - origin.y };
  }
  #restore(machine: MapMachine, anchor: { readonly row: number; readonly dx: number; readonly dy: number } | undefined): void {
    const origin = anchor && rowOrigin(machine.layout, anchor.row);
    if (anchor === undefined || origin === undefined) return;
    this.#flight = undefined;
    this.#camera = centreOn(this.#camera, this.#viewport, origin.x + anchor.dx, origin.y + anchor.dy);
  }

  /* ---- moving ---- */

  #target(): Camera {
    return this.#flight?.to ?? this.#camera;
  }
  #minScale(machine: MapMachine): number {
    return fit(machine.layout, this.#viewport).scale * 0.7;
  }
  #jump(to: Camera): void {
    this.#flight = undefined;
    this.#camera = to;
    this.request();
  }
  #flyTo(to: Camera, now = this.#env.now()): void {
    if (this.#env.reducedMotion()) {
      this.#jump(to);
      return;
    }
    const { durationMs, at } = flight(this.#camera, to, this.#viewport);
    this.#flight = { from: now, durationMs, at, to };
    this.request();
  }
  #advance(now: number, machine: MapMachine): void {
    const f = this.#flight;
    if (f !== undefined) {
      const t = (now - f.from) / f.durationMs;
      this.#camera = f.at(Math.max(0, t));
      if (t >= 1) this.#flight = undefined;
    } else if (!this.#fitted) this.#camera = sameOr(this.#camera, clamp(this.#camera, machine.layout, this.#viewport));
  }

  /** Moves by pixels, at once. */
  panBy(dx: number, dy: number): void {
    this.#fitted = false;
    this.#jump(pan(this.#camera, dx, dy));
  }
  /** Zooms at a pixel (the middle by default), at once. */
  zoomBy(factor: number, px?: number, py?: number): void {
    const machine = this.#machine;
    if (machine === undefined) return;
    this.#fitted = false;
    const { left, top, width, height } = this.#viewport;
    const at = { px: px ?? (left + width) / 2, py: py ?? (top + height) / 2 };
    const to = zoomAt(this.#camera, this.#viewport, at.px, at.py, factor, this.#minScale(machine));
    this.#jump(factor > 1 ? this.#towardsTile(machine, at, to, factor) : to);
  }
  /** Who zooms into the gap between two tiles wants the tile: the gap slides away from under the pointer. */
  #towardsTile(machine: MapMachine, at: { readonly px: number; readonly py: number }, to: Camera, factor: number): Camera {
    const x = toWorldX(this.#camera, this.#viewport, at.px);
    const y = toWorldY(this.#camera, this.#viewport, at.py);
    const hit = hitTest(machine.layout, machine.grid, x, y);
    const tile = hit?.kind === 'gap' ? tileRect(machine.layout, hit.section) : undefined;
    if (tile === undefined) return to;
    const share = Math.min(1, 2 * (1 - 1 / factor));
    const inside = (v: number, from: number, size: number): number => Math.max(from + 0.2, Math.min(from + size - 0.2, v)) - v;
    return { ...to, x: to.x + inside(x, tile.x, tile.w) * share, y: to.y + inside(y, tile.y, tile.h) * share };
  }
  /** Zooms smoothly around the middle: buttons and keys. */
  zoomSmoothly(factor: number): void {
    const machine = this.#machine;
    if (machine === undefined) return;
    this.#fitted = false;
    const { left, top, width, height } = this.#viewport;
    this.#flyTo(clamp(zoomAt(this.#target(), this.#viewport, (left + width) / 2, (top + height) / 2, factor, this.#minScale(machine)), machine.layout, this.#viewport));
  }
  panSmoothly(dx: number, dy: number): void {
    const machine = this.#machine;
    if (machine === undefined) return;
    this.#fitted = false;
    this.#flyTo(clamp(pan(this.#target(), dx, dy), machine.layout, this.#viewport));
  }
  /** Shows all of memory. */
  fitAll(): void {
    const machine = this.#machine;
    if (machine === undefined) return;
    this.#fitted = true;
    this.#flyTo(fit(machine.layout, this.#viewport));
  }
  /** Puts a world point into the middle: the minimap. */
  centreOnRow(row: number): void {
    const machine = this.#machine;
    const origin = machine && rowOrigin(machine.layout, row);
    if (machine === undefined || origin === undefined) return;
    this.#fitted = false;
    const inner = innerSize(this.#viewport);
    const several = machine.layout.columns.length > 1;
    const x = several ? origin.x + 36 : this.#camera.x + inner.width / this.#camera.scale / 2;
    this.#jump(centreOn(this.#camera, this.#viewport, x, origin.y + PITCH_Y / 2));
  }

  /** Flies to page frames, at a level or at the size at which they fill a good part of the view. */
  show(range: PfnRange, level?: LevelName): void {
    const machine = this.#machine;
    if (machine === undefined) return;
    this.#fitted = false;
    const rects = this.#rects(machine, range);
    const [first] = rects;
    if (first === undefined) {
      const origin = rowOrigin(machine.layout, machine.rowsOf(range).from);
      if (origin !== undefined) this.#flyTo(centreOn(this.#camera, this.#viewport, origin.x + 36, origin.y));
      return;
    }
    const box = boundsOf(rects);
    let to = fitRect(box, this.#viewport);
    const scale = level === undefined ? Math.min(to.scale, Math.max(this.#camera.scale, scaleOf('subsections', machine.grid))) : Math.min(to.scale, scaleOf(level, machine.grid));
    to = centreOn({ ...to, scale }, this.#viewport, box.x + box.w / 2, box.y + box.h / 2);
    this.#flyTo(settle(to, machine.layout, this.#viewport));
  }
  /** Moves as little as needed to have page frames in sight. */
  reveal(range: PfnRange): void {
    const machine = this.#machine;
    const rects = machine && this.#rects(machine, range);
    if (machine === undefined || rects === undefined || rects.length === 0) return;
    const to = reveal(this.#target(), this.#viewport, boundsOf(rects.slice(0, 1)));
    if (to === this.#target() || (to.x === this.#target().x && to.y === this.#target().y)) return;
    this.#fitted = false;
    this.#flyTo(to);
  }
  /** One level nearer, to a point or to the page frames in focus. */
  descend(at: { readonly px: number; readonly py: number } | PfnRange): void {
    const machine = this.#machine;
    if (machine === undefined) return;
    const order = LEVELS.map((l) => l.name);
    const next = order[Math.min(order.length - 1, order.indexOf(this.level) + 1)] ?? 'frames';
    if ('start' in at) {
      this.show(at, next);
      return;
    }
    this.#fitted = false;
    const factor = Math.max(1.6, scaleOf(next, machine.grid) / this.#target().scale);
    this.#flyTo(clamp(zoomAt(this.#target(), this.#viewport, at.px, at.py, factor, this.#minScale(machine)), machine.layout, this.#viewport));
  }
  /** One level further away; beyond the coarsest, all of memory. */
  ascend(): void {
    const machine = this.#machine;
    if (machine === undefined) return;
    const order = LEVELS.map((l) => l.name);
    const before = order[order.indexOf(this.level) - 1];
    const whole = fit(machine.layout, this.#viewport).scale;
    if (before === undefined || scaleOf(before, machine.grid) <= whole) this.fitAll();
    else this.zoomSmoothly(scaleOf(before, machine.grid) / this.#target().scale);
  }

  #rects(machine: MapMachine, range: PfnRange): readonly Rect[] {
    const { grid, layout } = machine;
    if (range.end - range.start >= grid.pagesPerSection) return rectsOf(layout, Math.floor(range.start / grid.pagesPerSection), Math.ceil(range.end / grid.pagesPerSection));
    return rangeRects({ layout, grid, camera: this.#target() }, range);
  }

  /* ---- pointing ---- */

  /** What lies under a pixel; the ruler and the heads are nothing. */
  hitAt(px: number, py: number): Hit | undefined {
    const { layout, grid } = this.#machine ?? {};
    const { left, top, width, height } = this.#viewport;
    if (layout === undefined || grid === undefined || px < left - 8 || py < top - 8 || px > width || py > height) return undefined;
    return hitTest(layout, grid, toWorldX(this.#camera, this.#viewport, px), toWorldY(this.#camera, this.#viewport, py));
  }

  /** What a pixel means at this level: a block from afar, a section from near, a page frame from very near. */
  selectionAt(px: number, py: number): Selection {
    const machine = this.#machine;
    const hit = this.hitAt(px, py);
    if (machine === undefined || hit === undefined || hit.kind === 'fold') return { kind: 'none' };
    const { grid, summary } = machine;
    const level = this.level;
    const exists = summary.classAt(hit.section) !== CLASS.absent;
    if (level === 'memory' || level === 'blocks') {
      return exists ? { kind: 'block', id: blockId(blockOfSection(grid, hit.section)) } : { kind: 'none' };
    }
    if (hit.kind === 'gap' || level === 'subsections') return exists ? { kind: 'section', nr: hit.section } : { kind: 'none' };
    const base = hit.section * grid.pagesPerSection + hit.cell * grid.pagesPerCell;
    return { kind: 'pfn', pfn: pfn(base + (level === 'frames' ? pageAt(grid.pagesPerCell, hit.fx, hit.fy) : 0)) };
  }

  /** The page frames a selection covers at this moment. */
  rangesOf(selection: Selection): readonly PfnRange[] {
    return rangesOf(selection, this.#env.state());
  }
}

/** The page frame at a place inside its cell (paint/outlines.ts: pageRect, the other way round). */
export function pageAt(pagesPerCell: number, fx: number, fy: number): number {
  const columns = 2 ** Math.ceil(Math.log2(pagesPerCell) / 2);
  const rows = pagesPerCell / columns;
  const x = Math.max(0, Math.min(columns - 1, Math.floor(((fx - 0.05) / 0.9) * columns)));
  const y = Math.max(0, Math.min(rows - 1, Math.floor(((fy - 0.17) / 0.77) * rows)));
  return y * columns + x;
}

/** The same object for the same view, so that standing still can be told from moving. */
const sameOr = (a: Camera, b: Camera): Camera => (a.x === b.x && a.y === b.y && a.scale === b.scale ? a : b);

function boundsOf(rects: readonly Rect[]): Rect {
  const x = Math.min(...rects.map((r) => r.x));
  const y = Math.min(...rects.map((r) => r.y));
  return { x, y, w: Math.max(...rects.map((r) => r.x + r.w)) - x, h: Math.max(...rects.map((r) => r.y + r.h)) - y };
}

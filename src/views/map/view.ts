/**
 * The map on its canvas: one draw for each animation frame, and only when something changed. React never sees a frame;
 * it asks this object to move, and is told when level or view changed.
 */
import { blockId, pfn } from '../../engine/units.ts';
import type { PfnRange, SectionNr } from '../../engine/units.ts';
import type { Palette } from '../../ui/palette.ts';
import { deviceAt, hasDevices } from '../../store/devices.ts';
import { rangesOf } from '../../store/selection.ts';
import type { AtlasState, Selection } from '../../store/types.ts';
import { roomOf, stretchFor, toScreenX, toScreenY, toWorldX, toWorldY } from './camera.ts';
import type { Camera, Viewport } from './camera.ts';
import { CLASS } from './classes.ts';
import { Details } from './details.ts';
import { blockOfSection } from './grid.ts';
import type { Grid, Rect } from './grid.ts';
import { hitTest } from './layout.ts';
import type { Hit } from './layout.ts';
import type { LevelName } from './levels.ts';
import { MapMachine } from './machine.ts';
import { Navigator } from './navigator.ts';
import { MapPainter } from './paint/painter.ts';
import type { Extras } from './paint/painter.ts';
import type { Ctx, MakeBuffer } from './paint/ctx.ts';
import { inksOf } from './paint/inks.ts';
import type { Inks } from './paint/inks.ts';
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

/** The map of one canvas. */
export class MapView {
  readonly #env: Surroundings;
  readonly #painter: MapPainter;
  readonly #pulses = new Pulses();
  readonly #listeners = new Set<() => void>();
  readonly details: Details;
  /** Moves the view. */
  readonly nav: Navigator;
  #ctx: Ctx | undefined;
  #dpr = 1;
  /** The size of the view for which the stretch was chosen. */
  #stretched = '';
  #machine: MapMachine | undefined;
  #inks: Inks | undefined;
  #extras: Extras | 'asked' | undefined;
  #frame: number | undefined;
  /** The block that has the keyboard's focus, and what search found: drawn, but not selected. */
  #focus: PfnRange | undefined;
  #matches: readonly PfnRange[] = [];
  /** The ghost that was last brought into sight. */
  #ghost: AtlasState['ghost'];
  /** Where the map was last asked to look. */
  #aim: AtlasState['aim'];

  constructor(env: Surroundings) {
    this.#env = env;
    this.#painter = new MapPainter(env.makeBuffer);
    this.nav = new Navigator({
      machine: () => this.#machine,
      reducedMotion: env.reducedMotion,
      now: env.now,
      request: () => this.request(),
    });
    this.details = new Details(
      (nr) => env.state().ask('section', { nr }),
      () => this.request(),
      env.now,
    );
  }

  /* ---- surroundings ---- */

  /** Draws into this context from now on; sizes are CSS pixels. */
  resize(ctx: Ctx, width: number, height: number, dpr: number): void {
    this.#ctx = ctx;
    this.#dpr = dpr;
    this.nav.viewport = { ...this.nav.viewport, width, height };
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
  /** Draws at once: whoever is inside an animation frame has the picture painted with that frame, not the next. */
  drawNow(): void {
    if (this.#frame !== undefined) this.#env.cancelFrame(this.#frame);
    this.#frame = undefined;
    this.draw(this.#env.now());
  }

  /* ---- what is shown ---- */

  get machine(): MapMachine | undefined {
    return this.#machine;
  }
  get camera(): Camera {
    return this.nav.camera;
  }
  get viewport(): Viewport {
    return this.nav.viewport;
  }
  get inks(): Inks | undefined {
    return this.#inks;
  }
  get level(): LevelName {
    return this.nav.level;
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
      extras: this.#extrasFor(state.cells.devices),
    });
    performance.measure('map-draw', { start, end: this.#env.now() });
    if (this.nav.flying || scene.more || scene.scene.moving || this.#pulses.alive(now)) this.request();
    for (const listener of this.#listeners) listener();
  }

  #prepare(ctx: Ctx, state: AtlasState, info: NonNullable<AtlasState['info']>, now: number) {
    const palette = this.#env.palette();
    if (this.#inks?.palette !== palette || this.#inks.hidden !== state.hidden)
      this.#inks = inksOf(palette, state.hidden);
    let machine = this.#machine;
    const fresh = machine?.info !== info;
    if (machine === undefined || fresh) {
      machine = this.#machine = new MapMachine(info, state);
      this.details.clear();
    }
    const first = machine.summary.sections === 0;
    const { runs, pulses, more } = machine.sync(state);
    if (!first && !this.#env.reducedMotion()) this.#pulses.add(pulses, now);
    const anchor = this.nav.anchor(machine);
    const moved = machine.relayout(roomOf(this.nav.viewport), state);
    this.#setBands(machine, first || fresh);
    this.nav.step(now, machine, { fresh: first || fresh, moved, anchor });
    this.#showGhost(machine, state.ghost);
    this.#takeAim(state.aim);
    const scene: Scene = {
      ctx,
      dpr: this.#dpr,
      camera: this.nav.camera,
      viewport: this.nav.viewport,
      layout: machine.layout,
      grid: machine.grid,
      inks: this.#inks,
      moving: this.nav.isMoving(now),
      rulerType: this.nav.viewport.width < 520 ? 9.5 : 11,
    };
    return { scene, machine, changed: runs, more };
  }

  /** The painter of devices, fetched when a machine first has some. */
  #extrasFor(devices: AtlasState['cells']['devices']): Extras | undefined {
    if (!hasDevices(devices)) return undefined;
    if (this.#extras === undefined) {
      this.#extras = 'asked';
      import('./paint/devices.ts').then(
        (extras) => {
          this.#extras = extras;
          this.request();
        },
        () => undefined, // the page was moved since it was opened: the map goes on without them
      );
    }
    return this.#extras === 'asked' ? undefined : this.#extras;
  }

  /** A hand in the bay wants to see what letting go would do, wherever the map is. */
  #showGhost({ grid }: MapMachine, ghost: AtlasState['ghost']): void {
    if (this.#ghost === ghost) return;
    this.#ghost = ghost;
    const run = ghost?.runs[0];
    if (run === undefined) return;
    const range = { start: pfn(run.from * grid.pagesPerSection), end: pfn(run.to * grid.pagesPerSection) };
    if (this.level === 'section' || this.level === 'frames') this.nav.show(range, 'subsections');
    else this.nav.reveal(range);
  }

  /** A story or a link wants to have something seen. */
  #takeAim(aim: AtlasState['aim']): void {
    if (this.#aim === aim || this.nav.viewport.width <= 1) return;
    this.#aim = aim;
    if (aim === undefined) return;
    if (aim.at === 'all') this.nav.fitAll();
    else this.nav.show(aim.at.range, aim.at.level ?? 'subsections');
  }

  #setBands(machine: MapMachine, fresh: boolean): void {
    const type = this.nav.viewport.width < 520 ? 9.5 : 11;
    const several = machine.layout.columns.length > 1;
    const banded = {
      ...this.nav.viewport,
      left: rulerWidth(machine.end, type),
      top: several ? HEAD_HEIGHT + 6 : 8,
      right: 14,
      bottom: 8,
    };
    // what somebody has zoomed to keeps its shape when rows come and go
    const size = `${banded.width}×${banded.height}`;
    const keep = !fresh && this.nav.held !== undefined && this.#stretched === size;
    this.#stretched = size;
    this.nav.viewport = keep ? banded : { ...banded, stretch: stretchFor(machine.layout, roomOf(banded)) };
  }

  /* ---- pointing ---- */

  /** Where page frames are drawn, in the canvas's CSS pixels; undefined: no tile stands for them. */
  boxOf(range: PfnRange): Rect | undefined {
    const box = this.#machine && this.nav.boxOf(this.#machine, range);
    if (box === undefined) return undefined;
    const { camera, viewport } = this.nav;
    return {
      x: toScreenX(camera, viewport, box.x),
      y: toScreenY(camera, viewport, box.y),
      w: box.w * camera.scale * viewport.stretch,
      h: box.h * camera.scale,
    };
  }

  /** What lies under a pixel; the ruler and the heads are nothing. */
  hitAt(px: number, py: number): Hit | undefined {
    const { layout, grid } = this.#machine ?? {};
    const { left, top, width, height } = this.nav.viewport;
    if (layout === undefined || grid === undefined || px < left - 8 || py < top - 8 || px > width || py > height)
      return undefined;
    return hitTest(
      layout,
      grid,
      toWorldX(this.nav.camera, this.nav.viewport, px),
      toWorldY(this.nav.camera, this.nav.viewport, py),
    );
  }

  /** What a pixel means at this level: a block from afar, a section from near, a page frame from very near. */
  selectionAt(px: number, py: number): Selection {
    const machine = this.#machine;
    const hit = this.hitAt(px, py);
    if (machine === undefined || hit === undefined || hit.kind === 'fold') return { kind: 'none' };
    const { grid, summary } = machine;
    const level = this.level;
    const exists = summary.classAt(hit.section) !== CLASS.absent;
    // from near every page frame can be asked about, also where there is none
    if (!exists && (hit.kind === 'gap' || (level !== 'section' && level !== 'frames')))
      return this.#deviceUnder(hit, grid);
    if (level === 'memory' || level === 'blocks') {
      return exists ? { kind: 'block', id: blockId(blockOfSection(grid, hit.section)) } : { kind: 'none' };
    }
    if (hit.kind === 'gap' || level === 'subsections')
      return exists ? { kind: 'section', nr: hit.section } : { kind: 'none' };
    const base = hit.section * grid.pagesPerSection + hit.cell * grid.pagesPerCell;
    return { kind: 'pfn', pfn: pfn(base + (level === 'frames' ? pageAt(grid.pagesPerCell, hit.fx, hit.fy) : 0)) };
  }

  /** Where there is no memory, a device may have the range all the same. */
  #deviceUnder(hit: Extract<Hit, { section: SectionNr }>, grid: Grid): Selection {
    const { devices } = this.#env.state().cells;
    const byte = hit.section * grid.sectionBytes + (hit.kind === 'cell' ? hit.cell * grid.cellBytes : 0);
    const device = devices === undefined ? undefined : deviceAt(devices, byte);
    return device === undefined ? { kind: 'none' } : { kind: 'device', ref: { kind: device.kind, id: device.id } };
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

/** The order in which the map is painted, back to front. */
import type { PfnRange } from '../../../engine/units.ts';
import { pfn } from '../../../engine/units.ts';
import { rangesOf } from '../../../store/selection.ts';
import type { AtlasState } from '../../../store/types.ts';
import { CLASS } from '../classes.ts';
import type { Details } from '../details.ts';
import type { Run } from '../extents.ts';
import { CELL_PX, FADE_PX, TILE_PX, cellPx, cellsFrom, fade, tilePx } from '../levels.ts';
import type { MapMachine } from '../machine.ts';
import type { Pulse } from '../pulses.ts';
import { paintBits } from './bits.ts';
import type { MakeBuffer } from './ctx.ts';
import type * as Devices from './devices.ts';
import { Hatch } from './hatch.ts';
import { paintBad, paintOwners } from './marks.ts';
import { paintFrames, paintNames, paintNumbers } from './names.ts';
import { paintGhost, paintMarked, paintOutline } from './outlines.ts';
import { paintFolds, paintHeads, paintNodeBars, paintRuler } from './ruler.ts';
import type { Scene } from './scene.ts';
import { eachTile } from './scene.ts';
import { SectionRaster } from './sections.ts';
import { TilePainter } from './tiles.ts';
import type { CellSource } from './tiles.ts';

/** What changes from draw to draw beside the view. */
export interface Subject {
  readonly state: AtlasState;
  readonly machine: MapMachine;
  readonly changed: readonly Run[];
  readonly details: Details;
  readonly focus: PfnRange | undefined;
  readonly matches: readonly PfnRange[];
  readonly pulses: readonly Pulse[];
  /** What a machine with devices needs, once it is loaded. */
  readonly extras: Extras | undefined;
}

/** The painter of devices (devices.ts): a part of its own, as most machines have none. */
export type Extras = Pick<typeof Devices, 'paintDevices'>;

/** Pictures kept between draws. */
export class MapPainter {
  readonly #raster: SectionRaster;
  readonly #tiles: TilePainter;
  readonly #hatch: Hatch;

  constructor(make: MakeBuffer) {
    this.#raster = new SectionRaster(make);
    this.#tiles = new TilePainter(make);
    this.#hatch = new Hatch(make);
  }

  /** Paints everything. */
  paint(scene: Scene, subject: Subject): void {
    const { ctx, dpr, viewport, inks } = scene;
    const { machine, state } = subject;
    const { summary } = machine;
    ctx.setTransform(dpr, 0, 0, dpr, 0, 0);
    ctx.globalAlpha = 1;
    ctx.fillStyle = inks.palette.surface;
    // a pixel more: a canvas of a fractional height ends in half a pixel
    ctx.fillRect(0, 0, viewport.width + 1, viewport.height + 1);

    const px = tilePx(scene.camera.scale);
    this.#raster.update(scene.layout, inks, summary.codes, subject.changed);
    const cellsAt = cellsFrom(viewport);
    if (px < cellsAt + FADE_PX) this.#raster.paint(scene);
    const source = cellSource(subject);
    if (px >= cellsAt) {
      if (px >= TILE_PX.owners) wantDetails(scene, subject);
      this.#tiles.paint(scene, source, fade(px, cellsAt, cellsAt + FADE_PX));
    }
    this.#hatch.paint(scene, summary);
    if (px >= cellsAt) paintOwners(scene, (nr) => subject.details.get(nr));
    if (cellPx(scene.camera.scale, scene.grid) >= CELL_PX.bits)
      paintBits(scene, { ...source, cells: machine.cells, detail: (nr) => subject.details.get(nr) });
    if (subject.extras !== undefined && state.cells.devices !== undefined)
      subject.extras.paintDevices(scene, {
        machine,
        devices: state.cells.devices,
        flags: state.mirror.array('section.flags'),
        names: state.ghost === undefined,
      });
    const blocks = state.mirror.array('block.state');
    const exists = (id: number): boolean => blocks.get(id) !== 0;
    paintFrames(scene, summary, exists);
    paintNames(scene, exists);
    if (px < cellsAt) paintNumbers(scene, exists);
    paintBad(scene, state.cells.poisoned ?? []);
    paintFolds(scene, (segment) => machine.foldName(segment, state.cells.resources));
    paintNodeBars(scene, summary);
    this.#paintMarks(scene, subject);
    paintRuler(scene, summary);
    paintHeads(scene, summary);
  }

  #paintMarks(scene: Scene, subject: Subject): void {
    const { ctx, inks, grid } = scene;
    const { palette } = inks;
    const { state } = subject;
    paintMarked(scene, state.marked);
    for (const range of subject.matches) paintOutline(scene, range, { colour: palette.accent, width: 1.2, wash: 0.12 });
    for (const pulse of subject.pulses) {
      ctx.globalAlpha = pulse.strength;
      const range = { start: pfn(pulse.from * grid.pagesPerSection), end: pfn(pulse.to * grid.pagesPerSection) };
      paintOutline(scene, range, { colour: palette.accent, width: 1 + 2 * pulse.strength });
      ctx.globalAlpha = 1;
    }
    if (state.ghost !== undefined)
      paintGhost(scene, state.ghost, state.cells.devices, (r) => this.#hatch.patch(scene, r));
    for (const range of rangesOf(state.selection, state))
      paintOutline(scene, range, { colour: palette.selection, width: 2 });
    for (const range of rangesOf(state.hover, state)) paintOutline(scene, range, { colour: palette.hover, width: 1.2 });
    if (subject.focus !== undefined) paintOutline(scene, subject.focus, { colour: palette.accent, width: 3 });
  }
}

/** Cells of the machine with what is known about their owners. */
function cellSource({ machine, details }: Subject): CellSource {
  const { cells, devices, summary } = machine;
  return {
    // versions are frame numbers: a detail that arrives makes half a step
    stamp: (nr) =>
      (cells.version(nr) + devices.stampOf(nr) * 2 ** 24) * 2 +
      (details.get(nr) === undefined ? 0 : 1) +
      details.countOf(nr) / 4096,
    codes: (nr, out) =>
      cells.codes(nr, summary.codes[nr] ?? 0, machine.zoneIndexAt, details.get(nr), out, devices.of(nr)),
    present: (nr) => summary.classAt(nr) !== CLASS.absent,
  };
}

/** Asks for the owners of what is on screen. */
function wantDetails(scene: Scene, { machine, details }: Subject): void {
  eachTile(scene, (nr) => {
    if (machine.summary.classAt(nr) !== CLASS.absent) details.want(nr, machine.cells.stateOf(nr));
  });
}

/** What is selected, hovered, about to happen or just happened, as outlines around tiles and cells. */
import * as words from '#words/map.ts';
import type { DevicesView } from '../../../engine/devices/view.ts';
import type { Ghost } from '../../../link/messages.ts';
import type { Marked } from '../../../store/types.ts';
import { pfn } from '../../../engine/units.ts';
import type { PfnRange } from '../../../engine/units.ts';
import type { Run } from '../extents.ts';
import type { Rect } from '../grid.ts';
import { TILE } from '../grid.ts';
import { cellRect, rectsOf } from '../layout.ts';
import { ONLINE, PRESENT, CLASS, ZONE_DEVICE, codeOf, zoneClass } from '../classes.ts';
import { isVisible, onScreen } from './scene.ts';
import type { Scene } from './scene.ts';

/** Sections that a range touches, [from, to). */
const sectionsOf = (scene: Pick<Scene, 'grid'>, r: PfnRange): Run => ({
  from: Math.floor(r.start / scene.grid.pagesPerSection),
  to: Math.ceil(r.end / scene.grid.pagesPerSection),
});

/** World rectangles of page frames: whole tiles, or cells and pages where the range is smaller than a section. */
export function rangeRects(scene: Pick<Scene, 'grid' | 'layout' | 'camera'>, range: PfnRange): readonly Rect[] {
  const { grid, layout } = scene;
  const { from, to } = sectionsOf(scene, range);
  if (to - from !== 1 || range.end - range.start >= grid.pagesPerSection) return rectsOf(layout, from, to);
  const inside = range.start - from * grid.pagesPerSection;
  const first = Math.floor(inside / grid.pagesPerCell);
  const last = Math.floor((range.end - 1 - from * grid.pagesPerSection) / grid.pagesPerCell);
  const out: Rect[] = [];
  for (let cell = first; cell <= last; cell++) {
    const r = cellRect(layout, grid, from, cell);
    if (r === undefined) continue;
    const page =
      range.end - range.start === 1 && (TILE / grid.cellSide) * scene.camera.scale >= 150
        ? pageRect(scene, r, inside % grid.pagesPerCell)
        : r;
    out.push(page);
  }
  return out;
}

/** Columns of page frames in a cell: twice as many as rows, or as near to that as the count allows. */
export const frameColumns = (pagesPerCell: number): number => 2 ** Math.ceil(Math.log2(pagesPerCell) / 2);

/** Where in its cell a page frame is drawn. */
export function pageRect(scene: Pick<Scene, 'grid'>, cell: Rect, page: number): Rect {
  const columns = frameColumns(scene.grid.pagesPerCell);
  const rows = scene.grid.pagesPerCell / columns;
  const body = frameBody(cell);
  return {
    x: body.x + ((page % columns) * body.w) / columns,
    y: body.y + (Math.floor(page / columns) * body.h) / rows,
    w: body.w / columns,
    h: body.h / rows,
  };
}

/** The part of a cell that holds its page frames; the rest is its title. */
export const frameBody = (cell: Rect): Rect => ({
  x: cell.x + cell.w * 0.05,
  y: cell.y + cell.h * 0.17,
  w: cell.w * 0.9,
  h: cell.h * 0.77,
});

export interface OutlineLook {
  readonly colour: string;
  readonly width: number;
  readonly dash?: readonly number[];
  /** Strength of a wash of the same colour over what is outlined. */
  readonly wash?: number;
}

/** Outlines page frames. */
export function paintOutline(scene: Scene, range: PfnRange, look: OutlineLook): void {
  const { ctx } = scene;
  // close to the tiles: the names of blocks stand right below them
  const room = Math.min(1.25, Math.max(0.5, scene.camera.scale * 0.22));
  ctx.strokeStyle = look.colour;
  ctx.lineWidth = look.width;
  if (look.dash !== undefined) ctx.setLineDash([...look.dash]);
  for (const world of rangeRects(scene, range)) {
    const s = onScreen(scene, world);
    const r = { x: s.x - room, y: s.y - room, w: Math.max(s.w, 2) + 2 * room, h: Math.max(s.h, 2) + 2 * room };
    if (!isVisible(scene, r)) continue;
    ctx.beginPath();
    ctx.roundRect(r.x, r.y, r.w, r.h, Math.min(5, r.h / 3));
    if (look.wash !== undefined) {
      ctx.globalAlpha = look.wash;
      ctx.fillStyle = look.colour;
      ctx.fill();
      ctx.globalAlpha = 1;
    }
    ctx.stroke();
  }
  ctx.setLineDash([]);
}

/** World rectangles of page frames, cell by cell where a section is not whole. */
function exactRects(scene: Pick<Scene, 'grid' | 'layout' | 'camera'>, range: PfnRange): readonly Rect[] {
  const per = scene.grid.pagesPerSection;
  const first = Math.ceil(range.start / per) * per;
  const last = Math.floor(range.end / per) * per;
  if (first >= last) {
    const middle = Math.min(first, range.end);
    return [
      { start: range.start, end: pfn(middle) },
      { start: pfn(middle), end: range.end },
    ].flatMap((r) => (r.end > r.start ? rangeRects(scene, r) : []));
  }
  return [
    { start: range.start, end: pfn(first) },
    { start: pfn(first), end: pfn(last) },
    { start: pfn(last), end: range.end },
  ].flatMap((r) => (r.end > r.start ? rangeRects(scene, r) : []));
}

/** Device pages that a ghost would map and the machine has not: they begin and end at subsections. */
function mappedBy(ghost: Ghost, now: DevicesView | undefined, pageBytes: number): readonly PfnRange[] {
  if (ghost.refused !== undefined) return [];
  return (ghost.devices?.pagemaps ?? []).flatMap((m) =>
    now?.pagemaps.some((x) => x.owner === m.owner && x.start === m.start && x.end === m.end) === true
      ? []
      : [{ start: pfn(m.start / pageBytes), end: pfn(m.end / pageBytes) }],
  );
}

/** The outcome of a move that is not made yet: the colours it would bring, translucent, in a dashed frame. */
export function paintGhost(scene: Scene, ghost: Ghost, now: DevicesView | undefined, hatch: (r: Rect) => void): void {
  const { ctx, inks, layout } = scene;
  const refused = ghost.refused !== undefined;
  const colour = refused ? inks.palette.trouble : inks.palette.ghost;
  const per = scene.grid.pagesPerSection;
  const mapped = mappedBy(ghost, now, scene.grid.sectionBytes / per);
  for (const range of mapped) {
    ctx.fillStyle = inks.css[codeOf(zoneClass(ZONE_DEVICE), 9)] ?? colour;
    ctx.globalAlpha = 0.5;
    for (const world of exactRects(scene, range)) {
      const r = onScreen(scene, world);
      if (isVisible(scene, r)) ctx.fillRect(r.x, r.y, r.w, r.h);
    }
    ctx.globalAlpha = 1;
    const [first] = rangeRects(scene, range);
    if (first !== undefined)
      label(
        scene,
        onScreen(scene, first),
        words.outlinesMapped(((range.end - range.start) / per) * scene.grid.sectionBytes),
        colour,
      );
  }
  for (const run of ghost.runs) {
    // device pages are drawn above, to the subsection
    if (mapped.some((m) => m.start < run.to * per && run.from * per < m.end)) continue;
    const online = (run.flags & ONLINE) !== 0 || run.zone === ZONE_DEVICE;
    const cls =
      run.change === 'removed' || (run.flags & PRESENT) === 0
        ? undefined
        : online
          ? zoneClass(run.zone)
          : CLASS.offline;
    let largest: Rect | undefined;
    for (const world of rectsOf(layout, run.from, run.to)) {
      const r = onScreen(scene, world);
      if (!isVisible(scene, r)) continue;
      if (largest === undefined || r.w * r.h > largest.w * largest.h) largest = r;
      ctx.globalAlpha = refused ? 0.22 : run.change === 'removed' ? 0.78 : 0.5;
      ctx.fillStyle = refused
        ? inks.palette.trouble
        : cls === undefined
          ? inks.palette.surface
          : (inks.css[codeOf(cls, 9)] ?? colour);
      ctx.fillRect(r.x, r.y, r.w, r.h);
      ctx.globalAlpha = 1;
      if (cls === CLASS.offline && !refused) hatch(r);
    }
    // a run that breaks over rows is named once
    if (largest !== undefined) {
      const bytes = (run.to - run.from) * scene.grid.sectionBytes;
      label(scene, largest, words.outlinesNode(run.change, bytes, run.node), colour);
    }
    const pages = scene.grid.pagesPerSection;
    const range = { start: pfn(run.from * pages), end: pfn(run.to * pages) };
    paintOutline(scene, range, {
      colour: run.change === 'removed' && !refused ? inks.palette.trouble : colour,
      width: 1.6,
      dash: [5, 4],
    });
  }
  const culprit = ghost.refused?.culprit;
  if (culprit !== undefined) paintRing(scene, culprit.pfn);
}

/** What differs from the machine that this one is compared with: what is only here, not here, or different. */
export function paintMarked(scene: Scene, marked: readonly Marked[]): void {
  const { palette } = scene.inks;
  for (const { range, what, kind } of marked) {
    const colour = kind === 'here' ? palette.accent : kind === 'there' ? palette.textMuted : palette.memmap;
    paintOutline(scene, range, { colour, width: 2, ...(kind === 'there' && { dash: [3, 3] }) });
    const [first] = rangeRects(scene, range);
    if (first !== undefined) label(scene, onScreen(scene, first), what, colour);
  }
}

/** What a ghost is, on a patch of ground in its middle. */
function label(scene: Scene, r: Rect, text: string, colour: string): void {
  const { ctx, inks } = scene;
  const width = text.length * 7.3 + 14;
  if (r.w < width || r.h < 26) return;
  ctx.font = `600 12px ${inks.palette.fontMono}`;
  ctx.fillStyle = inks.palette.surface;
  ctx.beginPath();
  ctx.roundRect(r.x + r.w / 2 - width / 2, r.y + r.h / 2 - 11, width, 22, 4);
  ctx.fill();
  ctx.fillStyle = colour;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.fillText(text, r.x + r.w / 2, r.y + r.h / 2 + 0.5);
}

/** A red ring around the page in the way, large enough to be seen from afar. */
export function paintRing(scene: Scene, pfn: number): void {
  const { ctx, grid, layout, inks } = scene;
  const nr = Math.floor(pfn / grid.pagesPerSection);
  const world = cellRect(layout, grid, nr, Math.floor((pfn - nr * grid.pagesPerSection) / grid.pagesPerCell));
  if (world === undefined) return;
  const r = onScreen(scene, world);
  ctx.strokeStyle = inks.palette.trouble;
  ctx.lineWidth = 2.5;
  ctx.beginPath();
  ctx.arc(r.x + r.w / 2, r.y + r.h / 2, Math.max(7, r.w * 0.8), 0, Math.PI * 2);
  ctx.stroke();
}

/**
 * One section large: each cell says its bit of the subsection map, its pageblock's migrate type and its pages in use;
 * larger still, its page frames. Which page of a pageblock is used is not modelled, only how many of whose: frames are
 * sorted by owner, and the cell says so.
 */
import * as wording from '#words/map.ts';
import type { SectionDetail } from '../../../link/messages.ts';
import type { OwnerKind } from '../../../engine/pages/types.ts';
import { formatAddress } from '../../../ui/format.ts';
import type { Cells } from '../cells.ts';
import { CLASS, classOf, codeOf } from '../classes.ts';
import type { Rect } from '../grid.ts';
import { CELL_PX, cellPx, fade } from '../levels.ts';
import { frameBody, frameColumns } from './outlines.ts';
import type { CellSource } from './tiles.ts';
import { eachTile, isVisible } from './scene.ts';
import type { Scene } from './scene.ts';

const TYPE_NAMES = ['movable', 'unmovable', 'reclaimable', 'isolated'] as const;

/** What the texts in cells are made from. */
export interface BitSource extends Pick<CellSource, 'codes' | 'present'> {
  readonly cells: Cells;
  readonly detail: (nr: number) => SectionDetail | undefined;
}

const buffer = new Uint8Array(256);

/** Writes into every visible cell what has room in it. */
export function paintBits(scene: Scene, source: BitSource): void {
  const { grid, camera } = scene;
  const cell = cellPx(camera.scale, grid);
  if (cell < CELL_PX.bits) return;
  eachTile(scene, (nr, tile) => {
    if (!source.present(nr)) return;
    source.codes(nr, buffer);
    const [w, h] = [tile.w / grid.cellSide, tile.h / grid.cellSide];
    for (let i = 0; i < grid.cellsPerTile; i++) {
      const r = {
        x: tile.x + (i % grid.cellSide) * w,
        y: tile.y + Math.floor(i / grid.cellSide) * h,
        w,
        h,
      };
      if (!isVisible(scene, r)) continue;
      const code = buffer[i] ?? 0;
      if (cell >= CELL_PX.frames) paintCellOfFrames(scene, source, nr, i, r, code);
      else paintCell(scene, source, nr, i, r, code);
    }
  });
}

/** Text that stands out on a cell of this code. */
const inkOn = (scene: Scene, code: number): string => {
  const { palette } = scene.inks;
  const cls = classOf(code);
  if (cls === CLASS.empty || cls === CLASS.offline || cls === CLASS.goingOffline) return palette.textMuted;
  if (palette.theme === 'dark') return cls === CLASS.memmap || (code & 15) > 8 ? '#06121c' : '#ffffff';
  return (code & 15) > 10 && cls !== CLASS.memmap ? '#ffffff' : '#0b1a26';
};

function paintCell(scene: Scene, source: BitSource, nr: number, i: number, r: Rect, code: number): void {
  const { ctx, grid, inks } = scene;
  const active = source.cells.active(nr, i);
  ctx.fillStyle = inkOn(scene, code);
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'center';
  const side = Math.min(r.w, r.h);
  ctx.globalAlpha = fade(r.h, CELL_PX.bits, CELL_PX.bits + 8);
  const words = side >= CELL_PX.words;
  const size = Math.round(Math.min(13, side * 0.32));
  ctx.font = `600 ${size}px ${inks.palette.fontMono}`;
  ctx.fillText(active ? '1' : '0', r.x + r.w / 2, r.y + r.h * (words ? 0.3 : 0.52));
  if (words) {
    const small = Math.round(Math.min(11, side * 0.19));
    ctx.font = `500 ${small}px ${inks.palette.fontMono}`;
    const used = source.cells.used(nr, i);
    if (active)
      ctx.fillText(`${used.exact ? '' : '~'}${used.pages}/${grid.pagesPerCell}`, r.x + r.w / 2, r.y + r.h * 0.6);
    const type = source.cells.migrateType(nr, i);
    if (active && type !== undefined && side >= 72)
      ctx.fillText(TYPE_NAMES[type] ?? '', r.x + r.w / 2, r.y + r.h * 0.82);
  }
  ctx.globalAlpha = 1;
}

/** The colour class of an owner's pages. */
function ownerCode(kind: OwnerKind, own: number): number {
  if (kind === 'memmap' || kind === 'self-hosted-memmap') return codeOf(CLASS.memmap, 15);
  if (kind === 'pinned') return codeOf(CLASS.trouble, 15);
  return codeOf(own, kind === 'anon' || kind === 'pagecache' ? 15 : 11);
}

function paintCellOfFrames(scene: Scene, source: BitSource, nr: number, i: number, r: Rect, code: number): void {
  const { ctx, grid, inks } = scene;
  const { palette } = inks;
  const body = frameBody(r);
  ctx.fillStyle = palette.surface;
  ctx.fillRect(r.x, r.y, r.w, r.h);
  ctx.strokeStyle = inks.css[code] ?? palette.border;
  ctx.lineWidth = 2;
  ctx.beginPath();
  ctx.roundRect(r.x + r.w * 0.015, r.y + r.h * 0.015, r.w * 0.97, r.h * 0.97, 6);
  ctx.stroke();
  const address = nr * grid.sectionBytes + i * grid.cellBytes;
  const used = source.cells.used(nr, i);
  const type = source.cells.migrateType(nr, i);
  const title = Math.round(Math.min(15, Math.max(7, r.h * 0.055)));
  ctx.textAlign = 'left';
  ctx.textBaseline = 'alphabetic';
  ctx.fillStyle = palette.text;
  ctx.font = `600 ${title}px ${palette.fontMono}`;
  ctx.fillText(wording.bit(formatAddress(address), i), body.x, r.y + r.h * 0.07 + title * 0.2);
  ctx.fillStyle = palette.textMuted;
  ctx.font = `400 ${Math.round(title * 0.86)}px ${palette.fontMono}`;
  const what = source.cells.active(nr, i)
    ? wording.ofPagesUsed(
        used.exact,
        used.pages,
        grid.pagesPerCell,
        type === undefined ? undefined : (TYPE_NAMES[type] ?? ''),
      )
    : wording.notThere;
  ctx.fillText(what, body.x, r.y + r.h * 0.125 + title * 0.2);
  if (!source.cells.active(nr, i)) return;

  const columns = frameColumns(grid.pagesPerCell);
  const rows = grid.pagesPerCell / columns;
  const w = body.w / columns;
  const h = body.h / rows;
  const gap = Math.max(0.5, Math.min(3, w * 0.14));
  const cls = classOf(code) === CLASS.memmap || classOf(code) === CLASS.trouble ? CLASS.Normal : classOf(code);
  const pageblock = source.detail(nr)?.use.pageblocks[Math.floor(i / grid.cellsPerPageblock)];
  // runs of one colour, in owner order; what no owner claims is used by somebody unknown, the rest is free
  const runs: { readonly pages: number; readonly code: number }[] = [];
  let left = used.pages;
  for (const owner of pageblock?.owners ?? []) {
    const pages = Math.min(left, Math.round(owner.pages / grid.cellsPerPageblock));
    runs.push({ pages, code: ownerCode(owner.kind, cls) });
    left -= pages;
  }
  runs.push({ pages: left, code: codeOf(cls, 12) });
  let page = 0;
  const cells = (pages: number, colour: string): void => {
    ctx.fillStyle = colour;
    for (const part of runRects(page, page + pages, columns))
      ctx.fillRect(body.x + part.x * w, body.y + part.y * h, part.w * w, part.h * h);
    page += pages;
  };
  for (const run of runs) cells(run.pages, inks.css[run.code] ?? palette.text);
  cells(grid.pagesPerCell - page, inks.css[codeOf(cls, 0)] ?? palette.cellEmpty);
  ctx.fillStyle = palette.surface;
  for (let x = 1; x <= columns; x++) ctx.fillRect(body.x + x * w - gap, body.y, gap, body.h);
  for (let y = 1; y <= rows; y++) ctx.fillRect(body.x, body.y + y * h - gap, body.w, gap);
  const small = Math.round(Math.min(11, title * 0.8));
  const note = [wording.sortedByOwnerPlaces, wording.sortedByOwnerShort].find(
    (text) => text.length * small * 0.56 < body.w,
  );
  if (note !== undefined) {
    ctx.fillStyle = palette.textMuted;
    ctx.font = `400 ${small}px ${palette.fontUi}`;
    ctx.fillText(note, body.x, r.y + r.h * 0.968);
  }
  if (w < 46) return;
  const start = Math.round(address / grid.pageBytes);
  ctx.font = `500 ${Math.round(Math.min(10, w * 0.16))}px ${palette.fontMono}`;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  for (let p = 0; p < grid.pagesPerCell; p++) {
    const x = body.x + ((p % columns) + 0.5) * w;
    const y = body.y + (Math.floor(p / columns) + 0.5) * h;
    if (x < 0 || y < 0 || x > scene.viewport.width || y > scene.viewport.height) continue;
    ctx.fillStyle = inkOn(scene, p < used.pages ? codeOf(cls, 15) : codeOf(cls, 0));
    ctx.fillText(String(start + p), x, y);
  }
}

/** Pages [from, to) of a grid read line by line, as at most three rectangles of pages. */
export function runRects(from: number, to: number, columns: number): Rect[] {
  const out: Rect[] = [];
  let at = from;
  const add = (pages: number): void => {
    if (pages <= 0) return;
    const whole = at % columns === 0 && pages >= columns;
    out.push({
      x: at % columns,
      y: Math.floor(at / columns),
      w: whole ? columns : pages,
      h: whole ? pages / columns : 1,
    });
    at += pages;
  };
  if (at % columns !== 0) add(Math.min(to - at, columns - (at % columns)));
  add(Math.floor((to - at) / columns) * columns);
  add(to - at);
  return out;
}

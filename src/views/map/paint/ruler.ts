/** The address ruler along the left edge, the heads of columns along the top, node bars and folded holes. */
import * as words from '#words/map.ts';
import { formatAddress, formatBytes } from '../../../ui/format.ts';
import { toScreenX, toScreenY } from '../camera.ts';
import { FOLD_HEIGHT, PITCH_Y, ROW_WIDTH, TILE, rowEntry } from '../grid.ts';
import { COLUMN_GAP, locateRow } from '../layout.ts';
import type { Column, Placed } from '../layout.ts';
import type { NodeRun, Summary } from '../summary.ts';
import { snap, visibleColumns, visibleSegments } from './scene.ts';
import type { Scene } from './scene.ts';

/** Pixels that the ruler needs for addresses up to `end` bytes. */
export const rulerWidth = (end: number, type: number): number =>
  Math.ceil(formatAddress(Math.max(1, end - 1)).length * type * 0.602) + 24;
/** Pixels of the column heads. */
export const HEAD_HEIGHT = 34;
const BAR = 3;

/** Colour of a node. */
export const nodeColour = (scene: Pick<Scene, 'inks'>, node: number): string => {
  const { node: colours } = scene.inks.palette;
  return colours[node % Math.max(1, colours.length)] ?? scene.inks.palette.textMuted;
};

/** Tells the words for a folded hole. */
export type FoldName = (segment: Placed) => string;

/** Folded holes: one dotted line with its name and size. */
export function paintFolds(scene: Scene, name: FoldName): void {
  const { ctx, camera, viewport, inks } = scene;
  const px = FOLD_HEIGHT * camera.scale;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  for (const column of visibleColumns(scene)) {
    if (column.segments.length === 1 && column.segments[0]?.fold === undefined) continue;
    for (const { segment } of visibleSegments(scene, column)) {
      if (segment.fold === undefined) continue;
      const left = toScreenX(camera, viewport, column.x);
      const right = toScreenX(camera, viewport, column.x + ROW_WIDTH);
      const y = snap(scene, toScreenY(camera, viewport, segment.y + (FOLD_HEIGHT - (PITCH_Y - TILE)) / 2)) + 0.5;
      ctx.strokeStyle = inks.palette.borderStrong;
      ctx.lineWidth = 1;
      ctx.setLineDash([1, 4]);
      const middle = (Math.max(left, viewport.left) + Math.min(right, viewport.width)) / 2;
      const text = `${name(segment)} · ${formatBytes((segment.to - segment.from) * scene.grid.rowBytes)}`;
      ctx.font = `500 11px ${inks.palette.fontMono}`;
      const width = ctx.measureText(text).width + 20;
      const room = px >= 11 && right - left > width;
      line(scene, left, room ? middle - width / 2 : right, y);
      if (room) line(scene, middle + width / 2, right, y);
      ctx.setLineDash([]);
      if (!room) continue;
      ctx.fillStyle = inks.palette.textMuted;
      ctx.fillText(text, middle, y);
    }
  }
}

function line({ ctx }: Scene, from: number, to: number, y: number): void {
  if (to <= from) return;
  ctx.beginPath();
  ctx.moveTo(from, y);
  ctx.lineTo(to, y);
  ctx.stroke();
}

/** A bar in the node's colour left of each column. */
export function paintNodeBars(scene: Scene, summary: Summary): void {
  const { ctx, camera, viewport } = scene;
  // columns closer than this have their nodes in their heads only
  if (COLUMN_GAP * camera.scale * viewport.stretch < 6 && scene.layout.columns.length > 1) return;
  for (const column of visibleColumns(scene)) {
    const x = snap(scene, toScreenX(camera, viewport, column.x)) - BAR - Math.min(4, 2 + camera.scale / 2);
    for (const run of nodeRunsOf(summary, column))
      for (const s of column.segments) {
        const from = Math.max(run.from, s.from);
        const to = Math.min(run.to, s.to);
        if (s.fold !== undefined || to <= from) continue;
        const top = snap(scene, toScreenY(camera, viewport, s.y + (from - s.from) * PITCH_Y));
        const bottom = snap(scene, toScreenY(camera, viewport, s.y + (to - s.from) * PITCH_Y - (PITCH_Y - TILE)));
        if (bottom < 0 || top > viewport.height) continue;
        ctx.fillStyle = nodeColour(scene, run.node);
        ctx.fillRect(x, top, BAR, bottom - top);
      }
  }
}

/** Node runs that touch a column. Runs are few; columns of a large machine are of one node. */
function nodeRunsOf(
  summary: Summary,
  column: Column,
): readonly { readonly from: number; readonly to: number; readonly node: number }[] {
  return summary.nodeRuns().filter((run) => run.to > column.from && run.from < column.to);
}

/** Addresses of the rows of the leftmost visible column; they stay when the map moves sideways. */
export function paintRuler(scene: Scene, summary: Summary): void {
  const { ctx, camera, viewport, grid, inks } = scene;
  const { palette } = inks;
  const column = visibleColumns(scene).find((c) => isBesideRuler(scene, c));
  ctx.fillStyle = palette.surface;
  ctx.fillRect(0, 0, viewport.left - BAR - 7, viewport.height);
  if (column === undefined) return;
  const start = toScreenX(camera, viewport, column.x);
  const cut = start < viewport.left;
  const nodes = nodeRunsOf(summary, column);
  const pitch = PITCH_Y * camera.scale;
  // labels keep their distance: every 2nd, 4th, 8th … row once rows are close
  const every = 2 ** Math.max(0, Math.ceil(Math.log2(17 / pitch)));
  // beside its column, or at the edge once that is out of sight
  const right = Math.max(viewport.left, start) - BAR - 13;
  ctx.textAlign = 'right';
  ctx.textBaseline = 'alphabetic';
  for (const { segment, from, to } of visibleSegments(scene, column)) {
    if (segment.fold !== undefined) continue;
    for (let row = Math.ceil(from / every) * every; row < to; row += every) {
      const top = toScreenY(camera, viewport, segment.y + (row - segment.from) * PITCH_Y);
      const bottom = top + TILE * camera.scale;
      if (bottom < viewport.top || top > viewport.height) continue;
      // of a row larger than the view the label stays in sight
      const y = Math.max(top, Math.min(viewport.top + 4, bottom - 40));
      const lines = Math.min(3, Math.max(1, Math.floor((pitch * every) / 15)));
      ctx.fillStyle = palette.text;
      ctx.font = `500 ${scene.rulerType}px ${palette.fontMono}`;
      ctx.fillText(formatAddress(row * grid.rowBytes), right, y + 12);
      const entry = rowEntry(grid, row);
      if (lines >= 2 && entry !== undefined) {
        ctx.fillStyle = palette.textFaint;
        ctx.font = `400 ${scene.rulerType - 0.5}px ${palette.fontMono}`;
        ctx.fillText(entry, right, y + 26);
      }
      const node = nodes.find((run) => row >= run.from && row < run.to);
      if (lines >= 3 && node !== undefined) {
        ctx.fillStyle = nodeColour(scene, node.node);
        ctx.font = `500 ${scene.rulerType - 0.5}px ${palette.fontMono}`;
        ctx.fillText(words.node(node.node), right, y + 40);
      }
    }
  }
  if (cut) paintCutNodes(scene, column, nodes);
}

/** Whether enough of a column is right of the ruler for the ruler to be about it. */
const isBesideRuler = ({ camera, viewport }: Scene, column: Column): boolean =>
  toScreenX(camera, viewport, column.x + ROW_WIDTH) >
  viewport.left + Math.min(24, (ROW_WIDTH * camera.scale * viewport.stretch) / 2);

/** While the column's own bar is out of sight, the ruler shows it. */
function paintCutNodes(
  scene: Scene,
  column: Column,
  nodes: readonly { readonly from: number; readonly to: number; readonly node: number }[],
): void {
  const { ctx, camera, viewport, inks } = scene;
  ctx.fillStyle = inks.palette.surface;
  ctx.fillRect(viewport.left - BAR - 8, 0, BAR + 8, viewport.height);
  for (const { segment, from, to } of visibleSegments(scene, column)) {
    if (segment.fold !== undefined) continue;
    for (const run of nodes) {
      const a = Math.max(run.from, from);
      const b = Math.min(run.to, to);
      if (b <= a) continue;
      const top = toScreenY(camera, viewport, segment.y + (a - segment.from) * PITCH_Y);
      const bottom = toScreenY(camera, viewport, segment.y + (b - segment.from) * PITCH_Y - (PITCH_Y - TILE));
      ctx.fillStyle = nodeColour(scene, run.node);
      ctx.fillRect(viewport.left - BAR - 5, snap(scene, top), BAR, bottom - top);
    }
  }
}

/** Heads of columns, where there are several: nodes as brackets, and below them the columns' addresses. */
export function paintHeads(scene: Scene, summary: Summary): void {
  const { ctx, camera, viewport, grid, inks, layout } = scene;
  if (layout.columns.length < 2) return;
  const { palette } = inks;
  ctx.fillStyle = palette.surface;
  ctx.fillRect(0, 0, viewport.width, HEAD_HEIGHT);
  const columns = visibleColumns(scene);
  const runs = joinNodes(summary.nodeRuns());
  ctx.textBaseline = 'alphabetic';
  ctx.textAlign = 'left';
  let taken = -Infinity;
  for (const column of columns) {
    const x = toScreenX(camera, viewport, column.x);
    const at = Math.max(x, viewport.left);
    if (at < taken || !isBesideRuler(scene, column)) continue;
    const text = formatAddress(column.from * grid.rowBytes);
    if (at + text.length * 6.4 > viewport.width) break;
    ctx.font = `500 10.5px ${palette.fontMono}`;
    ctx.fillStyle = palette.textMuted;
    ctx.fillText(text, at, HEAD_HEIGHT - 6);
    taken = at + text.length * 6.4 + 14;
  }
  for (const run of runs) {
    const first = locateRow(layout, run.from)?.column;
    const last = locateRow(layout, run.to - 1)?.column;
    if (first === undefined || last === undefined) continue;
    const left = Math.max(viewport.left, toScreenX(camera, viewport, first.x));
    const right = Math.min(viewport.width, toScreenX(camera, viewport, last.x + ROW_WIDTH));
    if (right - left < 8) continue;
    // where columns close up, a line between the bands of two nodes
    if (COLUMN_GAP * camera.scale * viewport.stretch < 2 && left > viewport.left) {
      ctx.fillStyle = palette.surface;
      ctx.fillRect(snap(scene, left) - 1, HEAD_HEIGHT, 2, viewport.height);
    }
    ctx.fillStyle = nodeColour(scene, run.node);
    ctx.fillRect(left, 15, right - left - 2, BAR);
    const short = words.node(run.node);
    const long = `${short} · ${formatBytes(run.sections * grid.sectionBytes)}`;
    const text = right - left >= long.length * 6.6 ? long : short;
    if (right - left < text.length * 6.6) continue;
    ctx.font = `600 11px ${palette.fontUi}`;
    ctx.fillText(text, left, 11);
  }
}

/** Neighbouring runs of one node as one, holes between them included, with the sections that are really there. */
function joinNodes(runs: ReturnType<Summary['nodeRuns']>): NodeRun[] {
  const out: { from: number; to: number; node: number; sections: number }[] = [];
  for (const run of runs) {
    const last = out.at(-1);
    if (last?.node === run.node) {
      last.to = run.to;
      last.sections += run.sections;
    } else out.push({ ...run });
  }
  return out;
}

/** Shapes on cells that are told apart by more than their colour: bars for struct pages, a ring for a pinned page, a cross for a bad one. */
import type { SectionDetail } from '../../../link/messages.ts';
import { CLASS } from '../classes.ts';
import { rectsOf } from '../layout.ts';
import { CELL_PX, cellPx, tilePx } from '../levels.ts';
import { ownedCells } from '../owners.ts';
import { eachTile, isVisible, onScreen } from './scene.ts';
import type { Scene } from './scene.ts';

/** Pixels of a cell from which on a shape can be told. */
const SMALLEST = 5.5;

/** Marks the cells of visible sections whose owners are known. Larger cells say it in words (bits.ts). */
export function paintOwners(scene: Scene, detail: (nr: number) => SectionDetail | undefined): void {
  const { ctx, grid, inks } = scene;
  const cell = cellPx(scene.camera.scale, grid);
  if (cell < SMALLEST || cell >= CELL_PX.frames) return;
  const ink = inks.palette.theme === 'dark' ? '#1a1206' : '#ffffff';
  ctx.fillStyle = ink;
  ctx.strokeStyle = ink;
  ctx.lineWidth = Math.max(1, cell * 0.09);
  eachTile(scene, (nr, r) => {
    const known = detail(nr);
    if (known === undefined) return;
    for (const { cell: i, cls, bad } of ownedCells(known, grid)) {
      if (inks.hidden.has(cls === CLASS.memmap ? 'memmap' : 'trouble')) continue;
      const [w, h] = [r.w / grid.cellSide, r.h / grid.cellSide];
      const size = Math.min(w, h);
      const x = r.x + ((i % grid.cellSide) + 0.5) * w;
      const y = r.y + (Math.floor(i / grid.cellSide) + 0.5) * h;
      // words stand in the middle of large cells: the mark moves into their corner
      const large = cell >= CELL_PX.bits;
      const cx = large ? x + w / 2 - size * 0.17 : x;
      const cy = large ? y - h / 2 + size * 0.17 : y;
      const half = large ? size * 0.08 : size * 0.2;
      if (cls === CLASS.memmap) {
        const bar = Math.max(1, half * 0.45);
        ctx.fillRect(cx - half, cy - half * 0.8, 2 * half, bar);
        ctx.fillRect(cx - half, cy + half * 0.8 - bar, 2 * half, bar);
      } else if (bad) {
        strokeCross(ctx, cx, cy, half);
      } else {
        ctx.beginPath();
        ctx.arc(cx, cy, half, 0, Math.PI * 2);
        ctx.stroke();
      }
    }
  });
}

/** The sign of a bad page: a cross of the stroke that is set. */
function strokeCross(ctx: Scene['ctx'], x: number, y: number, half: number): void {
  ctx.beginPath();
  ctx.moveTo(x - half, y - half);
  ctx.lineTo(x + half, y + half);
  ctx.moveTo(x + half, y - half);
  ctx.lineTo(x - half, y + half);
  ctx.stroke();
}

/** Marks the sections of bad page frames while their cells are too small for a cross of their own. */
export function paintBad(scene: Scene, pfns: readonly number[]): void {
  const { ctx, grid, inks, layout, camera } = scene;
  if (cellPx(camera.scale, grid) >= SMALLEST || inks.hidden.has('trouble')) return;
  const { palette } = inks;
  const size = Math.max(3, Math.min(6, tilePx(camera.scale) * 0.18));
  const half = size * 0.45;
  for (const nr of new Set(pfns.map((p) => Math.floor(p / grid.pagesPerSection))))
    for (const world of rectsOf(layout, nr, nr + 1)) {
      const r = onScreen(scene, world);
      if (!isVisible(scene, r)) continue;
      // in the corner: the number of the block stands in the middle
      const x = r.x + r.w - Math.min(r.w / 2, size + 1);
      const y = r.y + Math.min(r.h / 2, size + 1);
      ctx.lineWidth = 1.5;
      ctx.strokeStyle = palette.surface;
      ctx.fillStyle = palette.trouble;
      ctx.beginPath();
      ctx.arc(x, y, size, 0, Math.PI * 2);
      ctx.stroke();
      ctx.fill();
      if (size >= 4) strokeCross(ctx, x, y, half);
    }
}

/** Names of memory blocks: under their tiles where there is room, on them for small tiles and blocks of many sections. */
import { CLASS } from '../classes.ts';
import { PITCH_Y, TILE } from '../grid.ts';
import type { Rect } from '../grid.ts';
import { rectsOf } from '../layout.ts';
import { TILE_PX, fade, tilePx } from '../levels.ts';
import type { Summary } from '../summary.ts';
import { eachTile, onScreen, visibleColumns, visibleSegments } from './scene.ts';
import type { Scene } from './scene.ts';

/** Whether a block with this number exists. */
export type BlockExists = (id: number) => boolean;

/** Pixels of the smallest letters. */
const SMALLEST = 9;

const nameOf = (id: number): string => `memory${id}`;

/** Writes `memory50` under the first tile of each block. */
export function paintNames(scene: Scene, exists: BlockExists): void {
  const { ctx, camera, grid, inks } = scene;
  const px = tilePx(camera.scale);
  const room = (PITCH_Y - TILE) * camera.scale;
  if (px < TILE_PX.names || room < 0.73 * SMALLEST) return;
  const size = Math.round(Math.max(SMALLEST, Math.min(13, room * 0.62)));
  // 0.73 and 0.21 of its size stand above and below the baseline of the fixed-width face; where there is room, the name
  // stands clear of the outline of what is selected
  const gap = Math.max(1.5, Math.min(6, (room - 0.94 * size) / 2));
  const baseline = Math.min(gap + 0.73 * size, room - 1);
  const descends = baseline + 0.21 * size <= room;
  ctx.font = `400 ${size}px ${inks.palette.fontMono}`;
  ctx.fillStyle = inks.palette.textMuted;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'alphabetic';
  ctx.globalAlpha = fade(px, TILE_PX.names - 4, TILE_PX.names);
  const spb = grid.sectionsPerBlock;
  const names: { readonly id: number; readonly r: Rect }[] = [];
  eachTile(scene, (nr, r) => {
    const id = Math.floor(nr / spb);
    if (nr % spb === 0 && exists(id)) names.push({ id, r });
  });
  // all in words or all as numbers. size × 0.6 is the advance of the fixed-width face; digits have no descenders
  const longest = nameOf(names.reduce((most, { id }) => Math.max(most, id), 0)).length;
  const fits = descends && names.every(({ r }) => longest * size * 0.602 <= Math.max(r.w, 30));
  for (const { id, r } of names) ctx.fillText(fits ? nameOf(id) : String(id), r.x, r.y + r.h + baseline);
  ctx.globalAlpha = 1;
}

/** Writes the numbers of blocks of one section on tiles that are drawn whole, where all of them have room. */
export function paintNumbers(scene: Scene, exists: BlockExists): void {
  const { ctx, camera, grid, inks } = scene;
  const px = tilePx(camera.scale);
  if (grid.sectionsPerBlock > 1 || px < TILE_PX.numbers) return;
  const numbers: { readonly text: string; readonly r: Rect }[] = [];
  let room = Infinity;
  eachTile(scene, (nr, r) => {
    if (!exists(nr)) return;
    const text = String(nr);
    numbers.push({ text, r });
    room = Math.min(room, (r.w - 5) / (text.length * 0.602), r.h - 6);
  });
  const size = Math.min(13, Math.floor(room));
  if (size < SMALLEST) return;
  ctx.font = `600 ${size}px ${inks.palette.fontMono}`;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  for (const { text, r } of numbers) {
    const width = text.length * size * 0.602 + 4;
    const x = r.x + r.w / 2;
    const y = r.y + r.h / 2;
    // on the colour of the ground the same ink is read over every zone, full or empty
    ctx.globalAlpha = 0.78;
    ctx.fillStyle = inks.palette.surface;
    ctx.fillRect(x - width / 2, y - size / 2 - 1, width, size + 2);
    ctx.globalAlpha = 1;
    ctx.fillStyle = inks.palette.text;
    ctx.fillText(text, x, y);
  }
}

/** Frames blocks of several sections, and names them when their tiles are too small for a name each. */
export function paintFrames(scene: Scene, summary: Summary, exists: BlockExists): void {
  const { ctx, camera, grid, inks } = scene;
  const spb = grid.sectionsPerBlock;
  const px = tilePx(camera.scale);
  if (spb < 2 || px < TILE_PX.squares) return;
  ctx.lineWidth = 1;
  ctx.strokeStyle = inks.palette.borderStrong;
  const grow = Math.min(0.5, 4 / camera.scale);
  const label = px < TILE_PX.names;
  ctx.font = `500 11px ${inks.palette.fontMono}`;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  for (const column of visibleColumns(scene)) {
    const one = { columns: [column] };
    for (const { segment, from, to } of visibleSegments(scene, column)) {
      if (segment.fold !== undefined) continue;
      for (let id = Math.floor((from * 8) / spb); id * spb < to * 8; id++) {
        if (!exists(id)) continue;
        for (const world of rectsOf(one, id * spb, (id + 1) * spb)) {
          const r = onScreen(scene, {
            x: world.x - grow,
            y: world.y - grow,
            w: world.w + 2 * grow,
            h: world.h + 2 * grow,
          });
          ctx.beginPath();
          ctx.roundRect(r.x + 0.5, r.y + 0.5, r.w - 1, r.h - 1, 3);
          ctx.stroke();
          const text = nameOf(id);
          if (!label || r.w < text.length * 7 + 10 || r.h < 17) continue;
          const width = text.length * 6.7 + 8;
          ctx.fillStyle = inks.palette.surface;
          ctx.globalAlpha = 0.82;
          ctx.fillRect(r.x + r.w / 2 - width / 2, r.y + r.h / 2 - 8, width, 16);
          ctx.globalAlpha = 1;
          ctx.fillStyle = summary.classAt(id * spb) === CLASS.offline ? inks.palette.textMuted : inks.palette.text;
          ctx.fillText(text, r.x + r.w / 2, r.y + r.h / 2);
        }
      }
    }
  }
}

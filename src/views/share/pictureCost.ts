/** The memmap's cost as a picture: what struct pages have taken of the kernel zones, and which zone pays for whom. */
import * as words from '#words/pictures.ts';
import { GiB } from '../../engine/units.ts';
import { formatBytes, formatCount } from '../../ui/format.ts';
import type { Palette } from '../../ui/palette.ts';
import { type Payer, costSentence, payersOf } from '../inspector/cost.ts';
import { type KernelPages, kernelPages } from '../inspector/costStory.ts';
import type { Ctx } from '../map/paint/ctx.ts';
import * as draw from './draw.ts';
import type { Body, Painted, Scene } from './scene.ts';

/** Rows of a payer that have room. */
const ROWS = 5;
const ROW = 18;

/** The parts of the bar in its order. */
const parts = (palette: Palette): readonly (draw.Swatch & { readonly part: keyof KernelPages })[] => [
  { ...draw.full(palette.memmap), what: words.bootMemmap, part: 'bootMemmap' },
  { ...draw.full(palette.fresh), what: words.addedMemmap, part: 'addedMemmap' },
  { ...draw.full(palette.textFaint), what: words.otherUse, part: 'other' },
  { ...draw.full(palette.borderStrong), what: words.kept, part: 'kept' },
  { ...draw.full(palette.zone.Normal), what: words.room, part: 'room' },
];

/** The cost of all struct pages at the moment on screen. */
export const cost: Body = { paint, signs: ({ palette }) => parts(palette) };

async function paint(scene: Scene): Promise<Painted> {
  const { ctx, state, info, palette, styles, box } = scene;
  const { ask, cells } = state;
  const { nodes = [], free = [] } = cells;
  const { pageBytes } = info.sizes;
  const nid = nodes.findLast((n) => n.online)?.id ?? 0;
  const [rows, story] = await Promise.all([
    ask('memmapCost', {}),
    ask('memmapStory', { bytes: 16 * GiB, zone: 'movable', nid }),
  ]);
  const payers = payersOf(rows, nodes);
  const lead = { font: `400 15px ${palette.fontUi}`, colour: palette.textMuted };
  if (payers.length === 0) {
    draw.write(ctx, words.noStructPages, box.x, box.y + 24, lead);
    return { ranges: [], end: box.y + 34 };
  }
  let y = box.y + 14;
  const sentence = costSentence(payers, pageBytes, info.geometry.structPageBytes);
  for (const line of draw.wrapped(ctx, sentence, box.w, lead.font)) {
    draw.write(ctx, line, box.x, y, lead);
    y += 21;
  }
  const freeOf = (id: number, zone: string): number =>
    free.find((f) => f.ref.nid === id && f.ref.zone === zone)?.pages ?? 0;
  const kernel = kernelPages(nodes, rows, freeOf, story?.room ?? 0);
  y += 18;
  draw.write(ctx, words.kernelZones(formatBytes(kernel.present * pageBytes)), box.x, y, styles.part);
  y += 10;
  paintKernel(ctx, palette, { ...box, y, h: 34 }, kernel, pageBytes);
  y += 34 + 26 + 26;
  const most = Math.max(1, ...payers.map((payer) => payer.pages));
  let end = y;
  for (const payer of payers) {
    const height = 22 + 20 + 8 + Math.min(ROWS + 1, payer.rows.length) * ROW + 14;
    if (y + height > box.y + box.h + 16) break;
    paintPayer(ctx, palette, { ...box, y }, payer, payer.pages / most, pageBytes);
    y += height;
    end = y - 10;
  }
  return { ranges: [], end };
}

/** All kernel zones as one bar, each part with its size below where it has room. */
function paintKernel(ctx: Ctx, palette: Palette, box: draw.Box, kernel: KernelPages, pageBytes: number): void {
  let x = box.x;
  let free = box.x;
  for (const { colour, part } of parts(palette)) {
    const pages = kernel[part];
    const w = (pages / Math.max(1, kernel.present)) * box.w;
    ctx.fillStyle = colour;
    ctx.fillRect(x, box.y, Math.max(pages > 0 ? 1.5 : 0, w - 1), box.h);
    const text = formatBytes(pages * pageBytes);
    ctx.font = `400 11.5px ${palette.fontMono}`;
    ctx.fillStyle = palette.textMuted;
    const at = Math.max(x, free);
    if (pages > 0 && at + 14 + ctx.measureText(text).width < box.x + box.w) {
      ctx.fillText(text, at + 13, box.y + box.h + 18);
      ctx.fillStyle = colour;
      ctx.fillRect(at, box.y + box.h + 9, 9, 9);
      free = at + 13 + ctx.measureText(text).width + 16;
    }
    x += w;
  }
}

/** One zone that pays: its bar in proportion to the one that pays most, and for whom. */
function paintPayer(ctx: Ctx, palette: Palette, box: draw.Box, payer: Payer, share: number, pageBytes: number): void {
  ctx.font = `600 14px ${palette.fontUi}`;
  ctx.fillStyle = palette.text;
  ctx.fillText(words.pays(payer.ref.nid, payer.ref.zone, formatBytes(payer.pages * pageBytes)), box.x, box.y + 12);
  let x = box.x;
  const seen = { boot: 0, added: 0 };
  payer.rows.forEach((row) => {
    const w = (row.pages / payer.pages) * share * box.w;
    const kind = row.boot ? 'boot' : 'added';
    ctx.fillStyle = kind === 'boot' ? palette.memmap : palette.fresh;
    // neighbours of a kind are told apart
    ctx.globalAlpha = [1, 0.66, 0.82, 0.5][seen[kind]++ % 4] ?? 1;
    ctx.fillRect(x, box.y + 22, Math.max(1.5, w - 1), 20);
    ctx.globalAlpha = 1;
    x += w;
  });
  ctx.font = `400 11.5px ${palette.fontMono}`;
  ctx.fillStyle = palette.textMuted;
  const shown = payer.rows.slice(0, ROWS);
  const lines = shown.map((row) => words.forWhat(row.forWhat, formatCount(row.pages), formatBytes(row.describesBytes)));
  if (payer.rows.length > shown.length) lines.push(words.andMore(payer.rows.length - shown.length));
  lines.forEach((line, i) => ctx.fillText(line, box.x, box.y + 50 + (i + 0.6) * ROW));
}

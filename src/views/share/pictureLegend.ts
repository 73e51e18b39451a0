/** What stands under every picture: what its colours and textures mean, and the address ranges. */
import * as words from '#words/pictures.ts';
import type { AtlasState } from '../../store/types.ts';
import type { Palette } from '../../ui/palette.ts';
import * as draw from './draw.ts';
import { type AddressRange, MARGIN, type Sign, type Surface, UNITS } from './scene.ts';

/** Address ranges that have room under a picture, and how many of them stand side by side. */
const RANGES = 9;
const COLUMNS = 3;
const LINE = 20;
const RANGE = 15;

const font = (palette: Palette): string => `500 12px ${palette.fontUi}`;

/** Signs in lines that fit the width, each with its distance from the left. */
function linesOf(
  { ctx }: Surface,
  palette: Palette,
  signs: readonly Sign[],
): readonly (readonly { readonly sign: Sign; readonly x: number }[])[] {
  ctx.font = font(palette);
  const lines: { sign: Sign; x: number }[][] = [[]];
  let x = MARGIN;
  for (const sign of signs) {
    const width = 18 + ctx.measureText(sign.what).width;
    if (x > MARGIN && x + width > UNITS - MARGIN) {
      lines.push([]);
      x = MARGIN;
    }
    lines.at(-1)?.push({ sign, x });
    x += width + 22;
  }
  return lines;
}

/** How much of a picture's foot the legend takes at most. */
export const legendHeight = (surface: Surface, palette: Palette, signs: readonly Sign[]): number =>
  84 + linesOf(surface, palette, signs).length * LINE;

/** Draws the legend below `y`. Answers where it ends. */
export function paintLegend(
  surface: Surface,
  palette: Palette,
  signs: readonly Sign[],
  ranges: readonly AddressRange[],
  y: number,
): number {
  const { ctx } = surface;
  ctx.fillStyle = palette.border;
  ctx.fillRect(MARGIN, y, UNITS - 2 * MARGIN, 1);
  let at = y + 13;
  for (const line of linesOf(surface, palette, signs)) {
    for (const { sign, x } of line) {
      if ('paint' in sign) {
        const part = surface.part(x - 1, at - 1, 15, 15);
        sign.paint(part.ctx);
        part.done();
      } else draw.fillInk(ctx, sign, { x, y: at, w: 12, h: 12 });
      draw.write(ctx, sign.what, x + 18, at + 10.5, { font: font(palette), colour: palette.text });
    }
    at += LINE;
  }
  const style = { font: `400 11px ${palette.fontMono}`, colour: palette.textMuted };
  const shown = ranges.slice(0, RANGES);
  const column = (UNITS - 2 * MARGIN) / COLUMNS;
  at += 16;
  shown.forEach((r, i) => {
    const row = at + Math.floor(i / COLUMNS) * RANGE;
    draw.write(ctx, `${r.range}  ${r.what}`, MARGIN + (i % COLUMNS) * column, row, style, column - 14);
  });
  at += Math.ceil(shown.length / COLUMNS) * RANGE;
  if (ranges.length === shown.length) return at;
  draw.write(ctx, words.andMoreRanges(ranges.length - shown.length), MARGIN, at, style);
  return at + RANGE;
}

/** The zones that have memory, in their colours; those of one colour share a swatch. Device pages are present in none. */
export function zoneSwatches(palette: Palette, { cells }: Pick<AtlasState, 'cells'>): readonly draw.Swatch[] {
  const names = new Set((cells.nodes ?? []).flatMap((n) => n.zones.filter((z) => z.present > 0).map((z) => z.name)));
  if ((cells.devices?.pagemaps.length ?? 0) > 0) names.add('Device');
  const byColour = new Map<string, string>();
  for (const name of ['DMA', 'DMA32', 'Normal', 'Movable', 'Device'] as const) {
    if (!names.has(name)) continue;
    const colour = palette.zone[name];
    const before = byColour.get(colour);
    byColour.set(colour, before === undefined ? name : `${before}, ${name}`);
  }
  return [...byColour].map(([colour, what]) => ({ ...draw.full(colour), what }));
}

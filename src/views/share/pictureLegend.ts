/** What stands under every picture: what its colours and textures mean, and the address ranges. */
import * as words from '#words/pictures.ts';
import type { AtlasState } from '../../store/types.ts';
import type { Palette } from '../../ui/palette.ts';
import type { PictureView, Surface } from './picture.ts';
import { costInks } from './pictureCost.ts';
import { paintSample, samples } from './pictureTables.ts';

/** Units of width in which everything is laid out. */
export const UNITS = 1280;
export const MARGIN = 36;
/** Address ranges that have room under a picture. */
const RANGES = 9;

/** A range of addresses, and what is there. */
export interface AddressRange {
  readonly range: string;
  readonly what: string;
}

/** What colours and textures mean, and the address ranges. */
export function paintLegend(
  surface: Surface,
  palette: Palette,
  { cells }: AtlasState,
  view: PictureView,
  ranges: readonly AddressRange[],
  y: number,
): void {
  const { ctx } = surface;
  ctx.fillStyle = palette.border;
  ctx.fillRect(MARGIN, y - 8, UNITS - 2 * MARGIN, 1);
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  let x = MARGIN;
  const entry = (text: string, colour: string, hatched = false): void => {
    ctx.fillStyle = colour;
    ctx.strokeStyle = colour;
    ctx.lineWidth = 1.2;
    if (!hatched) ctx.fillRect(x, y + 5, 12, 12);
    else {
      ctx.strokeRect(x + 0.5, y + 5.5, 11, 11);
      ctx.beginPath();
      for (const shift of [0, 5]) {
        ctx.moveTo(x + 1, y + 11 + shift);
        ctx.lineTo(x + 6 + shift, y + 6);
      }
      ctx.stroke();
    }
    ctx.fillStyle = palette.text;
    ctx.font = `500 12px ${palette.fontUi}`;
    ctx.fillText(text, x + 18, y + 11.5);
    x += 18 + ctx.measureText(text).width + 22;
  };
  if (view === 'timeline') {
    entry(words.calledBeforePlayhead, palette.zone.Normal);
    entry(words.lockHeld, palette.memmap);
  } else if (view === 'tables') {
    for (const sample of samples()) {
      const part = surface.part(x - 1, y + 4, 15, 15);
      paintSample(part.ctx, palette, sample);
      part.done();
      ctx.fillStyle = palette.text;
      ctx.font = `500 12px ${palette.fontUi}`;
      ctx.fillText(sample.what, x + 19, y + 11.5);
      x += 19 + ctx.measureText(sample.what).width + 20;
    }
  } else if (view === 'cost') {
    for (const [what, colour] of costInks(palette)) entry(what, colour);
  } else {
    const names = new Set((cells.nodes ?? []).flatMap((n) => n.zones.filter((z) => z.present > 0).map((z) => z.name)));
    for (const name of ['DMA', 'DMA32', 'Normal', 'Movable', 'Device'] as const)
      if (names.has(name)) entry(name, palette.zone[name]);
    if (view === 'zones') entry(words.strongInUsePale, palette.textFaint);
    else {
      entry('memmap', palette.memmap);
      entry('offline', palette.offlineHatch, true);
      entry('pinned', palette.trouble);
    }
  }
  ctx.fillStyle = palette.textMuted;
  ctx.font = `400 11px ${palette.fontMono}`;
  const shown = ranges.slice(0, RANGES);
  shown.forEach((r, i) => {
    ctx.fillText(
      `${r.range}  ${r.what}`,
      MARGIN + (i % 3) * ((UNITS - 2 * MARGIN) / 3),
      y + 34 + Math.floor(i / 3) * 15,
    );
  });
  if (ranges.length > shown.length)
    ctx.fillText(words.andMoreRanges(ranges.length - shown.length), MARGIN, y + 34 + Math.ceil(RANGES / 3) * 15);
}

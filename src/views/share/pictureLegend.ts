/** What stands under every picture: what its colours and textures mean, and the address ranges. */
import * as words from '#words/pictures.ts';
import type { AtlasState } from '../../store/types.ts';
import type { Palette } from '../../ui/palette.ts';
import type { PictureView, Surface } from './picture.ts';
import { bayInks } from './pictureBay.ts';
import { costInks } from './pictureCost.ts';
import { deviceInks } from './pictureDevice.ts';
import { type Swatch, fillInk, full, hatched, write } from './pictureParts.ts';
import { sectionInks } from './pictureSection.ts';
import { paintSample, samples } from './pictureTables.ts';
import { zoneInks } from './pictureZone.ts';

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
  state: AtlasState,
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
  const sample = (swatch: Swatch): void => {
    fillInk(ctx, swatch, { x, y: y + 5, w: 12, h: 12 });
    ctx.fillStyle = palette.text;
    ctx.font = `500 12px ${palette.fontUi}`;
    ctx.fillText(swatch.what, x + 18, y + 11.5);
    x += 18 + ctx.measureText(swatch.what).width + 22;
  };
  if (view === 'tables') paintSamples(surface, palette, y);
  else for (const swatch of swatchesOf(palette, state, view)) sample(swatch);
  ctx.fillStyle = palette.textMuted;
  ctx.font = `400 11px ${palette.fontMono}`;
  const shown = ranges.slice(0, RANGES);
  const column = (UNITS - 2 * MARGIN) / 3;
  const style = { font: ctx.font, colour: palette.textMuted };
  shown.forEach((r, i) => {
    const at = y + 38 + Math.floor(i / 3) * 15;
    write(ctx, `${r.range}  ${r.what}`, MARGIN + (i % 3) * column, at, style, column - 14);
  });
  if (ranges.length > shown.length)
    write(ctx, words.andMoreRanges(ranges.length - shown.length), MARGIN, y + 38 + (RANGES / 3) * 15, style);
}

/** Entries of page tables: they are drawn as in the tables. */
function paintSamples(surface: Surface, palette: Palette, y: number): void {
  const { ctx } = surface;
  let x = MARGIN;
  for (const sample of samples()) {
    const part = surface.part(x - 1, y + 4, 15, 15);
    paintSample(part.ctx, palette, sample);
    part.done();
    ctx.fillStyle = palette.text;
    ctx.font = `500 12px ${palette.fontUi}`;
    ctx.fillText(sample.what, x + 19, y + 11.5);
    x += 19 + ctx.measureText(sample.what).width + 20;
  }
}

/** What the colours and textures of a view mean. */
function swatchesOf(palette: Palette, state: AtlasState, view: Exclude<PictureView, 'tables'>): readonly Swatch[] {
  switch (view) {
    case 'timeline':
      return [
        { ...full(palette.zone.Normal), what: words.calledBeforePlayhead },
        { ...full(palette.memmap), what: words.lockHeld },
      ];
    case 'cost':
      return costInks(palette).map(([what, colour]) => ({ ...full(colour), what }));
    case 'zone':
      return zoneInks(palette, state);
    case 'device':
      return deviceInks(palette, state);
    case 'bay':
      return [...zonesOf(palette, state), ...bayInks(palette)];
    case 'section':
      return [...zonesOf(palette, state), ...sectionInks(palette)];
    case 'zones':
      return [...zonesOf(palette, state), { ...full(palette.textFaint), what: words.strongInUsePale }];
    case 'map':
    case 'map-here':
      return [
        ...zonesOf(palette, state),
        { ...full(palette.memmap), what: 'memmap' },
        { ...hatched(palette.offlineHatch), what: words.offline },
        { ...full(palette.trouble), what: words.pinned },
      ];
  }
}

/** The zones that have memory, in their colours. */
function zonesOf(palette: Palette, { cells }: AtlasState): readonly Swatch[] {
  const names = new Set((cells.nodes ?? []).flatMap((n) => n.zones.filter((z) => z.present > 0).map((z) => z.name)));
  return (['DMA', 'DMA32', 'Normal', 'Movable', 'Device'] as const)
    .filter((name) => names.has(name))
    .map((name) => ({ ...full(palette.zone[name]), what: name }));
}

/**
 * The colour of every code: hue = zone, strength = how full. One table a theme and filter; drawing a cell is one lookup.
 */
import { mix, rgbOf } from '../../../ui/palette.ts';
import type { Palette, Rgb } from '../../../ui/palette.ts';
import { CLASS, CODES, FILLS, classOf, codeOf, fillOf, legendKey } from '../classes.ts';

/** Colours for pixel buffers and for strokes. */
export interface Inks {
  readonly palette: Palette;
  /** 0xAABBGGRR by code, as a little-endian pixel buffer wants it. */
  readonly pixels: Uint32Array;
  /** CSS colours by code. */
  readonly css: readonly string[];
  /** Zones and states that the legend switched off. */
  readonly hidden: ReadonlySet<string>;
}

const pack = ([r, g, b]: Rgb): number => ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
const css = ([r, g, b]: Rgb): string => `rgb(${r} ${g} ${b})`;

/** Mixes the table for a theme. */
export function inksOf(palette: Palette, hidden: ReadonlySet<string>): Inks {
  const pixels = new Uint32Array(256);
  const names: string[] = [];
  const ground = rgbOf(palette.surface);
  const empty = rgbOf(palette.cellEmpty);
  for (let code = 0; code < CODES; code++) {
    let rgb = colour(palette, ground, classOf(code), fillOf(code));
    const key = legendKey(classOf(code));
    if (key !== undefined && hidden.has(key)) rgb = mix(ground, empty, 0.7);
    pixels[code] = pack(rgb);
    names.push(css(rgb));
  }
  // what does not exist lets the ground show through
  for (let fill = 0; fill < FILLS; fill++) pixels[codeOf(CLASS.absent, fill)] = 0;
  return { palette, pixels, css: names, hidden };
}

function colour(palette: Palette, ground: Rgb, cls: number, fill: number): Rgb {
  const full = (token: string): Rgb => {
    const { weakest } = palette;
    return mix(ground, rgbOf(token), weakest + ((1 - weakest) * fill) / (FILLS - 1));
  };
  switch (cls) {
    case CLASS.DMA:
      return full(palette.zone.DMA);
    case CLASS.DMA32:
      return full(palette.zone.DMA32);
    case CLASS.Normal:
      return full(palette.zone.Normal);
    case CLASS.Movable:
      return full(palette.zone.Movable);
    case CLASS.Device:
      return full(palette.zone.Device);
    case CLASS.memmap:
      return rgbOf(palette.memmap);
    case CLASS.reserve:
      return mix(ground, rgbOf(palette.memmap), 0.45);
    case CLASS.trouble:
      return rgbOf(palette.trouble);
    case CLASS.offline:
    case CLASS.goingOffline:
      return rgbOf(palette.offline);
    case CLASS.empty:
    case CLASS.unplugged:
      return rgbOf(palette.cellEmpty);
    case CLASS.fake:
      return mix(rgbOf(palette.cellEmpty), rgbOf(palette.offlineHatch), 0.45);
    case CLASS.unzoned:
      return mix(ground, rgbOf(palette.textMuted), 0.5);
    default:
      return ground;
  }
}

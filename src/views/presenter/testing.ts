/**
 * What is left of a colour on a projector in a lit room. The projector's black is a quarter of its signal, and the light of
 * the room falls on all of the wall:
 *
 *   light = (own × (1 − black) + black + room) / (1 + room)        each channel, linear, 1 = the projector's white
 *
 * White on black keeps 7 : 1 of its 21 : 1; everything else loses as much.
 */
import type { Palette, Rgb } from '../../ui/palette.ts';

const linear = (byte: number): number => {
  const c = byte / 255;
  return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
};
/** A quarter of the signal, as light. */
const BLACK = linear(0.25 * 255);
/** Light of the room on the wall, as a part of the projector's white. */
const ROOM = 0.1;

/** A colour as light: three channels, linear. */
export type Light = readonly [red: number, green: number, blue: number];

/** The light of a colour on a good screen. */
export const lightOf = ([r, g, b]: Rgb): Light => [linear(r), linear(g), linear(b)];
const each = ([r, g, b]: Light, change: (c: number) => number): Light => [change(r), change(g), change(b)];
/** What of it arrives. */
export const washed = (light: Light): Light => each(light, (c) => (c * (1 - BLACK) + BLACK + ROOM) / (1 + ROOM));

/** Relative luminance (WCAG 2). */
const luminance = ([r, g, b]: Light): number => 0.2126 * r + 0.7152 * g + 0.0722 * b;
/** Contrast on the wall: the room's light is in it already. */
export function contrast(a: Light, b: Light): number {
  const [x, y] = [luminance(a), luminance(b)];
  return Math.max(x, y) / Math.min(x, y);
}

/** Distance of two colours as an eye that has adapted to the wall sees them: 100 × the distance in OKLab. */
export function distance(a: Light, b: Light): number {
  const [p, q] = [oklab(a), oklab(b)];
  return 100 * Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
}
function oklab([r, g, b]: Light): Light {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** The custom properties of the rules of a style sheet whose selectors are all that one wears; later rules win. */
export function tokensOf(css: string, wears: (selector: string) => boolean): Readonly<Record<string, string>> {
  const out: Record<string, string> = {};
  const plain = css.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/@media[^{]*\{(?:[^{}]*\{[^{}]*\})*\s*\}/g, '');
  for (const [, selectors = '', body = ''] of plain.matchAll(/([^{}]+)\{([^{}]*)\}/g))
    if (selectors.split(',').some((selector) => wears(selector.trim())))
      for (const [, name = '', value = ''] of body.matchAll(/--([\w-]+):\s*([^;]+);/g)) out[name] = value.trim();
  return out;
}

/** The palette that tokens make (ui/palette.ts: readPalette). */
export function paletteOf(theme: Palette['theme'], tokens: Readonly<Record<string, string>>): Palette {
  const token = (name: string): string => {
    const value = tokens[name];
    if (value === undefined) throw new Error(`no token --${name}`);
    return value;
  };
  return {
    theme,
    bg: token('bg'),
    surface: token('surface'),
    surfaceRaised: token('surface-raised'),
    surfaceSunken: token('surface-sunken'),
    border: token('border'),
    borderStrong: token('border-strong'),
    text: token('text'),
    textMuted: token('text-muted'),
    textFaint: token('text-faint'),
    accent: token('accent'),
    accentSoft: token('accent-soft'),
    selection: token('selection'),
    hover: token('hover'),
    ghost: token('ghost'),
    fresh: token('fresh'),
    zone: {
      DMA: token('zone-dma'),
      DMA32: token('zone-dma32'),
      Normal: token('zone-normal'),
      Movable: token('zone-movable'),
      Device: token('zone-device'),
    },
    memmap: token('memmap'),
    trouble: token('trouble'),
    offline: token('offline'),
    offlineHatch: token('offline-hatch'),
    absent: token('absent'),
    cellEmpty: token('cell-empty'),
    weakest: Number(token('weakest')),
    node: ['node-0', 'node-1', 'node-2', 'node-3'].map(token),
    fontUi: token('font-ui'),
    fontMono: token('font-mono'),
  };
}

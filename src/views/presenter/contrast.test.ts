/** The stage's colours on a projector in a lit room, from the style sheets themselves. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rgbOf } from '../../ui/palette.ts';
import { CLASS, FILLS, codeOf } from '../map/classes.ts';
import { inksOf } from '../map/paint/inks.ts';
import { type Light, contrast, distance, lightOf, paletteOf, tokensOf, washed } from './testing.ts';

const TOKENS = readFileSync('src/ui/tokens.css', 'utf8');
const CONTRAST = readFileSync('src/views/presenter/contrast.css', 'utf8');
const WHITE: Light = [1, 1, 1];
const BLACK: Light = [0, 0, 0];

/** The tokens that hold on a stage. */
const stage = (theme: 'dark' | 'light') => ({
  ...tokensOf(TOKENS, (selector) => selector === ':root' || selector === `[data-theme='${theme}']`),
  ...tokensOf(CONTRAST, (selector) =>
    [":root[data-contrast='high']", `:root[data-contrast='high'][data-theme='${theme}']`].includes(selector),
  ),
});
/** The light of `rgb(1 2 3)` or `#010203` on the wall. */
function onWall(colour: string): Light {
  const bytes = /^rgb\((\d+) (\d+) (\d+)\)$/.exec(colour)?.slice(1).map(Number);
  const [r, g, b] = bytes ?? rgbOf(colour);
  return washed(lightOf([r ?? 0, g ?? 0, b ?? 0]));
}
/** Pairs that are nearer to each other than allowed, with their distance. */
function near(lights: Readonly<Record<string, Light>>, least: number): readonly string[] {
  const all = Object.entries(lights);
  return all.flatMap(([name, light], i) =>
    all
      .slice(0, i)
      .map(([other, its]) => ({ pair: `${other}, ${name}`, d: distance(light, its) }))
      .filter(({ d }) => d < least)
      .map(({ pair, d }) => `${pair}: ${d.toFixed(1)}`),
  );
}

it('the wall leaves a third of the contrast of a screen', () => {
  expect(contrast(lightOf([255, 255, 255]), lightOf([0, 0, 0]))).toBe(Infinity);
  expect(contrast(washed(WHITE), washed(BLACK))).toBeCloseTo(7.3, 1);
  expect(distance(WHITE, BLACK)).toBeCloseTo(100, 1);
});

describe.each(['dark', 'light'] as const)('%s', (theme) => {
  const tokens = stage(theme);
  const wall = (token: string): Light => onWall(tokens[token] ?? '');
  const palette = paletteOf(theme, tokens);
  const { css } = inksOf(palette, new Set());
  const zones = (fill: number): Readonly<Record<string, Light>> =>
    Object.fromEntries(
      // DMA32 has the hue of DMA, everywhere
      (['DMA', 'Normal', 'Movable', 'Device'] as const).map((zone) => [
        `${zone} ${fill === 0 ? 'free' : 'full'}`,
        onWall(css[codeOf(CLASS[zone], fill)] ?? ''),
      ]),
    );
  const [free, full] = [zones(0), zones(FILLS - 1)];

  it('is read from the back row: 3 to 1 for every text on every ground', () => {
    const poor: string[] = [];
    for (const text of ['text', 'text-muted', 'text-faint', 'accent-text', 'good-text', 'trouble-text'])
      for (const ground of ['bg', 'surface', 'surface-raised', 'surface-sunken', 'surface-overlay', 'accent-soft']) {
        const ratio = contrast(wall(text), wall(ground));
        if (ratio < 3) poor.push(`${text} on ${ground}: ${ratio.toFixed(2)}`);
      }
    expect(poor).toEqual([]);
  });

  it('what the map is about stands out: 3 to 1 from the ground', () => {
    const about = {
      ...full,
      memmap: wall('memmap'),
      pinned: wall('trouble'),
      new: wall('fresh'),
      selected: wall('selection'),
      'place without memory': wall('border-strong'),
      ...Object.fromEntries([0, 1, 2, 3].map((n) => [`node ${n}`, wall(`node-${n}`)])),
    };
    const poor = Object.entries(about)
      .map(([name, light]) => [name, contrast(light, wall('surface'))] as const)
      .filter(([, ratio]) => ratio < 3);
    expect(poor).toEqual([]);
    // offline is a texture
    expect(contrast(wall('offline-hatch'), wall('offline'))).toBeGreaterThanOrEqual(3);
  });

  it('states are told apart, full ones and free ones', () => {
    expect(near({ ...full, memmap: wall('memmap'), pinned: wall('trouble') }, 7)).toEqual([]);
    expect(near(free, 6)).toEqual([]);
    const nothing = { offline: wall('offline'), empty: wall('cell-empty'), ground: wall('surface') };
    for (const [name, light] of Object.entries(free))
      for (const [other, its] of Object.entries(nothing))
        expect(distance(light, its), `${name}, ${other}`).toBeGreaterThan(7);
    // a subsection that a section lacks is seen to be one
    expect(distance(wall('cell-empty'), wall('surface'))).toBeGreaterThan(4);
    // fuller is seen to be fuller
    for (const zone of ['DMA', 'Normal', 'Movable', 'Device'])
      expect(distance(free[`${zone} free`] ?? BLACK, full[`${zone} full`] ?? BLACK), zone).toBeGreaterThan(7);
  });
});

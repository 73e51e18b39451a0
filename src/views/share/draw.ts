/** What pictures are made of: text that fits, hatches, bars. Everything in units of the picture. */
import type { Palette } from '../../ui/palette.ts';
import type { Ctx } from '../map/paint/ctx.ts';

/** A rectangle of a picture. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** How something is filled, in the legend as in the picture. */
export interface Ink {
  readonly colour: string;
  /** `frame`: an outline; `dashed`: a dashed one; `half`: two colours side by side. */
  readonly look: 'full' | 'pale' | 'hatched' | 'frame' | 'dashed' | 'half';
  /** The other colour of `half`. */
  readonly other?: string;
}

/** An ink and what it means. */
export interface Swatch extends Ink {
  readonly what: string;
}

export const full = (colour: string): Ink => ({ colour, look: 'full' });
export const pale = (colour: string): Ink => ({ colour, look: 'pale' });
export const hatched = (colour: string): Ink => ({ colour, look: 'hatched' });
export const framed = (colour: string): Ink => ({ colour, look: 'frame' });
export const dashed = (colour: string): Ink => ({ colour, look: 'dashed' });

/** Fills a rectangle. */
export function fillInk(ctx: Ctx, { colour, look, other }: Ink, { x, y, w, h }: Box): void {
  ctx.fillStyle = colour;
  ctx.strokeStyle = colour;
  switch (look) {
    case 'full':
      ctx.fillRect(x, y, w, h);
      break;
    case 'pale':
      ctx.globalAlpha = 0.35;
      ctx.fillRect(x, y, w, h);
      ctx.globalAlpha = 1;
      break;
    case 'half':
      ctx.fillRect(x, y, w / 2, h);
      ctx.fillStyle = other ?? colour;
      ctx.fillRect(x + w / 2, y, w - w / 2, h);
      break;
    case 'frame':
    case 'dashed':
      ctx.lineWidth = 1.4;
      ctx.setLineDash(look === 'dashed' ? [3, 2] : []);
      ctx.strokeRect(x + 0.7, y + 0.7, w - 1.4, h - 1.4);
      ctx.setLineDash([]);
      break;
    case 'hatched':
      hatch(ctx, { x, y, w, h });
      break;
  }
}

/** Slanted lines in a rectangle, and its outline. */
function hatch(ctx: Ctx, { x, y, w, h }: Box): void {
  ctx.lineWidth = 1.1;
  ctx.beginPath();
  // each line cut at the edges, so that no clip is needed
  for (let d = 4; d < w + h; d += 4) {
    const [left, right] = [Math.max(0, d - h), Math.min(w, d)];
    if (right - left < 0.5) continue;
    ctx.moveTo(x + left, y + d - left);
    ctx.lineTo(x + right, y + d - right);
  }
  ctx.stroke();
  if (w > 3) ctx.strokeRect(x + 0.5, y + 0.5, w - 1, h - 1);
}

/** How a text is written. */
export interface Style {
  readonly font: string;
  readonly colour: string;
  readonly align?: CanvasTextAlign;
}

/** The styles of pictures. */
export const stylesOf = (palette: Palette) => ({
  /** What a part of a picture is about. */
  title: { font: `650 17px ${palette.fontUi}`, colour: palette.text },
  part: { font: `600 14px ${palette.fontUi}`, colour: palette.text },
  text: { font: `400 13px ${palette.fontUi}`, colour: palette.text },
  note: { font: `400 12px ${palette.fontUi}`, colour: palette.textMuted },
  mono: { font: `400 12px ${palette.fontMono}`, colour: palette.textMuted },
  value: { font: `400 12px ${palette.fontMono}`, colour: palette.text },
});
export type Styles = ReturnType<typeof stylesOf>;

/** Writes a text on its baseline; what is longer than `most` ends in an ellipsis. Answers its width. */
export function write(
  ctx: Ctx,
  text: string,
  x: number,
  y: number,
  { font, colour, align = 'left' }: Style,
  most = Infinity,
): number {
  ctx.font = font;
  ctx.fillStyle = colour;
  ctx.textAlign = align;
  ctx.textBaseline = 'alphabetic';
  const shown = shortened(ctx, text, most);
  ctx.fillText(shown, x, y);
  ctx.textAlign = 'left';
  return ctx.measureText(shown).width;
}

/** A text with as many of its letters as have room. */
function shortened(ctx: Ctx, text: string, most: number): string {
  if (ctx.measureText(text).width <= most) return text;
  let [fits, all] = [0, text.length];
  while (fits < all) {
    const n = Math.ceil((fits + all) / 2);
    if (ctx.measureText(`${text.slice(0, n)}…`).width <= most) fits = n;
    else all = n - 1;
  }
  return fits === 0 ? '' : `${text.slice(0, fits).trimEnd()}…`;
}

/** A text in lines that fit a width; a word that is longer than a line is broken. */
export function wrapped(ctx: Ctx, text: string, width: number, font: string): readonly string[] {
  ctx.font = font;
  const fits = (line: string): boolean => ctx.measureText(line).width <= width;
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line === '' || fits(`${line} ${word}`)) line = line === '' ? word : `${line} ${word}`;
    else {
      lines.push(line);
      line = word;
    }
    while (!fits(line) && line.length > 1) {
      let n = line.length - 1;
      while (n > 1 && !fits(line.slice(0, n))) n--;
      lines.push(line.slice(0, n));
      line = line.slice(n);
    }
  }
  return line === '' ? lines : [...lines, line];
}

const LINE = 18;

/** The title of a picture's body with the range under it. Answers where it ends. */
export function paintHead(ctx: Ctx, styles: Styles, title: string, ranges: readonly string[], box: Box): number {
  write(ctx, title, box.x, box.y + 15, styles.title, box.w);
  ranges.forEach((range, i) => write(ctx, range, box.x, box.y + 36 + i * LINE, styles.mono, box.w));
  return box.y + 36 + ranges.length * LINE;
}

/** A part of a bar. */
export interface Share {
  readonly share: number;
  readonly ink: Ink;
  /** Written under the bar beside its colour; undefined: nothing is. */
  readonly text: string | undefined;
}

/** A bar of parts with what they are under it. Answers where it ends. */
export function paintStack(ctx: Ctx, palette: Palette, styles: Styles, shares: readonly Share[], box: Box): number {
  fillInk(ctx, full(palette.absent), box);
  let x = box.x;
  for (const { share, ink } of shares) {
    const w = share * box.w;
    if (share > 0) fillInk(ctx, ink, { ...box, x, w: Math.max(1, w) });
    x += w;
  }
  const shown = shares.filter((s) => s.text !== undefined && s.share > 0);
  let [at, y] = [box.x, box.y + box.h + 8];
  for (const { text = '', ink } of shown) {
    ctx.font = styles.mono.font;
    const w = 17 + ctx.measureText(text).width + 22;
    if (at > box.x && at + w > box.x + box.w) [at, y] = [box.x, y + LINE];
    fillInk(ctx, ink, { x: at, y: y + 2, w: 11, h: 11 });
    write(ctx, text, at + 17, y + 12, styles.mono);
    at += w;
  }
  return y + LINE;
}

/** `0x180000000–0x1bfffffff`, the end exclusive in the arguments and inclusive in the words. */
export const plainRange = (start: number, end: number): string => `0x${start.toString(16)}–0x${(end - 1).toString(16)}`;

/** Paints the overview strip: each pixel is the mean colour of the sections behind it, with their nodes below. */
import { TILES_PER_ROW } from '../grid.ts';
import { stripOf } from '../strip.ts';
import type { StripPart } from '../strip.ts';
import type { Summary } from '../summary.ts';
import type { Buffer, Ctx, MakeBuffer } from './ctx.ts';
import type { Inks } from './inks.ts';
import { nodeColour } from './ruler.ts';

/** Sections that are looked at for one pixel, at most: a pixel of a large machine is a sample. */
const SAMPLES = 64;

/** One line of pixels, kept until the machine, its layout or the colours change. */
export class StripPainter {
  readonly #make: MakeBuffer;
  #line: Buffer | undefined;
  #key: readonly unknown[] = [];

  constructor(make: MakeBuffer) {
    this.#make = make;
  }

  /** Draws memory, folds and node bars; the viewport's frame is drawn by its DOM element. */
  paint(
    ctx: Ctx,
    width: number,
    height: number,
    dpr: number,
    parts: readonly StripPart[],
    summary: Summary,
    inks: Inks,
    version: number,
  ): void {
    const { palette } = inks;
    const pixels = Math.max(1, Math.round(width * dpr));
    const key = [pixels, parts, inks, version];
    if (this.#line === undefined || key.some((k, i) => k !== this.#key[i])) {
      if (this.#line?.width !== pixels) this.#line = this.#make(pixels, 1);
      this.#draw(this.#line, pixels, parts, summary, inks);
      this.#key = key;
    }
    ctx.setTransform(dpr, 0, 0, dpr, 0, 0);
    ctx.fillStyle = palette.surfaceSunken;
    ctx.fillRect(0, 0, width, height);
    ctx.imageSmoothingEnabled = false;
    ctx.drawImage(this.#line.image, 0, 0, pixels, 1, 0, 0, width, height - 4);
    ctx.fillStyle = palette.surface;
    for (const part of parts)
      if (part.segment.fold !== undefined)
        ctx.fillRect(part.from * width, 0, Math.max(1, (part.to - part.from) * width), height);
    for (const run of summary.nodeRuns()) {
      const from = stripOf(parts, run.from) * width;
      ctx.fillStyle = nodeColour({ inks }, run.node);
      ctx.fillRect(from, height - 3, Math.max(1, stripOf(parts, run.to) * width - from), 3);
    }
  }

  #draw(line: Buffer, pixels: number, parts: readonly StripPart[], summary: Summary, inks: Inks): void {
    const image = line.ctx.createImageData(pixels, 1);
    for (const { segment, from, to } of parts) {
      if (segment.fold !== undefined) continue;
      const sections = (segment.to - segment.from) * TILES_PER_ROW;
      const perPixel = sections / Math.max(1e-9, (to - from) * pixels);
      for (let px = Math.round(from * pixels); px < Math.round(to * pixels); px++) {
        const a = segment.from * TILES_PER_ROW + Math.floor((px - from * pixels) * perPixel);
        const n = Math.max(1, Math.floor(perPixel));
        const step = Math.max(1, Math.floor(n / SAMPLES));
        let r = 0;
        let g = 0;
        let b = 0;
        let count = 0;
        let total = 0;
        for (let nr = a; nr < a + n; nr += step) {
          total++;
          const colour = inks.pixels[summary.codes[nr] ?? 0] ?? 0;
          if (colour === 0) continue;
          r += colour & 255;
          g += (colour >>> 8) & 255;
          b += (colour >>> 16) & 255;
          count++;
        }
        if (count === 0) continue;
        const at = px * 4;
        image.data[at] = r / count;
        image.data[at + 1] = g / count;
        image.data[at + 2] = b / count;
        image.data[at + 3] = (255 * count) / total;
      }
    }
    line.ctx.putImageData(image, 0, 0);
  }
}

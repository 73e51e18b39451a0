/**
 * Pictures of views: title, what is shown and when, the view, the legend with the address ranges. Drawn on a canvas for PNG
 * and written down for SVG by the same code; everything is laid out at 1280 units of width and scaled to the size asked for.
 */
import * as words from '#words/pictures.ts';
import type { Cells, MachineInfo, ResourceView } from '../../link/messages.ts';
import type { AtlasStore } from '../../store/atlas.ts';
import type { AtlasState } from '../../store/types.ts';
import { formatBytes } from '../../ui/format.ts';
import { type Palette, readPalette } from '../../ui/palette.ts';
import { makeBuffer } from '../map/paint/ctx.ts';
import type { Ctx } from '../map/paint/ctx.ts';
import * as draw from './draw.ts';
import { legendHeight, paintLegend } from './pictureLegend.ts';
import { type AddressRange, MARGIN, type Surface, UNITS } from './scene.ts';
import { SvgCtx } from './svg.ts';
import { type PictureView, VIEWS } from './views.ts';

export type PictureTheme = 'dark' | 'light';

export interface PictureOrder {
  readonly view: PictureView;
  readonly theme: PictureTheme;
  /** Pixels; at most 3840 × 2160. */
  readonly width: number;
  readonly height: number;
  /** It ends where what is drawn ends, and may be less high. */
  readonly cut: boolean;
  readonly title: string;
  /** The moment, in words. */
  readonly moment: string;
}

export const MOST_WIDTH = 3840;
export const MOST_HEIGHT = 2160;
const HEAD = 92;
/** Space above the legend and below it. */
const SPACE = 24;

/** The colours of a theme, whichever the page wears. */
function paletteOf(theme: PictureTheme): Palette {
  const dressed = document.createElement('div');
  dressed.dataset['theme'] = theme;
  dressed.hidden = true;
  document.body.append(dressed);
  try {
    return readPalette(dressed);
  } finally {
    dressed.remove();
  }
}

function canvasSurface(canvas: HTMLCanvasElement, dpr: number): Surface {
  const ctx = canvas.getContext('2d', { alpha: false });
  if (ctx === null) throw new Error('this browser draws no 2D canvas');
  ctx.setTransform(dpr, 0, 0, dpr, 0, 0);
  return {
    ctx,
    makeBuffer,
    dpr,
    part: (x, y, width, height) => {
      const inner = makeBuffer(Math.round(width * dpr), Math.round(height * dpr));
      inner.ctx.setTransform(dpr, 0, 0, dpr, 0, 0);
      return { ctx: inner.ctx, done: () => ctx.drawImage(inner.image, x, y, width, height) };
    },
  };
}

/** A surface that writes SVG. */
export function svgSurface(svg: SvgCtx): Surface {
  return {
    // painters use no more of a canvas than SvgCtx has (map/paint/ctx.ts)
    ctx: svg as unknown as Ctx,
    makeBuffer: (width, height) => svg.buffer(width, height),
    dpr: 1,
    part: (x, y, width, height) => {
      const inner = svg.part();
      return { ctx: inner as unknown as Ctx, done: () => svg.place(inner, x, y, width, height) };
    },
  };
}

/** The picture as an SVG document. */
export async function pictureSvg(store: AtlasStore, order: PictureOrder): Promise<string> {
  const svg = new SvgCtx();
  const height = (UNITS * order.height) / order.width;
  const used = await paint(svgSurface(svg), store, order, height);
  return svg.document(order.width, Math.round((order.width * used) / UNITS), {
    viewWidth: UNITS,
    viewHeight: used,
    title: order.title,
    description: descriptionOf(store.getState(), order),
  });
}

/** The picture as pixels. */
export async function picturePng(store: AtlasStore, order: PictureOrder): Promise<Blob> {
  const canvas = await pictureCanvas(store, order);
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob === null ? reject(new Error('the browser made no picture')) : resolve(blob)),
      'image/png',
    );
  });
}

/** The picture on a canvas: for PNG, and to look at before it is saved. */
export async function pictureCanvas(store: AtlasStore, order: PictureOrder): Promise<HTMLCanvasElement> {
  const canvas = document.createElement('canvas');
  canvas.width = order.width;
  canvas.height = order.height;
  const dpr = order.width / UNITS;
  const used = Math.round(dpr * (await paint(canvasSurface(canvas, dpr), store, order, order.height / dpr)));
  if (used >= canvas.height) return canvas;
  const cut = document.createElement('canvas');
  cut.width = canvas.width;
  cut.height = used;
  cut.getContext('2d', { alpha: false })?.drawImage(canvas, 0, 0);
  return cut;
}

/** What is in the picture, for who cannot see it. */
function descriptionOf(state: AtlasState, order: PictureOrder): string {
  return `${state.info?.title ?? ''}, ${order.moment}. ${rangesOf(state.cells)
    .map((r) => `${r.range} ${r.what}`)
    .join('; ')}`;
}

/** Names of resources that are memory, or will be (/proc/iomem). */
const MEMORY = /^System RAM|^Persistent Memory|^Soft Reserved|^CXL Window|^dax\d|^namespace\d|^virtio_?pmem/;

/** The address ranges of memory, as /proc/iomem has them: the outermost that says so, and what kmem added inside it. */
function rangesOf(cells: Partial<Cells>): readonly AddressRange[] {
  const memory = (list: readonly ResourceView[]): readonly ResourceView[] =>
    list.flatMap((r) => (MEMORY.test(r.name) ? [r, ...added(r.children)] : memory(r.children)));
  const added = (list: readonly ResourceView[]): readonly ResourceView[] =>
    list.flatMap((r) => (r.name.startsWith('System RAM') ? [r] : added(r.children)));
  return memory(cells.resources ?? []).map((r) => ({
    range: draw.plainRange(r.start, r.end + 1),
    what: `${r.name}, ${formatBytes(r.end - r.start + 1)}`,
  }));
}

/** Draws a picture of at most so many units. Answers how many it needs. */
async function paint(surface: Surface, store: AtlasStore, order: PictureOrder, height: number): Promise<number> {
  const palette = paletteOf(order.theme);
  const state = store.getState();
  const { info } = state;
  const { ctx } = surface;
  ctx.fillStyle = palette.surface;
  ctx.fillRect(0, 0, UNITS, height);
  if (info === undefined) return height;
  head(ctx, palette, info, order);
  const { body } = VIEWS[order.view];
  const signs = body.signs({ palette, state });
  const foot = legendHeight(surface, palette, signs);
  const box = { x: MARGIN, y: HEAD, w: UNITS - 2 * MARGIN, h: Math.max(120, height - HEAD - foot) };
  const scene = { surface, ctx, store, state, info, palette, styles: draw.stylesOf(palette), box };
  const { ranges, end } = await body.paint(scene);
  const below = order.cut ? Math.min(end + SPACE, box.y + box.h) : box.y + box.h;
  // a range that the view has named is not named again
  const memory = rangesOf(state.cells).filter(
    (r) => !ranges.some((own) => own.range === r.range && r.what.startsWith(own.what)),
  );
  const bottom = paintLegend(surface, palette, signs, [...ranges, ...memory], below);
  return order.cut ? Math.min(height, bottom + SPACE) : height;
}

function head(ctx: Ctx, palette: Palette, info: MachineInfo, order: PictureOrder): void {
  ctx.textBaseline = 'alphabetic';
  ctx.textAlign = 'left';
  ctx.fillStyle = palette.text;
  ctx.font = `650 24px ${palette.fontUi}`;
  ctx.fillText(order.title, MARGIN, 46);
  ctx.fillStyle = palette.textMuted;
  ctx.font = `400 13px ${palette.fontUi}`;
  ctx.fillText(
    words.linuxBlocks(info.title, info.geometry.arch, info.release, info.blockBytes, order.moment),
    MARGIN,
    70,
  );
}

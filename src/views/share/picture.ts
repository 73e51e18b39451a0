/**
 * Pictures of views: title, what is shown and when, the view, the legend with the address ranges. Drawn on a canvas for PNG
 * and written down for SVG by the same code; everything is laid out at 1280 units of width and scaled to the size asked for.
 */
import * as words from '#words/pictures.ts';
import type { Cells, MachineInfo } from '../../link/messages.ts';
import type { AtlasStore } from '../../store/atlas.ts';
import { cameraOf } from '../../store/cameras.ts';
import type { AtlasState } from '../../store/types.ts';
import { formatBytes } from '../../ui/format.ts';
import { type Palette, readPalette } from '../../ui/palette.ts';
import { makeBuffer } from '../map/paint/ctx.ts';
import type { Ctx, MakeBuffer } from '../map/paint/ctx.ts';
import { MapView } from '../map/view.ts';
import { callTree } from '../timeline/calls.ts';
import { layoutOf } from '../timeline/layout.ts';
import { paint as paintCalls } from '../timeline/paint.ts';
import { wholeWindow } from '../timeline/view.ts';
import { paintBay } from './pictureBay.ts';
import { paintCost } from './pictureCost.ts';
import { paintDevice } from './pictureDevice.ts';
import { type AddressRange, MARGIN, UNITS, paintLegend } from './pictureLegend.ts';
import type { Box } from './pictureParts.ts';
import { paintSection } from './pictureSection.ts';
import { paintTables } from './pictureTables.ts';
import { paintZone } from './pictureZone.ts';
import { SvgCtx } from './svg.ts';

/** What a picture shows. */
export type PictureView =
  'map' | 'map-here' | 'bay' | 'zones' | 'tables' | 'cost' | 'timeline' | 'section' | 'zone' | 'device';
export type PictureTheme = 'dark' | 'light';

export interface PictureOrder {
  readonly view: PictureView;
  readonly theme: PictureTheme;
  /** Pixels; at most 3840 × 2160. */
  readonly width: number;
  readonly height: number;
  readonly title: string;
  /** The moment, in words. */
  readonly moment: string;
}

export const MOST_WIDTH = 3840;
export const MOST_HEIGHT = 2160;
const HEAD = 92;
const LEGEND = 104;

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

/** Where a picture is drawn: parts of it have contexts of their own, so that each may begin at its corner. */
export interface Surface {
  readonly ctx: Ctx;
  readonly makeBuffer: MakeBuffer;
  /** Pixels a unit. */
  readonly dpr: number;
  /** A context for a rectangle; `done` puts it there. */
  part(x: number, y: number, width: number, height: number): { readonly ctx: Ctx; readonly done: () => void };
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
  await draw(svgSurface(svg), store, order, height);
  return svg.document(order.width, order.height, {
    viewWidth: UNITS,
    viewHeight: height,
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
  await draw(canvasSurface(canvas, dpr), store, order, order.height / dpr);
  return canvas;
}

/** What is in the picture, for who cannot see it. */
function descriptionOf(state: AtlasState, order: PictureOrder): string {
  return `${state.info?.title ?? ''}, ${order.moment}. ${rangesOf(state.cells)
    .map((r) => `${r.range} ${r.what}`)
    .join('; ')}`;
}

/** The address ranges of memory, as /proc/iomem has them. */
function rangesOf(cells: Partial<Cells>): readonly AddressRange[] {
  const memory = (cells.resources ?? []).filter((r) => /System RAM|Persistent Memory|Soft Reserved|dax/.test(r.name));
  return memory.map((r) => ({
    range: `0x${r.start.toString(16)}–0x${r.end.toString(16)}`,
    what: `${r.name}, ${formatBytes(r.end - r.start + 1)}`,
  }));
}

async function draw(surface: Surface, store: AtlasStore, order: PictureOrder, height: number): Promise<void> {
  const palette = paletteOf(order.theme);
  const state = store.getState();
  const { info } = state;
  const { ctx } = surface;
  ctx.fillStyle = palette.surface;
  ctx.fillRect(0, 0, UNITS, height);
  if (info === undefined) return;
  head(ctx, palette, info, order);
  const body = { x: MARGIN, y: HEAD, w: UNITS - 2 * MARGIN, h: Math.max(120, height - HEAD - LEGEND) };
  const own = await paintBody(surface, store, info, palette, order, body);
  const ranges = [...own, ...rangesOf(state.cells)];
  paintLegend(surface, palette, state, order.view, ranges, height - LEGEND + 16);
}

/** Draws the view. Answers the address ranges that are its own, beside those of memory. */
async function paintBody(
  surface: Surface,
  store: AtlasStore,
  info: MachineInfo,
  palette: Palette,
  order: PictureOrder,
  body: Box,
): Promise<readonly AddressRange[]> {
  const { ctx } = surface;
  const state = store.getState();
  switch (order.view) {
    case 'tables':
      return paintTables(surface, store, info, palette, body);
    case 'cost':
      await paintCost(ctx, store, info, palette, body);
      return [];
    case 'bay':
      return paintBay(surface, state, info, palette, body);
    case 'section':
      return paintSection(ctx, store, info, palette, body);
    case 'zone':
      return paintZone(ctx, state, info, palette, body);
    case 'device':
      return paintDevice(ctx, state, info, palette, body);
    case 'map':
    case 'map-here':
    case 'zones':
    case 'timeline': {
      const part = surface.part(body.x, body.y, body.w, body.h);
      if (order.view === 'timeline') await timeline(part.ctx, store, palette, body.w, body.h);
      else if (order.view === 'zones') zones(part.ctx, state, info, palette, body.w, body.h);
      else await map(part.ctx, surface, store, palette, order, body.w, body.h);
      part.done();
      return [];
    }
  }
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

/** The map: all of memory, or where the screen looks. Owners of cells are asked for and arrive while it waits. */
async function map(
  ctx: Ctx,
  surface: Surface,
  store: AtlasStore,
  palette: Palette,
  order: PictureOrder,
  width: number,
  height: number,
): Promise<void> {
  const view = new MapView({
    state: store.getState,
    palette: () => palette,
    makeBuffer: surface.makeBuffer,
    reducedMotion: () => true,
    now: () => performance.now(),
    nextFrame: () => 0,
    cancelFrame: () => undefined,
  });
  const camera = order.view === 'map-here' ? cameraOf(store) : undefined;
  if (camera !== undefined) view.nav.put(camera);
  // once to learn what is in sight, then for good
  const trial = surface.part(0, 0, width, height);
  view.resize(trial.ctx, width, height, surface.dpr);
  for (let i = 0; i < 6; i++) {
    view.draw(performance.now());
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  view.resize(ctx, width, height, surface.dpr);
  view.draw(performance.now());
  view.dispose();
}

/** The calls of the line that the timeline shows. */
async function timeline(ctx: Ctx, store: AtlasStore, palette: Palette, width: number, height: number): Promise<void> {
  const { history, traced, moment, ask } = store.getState();
  const lines = history.filter((entry) => !entry.undone);
  const line = lines.find((entry) => entry.index === traced) ?? lines.findLast((entry) => entry.steps > 0);
  const data = line === undefined ? undefined : await ask('trace', { line: line.index });
  if (line === undefined || data === undefined) {
    ctx.fillStyle = palette.textMuted;
    ctx.font = `400 15px ${palette.fontUi}`;
    ctx.fillText(words.noLineHasRun, 0, 24);
    return;
  }
  const tree = callTree(data);
  const layout = layoutOf(tree, width, height, wholeWindow(tree.steps));
  const step = moment.line === line.index ? (moment.step ?? tree.steps) : moment.line < line.index ? 0 : tree.steps;
  // the chart's painter uses no more of a canvas than SvgCtx has
  paintCalls(ctx as unknown as CanvasRenderingContext2D, {
    tree,
    layout,
    palette,
    head: step,
    scroll: 0,
    over: undefined,
  });
}

/** Zones of each node: their spans over physical memory, present and free pages. */
function zones(
  ctx: Ctx,
  { cells }: AtlasState,
  info: MachineInfo,
  palette: Palette,
  width: number,
  height: number,
): void {
  const { pageBytes } = info.sizes;
  const rows = (cells.nodes ?? []).flatMap((node) =>
    node.zones.filter((z) => z.spanned > 0).map((zone) => ({ node, zone })),
  );
  const end = Math.max(1, ...rows.map(({ zone }) => zone.startPfn + zone.spanned));
  const left = 190;
  const scale = (width - left - 4) / end;
  const each = Math.min(96, height / Math.max(1, rows.length));
  rows.forEach(({ node, zone }, i) => {
    const y = i * each;
    const colour = palette.zone[zone.name];
    const free = cells.free?.find((f) => f.ref.nid === node.id && f.ref.zone === zone.name)?.pages ?? 0;
    const bar = Math.min(34, each * 0.4);
    ctx.textAlign = 'left';
    ctx.textBaseline = 'alphabetic';
    ctx.fillStyle = palette.text;
    ctx.font = `600 15px ${palette.fontUi}`;
    ctx.fillText(words.node(node.id, zone.name), 0, y + 18);
    ctx.fillStyle = palette.textMuted;
    ctx.font = `400 11.5px ${palette.fontMono}`;
    ctx.fillText(words.present(zone.present * pageBytes), 0, y + 36);
    const x = left + zone.startPfn * scale;
    const w = Math.max(2, zone.spanned * scale);
    ctx.strokeStyle = colour;
    ctx.lineWidth = 1.5;
    ctx.strokeRect(x, y + 2, w, bar);
    ctx.fillStyle = colour;
    ctx.globalAlpha = 0.35;
    ctx.fillRect(x, y + 2, w * (zone.present / zone.spanned), bar);
    ctx.globalAlpha = 1;
    ctx.fillRect(x, y + 2, w * (Math.max(0, zone.managed - free) / zone.spanned), bar);
    ctx.fillStyle = palette.textMuted;
    const from = `0x${(zone.startPfn * pageBytes).toString(16)}`;
    const text = words.spansPagesManagedFree(from, zone.spanned * pageBytes, zone.managed, free * pageBytes);
    ctx.textAlign = x > left + (width - left) * 0.55 ? 'right' : 'left';
    ctx.fillText(text, ctx.textAlign === 'right' ? Math.min(width, x + w) : x, y + bar + 20);
  });
}

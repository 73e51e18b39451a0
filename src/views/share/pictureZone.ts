/** A zone as a picture: its span with what lies in it, what it counts, its watermarks. */
import * as words from '#words/pictures.ts';
import * as tabWords from '#words/inspector-tabs.ts';
import type { NodeState, Zone } from '../../engine/zones/types.ts';
import type { MachineInfo } from '../../link/messages.ts';
import type { AtlasState } from '../../store/types.ts';
import { formatAddressRange, formatBytes, formatCount } from '../../ui/format.ts';
import type { Palette } from '../../ui/palette.ts';
import { chosenZone } from '../inspector/chosenZone.ts';
import { pressure } from '../inspector/marks.ts';
import { type SpanColumn, spanColumns } from '../inspector/span.ts';
import { percent } from '../inspector/words.ts';
import { blocksOf } from '../inspector/zoneBlocks.ts';
import type { Ctx } from '../map/paint/ctx.ts';
import { GAP, type Fact, columnWidth, factRows, paintColumns } from './columns.ts';
import * as draw from './draw.ts';
import type { Body, Painted, Scene } from './scene.ts';

const SPAN = 56;
const MARKS = ['min', 'low', 'high', 'promo'] as const;

/** The zone that the inspector shows. */
export const zone: Body = {
  paint,
  signs: ({ palette, state }) => {
    const shown = chosenZone(state.selection, state);
    return [
      { ...draw.full(palette.zone[shown.zone?.name ?? 'Normal']), what: words.ofThisZone },
      { ...draw.pale(palette.textFaint), what: words.otherZones },
      { ...draw.hatched(palette.offlineHatch), what: words.offline },
      { ...draw.framed(palette.borderStrong), what: words.holes },
      { ...draw.full(palette.memmap), what: words.notManaged },
    ];
  },
};

function paint(scene: Scene): Painted {
  const { ctx, state, info, styles, palette, box } = scene;
  const { node, zone } = chosenZone(state.selection, state);
  if (node === undefined || zone === undefined) {
    draw.write(ctx, tabWords.machineHasNotReported, box.x, box.y + 15, styles.note);
    return { ranges: [], end: box.y + 24 };
  }
  const title = tabWords.nodeAndZone(node.id, zone.name);
  const { pageBytes } = info.sizes;
  const [start, end] = [zone.startPfn * pageBytes, (zone.startPfn + zone.spanned) * pageBytes];
  const range =
    zone.spanned === 0
      ? tabWords.spansNothing
      : `${formatAddressRange(start, end)}   ${tabWords.startPfn(zone.startPfn)}`;
  let y = draw.paintHead(ctx, styles, title, [range], box) + 4;
  if (zone.spanned === 0) return { ranges: [], end: y };
  paintSpan(ctx, state, info, palette, { node, zone }, { ...box, y, h: SPAN });
  y += SPAN + 14;
  draw.write(ctx, `${zone.startPfn}`, box.x, y, styles.mono);
  draw.write(ctx, `${zone.startPfn + zone.spanned}`, box.x + box.w, y, { ...styles.mono, align: 'right' });
  const free = state.cells.free?.find((f) => f.ref.nid === node.id && f.ref.zone === zone.name)?.pages ?? 0;
  y = paintPages(ctx, palette, styles, { zone, free, pageBytes }, { ...box, y: y + 14, h: 24 }) + 20;
  const width = columnWidth(box.w, 2);
  const left = { x: box.x, y, w: width, h: box.y + box.h - y };
  const facts = paintColumns(scene, factRows(scene, width, factsOf(state, info, node, zone, free)), left, 1);
  const right = { ...left, x: box.x + width + GAP };
  const below = paintMarks(ctx, palette, styles, node, zone, free, right);
  const kept = paintKept(ctx, styles, node, zone, { ...right, y: below + 16, h: right.y + right.h - below - 16 });
  return { ranges: [{ range: draw.plainRange(start, end), what: title }], end: Math.max(facts, kept) };
}

const same = (a: SpanColumn, b: SpanColumn): boolean =>
  a.mine === b.mine && a.offline === b.offline && a.other === b.other && a.otherZone === b.otherZone;

/** The span as the inspector draws it; columns that are alike are one, so that nothing shows between them. */
function paintSpan(
  ctx: Ctx,
  { mirror }: AtlasState,
  info: MachineInfo,
  palette: Palette,
  { node, zone }: { readonly node: NodeState; readonly zone: Zone },
  box: draw.Box,
): void {
  const width = Math.round(box.w);
  const columns = spanColumns({ mirror, info, node, zone }, width);
  draw.fillInk(ctx, draw.full(palette.absent), box);
  for (let from = 0; from < columns.length;) {
    const column = columns[from];
    let to = from + 1;
    while (to < columns.length && column !== undefined && same(column, columns[to] ?? column)) to++;
    if (column === undefined) break;
    const [x, w] = [box.x + from, to - from];
    let y = box.y + box.h;
    const part = (share: number, ink: draw.Ink, height = box.h): void => {
      if (share === 0) return;
      y -= share * height;
      draw.fillInk(ctx, ink, { x, y, w, h: share * height });
    };
    part(column.mine, draw.full(palette.zone[zone.name]));
    part(column.offline, draw.hatched(palette.offlineHatch));
    const { otherZone } = column;
    part(
      column.other,
      draw.pale(otherZone === undefined ? palette.borderStrong : palette.zone[otherZone]),
      box.h * 0.55,
    );
    from = to;
  }
  ctx.strokeStyle = palette.border;
  ctx.lineWidth = 1;
  ctx.strokeRect(box.x, box.y, box.w, box.h);
}

/** What the pages of the span are. */
function paintPages(
  ctx: Ctx,
  palette: Palette,
  styles: draw.Styles,
  { zone, free, pageBytes }: { readonly zone: Zone; readonly free: number; readonly pageBytes: number },
  box: draw.Box,
): number {
  const colour = palette.zone[zone.name];
  const share = (pages: number, ink: draw.Ink, text: (size: string) => string) => ({
    share: pages / zone.spanned,
    ink,
    text: text(formatBytes(pages * pageBytes)),
  });
  const shares = [
    share(Math.max(0, zone.managed - free), draw.full(colour), tabWords.used),
    share(free, draw.pale(colour), tabWords.pagesFree),
    share(zone.present - zone.managed, draw.full(palette.memmap), tabWords.presentButNotManaged),
    share(zone.spanned - zone.present, draw.framed(palette.borderStrong), tabWords.holes),
  ];
  return draw.paintStack(ctx, palette, styles, shares, box);
}

function factsOf(
  { mirror }: AtlasState,
  info: MachineInfo,
  node: NodeState,
  zone: Zone,
  free: number,
): readonly Fact[] {
  const pages = (n: number): string => `${formatCount(n)} · ${formatBytes(n * info.sizes.pageBytes)}`;
  const holes = zone.spanned - zone.present;
  return [
    { name: tabWords.spanned, value: pages(zone.spanned) },
    { name: tabWords.present, value: `${pages(zone.present)} (${percent(zone.present, zone.spanned)})` },
    { name: tabWords.managed, value: pages(zone.managed) },
    { name: tabWords.freePages, value: pages(free) },
    { name: tabWords.holesInSpan, value: holes === 0 ? tabWords.noneContiguous : pages(holes) },
    ...(zone.cma > 0 ? [{ name: tabWords.cma, value: pages(zone.cma) }] : []),
    { name: tabWords.blocks, value: blocksOf(mirror, info, node.id, zone).text },
  ];
}

/** The watermarks as a gauge with the free pages against them. Answers where it ends. */
function paintMarks(
  ctx: Ctx,
  palette: Palette,
  styles: draw.Styles,
  node: NodeState,
  zone: Zone,
  free: number,
  box: draw.Box,
): number {
  const title = draw.write(ctx, tabWords.watermarks, box.x, box.y + 13, styles.part);
  if (!node.watermarksKnown) draw.write(ctx, tabWords.notComputedYet, box.x + title + 12, box.y + 13, styles.note);
  // the marks fill two thirds; free memory is mostly far beyond them
  const scale = Math.max(1, zone.promo * 1.5);
  const bar = { x: box.x, y: box.y + 24, w: box.w, h: 20 };
  const { words: meaning } = pressure(zone, free);
  draw.fillInk(ctx, draw.full(palette.cellEmpty), bar);
  const colour = free <= zone.min ? palette.trouble : free <= zone.low ? palette.memmap : palette.zone.Movable;
  draw.fillInk(ctx, draw.pale(colour), { ...bar, w: Math.min(1, free / scale) * bar.w });
  MARKS.forEach((mark, i) => {
    draw.fillInk(ctx, draw.full(palette.text), {
      x: box.x + (zone[mark] / scale) * box.w - 0.75,
      y: bar.y - 3,
      w: 1.5,
      h: 26,
    });
    // names in columns: marks can lie close together
    const x = box.x + (i * box.w) / MARKS.length;
    draw.write(ctx, mark, x, bar.y + 44, styles.note);
    draw.write(ctx, formatCount(zone[mark]), x + 46, bar.y + 44, styles.value);
  });
  if (free > scale)
    draw.write(ctx, tabWords.free(free), bar.x + bar.w - 8, bar.y + 14, { ...styles.value, align: 'right' });
  const text = tabWords.watermarksFree(free, meaning);
  const ink = free <= zone.min ? { ...styles.note, colour: palette.trouble } : styles.note;
  const lines = draw.wrapped(ctx, text, box.w, ink.font);
  lines.forEach((line, i) => draw.write(ctx, line, box.x, bar.y + 68 + i * 17, ink));
  return bar.y + 68 + lines.length * 17;
}

/** What requests for higher zones leave alone. Answers where it ends. */
function paintKept(ctx: Ctx, styles: draw.Styles, node: NodeState, zone: Zone, box: draw.Box): number {
  if (zone.protection.length === 0 || box.h < 50) return box.y;
  draw.write(ctx, tabWords.keptFromRequests, box.x, box.y + 13, styles.part, box.w);
  const width = box.w / node.zones.length;
  node.zones.forEach((z, i) => {
    draw.write(ctx, z.name, box.x + i * width, box.y + 33, styles.note);
    draw.write(ctx, formatCount(zone.protection[i] ?? 0), box.x + i * width, box.y + 51, styles.value);
  });
  return box.y + 56;
}

/**
 * The page tables as a picture: the walk of the selection (or of the last change) through the direct map and the vmemmap,
 * a table a level, side by side as on the screen.
 */
import * as words from '#words/pictures.ts';
import type { TableView } from '../../engine/mapping/table-views.ts';
import type { MapRegion } from '../../engine/mapping/types.ts';
import type { MachineInfo } from '../../link/messages.ts';
import type { AtlasStore } from '../../store/atlas.ts';
import { pfnsOfVa, rangesOf } from '../../store/selection.ts';
import { formatAddress, formatBytes } from '../../ui/format.ts';
import type { Palette } from '../../ui/palette.ts';
import type { Ctx } from '../map/paint/ctx.ts';
import { firstChange } from '../tables/change.ts';
import { contiguousEntries } from '../tables/contiguous.ts';
import { cursorsOf, entryStart, indexAt, mappedAt, spanOf, tableStart } from '../tables/cursor.ts';
import type { Cursor, Cursors } from '../tables/cursor.ts';
import { ENTRY, MARK, countsOf, isLeaf } from '../tables/entries.ts';
import { cellGrid, cellRect } from '../tables/grid.ts';
import type { CellGrid } from '../tables/grid.ts';
import { placeWords as placeOfMemory } from '../tables/LeafCard.tsx';
import { entryInks, paintTable } from '../tables/paint.ts';
import { tablesOf } from '../tables/useTables.ts';
import { rangeAt, shownPath, titleOf } from '../tables/WalkColumn.tsx';
import { REGION_NAMES, placeWords, summaryWords } from '../tables/words.ts';
import type * as draw from './draw.ts';
import type { Body, Painted, Scene, Surface } from './scene.ts';

const GAP = 40;
/** Head and foot of a table, and the way to the next one. */
const HEAD = 22;
const FOOT = 30;
/** What the last leaf maps. */
const LEAF = 56;
const REGIONS: readonly MapRegion[] = ['direct-map', 'vmemmap'];

/** Both walks side by side. */
export const tables: Body = {
  paint,
  signs: ({ palette }) =>
    samples().map((sample) => ({ what: sample.what, paint: (ctx) => paintSample(ctx, palette, sample) })),
};

async function paint({ surface, store, info, palette, box }: Scene): Promise<Painted> {
  const cursors = await cursorsOfScreen(store, info);
  const walks = (
    cursors.elsewhere === undefined
      ? REGIONS.map((region) => ({ region, cursor: region === 'direct-map' ? cursors.direct : cursors.vmemmap }))
      : [{ region: undefined, cursor: cursors.elsewhere }]
  ).flatMap(({ region, cursor }) => (cursor === undefined ? [] : [{ region, cursor }]));
  const width = (box.w - GAP * (walks.length - 1)) / Math.max(1, walks.length);
  const paths = await Promise.all(
    walks.map(async ({ cursor }) => shownPath(await tablesOf(store.getState, info, cursor.va), cursor, info.geometry)),
  );
  const levels = Math.max(1, ...paths.map((path) => path.length));
  // all walks have the same cells, so that tables of a level stand beside each other
  const cells = Math.max(24, Math.min(140, (box.h - HEAD - LEAF) / levels - HEAD - FOOT));
  const ends = walks.map(({ region, cursor }, i) => {
    const path = paths[i] ?? [];
    const walk = { info, region, cursor, path, grids: gridsOf(path, width - 8, cells, box.h - HEAD - LEAF) };
    return paintWalk(surface, store, palette, { x: box.x + i * (width + GAP), y: box.y, w: width, h: box.h }, walk);
  });
  const ranges = walks.map(({ region, cursor }, i) => {
    const { start, end } = walked(info, cursor, paths[i]?.at(-1));
    return {
      range: `0x${start.toString(16)}–0x${(end - 1n).toString(16)}`,
      what: region === undefined ? '' : REGION_NAMES[region],
    };
  });
  return { ranges, end: Math.max(box.y, ...ends) };
}

/** The addresses that a walk is about: what is selected, or all that its last entry maps. */
function walked(
  { geometry }: MachineInfo,
  { va, bytes }: Cursor,
  last: TableView | undefined,
): { readonly start: bigint; readonly end: bigint } {
  if (last === undefined || bytes >= last.entryBytes) return { start: va, end: va + bytes };
  const { level } = last.table;
  const start = entryStart(geometry, level, tableStart(geometry, level, va), indexAt(geometry, level, va));
  return { start, end: start + BigInt(last.entryBytes) };
}

/** Where the screen's selection lies; without one, where the last change is or memory begins, as on the stage. */
async function cursorsOfScreen(store: AtlasStore, info: MachineInfo): Promise<Cursors> {
  const state = store.getState();
  const { selection, cells, ask } = state;
  const own = cursorsOf(info.geometry, selection, spanOf(rangesOf(selection, state)));
  if (own.direct !== undefined || own.vmemmap !== undefined || own.elsewhere !== undefined) return own;
  const changes = await ask('tableChanges', {});
  const first = changes && firstChange(info, changes);
  if (first !== undefined) return cursorsOf(info.geometry, { kind: 'va', ...first }, undefined);
  const node = cells.nodes?.findLast((n) => n.online && n.spanned > 0);
  if (node === undefined) return own;
  const { va } = mappedAt(info.geometry, { start: node.startPfn, end: node.startPfn }, 'direct-map');
  return cursorsOf(info.geometry, { kind: 'va', va }, undefined);
}

/** Lays tables out below each other; tables of thousands of entries, which want more, share the height there is. */
function gridsOf(path: readonly TableView[], width: number, cells: number, height: number): readonly CellGrid[] {
  const grids = path.map((view) => cellGrid(view.entries, width, cells));
  const wanted = grids.reduce((sum, grid) => sum + grid.height, 0);
  const share = Math.min(1, (height - path.length * (HEAD + FOOT)) / Math.max(1, wanted));
  return grids.map((grid) => ({
    ...grid,
    cellH: grid.cellH * share,
    height: grid.height * share,
    gap: Math.min(grid.cellW, grid.cellH * share) >= 3.2 ? grid.gap : 0,
  }));
}

interface Walk {
  readonly info: MachineInfo;
  readonly region: MapRegion | undefined;
  readonly cursor: Cursor;
  readonly path: readonly TableView[];
  /** How the entries of each table lie. */
  readonly grids: readonly CellGrid[];
}

/** Answers where the walk ends. */
function paintWalk(surface: Surface, store: AtlasStore, palette: Palette, box: draw.Box, walk: Walk): number {
  const { ctx } = surface;
  const { region, cursor, path } = walk;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'alphabetic';
  ctx.fillStyle = palette.text;
  ctx.font = `650 15px ${palette.fontUi}`;
  const name = region === undefined ? words.pageTables : REGION_NAMES[region];
  ctx.fillText(words.walkOf(name, formatAddress(cursor.va)), box.x, box.y + 13);
  let y = box.y + HEAD + 8;
  let from: Out | undefined;
  for (const view of path) {
    if (from !== undefined) way(ctx, palette, from, { x: box.x + 4, y: y + 4 });
    const { height, out } = paintLevel(surface, palette, { ...box, y }, walk, view);
    from = out;
    y += height;
  }
  paintEnd(ctx, store, palette, { ...box, y }, walk, from);
  return y + 40;
}

/** Where the way down begins: under an entry, and right below its table. */
interface Out {
  readonly x: number;
  readonly y: number;
  readonly below: number;
}

/** The way from an entry down to its table, between the cells and the words below them. */
function way(ctx: Ctx, palette: Palette, from: Out, to: { readonly x: number; readonly y: number }): void {
  ctx.strokeStyle = palette.selection;
  ctx.lineWidth = 1.5;
  ctx.beginPath();
  ctx.moveTo(from.x, from.y);
  ctx.lineTo(from.x, from.below);
  ctx.lineTo(to.x, from.below);
  ctx.lineTo(to.x, to.y);
  ctx.stroke();
}

/** One table. Answers its height, and where the entry that the walk passes ends. */
function paintLevel(
  surface: Surface,
  palette: Palette,
  box: draw.Box,
  { info, cursor, grids }: Walk,
  view: TableView,
): { readonly height: number; readonly out: Out } {
  const { ctx } = surface;
  const { geometry } = info;
  const { level } = view.table;
  const index = indexAt(geometry, level, cursor.va);
  const grid = grids[level] ?? cellGrid(view.entries, box.w - 8, 24);
  ctx.textAlign = 'left';
  ctx.fillStyle = palette.text;
  ctx.font = `600 12.5px ${palette.fontUi}`;
  ctx.fillText(titleOf(view, geometry, cursor.va), box.x + 12, box.y + 13);
  ctx.textAlign = 'right';
  ctx.fillStyle = palette.textMuted;
  ctx.font = `400 11px ${palette.fontMono}`;
  ctx.fillText(placeWords(view.place), box.x + box.w, box.y + 13);
  const top = box.y + HEAD;
  const part = surface.part(box.x, top - 4, grid.width + 8, grid.height + 8);
  shifted(part.ctx, surface.dpr, () =>
    paintTable(
      part.ctx,
      grid,
      view,
      { ...entryInks(palette, view.region), ground: palette.surface },
      {
        selected: index,
        chosen: cursor.level === level,
        range: rangeAt(info, cursor, view, level, tableStart(geometry, level, cursor.va)),
        hover: undefined,
        orphans: [],
      },
      contiguousEntries(geometry, level),
    ),
  );
  part.done();
  ctx.textAlign = 'left';
  ctx.fillStyle = palette.textMuted;
  ctx.font = `400 11px ${palette.fontUi}`;
  ctx.fillText(summaryWords(view, countsOf(view)), box.x + 12, top + grid.height + 19);
  const cell = cellRect(grid, index);
  return {
    height: HEAD + grid.height + FOOT,
    out: { x: box.x + 4 + cell.x + cell.w / 2, y: top + cell.y + cell.h + 2, below: top + grid.height + 5 },
  };
}

/** Draws with the cells' frames inside the part. */
function shifted(ctx: Ctx, dpr: number, draw: () => void): void {
  ctx.setTransform(dpr, 0, 0, dpr, 4 * dpr, 4 * dpr);
  draw();
  ctx.setTransform(dpr, 0, 0, dpr, 0, 0);
}

/** What the walk ends at: the memory of a leaf, or nothing. */
function paintEnd(
  ctx: Ctx,
  store: AtlasStore,
  palette: Palette,
  box: draw.Box,
  { info, region, cursor, path }: Walk,
  from: Out | undefined,
): void {
  const last = path.at(-1);
  if (last === undefined || from === undefined) return;
  const { geometry } = info;
  const { level } = last.table;
  const index = indexAt(geometry, level, cursor.va);
  const kind = last.kinds[index];
  const gone = last.gone || last.marks[index] === MARK.freed;
  if (kind === ENTRY.table && !gone) return;
  way(ctx, palette, from, { x: box.x + 4, y: box.y + 4 });
  ctx.textAlign = 'left';
  ctx.fillStyle = palette.text;
  ctx.font = `600 12.5px ${palette.fontUi}`;
  const start = entryStart(geometry, level, tableStart(geometry, level, cursor.va), index);
  const range = pfnsOfVa(geometry, start, last.entryBytes);
  if (gone || !isLeaf(kind) || range === undefined) {
    ctx.fillText(gone ? words.takenAway : words.notMapped, box.x + 12, box.y + 14);
    return;
  }
  const { blocks, sizes, who } = placeOfMemory(info, range, store.getState());
  const leaf = region === 'vmemmap' ? words.describesLeaf : words.mapsLeaf;
  ctx.fillText(leaf(formatBytes(last.entryBytes), `${blocks} · ${sizes}`), box.x + 12, box.y + 14);
  ctx.fillStyle = palette.textMuted;
  ctx.font = `400 11px ${palette.fontUi}`;
  ctx.fillText(who, box.x + 12, box.y + 31);
}

/** An entry for the legend. */
interface Sample {
  readonly what: string;
  readonly kind: number;
  readonly mark: number;
  readonly region: MapRegion;
  readonly selected: boolean;
}
const sample = (what: string, kind: number, mark: number, region: MapRegion = 'direct-map'): Sample => ({
  what,
  kind,
  mark,
  region,
  selected: false,
});

/** What entries can be, for the legend. */
const samples = (): readonly Sample[] => [
  { ...sample(words.walked, ENTRY.none, MARK.same), selected: true },
  sample(words.table, ENTRY.table, MARK.same),
  sample(words.leaf, ENTRY.leaf, MARK.same),
  sample(words.memmapLeaf, ENTRY.leaf, MARK.same, 'vmemmap'),
  sample(words.added, ENTRY.leaf, MARK.added),
  sample(words.freed, ENTRY.none, MARK.freed),
  sample(words.split, ENTRY.table, MARK.split),
  sample(words.below, ENTRY.table, MARK.below),
];

/** Draws one entry into a context of 15 × 15 units. */
function paintSample(ctx: Ctx, palette: Palette, { kind, mark, region, selected }: Sample): void {
  const grid = { columns: 1, rows: 1, cellW: 13, cellH: 13, gap: 0, width: 13, height: 13 };
  const view = { kinds: Uint8Array.of(kind), marks: Uint8Array.of(mark), gone: false };
  const overlay = { selected: undefined, chosen: false, range: undefined, hover: undefined, orphans: [] };
  paintTable(ctx, grid, view, { ...entryInks(palette, region), ground: palette.surface }, overlay);
  if (!selected) return;
  ctx.strokeStyle = palette.selection;
  ctx.lineWidth = 1.75;
  ctx.strokeRect(1, 1, 11, 11);
}

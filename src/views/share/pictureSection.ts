/** A section as a picture: its subsection bitmap, what is known of it, who holds its pages, what the kernel says of it. */
import * as words from '#words/pictures.ts';
import * as tabWords from '#words/inspector-tabs.ts';
import * as inspectorWords from '#words/inspector.ts';
import * as deviceWords from '#words/devices.ts';
import type { SubsectionsView } from '../../engine/devices/view.ts';
import { pfn } from '../../engine/units.ts';
import type { MachineInfo, PfnDetail, SectionDetail } from '../../link/messages.ts';
import { sectionRange } from '../../store/selection.ts';
import type { AtlasState } from '../../store/types.ts';
import { formatAddress, formatAddressRange, formatBytes, formatCount } from '../../ui/format.ts';
import type { Palette } from '../../ui/palette.ts';
import { blockWords, isShared, runWords } from '../devices/subsectionWords.ts';
import { ownersOf, typesOf } from '../inspector/Pageblocks.tsx';
import { type OfflineAnswer, answerWords, offlineAnswer, sectionWords } from '../inspector/sectionWords.ts';
import { type Subject, subjectOf } from '../inspector/subject.ts';
import { cellOf, zoneOfCell } from '../inspector/SubsectionGrid.tsx';
import { IMMOVABLE, OWNER_WORDS, percent } from '../inspector/words.ts';
import type { Ctx } from '../map/paint/ctx.ts';
import {
  GAP,
  type Fact,
  type Row,
  columnWidth,
  columnsHeight,
  factRows,
  gapRow,
  headRow,
  paintColumns,
  textRows,
} from './columns.ts';
import * as draw from './draw.ts';
import { zoneSwatches } from './pictureLegend.ts';
import type { Body, Painted, Scene } from './scene.ts';

const COLUMNS = 16;
/** Room for the addresses beside the bitmap. */
const ADDRESSES = 118;
/** Share of the width that the bitmap has. */
const LEFT = 0.56;
const OWNER = 24;
/** Columns of what the kernel says of the page, and the least height that bitmap and owners keep. */
const SAID = 3;
const LEAST = 226;
const SPACE = 18;

/** The section that the inspector shows. */
export const section: Body = {
  paint,
  signs: ({ palette, state }) => [
    ...zoneSwatches(palette, state),
    { ...draw.full(palette.memmap), what: words.structPages },
    { ...draw.hatched(palette.offlineHatch), what: words.offline },
    { ...draw.dashed(palette.borderStrong), what: tabWords.noMemory },
    { ...draw.framed(palette.trouble), what: words.cannotMove },
  ],
};

async function paint(scene: Scene): Promise<Painted> {
  const { ctx, state, info, styles, box } = scene;
  const subject = sectionOfScreen(state);
  if (subject === undefined) return { ranges: [], end: box.y };
  const { start, end } = sectionRange(info, subject.section);
  const { pageBytes } = info.sizes;
  const bytes = { start: start * pageBytes, end: end * pageBytes };
  const [detail, page, shared] = await Promise.all([
    state.ask('section', { nr: subject.section }),
    state.ask('pfn', { pfn: subject.pfn }),
    state.ask('subsections', { nr: subject.section }),
  ]);
  const range = `${formatAddressRange(bytes.start, bytes.end)}   ${inspectorWords.pfn(start, end)}`;
  const top = draw.paintHead(ctx, styles, subject.title, [range], box) + 10;
  const rows = saidRows(scene, detail, page, shared);
  const room = box.y + box.h - top;
  let y = top;
  if (detail === undefined) {
    draw.write(ctx, inspectorWords.noMemoryHereMem(subject.section), box.x, y + 14, styles.note, box.w);
    y += 34;
  } else {
    const said = columnsHeight(rows, SAID, room - LEAST - SPACE) + SPACE;
    y = paintDetail(scene, detail, { ...box, y, h: room - said }) + SPACE;
  }
  const below = paintColumns(scene, rows, { ...box, y, h: Math.max(0, box.y + box.h - y) }, SAID);
  return { ranges: [{ range: draw.plainRange(bytes.start, bytes.end), what: subject.title }], end: below };
}

/** Bitmap, owners and figures. Answers where they end. */
function paintDetail(scene: Scene, detail: SectionDetail, box: draw.Box): number {
  const { info, palette, styles, ctx } = scene;
  const left = { ...box, w: box.w * LEFT };
  const grid = paintGrid(scene, detail, left);
  const use = paintUse(ctx, palette, styles, info, detail, { ...left, y: grid + 14, h: box.y + box.h - grid - 14 });
  const right = { ...box, x: box.x + left.w + GAP, w: box.w - left.w - GAP };
  return Math.max(use, paintColumns(scene, factRows(scene, right.w, factsOf(scene, detail)), right, 1));
}

const answerRows = (scene: Scene, answer: OfflineAnswer, width: number): readonly Row[] => [
  headRow(scene, width, tabWords.canItGoOffline),
  ...textRows(
    scene,
    width,
    answerWords(answer, answer.culprit === undefined ? '' : tabWords.page(answer.culprit.pfn)).join(''),
    scene.styles.text,
  ),
  ...(answer.more === undefined ? [] : textRows(scene, width, answer.more)),
];

/** Where the selection begins; without one, the last DIMM's first section, or the first of memory. */
function sectionOfScreen(state: AtlasState): Subject | undefined {
  const { selection, info, cells, mirror } = state;
  const known = { info, cells, mirror };
  const chosen = subjectOf(selection, known);
  if (chosen !== undefined) return chosen;
  const dimm = cells.dimms?.at(-1);
  if (info !== undefined && dimm !== undefined) return subjectOf({ kind: 'dimm', id: dimm.id }, known);
  const node = cells.nodes?.find((n) => n.spanned > 0);
  return node === undefined ? undefined : subjectOf({ kind: 'node', id: node.id }, known);
}

/** The bitmap, sixteen subsections a row with the address at which the row begins. Answers where it ends. */
function paintGrid({ ctx, state, info, palette, styles }: Scene, detail: SectionDetail, box: draw.Box): number {
  const { sizes } = info;
  const count = sizes.subsectionsPerSection;
  const columns = Math.min(COLUMNS, count);
  const rows = Math.ceil(count / columns);
  const cellW = (box.w - ADDRESSES) / columns;
  const cellH = Math.min(cellW, (box.h * 0.62) / rows);
  const { start } = sectionRange(info, detail.nr);
  const gap = cellH > 12 ? 3 : 1;
  for (let i = 0; i < count; i++) {
    const [row, column] = [Math.floor(i / columns), i % columns];
    const at = pfn(start + i * sizes.pagesPerSubsection);
    const cell = {
      x: box.x + ADDRESSES + column * cellW,
      y: box.y + row * cellH,
      w: cellW - gap,
      h: cellH - gap,
    };
    if (column === 0 && (cellH > 10 || row % 4 === 0))
      draw.write(ctx, formatAddress(at * sizes.pageBytes), box.x, cell.y + cell.h / 2 + 4, styles.mono, ADDRESSES - 8);
    const zone = zoneOfCell(detail, state, { start: at, end: pfn(at + sizes.pagesPerSubsection) });
    const what = cellOf(detail, info, i);
    if (what.kind === 'absent') draw.fillInk(ctx, draw.dashed(palette.border), cell);
    else if (what.kind === 'memmap') draw.fillInk(ctx, draw.full(palette.memmap), cell);
    else if (zone === undefined) draw.fillInk(ctx, draw.hatched(palette.offlineHatch), cell);
    else {
      draw.fillInk(ctx, draw.full(palette.cellEmpty), cell);
      // as strong as it is in use
      ctx.globalAlpha = 0.34 + what.share * 0.66;
      draw.fillInk(ctx, draw.full(palette.zone[zone]), cell);
      ctx.globalAlpha = 1;
    }
    if (what.stuck) draw.fillInk(ctx, draw.framed(palette.trouble), cell);
  }
  return box.y + rows * cellH;
}

/** Pageblocks by migrate type, and the owners of the pages that are in use. Answers where they end. */
function paintUse(
  ctx: Ctx,
  palette: Palette,
  styles: draw.Styles,
  info: MachineInfo,
  { use }: SectionDetail,
  box: draw.Box,
): number {
  if (use.pageblocks.length === 0) return box.y;
  const { pagesPerPageblock } = info.sizes;
  const title = draw.write(ctx, tabWords.pageblocks, box.x, box.y + 14, styles.part);
  const types = typesOf(use)
    .map(([type, n]) => `${formatCount(n)} ${type}`)
    .join(' · ');
  const of = tabWords.ofPages(use.pageblocks.length, pagesPerPageblock);
  draw.write(ctx, `${of}: ${types}`, box.x + title + 12, box.y + 14, styles.note, box.w - title - 12);
  const owners = ownersOf(use);
  const total = use.pageblocks.length * pagesPerPageblock;
  const most = Math.max(1, ...owners.map((o) => o.pages));
  let y = box.y + 26;
  if (owners.length === 0) {
    draw.write(ctx, tabWords.nobodyHoldsPageHere, box.x, y + 12, styles.note);
    return y + 20;
  }
  const rows = Math.floor((box.y + box.h - y) / OWNER);
  const shown = owners.length > rows ? owners.slice(0, Math.max(0, rows - 1)) : owners;
  for (const { kind, name, pages } of shown) {
    ctx.globalAlpha = 0.4;
    draw.fillInk(ctx, ownerInk(palette, kind), { x: box.x, y, w: Math.max(2, (pages / most) * box.w), h: OWNER - 5 });
    ctx.globalAlpha = 1;
    const held = `${formatCount(pages)} · ${percent(pages, total)}`;
    const w = draw.write(ctx, held, box.x + box.w - 6, y + 14, { ...styles.value, align: 'right' });
    const kindWords = OWNER_WORDS[kind] === name ? '' : OWNER_WORDS[kind];
    const stays = IMMOVABLE.has(kind) ? tabWords.doesNotMove : '';
    const room = box.w - w - 30;
    const end = draw.write(ctx, name, box.x + 8, y + 14, styles.text, room);
    draw.write(ctx, `${kindWords} ${stays}`.trim(), box.x + 16 + end, y + 14, styles.note, room - end - 8);
    y += OWNER;
  }
  if (shown.length === owners.length) return y;
  draw.write(ctx, words.andMore(owners.length - shown.length), box.x + 8, y + 14, styles.note);
  return y + OWNER;
}

function ownerInk(palette: Palette, kind: Parameters<typeof IMMOVABLE.has>[0]): draw.Ink {
  if (kind === 'memmap' || kind === 'self-hosted-memmap') return draw.full(palette.memmap);
  if (kind === 'pinned') return draw.full(palette.trouble);
  return draw.full(IMMOVABLE.has(kind) ? palette.zone.DMA : palette.zone.Movable);
}

function factsOf({ state, info }: Scene, detail: SectionDetail): readonly Fact[] {
  const said = sectionWords(detail, info, state);
  const facts: readonly (readonly [name: string, value: string | undefined])[] = [
    ['subsection_map', said.map],
    [words.oneSubsection, formatBytes(info.sizes.subsectionBytes)],
    [tabWords.flags, said.flags],
    [tabWords.state, said.state],
    [tabWords.zone, said.zone],
    ['valid_zones', said.validZones],
    [tabWords.block, said.block],
    ['memmap', said.memmap],
    [tabWords.structPagesAt, said.structPages],
    [tabWords.inUse, said.inUse],
  ];
  return facts.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [{ name, value }]));
}

/** Whether the block can go offline, who has which subsections where several share them, and what the kernel's predicates say of the first page. */
function saidRows(
  scene: Scene,
  detail: SectionDetail | undefined,
  page: PfnDetail | undefined,
  shared: SubsectionsView | undefined,
): readonly Row[] {
  const { info, styles, ctx, box } = scene;
  const width = columnWidth(box.w, SAID);
  const rows: Row[] = [];
  const answer = detail && offlineAnswer(detail);
  if (answer !== undefined) rows.push(...answerRows(scene, answer, width), gapRow());
  if (shared !== undefined && isShared(shared)) {
    rows.push(headRow(scene, width, deviceWords.whoHasWhichSubsection));
    const facts = shared.runs.map((run) => ({
      name: deviceWords.bits(run.from, run.to),
      value: `${runWords(run)} · ${formatBytes((run.to - run.from) * info.sizes.subsectionBytes)}`,
    }));
    rows.push(...factRows(scene, width, facts, 76), ...textRows(scene, width, blockWords(shared)), gapRow());
  }
  if (page === undefined || page.predicates.length === 0) return rows;
  rows.push(headRow(scene, width, deviceWords.whatKernelSays, formatAddress(page.pfn * info.sizes.pageBytes)));
  for (const { name, value, why, rule } of page.predicates) {
    const lines = draw.wrapped(ctx, deviceWords.reasonByRule(why, rule), width, styles.note.font);
    rows.push({
      height: 18 + lines.length * 16 + 5,
      paint: (x, y) => {
        draw.write(ctx, name, x, y + 13, styles.value, width - 40);
        const said = value ? deviceWords.yes : deviceWords.no;
        draw.write(ctx, said, x + width, y + 13, { ...styles.value, align: 'right' });
        lines.forEach((line, i) => draw.write(ctx, line, x, y + 29 + i * 16, styles.note, width));
      },
    });
  }
  return rows;
}

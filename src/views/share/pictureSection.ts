/** A section as a picture: its subsection bitmap, what is known of it, who holds its pages. */
import * as words from '#words/pictures.ts';
import * as tabWords from '#words/inspector-tabs.ts';
import * as inspectorWords from '#words/inspector.ts';
import { pfn } from '../../engine/units.ts';
import type { MachineInfo, SectionDetail } from '../../link/messages.ts';
import type { AtlasStore } from '../../store/atlas.ts';
import { blockRange, sectionRange, zoneAt } from '../../store/selection.ts';
import type { AtlasState } from '../../store/types.ts';
import { formatAddress, formatAddressRange, formatBytes, formatCount } from '../../ui/format.ts';
import type { Palette } from '../../ui/palette.ts';
import { mapHex, popcount } from '../inspector/bits.ts';
import { ownersOf, typesOf } from '../inspector/Pageblocks.tsx';
import { flagNames, memmapWords } from '../inspector/SectionParts.tsx';
import { type Subject, subjectOf } from '../inspector/subject.ts';
import { cellOf } from '../inspector/SubsectionGrid.tsx';
import { IMMOVABLE, OWNER_WORDS, percent } from '../inspector/words.ts';
import type { Ctx } from '../map/paint/ctx.ts';
import type { AddressRange } from './pictureLegend.ts';
import {
  type Box,
  type Fact,
  type Ink,
  type Styles,
  type Swatch,
  dashed,
  fillInk,
  framed,
  full,
  hatched,
  paintFacts,
  paintHead,
  plainRange,
  stylesOf,
  write,
} from './pictureParts.ts';

const COLUMNS = 16;
/** Room for the addresses beside the bitmap. */
const ADDRESSES = 118;
/** Share of the width that the bitmap has. */
const LEFT = 0.56;
const GAP = 48;
const OWNER = 24;

/** What the bitmap's cells mean beside the colours of the zones. */
export const sectionInks = (palette: Palette): readonly Swatch[] => [
  { ...full(palette.memmap), what: words.structPages },
  { ...hatched(palette.offlineHatch), what: words.offline },
  { ...dashed(palette.borderStrong), what: tabWords.noMemory },
  { ...framed(palette.trouble), what: words.cannotMove },
];

/** Draws the section that the inspector shows. Answers its address range. */
export async function paintSection(
  ctx: Ctx,
  store: AtlasStore,
  info: MachineInfo,
  palette: Palette,
  box: Box,
): Promise<readonly AddressRange[]> {
  const state = store.getState();
  const styles = stylesOf(palette);
  const subject = sectionOfScreen(state);
  if (subject === undefined) return [];
  const { start, end } = sectionRange(info, subject.section);
  const { pageBytes } = info.sizes;
  const bytes = { start: start * pageBytes, end: end * pageBytes };
  const detail = await state.ask('section', { nr: subject.section });
  const range = `${formatAddressRange(bytes.start, bytes.end)}   ${inspectorWords.pfn(start, end)}`;
  const top = paintHead(ctx, styles, subject.title, [range], box) + 10;
  if (detail === undefined)
    write(ctx, inspectorWords.noMemoryHereMem(subject.section), box.x, top + 14, styles.note, box.w);
  else {
    const left = { x: box.x, y: top, w: box.w * LEFT, h: box.y + box.h - top };
    const below = paintGrid(ctx, state, info, palette, detail, left);
    paintUse(ctx, palette, styles, info, detail, { ...left, y: below + 14, h: box.y + box.h - below - 14 });
    const right = { ...left, x: box.x + left.w + GAP, w: box.w - left.w - GAP };
    paintFacts(ctx, styles, factsOf(state, info, detail), right);
  }
  return [{ range: plainRange(bytes.start, bytes.end), what: subject.title }];
}

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
function paintGrid(
  ctx: Ctx,
  { cells, mirror }: AtlasState,
  info: MachineInfo,
  palette: Palette,
  detail: SectionDetail,
  box: Box,
): number {
  const { sizes } = info;
  const styles = stylesOf(palette);
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
      write(ctx, formatAddress(at * sizes.pageBytes), box.x, cell.y + cell.h / 2 + 4, styles.mono, ADDRESSES - 8);
    // the first page of memory is in no zone: the last one of a subsection says it as well
    const last = pfn(at + sizes.pagesPerSubsection - 1);
    const known = { info, cells, mirror };
    const zone = detail.blockState === 'offline' ? undefined : (zoneAt(known, at) ?? zoneAt(known, last))?.zone;
    const what = cellOf(detail, info, i);
    if (what.kind === 'absent') fillInk(ctx, dashed(palette.border), cell);
    else if (what.kind === 'memmap') fillInk(ctx, full(palette.memmap), cell);
    else if (zone === undefined) fillInk(ctx, hatched(palette.offlineHatch), cell);
    else {
      fillInk(ctx, full(palette.cellEmpty), cell);
      // as strong as it is in use
      ctx.globalAlpha = 0.34 + what.share * 0.66;
      fillInk(ctx, full(palette.zone[zone]), cell);
      ctx.globalAlpha = 1;
    }
    if (what.stuck) fillInk(ctx, framed(palette.trouble), cell);
  }
  return box.y + rows * cellH;
}

/** Pageblocks by migrate type, and the owners of the pages that are in use. */
function paintUse(
  ctx: Ctx,
  palette: Palette,
  styles: Styles,
  info: MachineInfo,
  { use }: SectionDetail,
  box: Box,
): void {
  if (use.pageblocks.length === 0) return;
  const { pagesPerPageblock } = info.sizes;
  const title = write(ctx, tabWords.pageblocks, box.x, box.y + 14, styles.part);
  const types = typesOf(use)
    .map(([type, n]) => `${formatCount(n)} ${type}`)
    .join(' · ');
  const of = tabWords.ofPages(use.pageblocks.length, pagesPerPageblock);
  write(ctx, `${of}: ${types}`, box.x + title + 12, box.y + 14, styles.note, box.w - title - 12);
  const owners = ownersOf(use);
  const total = use.pageblocks.length * pagesPerPageblock;
  const most = Math.max(1, ...owners.map((o) => o.pages));
  let y = box.y + 26;
  if (owners.length === 0) write(ctx, tabWords.nobodyHoldsPageHere, box.x, y + 12, styles.note);
  const rows = Math.floor((box.y + box.h - y) / OWNER);
  const shown = owners.length > rows ? owners.slice(0, Math.max(0, rows - 1)) : owners;
  for (const { kind, name, pages } of shown) {
    ctx.globalAlpha = 0.4;
    fillInk(ctx, ownerInk(palette, kind), { x: box.x, y, w: Math.max(2, (pages / most) * box.w), h: OWNER - 5 });
    ctx.globalAlpha = 1;
    const held = `${formatCount(pages)} · ${percent(pages, total)}`;
    const w = write(ctx, held, box.x + box.w - 6, y + 14, { ...styles.value, align: 'right' });
    const kindWords = OWNER_WORDS[kind] === name ? '' : OWNER_WORDS[kind];
    const stays = IMMOVABLE.has(kind) ? tabWords.doesNotMove : '';
    const room = box.w - w - 30;
    const end = write(ctx, name, box.x + 8, y + 14, styles.text, room);
    write(ctx, `${kindWords} ${stays}`.trim(), box.x + 16 + end, y + 14, styles.note, room - end - 8);
    y += OWNER;
  }
  if (shown.length < owners.length)
    write(ctx, words.andMore(owners.length - shown.length), box.x + 8, y + 14, styles.note);
}

function ownerInk(palette: Palette, kind: Parameters<typeof IMMOVABLE.has>[0]): Ink {
  if (kind === 'memmap' || kind === 'self-hosted-memmap') return full(palette.memmap);
  if (kind === 'pinned') return full(palette.trouble);
  return full(IMMOVABLE.has(kind) ? palette.zone.DMA : palette.zone.Movable);
}

function factsOf({ cells, mirror }: AtlasState, info: MachineInfo, detail: SectionDetail): readonly Fact[] {
  const { sizes } = info;
  const active = popcount(detail.map);
  const { start } = sectionRange(info, detail.nr);
  const zone = zoneAt({ info, cells, mirror }, start);
  const flags = flagNames(detail.flags);
  const facts: Fact[] = [
    { name: 'subsection_map', value: `${mapHex(detail.map)} ${active}/${sizes.subsectionsPerSection}` },
    { name: words.oneSubsection, value: formatBytes(sizes.subsectionBytes) },
    { name: tabWords.flags, value: flags.length === 0 ? tabWords.none : flags.join(' · ') },
    { name: tabWords.state, value: detail.blockState === '' ? tabWords.noMemoryBlockDevice : detail.blockState },
    {
      name: tabWords.zone,
      value: zone === undefined ? tabWords.noneNode(detail.node) : tabWords.node(zone.zone, zone.nid),
    },
    { name: 'valid_zones', value: detail.validZones },
    {
      name: tabWords.block,
      value: tabWords.blockAndSections(detail.block, info.sectionsPerBlock, blockRange(info, detail.block).start),
    },
    { name: 'memmap', value: memmapWords(detail, sizes.pageBytes) },
  ];
  if (detail.memmap.kind !== 'none')
    facts.push({ name: tabWords.sectionPartsStructPages, value: formatAddress(detail.memmap.va) });
  facts.push({
    name: tabWords.inUse,
    value: tabWords.sectionPartsOfPages(detail.usedPages, active * sizes.pagesPerSubsection),
  });
  return facts.filter(({ value }) => value !== '');
}

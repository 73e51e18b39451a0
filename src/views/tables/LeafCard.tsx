import {
  type PointerEvent,
  type ReactElement,
  type ReactNode,
  type Ref,
  useLayoutEffect,
  useMemo,
  useRef,
} from 'react';
import * as wording from '#words/tables.ts';
import type { TableView } from '../../engine/mapping/table-views.ts';
import { blockId, pfn, sectionNr } from '../../engine/units.ts';
import type { PfnRange } from '../../engine/units.ts';
import type { MachineInfo } from '../../link/messages.ts';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import { blockOf, dimmAt, pfnsOfVa, zoneAt } from '../../store/selection.ts';
import type { Selection } from '../../store/types.ts';
import { cx } from '../../ui/cx.ts';
import { formatBytes, formatCount } from '../../ui/format.ts';
import { usePalette } from '../../ui/palette.ts';
import { fitCanvas } from '../inspector/canvas.ts';
import { CLASS, classOf } from '../map/classes.ts';
import { inksOf } from '../map/paint/inks.ts';
import { rich } from '../../ui/rich.ts';
import { mapMachine, sectionCodes } from './memory.ts';
import styles from './tables.module.css';

/** Sections drawn at most; what is beyond is a number. */
const MOST_TILES = 32;
const TILE_GAP = 8;
/** Pages drawn as dots at most. */
const MOST_DOTS = 512;

/** What the last leaf maps: the sections of the memory, or the struct pages and whose they are. */
export function LeafCard(props: {
  readonly ref: Ref<HTMLLIElement>;
  readonly info: MachineInfo;
  readonly view: TableView;
  readonly index: number;
  /** First address of the leaf. */
  readonly start: bigint;
  readonly width: number;
}): ReactElement {
  const { info, view, index, start } = props;
  const atlas = useAtlasStore().getState;
  const frame = useAtlas((s) => s.frame);
  const range = pfnsOfVa(info.geometry, start, view.entryBytes);
  const attributes = (view.texts[view.attributes[index] ?? 0] ?? '').trim().replace(/\s+/g, ' ');
  const words = useMemo(() => {
    void frame;
    return range === undefined ? undefined : placeWords(info, range, atlas());
    // the range is a new object every time
    // oxlint-disable-next-line react/exhaustive-deps
  }, [info, range?.start, range?.end, frame, atlas]);
  const phys = view.phys[index];
  const vmemmap = view.region === 'vmemmap';
  const backing: PfnRange | undefined =
    phys === undefined || Number.isNaN(phys)
      ? undefined
      : {
          start: pfn(phys / info.sizes.pageBytes),
          end: pfn(phys / info.sizes.pageBytes + view.entryBytes / info.sizes.pageBytes),
        };
  if (range === undefined)
    return (
      <li ref={props.ref} className={styles['card']}>
        <p className={styles['cardHead']}>
          <strong>{wording.leaf(view.entryBytes)}</strong>
        </p>
        <p className={styles['cardFoot']}>{attributes}</p>
      </li>
    );
  const pages = range.end - range.start;
  return (
    <li ref={props.ref} className={cx(styles['card'], styles['leafCard'])}>
      <p className={styles['cardHead']}>
        <strong>{vmemmap ? wording.describes(words?.blocks ?? '') : wording.maps(words?.sizes ?? '')}</strong>
        <span className={styles['spring']} />
        {vmemmap && backing !== undefined ? (
          <button
            type="button"
            className={styles['link']}
            title={wording.memoryTheseStructPages}
            onClick={() => atlas().select({ kind: 'range', range: backing })}
          >
            {wording.placeOfBackingIn(placeOfBacking(backing, atlas()))}
          </button>
        ) : (
          <span className={styles['place']}>{words?.blocks}</span>
        )}
      </p>
      <Tiles info={info} range={range} width={props.width}>
        {vmemmap && (
          <p className={styles['beside']}>
            {rich(
              wording.structPagesOfBytes(
                <b>{formatCount(pages)}</b>,
                <br />,
                <b>{formatBytes(pages * info.sizes.pageBytes)}</b>,
                info.geometry.structPageBytes,
                view.entryBytes,
              ),
            )}
          </p>
        )}
      </Tiles>
      <p className={styles['cardFoot']}>{[words?.who ?? '', attributes].filter((text) => text !== '').join(' · ')}</p>
    </li>
  );
}

function placeOfBacking(range: PfnRange, state: Parameters<typeof zoneAt>[0]): string {
  const zone = zoneAt(state, range.start);
  const { info } = state;
  const block = info === undefined ? '' : `memory${blockOf(info, range.start)}`;
  return zone === undefined ? block : wording.node(block, zone.nid, zone.zone);
}

/** What page frames are: blocks, sizes, zone and DIMM. */
export function placeWords(
  info: MachineInfo,
  range: PfnRange,
  state: Parameters<typeof zoneAt>[0],
): { readonly blocks: string; readonly sizes: string; readonly who: string } {
  const { sizes } = info;
  const pages = range.end - range.start;
  const first = blockOf(info, range.start);
  const last = blockOf(info, pfn(range.end - 1));
  const blocks = first === last ? `memory${first}` : `memory${first}–${last}`;
  const parts: string[] = [];
  if (last > first) parts.push(wording.blocks(last - first + 1));
  if (pages >= sizes.pagesPerSubsection) parts.push(wording.subsections(pages / sizes.pagesPerSubsection));
  if (pages < sizes.pagesPerSubsection || parts.length === 0)
    parts.push(pages === 1 ? wording.page(range.start) : wording.pages(range.start, range.end));
  const zones = new Set<string>();
  const dimms = new Set<string>();
  for (let at = range.start; at < range.end; at = pfn(at + Math.max(1, Math.floor(pages / 16)))) {
    const zone = zoneAt(state, at);
    if (zone !== undefined) zones.add(wording.nodeAndZone(zone.nid, zone.zone));
    const dimm = dimmAt(state, at);
    if (dimm !== undefined) dimms.add(dimm.id);
  }
  return { blocks, sizes: parts.join(', '), who: [...dimms, ...zones].join(' · ') };
}

/** The sections of page frames as the map draws them; where they are less than a section, the whole one with a mark. */
function Tiles(props: {
  readonly info: MachineInfo;
  readonly range: PfnRange;
  readonly width: number;
  readonly children?: ReactNode;
}): ReactElement {
  const { info, range, width } = props;
  const atlas = useAtlasStore().getState;
  const palette = usePalette();
  const hidden = useAtlas((s) => s.hidden);
  const frame = useAtlas((s) => s.frame);
  const canvas = useRef<HTMLCanvasElement>(null);
  const inks = useMemo(() => inksOf(palette, hidden), [palette, hidden]);
  const { sizes } = info;
  const first = Math.floor(range.start / sizes.pagesPerSection);
  const count = Math.ceil(range.end / sizes.pagesPerSection) - first;
  const drawn = Math.min(count, MOST_TILES);
  const side = Math.sqrt(sizes.subsectionsPerSection);
  const perRow = Math.min(drawn, 8);
  const rows = Math.ceil(drawn / perRow);
  const pages = range.end - range.start;
  // a part of a section: its pages as dots beside the tile
  const part = pages < sizes.pagesPerSection;
  const tile = Math.min(72, Math.floor((width - TILE_GAP * (perRow - 1)) / (part ? 2 : perRow)), rows > 1 ? 48 : 72);
  const height = rows * tile + (rows - 1) * TILE_GAP;
  // pages stand beside the tile of a part; a tile alone leaves its room to the words
  const canvasWidth = drawn === 1 && !part ? tile : width;
  useLayoutEffect(() => {
    void frame;
    const g = canvas.current === null ? undefined : fitCanvas(canvas.current);
    if (g === undefined) return;
    g.clearRect(0, 0, canvasWidth, height);
    const machine = mapMachine(info, atlas());
    const codes = new Uint8Array(Math.max(64, sizes.subsectionsPerSection));
    const cell = tile / side;
    const gap = cell >= 5 ? 1 : 0.5;
    for (let i = 0; i < drawn; i++) {
      const x0 = (i % perRow) * (tile + TILE_GAP);
      const y0 = Math.floor(i / perRow) * (tile + TILE_GAP);
      sectionCodes(machine, first + i, codes);
      for (let c = 0; c < sizes.subsectionsPerSection; c++) {
        const code = codes[c] ?? 0;
        const x = x0 + (c % side) * cell;
        const y = y0 + Math.floor(c / side) * cell;
        const from = (first + i) * sizes.pagesPerSection + c * sizes.pagesPerSubsection;
        g.globalAlpha = from + sizes.pagesPerSubsection > range.start && from < range.end ? 1 : 0.28;
        g.fillStyle = classOf(code) === CLASS.absent ? palette.cellEmpty : (inks.css[code] ?? palette.cellEmpty);
        g.fillRect(x, y, cell - gap, cell - gap);
        const cls = classOf(code);
        // offline is hatched: never the colour alone
        if ((cls === CLASS.offline || cls === CLASS.goingOffline) && cell >= 4) {
          g.strokeStyle = palette.offlineHatch;
          g.lineWidth = 1;
          g.beginPath();
          g.moveTo(x, y + cell - gap);
          g.lineTo(x + cell - gap, y);
          g.stroke();
        }
      }
    }
    g.globalAlpha = 1;
    if (part) {
      // the cells the leaf touches, framed
      const from = Math.floor((range.start % sizes.pagesPerSection) / sizes.pagesPerSubsection);
      const to = Math.ceil(((range.end - 1) % sizes.pagesPerSection) / sizes.pagesPerSubsection + 1e-9);
      for (let c = from; c < Math.max(to, from + 1); c++) {
        g.strokeStyle = palette.selection;
        g.lineWidth = 1.5;
        g.strokeRect((c % side) * cell - 0.5, Math.floor(c / side) * cell - 0.5, cell, cell);
      }
      paintPages(g, info, range, tile + 2 * TILE_GAP, width - tile - 2 * TILE_GAP, tile, palette);
    }
  });
  const under = (event: PointerEvent<HTMLCanvasElement> | { readonly nativeEvent: MouseEvent }): Selection => {
    const column = Math.floor(event.nativeEvent.offsetX / (tile + TILE_GAP));
    const row = Math.floor(event.nativeEvent.offsetY / (tile + TILE_GAP));
    const i = row * perRow + column;
    if (column < 0 || column >= perRow || i >= drawn) return { kind: 'none' };
    const nr = first + i;
    return info.sectionsPerBlock === 1 ? { kind: 'block', id: blockId(nr) } : { kind: 'section', nr: sectionNr(nr) };
  };
  return (
    <div className={styles['tiles']}>
      <canvas
        ref={canvas}
        style={{ width: canvasWidth, height }}
        role="img"
        aria-label={wording.fromMemory(count, blockOf(info, range.start))}
        onPointerMove={(event) => atlas().setHover(under(event))}
        onPointerLeave={() => atlas().setHover({ kind: 'none' })}
        onClick={(event) => {
          const what = under(event);
          if (what.kind !== 'none') atlas().select(what);
        }}
      />
      {count > drawn && <p className={styles['place']}>{wording.andMore(count - drawn)}</p>}
      {!part && props.children}
    </div>
  );
}

/** The subsection's pages as dots, those of the leaf in the accent; each dot stands for the same number of pages. */
function paintPages(
  g: CanvasRenderingContext2D,
  info: MachineInfo,
  range: PfnRange,
  x0: number,
  width: number,
  height: number,
  palette: { readonly accent: string; readonly border: string },
): void {
  const { pagesPerSubsection } = info.sizes;
  const base = Math.floor(range.start / pagesPerSubsection) * pagesPerSubsection;
  const each = Math.max(1, Math.ceil(pagesPerSubsection / MOST_DOTS));
  const dots = pagesPerSubsection / each;
  // as many columns as make the dots square
  const columns = Math.max(8, 2 ** Math.round(Math.log2(Math.sqrt((dots * width) / height))));
  const rows = Math.ceil(dots / columns);
  const step = Math.min(width / columns, height / rows, 14);
  if (step < 2) return;
  for (let i = 0; i < dots; i++) {
    const from = base + i * each;
    g.fillStyle = from + each > range.start && from < range.end ? palette.accent : palette.border;
    g.fillRect(x0 + (i % columns) * step, Math.floor(i / columns) * step, Math.max(1, step - 1), Math.max(1, step - 1));
  }
}

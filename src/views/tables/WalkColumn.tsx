import { type ReactElement, useEffect, useMemo, useRef, useState } from 'react';
import * as words from '#words/tables.ts';
import type { TableView } from '../../engine/mapping/table-views.ts';
import type { MapRegion } from '../../engine/mapping/types.ts';
import type { MachineInfo } from '../../link/messages.ts';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import { rangesOf } from '../../store/selection.ts';
import type { Selection } from '../../store/types.ts';
import { formatAddress } from '../../ui/format.ts';
import { usePalette } from '../../ui/palette.ts';
import { rich } from '../../ui/rich.ts';
import type { Box, Step } from './Curves.tsx';
import { Curves } from './Curves.tsx';
import type { Cursor } from './cursor.ts';
import { entriesIn, indexAt, mappedAt, selectEntry, spanOf, tableStart } from './cursor.ts';
import { ENTRY, MARK, entrance, isLeaf } from './entries.ts';
import { cellGrid, cellRect } from './grid.ts';
import { LeafCard } from './LeafCard.tsx';
import type { Run } from './paint.ts';
import type { TableMoves } from './TableCard.tsx';
import { MARGIN, TableCard } from './TableCard.tsx';
import styles from './tables.module.css';
import type { Path } from './useTables.ts';
import { REGION_NAMES } from './words.ts';

/** Left and right of the cells inside a card, and the border. */
const CARD_PADDING = 2 * 10 + 2;

/** One region's walk: a card a level, curves from each entry to its table, and what the last leaf maps. */
export function WalkColumn(props: {
  readonly info: MachineInfo;
  readonly region: MapRegion | undefined;
  readonly cursor: Cursor;
  readonly path: Path;
  readonly width: number;
  /** What the cells of one table should be high at most. */
  readonly cellsHeight: number;
  /** The other map stands beside it. */
  readonly flat: boolean;
  readonly orphans: ReadonlySet<string>;
  readonly note?: ReactElement | undefined;
}): ReactElement {
  const { info, region, cursor, width } = props;
  const { geometry } = info;
  const atlas = useAtlasStore().getState;
  const palette = usePalette();
  const hover = useHover(info, region);
  const column = useRef<HTMLDivElement>(null);
  const cards = useRef<(HTMLLIElement | null)[]>([]);
  const strips = useRef<(HTMLDivElement | null)[]>([]);
  const cells = useRef<(HTMLDivElement | null)[]>([]);
  const leaf = useRef<HTMLLIElement>(null);
  const [focus, setFocus] = useState<{ readonly level: number } | undefined>();
  const shown = useMemo(() => shownPath(props.path, cursor, geometry), [props.path, cursor, geometry]);
  const inner = Math.max(80, width - CARD_PADDING);
  const grids = shown.map((view) => cellGrid(view.entries, inner, props.cellsHeight, props.flat));

  // the entry that was chosen by key or click takes the focus as soon as it stands
  useEffect(() => {
    if (focus === undefined) return;
    const cell = cells.current[focus.level];
    if (cell === null || cell === undefined) return;
    cell.focus({ preventScroll: true });
    cards.current[focus.level]?.scrollIntoView({ block: 'nearest' });
    setFocus(undefined);
  }, [focus, shown]);

  const moves: TableMoves = {
    select: (level, index, takeFocus) => {
      const start = tableStart(geometry, level, cursor.va);
      atlas().select(selectEntry(geometry, level, start, index));
      if (takeFocus) setFocus({ level });
    },
    descend: (level, index) => {
      const view = shown[level];
      const below = shown[level + 1];
      if (view === undefined) return;
      if (below === undefined) {
        atlas().announce(isLeaf(view.kinds[index]) ? words.leafBelowIt : words.isEmptyNothingBelow(view.level, index));
        return;
      }
      const start = tableStart(geometry, level, cursor.va);
      const base = selectEntry(geometry, level, start, index);
      if (base.kind !== 'va') return;
      atlas().select(selectEntry(geometry, level + 1, base.va, entrance(below)));
      setFocus({ level: level + 1 });
    },
    ascend: (level) => {
      if (level === 0) return;
      const start = tableStart(geometry, level - 1, cursor.va);
      atlas().select(selectEntry(geometry, level - 1, start, indexAt(geometry, level - 1, cursor.va)));
      setFocus({ level: level - 1 });
    },
  };

  const last = shown.at(-1);
  const lastLevel = shown.length - 1;
  const lastIndex = last === undefined ? 0 : indexAt(geometry, lastLevel, cursor.va);
  // a table below an entry that was chosen is shown, but nothing in it is chosen yet
  const preview = cursor.level !== undefined && lastLevel > cursor.level;
  const lastKind = last?.kinds[lastIndex];

  const measure = (): readonly Step[] => {
    const home = column.current;
    if (home === null) return [];
    const origin = home.getBoundingClientRect();
    const boxOf = (element: HTMLElement): Box => {
      const r = element.getBoundingClientRect();
      return { x: r.x - origin.x, y: r.y - origin.y, w: r.width, h: r.height };
    };
    const entry = (level: number): Box | undefined => {
      const strip = strips.current[level];
      const grid = grids[level];
      if (strip === null || strip === undefined || grid === undefined) return undefined;
      const rect = cellRect(grid, indexAt(geometry, level, cursor.va));
      const card = boxOf(strip);
      return { x: card.x + MARGIN + rect.x, y: card.y + MARGIN + rect.y, w: rect.w, h: rect.h };
    };
    return shown.flatMap((_, level) => {
      const from = entry(level);
      const card = level === lastLevel ? leaf.current : cards.current[level + 1];
      if (from === undefined || card === null || card === undefined) return [];
      return [
        {
          from,
          to: boxOf(card),
          entry: level === lastLevel || (preview && level + 1 === lastLevel) ? undefined : entry(level + 1),
        },
      ];
    });
  };

  return (
    <div ref={column} className={styles['column']}>
      <ol
        className={styles['cards']}
        aria-label={region === undefined ? words.tablesOnWay : words.tablesOfOnWay(REGION_NAMES[region])}
      >
        {shown.map((view, level) => {
          const grid = grids[level];
          if (grid === undefined) return undefined;
          const index = indexAt(geometry, level, cursor.va);
          const start = tableStart(geometry, level, cursor.va);
          const unchosen = preview && level === lastLevel;
          const entry = unchosen ? entrance(view) : index;
          return (
            <TableCard
              key={level}
              view={view}
              geometry={geometry}
              grid={grid}
              palette={palette}
              va={cursor.va}
              index={entry}
              title={titleOf(view, geometry, cursor.va)}
              moves={moves}
              overlay={{
                selected: unchosen ? undefined : index,
                chosen: cursor.level === level,
                range: rangeAt(info, cursor, view, level, start),
                hover: hover === undefined ? undefined : rangeAt(info, hover, view, level, start),
                orphans: orphansIn(view, level, start, props.orphans, geometry),
              }}
              onCard={(element) => {
                cards.current[level] = element;
              }}
              onStrip={(element) => {
                strips.current[level] = element;
              }}
              onCell={(element) => {
                cells.current[level] = element;
              }}
            />
          );
        })}
        {last !== undefined && !preview && isLeaf(lastKind) && last.marks[lastIndex] !== MARK.freed && !last.gone && (
          <LeafCard
            ref={leaf}
            info={info}
            view={last}
            index={lastIndex}
            start={selectStart(geometry, lastLevel, cursor.va)}
            width={inner}
          />
        )}
        {last !== undefined && !preview && (!isLeaf(lastKind) || last.gone || last.marks[lastIndex] === MARK.freed) && (
          <li className={styles['ends']}>
            {last.gone || last.marks[lastIndex] === MARK.freed ? (
              <>{rich(words.isEmptyNowPicture(<strong>{words.takenAway}</strong>, last.level, lastIndex))}</>
            ) : (
              <>
                {rich(
                  words.isEmptyNothing(
                    <strong>{words.notMapped}</strong>,
                    last.level,
                    lastIndex,
                    last.entryBytes,
                    formatAddress(selectStart(geometry, lastLevel, cursor.va)),
                    last.areas[last.area[lastIndex] ?? 0],
                  ),
                )}
              </>
            )}
            {props.note}
          </li>
        )}
      </ol>
      {/* after the cards: they stand when this measures them */}
      <Curves
        measure={measure}
        of={`${shown.map((v) => `${v.id} ${v.gone} ${v.orphan} ${v.fresh}`).join()} ${cursor.va} ${cursor.level} ${width} ${props.cellsHeight} ${lastKind} ${props.note === undefined}`}
      />
    </div>
  );
}

const selectStart = (geometry: MachineInfo['geometry'], level: number, va: bigint): bigint => {
  const shift = BigInt(geometry.levels[level]?.shift ?? 0);
  return (va >> shift) << shift;
};

/** The tables to show: those on the way, and one below the entry that was chosen. */
export function shownPath(path: Path, cursor: Cursor, geometry: MachineInfo['geometry']): readonly TableView[] {
  const out: TableView[] = [];
  for (const view of path) {
    const level = view.table.level;
    // an answer of before may be about another table
    if (level !== out.length || BigInt(view.table.va) !== tableStart(geometry, level, cursor.va)) break;
    out.push(view);
    const index = indexAt(geometry, level, cursor.va);
    const goes = view.kinds[index] === ENTRY.table || (view.marks[index] === MARK.freed && path[level + 1]?.gone);
    if (goes !== true || (cursor.level !== undefined && level > cursor.level)) break;
  }
  return out;
}

/** `PUD[6] → 1 GiB leaf` */
export function titleOf(view: TableView, geometry: MachineInfo['geometry'], va: bigint): string {
  const index = indexAt(geometry, view.table.level, va);
  const kind = view.kinds[index];
  const what = isLeaf(kind) ? words.toLeaf(view.entryBytes) : '';
  return `${view.level}[${index}]${what}`;
}

/** Entries of a table that a cursor's range covers; one entry is none: it is selected anyway. */
export function rangeAt(
  info: MachineInfo,
  cursor: Pick<Cursor, 'va' | 'bytes'>,
  view: TableView,
  level: number,
  start: bigint,
): Run | undefined {
  return entriesIn(info.geometry, level, start, view.entries, cursor.va, cursor.bytes);
}

/** Entries that point to orphans. */
function orphansIn(
  view: TableView,
  level: number,
  start: bigint,
  orphans: ReadonlySet<string>,
  geometry: MachineInfo['geometry'],
): readonly number[] {
  if (orphans.size === 0) return [];
  const out: number[] = [];
  for (let i = 0; i < view.entries; i++) {
    if (view.kinds[i] !== ENTRY.table) continue;
    const entry = selectEntry(geometry, level, start, i);
    if (entry.kind === 'va' && orphans.has(`${level + 1} ${entry.va}`)) out.push(i);
  }
  return out;
}

/** What the pointer is over anywhere on the screen, as addresses of a region. */
function useHover(info: MachineInfo, region: MapRegion | undefined): Pick<Cursor, 'va' | 'bytes'> | undefined {
  const atlas = useAtlasStore().getState;
  const hover: Selection = useAtlas((s) => s.hover);
  return useMemo(() => {
    if (hover.kind === 'none') return undefined;
    if (hover.kind === 'va' && (region === undefined || regionHolds(info, hover.va, region)))
      return { va: hover.va, bytes: BigInt(hover.bytes ?? 1) };
    const range = spanOf(rangesOf(hover, atlas()));
    return range === undefined || region === undefined ? undefined : mappedAt(info.geometry, range, region);
  }, [hover, region, info, atlas]);
}

const regionHolds = (info: MachineInfo, va: bigint, region: MapRegion): boolean => {
  const { start, end } = region === 'direct-map' ? info.geometry.directMap : info.geometry.vmemmap;
  return va >= start && va < end;
};

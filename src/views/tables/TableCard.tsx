import { type KeyboardEvent, type PointerEvent, type ReactElement, useLayoutEffect, useRef } from 'react';
import * as words from '#words/tables.ts';
import type { Geometry } from '../../engine/arch/geometry.ts';
import type { TableView } from '../../engine/mapping/table-views.ts';
import { pfn } from '../../engine/units.ts';
import { useAtlasStore } from '../../store/atlas.ts';
import { cx } from '../../ui/cx.ts';
import type { Palette } from '../../ui/palette.ts';
import { fitCanvas } from '../inspector/canvas.ts';
import { contiguousEntries } from './contiguous.ts';
import { entryStart, selectEntry, tableStart } from './cursor.ts';
import { ENTRY, MARK, countsOf, seek } from './entries.ts';
import type { CellGrid } from './grid.ts';
import { cellRect, entryAt } from './grid.ts';
import type { Overlay } from './paint.ts';
import { entryInks, paintTable } from './paint.ts';
import styles from './tables.module.css';
import { entryWords, placeWords, summaryWords } from './words.ts';

/** Room around the cells for frames. */
export const MARGIN = 4;

/** What a person can do in a table. */
export interface TableMoves {
  readonly select: (level: number, index: number, focus: boolean) => void;
  readonly descend: (level: number, index: number) => void;
  readonly ascend: (level: number) => void;
}

/** One table: a head that says what it is and where it lies, its entries as cells, and what they are in numbers. */
export function TableCard(props: {
  readonly view: TableView;
  readonly geometry: Geometry;
  readonly grid: CellGrid;
  readonly palette: Palette;
  readonly overlay: Overlay;
  /** The entry that the keyboard enters the table at. */
  readonly index: number;
  readonly title: string;
  readonly va: bigint;
  readonly moves: TableMoves;
  readonly onCell: (element: HTMLDivElement | null) => void;
  readonly onStrip: (element: HTMLDivElement | null) => void;
  readonly onCard: (element: HTMLLIElement | null) => void;
}): ReactElement {
  const { view, geometry, grid, palette, overlay, index, moves, title, va, onCell, onStrip, onCard } = props;
  const atlas = useAtlasStore().getState;
  const canvas = useRef<HTMLCanvasElement>(null);
  const level = view.table.level;
  const start = tableStart(geometry, level, va);
  useLayoutEffect(() => {
    const g = canvas.current === null ? undefined : fitCanvas(canvas.current);
    if (g === undefined) return;
    g.translate(MARGIN, MARGIN);
    paintTable(g, grid, view, entryInks(palette, view.region), overlay, contiguousEntries(geometry, level));
  });
  const counts = countsOf(view);
  const at = cellRect(grid, index);
  const under = (event: PointerEvent<HTMLElement>): number | undefined =>
    entryAt(grid, view.entries, event.nativeEvent.offsetX - MARGIN, event.nativeEvent.offsetY - MARGIN);
  const point = (event: PointerEvent<HTMLElement>): void => {
    const over = under(event);
    atlas().setHover(over === undefined ? { kind: 'none' } : selectEntry(geometry, level, start, over));
    if (canvas.current !== null)
      canvas.current.title = over === undefined ? '' : entryWords(view, over, entryStart(geometry, level, start, over));
  };
  const keys = (event: KeyboardEvent): void => {
    if (event.altKey || event.metaKey) return;
    const to = steps(event, view, grid, index);
    if (to !== undefined) moves.select(level, to, true);
    else if (event.key === 'Enter') moves.descend(level, index);
    else if (event.key === 'Backspace' || event.key === 'Escape') {
      // from the top there is nowhere to go: Escape then means what it means everywhere
      if (level === 0 && event.key === 'Escape') return;
      moves.ascend(level);
    } else if (!(event.key.startsWith('Arrow') || event.key === 'Home' || event.key === 'End')) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const { place } = view;
  return (
    <li
      ref={onCard}
      className={cx(
        styles['card'],
        view.gone && styles['cardGone'],
        view.fresh && styles['cardFresh'],
        view.orphan && styles['cardOrphan'],
      )}
    >
      <p className={styles['cardHead']}>
        <strong>{title}</strong>
        {view.gone && <span className={styles['badge']}>{words.freedByLastChange}</span>}
        {view.fresh && <span className={cx(styles['badge'], styles['badgeFresh'])}>{words.newTable}</span>}
        {view.orphan && (
          <span className={cx(styles['badge'], styles['badgeOrphan'])}>
            {words.orphanCosts(2 ** geometry.pageShift)}
          </span>
        )}
        {view.reserved && <span className={styles['badge']}>{words.madeAtBootKept}</span>}
        <span className={styles['spring']} />
        {place.kind === 'page' ? (
          <button
            type="button"
            className={styles['link']}
            title={words.pageFrameThisTable}
            onClick={() => atlas().select({ kind: 'pfn', pfn: pfn(place.pfn) })}
          >
            {placeWords(place)}
          </button>
        ) : (
          <span className={styles['place']}>{placeWords(place)}</span>
        )}
      </p>
      <div
        ref={onStrip}
        className={styles['cells']}
        style={{ width: grid.width + 2 * MARGIN, height: grid.height + 2 * MARGIN }}
      >
        <canvas
          ref={canvas}
          aria-hidden="true"
          style={{ width: grid.width + 2 * MARGIN, height: grid.height + 2 * MARGIN }}
          onPointerMove={point}
          onPointerLeave={() => atlas().setHover({ kind: 'none' })}
          onClick={(event) => {
            const over = entryAt(
              grid,
              view.entries,
              event.nativeEvent.offsetX - MARGIN,
              event.nativeEvent.offsetY - MARGIN,
            );
            if (over !== undefined) moves.select(level, over, true);
          }}
        />
        <div
          role="grid"
          aria-label={words.entriesArrowsMoveControl(title, view.entries)}
          aria-rowcount={grid.rows}
          aria-colcount={grid.columns}
          tabIndex={-1}
          onKeyDown={keys}
        >
          <div role="row" aria-rowindex={Math.floor(index / grid.columns) + 1}>
            <div
              // a new element for every entry: what takes the focus is spoken
              key={index}
              ref={onCell}
              role="gridcell"
              tabIndex={0}
              aria-colindex={(index % grid.columns) + 1}
              aria-selected={overlay.chosen}
              aria-label={entryWords(view, index, entryStart(geometry, level, start, index))}
              className={styles['cell']}
              style={{ left: at.x + MARGIN, top: at.y + MARGIN, width: at.w, height: at.h }}
            />
          </div>
        </div>
      </div>
      <p className={styles['cardFoot']}>{summaryWords(view, counts)}</p>
    </li>
  );
}

/** Where a key leads inside a table; undefined: nowhere. */
function steps(event: KeyboardEvent, view: TableView, grid: CellGrid, index: number): number | undefined {
  if (event.ctrlKey) {
    const step = { ArrowRight: 1 as const, ArrowDown: 1 as const, ArrowLeft: -1 as const, ArrowUp: -1 as const }[
      event.key
    ];
    if (step === undefined) return undefined;
    return seek(view, index, step, (kind, mark) => kind !== ENTRY.none || mark === MARK.freed);
  }
  const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -grid.columns, ArrowDown: grid.columns }[event.key];
  const to = by !== undefined ? index + by : { Home: 0, End: view.entries - 1 }[event.key];
  return to === undefined || to < 0 || to >= view.entries ? undefined : to;
}

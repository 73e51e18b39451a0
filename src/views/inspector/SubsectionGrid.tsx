import { type CSSProperties, type KeyboardEvent, type ReactElement, useRef } from 'react';
import * as words from '#words/inspector-tabs.ts';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import { type Known, rangesOf, sectionRange, zoneAt } from '../../store/selection.ts';
import { pfn, type PfnRange } from '../../engine/units.ts';
import type { ZoneName } from '../../engine/zones/types.ts';
import type { MachineInfo, SectionDetail } from '../../link/messages.ts';
import { formatAddress } from '../../ui/format.ts';
import { cx } from '../../ui/cx.ts';
import { bitAt } from './bits.ts';
import styles from './inspector.module.css';
import { IMMOVABLE, zoneColor } from './words.ts';

const COLUMNS = 16;

/** One bit of subsection_map a cell: zone is hue, use is strength; amber holds struct pages, a red frame cannot move. */
export function SubsectionGrid({
  detail,
  info,
}: {
  readonly detail: SectionDetail;
  readonly info: MachineInfo;
}): ReactElement {
  const atlas = useAtlasStore().getState;
  const selection = useAtlas((s) => s.selection);
  const mirror = useAtlas((s) => s.mirror);
  const cells = useAtlas((s) => s.cells);
  const grid = useRef<HTMLDivElement>(null);
  const { sizes } = info;
  const known = { info, cells, mirror };
  const section = sectionRange(info, detail.nr);
  const chosen = selection.kind === 'range' || selection.kind === 'pfn' ? rangesOf(selection, known)[0] : undefined;
  const count = sizes.subsectionsPerSection;
  const rangeOf = (i: number): PfnRange => ({
    start: pfn(section.start + i * sizes.pagesPerSubsection),
    end: pfn(section.start + (i + 1) * sizes.pagesPerSubsection),
  });
  const holdsChoice = (r: PfnRange): boolean => chosen !== undefined && chosen.start < r.end && r.start < chosen.end;
  const first = chosen === undefined ? 0 : Math.floor((chosen.start - section.start) / sizes.pagesPerSubsection);
  const stop = first >= 0 && first < count ? first : 0;

  const move = (event: KeyboardEvent<HTMLDivElement>): void => {
    const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -COLUMNS, ArrowDown: COLUMNS }[event.key];
    const from = Number(event.target instanceof HTMLElement ? event.target.dataset['i'] : Number.NaN);
    if (Number.isNaN(from)) return;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      atlas().select({ kind: 'range', range: rangeOf(from) });
      return;
    }
    const to = event.key === 'Home' ? 0 : event.key === 'End' ? count - 1 : by === undefined ? -1 : from + by;
    if (to < 0 || to >= count) return;
    event.preventDefault();
    grid.current?.querySelector<HTMLElement>(`[data-i="${to}"]`)?.focus();
  };

  return (
    <div
      ref={grid}
      className={styles['grid']}
      role="grid"
      tabIndex={-1}
      aria-label={words.subsectionsOfSection(detail.nr)}
      onPointerLeave={() => atlas().setHover({ kind: 'none' })}
    >
      {Array.from({ length: count / COLUMNS }, (_, row) => (
        <div key={row} role="row" className={styles['gridRow']}>
          {Array.from({ length: COLUMNS }, (_, column) => {
            const i = row * COLUMNS + column;
            const range = rangeOf(i);
            const cell = cellOf(detail, info, i);
            const zone = zoneOfCell(detail, known, range);
            const label = words.subsectionAt(i, formatAddress(range.start * sizes.pageBytes), cell.words, zone);
            const look: CSSProperties =
              cell.kind === 'memmap'
                ? { backgroundColor: 'var(--memmap)' }
                : cell.kind === 'used' && zone !== undefined
                  ? {
                      backgroundColor: `color-mix(in oklab, ${zoneColor(zone)} ${Math.round(34 + cell.share * 66)}%, var(--cell-empty))`,
                    }
                  : {};
            return (
              <div
                key={column}
                role="gridcell"
                data-i={i}
                tabIndex={i === stop ? 0 : -1}
                aria-label={label}
                aria-selected={holdsChoice(range)}
                title={label}
                className={cx(
                  styles['cell'],
                  cell.kind === 'absent' && styles['cellAbsent'],
                  cell.kind === 'used' && zone === undefined && styles['hatched'],
                  cell.stuck && styles['cellStuck'],
                )}
                style={look}
                onKeyDown={move}
                onClick={() => atlas().select({ kind: 'range', range })}
                onPointerEnter={() => atlas().setHover({ kind: 'range', range })}
              />
            );
          })}
        </div>
      ))}
    </div>
  );
}

/** What a subsection is, as drawn. */
export interface Cell {
  readonly kind: 'absent' | 'used' | 'memmap';
  /** How much of it is in use, 0…1. */
  readonly share: number;
  /** Somebody here cannot be moved, in a block that is not boot memory or memmap anyway. */
  readonly stuck: boolean;
  readonly words: string;
}

/** The zone of a subsection: that of a device's own pages, or of its block; undefined: it is offline, or in none. */
export function zoneOfCell(detail: SectionDetail, known: Known, { start, end }: PfnRange): ZoneName | undefined {
  const { info, cells } = known;
  const at = start * (info?.sizes.pageBytes ?? 1);
  if (cells.devices?.pagemaps.some((m) => m.start <= at && at < m.end) === true) return 'Device';
  if (detail.blockState === 'offline') return undefined;
  // the first page of memory is in no zone: the last one of a subsection says it as well
  return (zoneAt(known, start) ?? zoneAt(known, pfn(end - 1)))?.zone;
}

/** Subsection `i` of a section. */
export function cellOf(detail: SectionDetail, info: MachineInfo, i: number): Cell {
  const { pagesPerSubsection, pagesPerPageblock } = info.sizes;
  if (!bitAt(detail.map, i)) return { kind: 'absent', share: 0, stuck: false, words: words.noMemory };
  const pageblock = detail.use.pageblocks[Math.floor((i * pagesPerSubsection) / pagesPerPageblock)];
  if (pageblock === undefined) return { kind: 'used', share: 0, stuck: false, words: words.isActive };
  const memmap = pageblock.owners
    .filter((o) => o.kind === 'memmap' || o.kind === 'self-hosted-memmap')
    .reduce((n, o) => n + o.pages, 0);
  const share = Math.min(1, pageblock.used / pagesPerPageblock);
  const kind = memmap * 2 > pagesPerPageblock ? 'memmap' : 'used';
  const stuck = pageblock.owners.some(
    (o) => o.kind === 'pinned' || (IMMOVABLE.has(o.kind) && pageblock.type === 'movable'),
  );
  return { kind, share, stuck, words: words.ofPagesUsed(pageblock.type, pageblock.used, pagesPerPageblock) };
}

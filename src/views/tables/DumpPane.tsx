import { type KeyboardEvent, type ReactElement, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import * as words from '#words/tables.ts';
import type { DumpLineView } from '../../engine/mapping/table-views.ts';
import type { MapRegion } from '../../engine/mapping/types.ts';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import { Segmented } from '../../ui/fields.tsx';
import { cx } from '../../ui/cx.ts';
import { useAsk } from '../inspector/useAsk.ts';
import { useMomentKey } from '../inspector/useMomentKey.ts';
import type { Cursor } from './cursor.ts';
import { firstLine, holds } from './dump.ts';
import styles from './tables.module.css';
import { useSize } from './useSize.ts';
import { REGION_NAMES } from './words.ts';

/** Height of a line, as the style sheet has it. */
const LINE = 18;
/** Lines kept ready above and below. */
const AROUND = 8;

/** The kernel's own dump of the tables: every line lights up its cells, and the other way round. */
export function DumpPane(props: {
  readonly region: MapRegion;
  readonly cursor: Cursor | undefined;
  readonly onRegion: (region: MapRegion) => void;
}): ReactElement {
  const { region, cursor } = props;
  const atlas = useAtlasStore().getState;
  const hover = useAtlas((s) => s.hover);
  const lines = useAsk('ptdump', { region }, `${region} ${useMomentKey()}`, false);
  const box = useRef<HTMLDivElement>(null);
  const { height } = useSize(box);
  const [top, setTop] = useState(0);
  const [active, setActive] = useState<number | undefined>();
  const all = lines ?? NO_LINES;
  const selected = useMemo(() => (cursor === undefined ? -1 : firstLine(all, cursor.va, cursor.bytes)), [all, cursor]);
  // the line of what was selected elsewhere comes into view
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null || selected < 0) return;
    const y = selected * LINE;
    if (y < element.scrollTop || y + LINE > element.scrollTop + element.clientHeight)
      element.scrollTop = Math.max(0, y - element.clientHeight / 3);
  }, [selected, height]);
  const focused = active ?? (selected >= 0 ? selected : 0);
  useEffect(() => {
    if (active !== undefined) box.current?.querySelector<HTMLElement>(`[data-line="${active}"]`)?.focus();
  }, [active]);

  const from = Math.max(0, Math.floor(top / LINE) - AROUND);
  const to = Math.min(all.length, Math.ceil((top + height) / LINE) + AROUND);
  const shown = all.slice(from, to);
  const select = (line: DumpLineView | undefined): void => {
    if (line?.kind === 'run') atlas().select({ kind: 'va', va: line.start, bytes: Number(line.end - line.start) });
  };
  const keys = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor(height / LINE) - 1);
    const to = {
      ArrowDown: focused + 1,
      ArrowUp: focused - 1,
      PageDown: focused + page,
      PageUp: focused - page,
      Home: 0,
      End: all.length - 1,
    }[event.key];
    if (event.key === 'Enter' || event.key === ' ') select(all[focused]);
    else if (to === undefined) return;
    else {
      const next = Math.max(0, Math.min(all.length - 1, to));
      const element = box.current;
      // the line must stand before it can take the focus
      if (element !== null) {
        const y = next * LINE;
        if (y < element.scrollTop) element.scrollTop = y;
        else if (y + LINE > element.scrollTop + element.clientHeight)
          element.scrollTop = y + LINE - element.clientHeight;
        setTop(element.scrollTop);
      }
      setActive(next);
    }
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <section className={styles['dump']} aria-label={words.dumpOfPageTables}>
      <header className={styles['dumpHead']}>
        <Segmented
          label={words.regionOfDump}
          value={region}
          choices={[
            { id: 'direct-map', label: REGION_NAMES['direct-map'] },
            { id: 'vmemmap', label: REGION_NAMES.vmemmap },
          ]}
          onChange={props.onRegion}
        />
        <span className={styles['place']}>{words.ptdump(all.length)}</span>
      </header>
      <div
        ref={box}
        className={styles['dumpLines']}
        role="listbox"
        aria-label={words.linesOfDump}
        tabIndex={-1}
        onScroll={(event) => setTop(event.currentTarget.scrollTop)}
        onKeyDown={keys}
        onPointerLeave={() => atlas().setHover({ kind: 'none' })}
      >
        <div style={{ height: all.length * LINE }} role="presentation">
          <div style={{ transform: `translateY(${from * LINE}px)` }} role="presentation">
            {shown.map((line, i) => {
              const at = from + i;
              const lit = line.kind === 'run' && cursor !== undefined && holds(line, cursor.va, cursor.bytes);
              const over =
                line.kind === 'run' && hover.kind === 'va' && holds(line, hover.va, BigInt(hover.bytes ?? 1));
              return (
                <button
                  key={at}
                  type="button"
                  role="option"
                  data-line={at}
                  aria-selected={lit}
                  aria-setsize={all.length}
                  aria-posinset={at + 1}
                  tabIndex={at === Math.max(from, Math.min(to - 1, focused)) ? 0 : -1}
                  className={cx(
                    styles['dumpLine'],
                    line.kind === 'marker' && styles['dumpMarker'],
                    line.kind === 'run' && !line.mapped && styles['dumpEmpty'],
                    lit && styles['dumpLit'],
                    over && styles['dumpOver'],
                  )}
                  onClick={() => {
                    setActive(at);
                    select(line);
                  }}
                  onPointerEnter={() =>
                    atlas().setHover(
                      line.kind === 'run'
                        ? { kind: 'va', va: line.start, bytes: Number(line.end - line.start) }
                        : { kind: 'none' },
                    )
                  }
                >
                  {line.text}
                </button>
              );
            })}
          </div>
        </div>
      </div>
    </section>
  );
}
const NO_LINES: readonly DumpLineView[] = [];

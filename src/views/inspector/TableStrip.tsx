import { type KeyboardEvent, type PointerEvent, type ReactElement, useEffect, useRef, useState } from 'react';
import * as words from '#words/inspector-tabs.ts';
import { useAtlasStore } from '../../store/atlas.ts';
import type { Geometry } from '../../engine/arch/geometry.ts';
import type { WalkLevel } from '../../engine/mapping/types.ts';
import { formatAddress } from '../../ui/format.ts';
import { usePalette } from '../../ui/palette.ts';
import { withIndex } from './bits.ts';
import { fitCanvas } from './canvas.ts';
import styles from './inspector.module.css';
import { countEntries, entryAt, paintStrip, stripLayout } from './strip.ts';

const KINDS = [words.noEntry, words.table, words.leafEntry];

/** One table: every entry as a cell; the arrow keys and the mouse choose another entry. */
export function TableStrip(props: {
  readonly level: WalkLevel;
  readonly geometry: Geometry;
  readonly va: bigint;
  readonly width: number;
  readonly marked: Uint8Array | undefined;
  readonly onStrip: (element: HTMLDivElement | null) => void;
}): ReactElement {
  const atlas = useAtlasStore().getState;
  const { level, geometry, va, width, marked, onStrip } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const palette = usePalette();
  const [over, setOver] = useState<number | undefined>();
  const layout = stripLayout(level.entries, width);
  useEffect(() => {
    const g = canvas.current === null ? undefined : fitCanvas(canvas.current);
    if (g !== undefined) {
      g.translate(2, 2);
      paintStrip(g, layout, level.strip, level.index, marked, palette);
    }
  });
  const go = (index: number): void => atlas().select({ kind: 'va', va: withIndex(va, geometry, level.shift, index) });
  const under = (event: PointerEvent<HTMLCanvasElement>): number | undefined =>
    entryAt(layout, level.entries, event.nativeEvent.offsetX - 2, event.nativeEvent.offsetY - 2);
  const keys = (event: KeyboardEvent): void => {
    const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -layout.columns, ArrowDown: layout.columns }[event.key];
    const to =
      event.key === 'Home' ? 0 : event.key === 'End' ? level.entries - 1 : by === undefined ? -1 : level.index + by;
    if (to < 0 || to >= level.entries) return;
    event.preventDefault();
    go(to);
  };
  const span = 2 ** level.shift;
  const describe = (i: number): string =>
    words.entry(i, KINDS[level.strip[i] ?? 0], formatAddress(withIndex(va, geometry, level.shift, i)), span);
  const [empty, tables, leaves] = countEntries(level.strip);
  const touched = marked?.reduce((n, mark) => n + mark, 0) ?? 0;
  const summary = [
    leaves > 0 && words.leavesOfSpan(leaves, span),
    tables > 0 && words.tables(tables),
    words.empty(empty),
    touched > 0 && words.changed(touched),
  ].filter((part) => part !== false);
  return (
    <>
      <div ref={onStrip} className={styles['strip']}>
        <canvas
          ref={canvas}
          style={{ width: layout.width + 4, height: layout.height + 4 }}
          role="slider"
          tabIndex={0}
          aria-label={words.entryOfTable(level.level)}
          aria-valuemin={0}
          aria-valuemax={level.entries - 1}
          aria-valuenow={level.index}
          aria-valuetext={describe(level.index)}
          onKeyDown={keys}
          onPointerMove={(event) => setOver(under(event))}
          onPointerLeave={() => setOver(undefined)}
          onClick={() => over !== undefined && go(over)}
        />
      </div>
      <p className={styles['stripNote']}>{over === undefined ? summary.join(' · ') : describe(over)}</p>
    </>
  );
}

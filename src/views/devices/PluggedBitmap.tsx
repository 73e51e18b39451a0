import type { ReactElement } from 'react';
import * as words from '#words/devices.ts';
import type { VirtioMemView } from '../../engine/devices/view.ts';
import { blockId } from '../../engine/units.ts';
import type { MachineInfo } from '../../link/messages.ts';
import type { Selection } from '../../store/types.ts';
import { cx } from '../../ui/cx.ts';
import styles from './devices.module.css';

/** More units than this are drawn together. */
const MOST = 64;

/** One stroke of the bitmap: a unit (memory block or big block), and how much of it is in which state. */
interface Cell {
  readonly start: number;
  readonly end: number;
  readonly plugged: number;
  readonly fake: number;
  readonly state: string;
}

/** The cells of a device's region: one a unit, or several units to a cell on large devices. */
export function bitmapCells(v: VirtioMemView, fallback: number): readonly Cell[] {
  const unit = v.driver?.unit ?? fallback;
  const first = Math.floor(v.start / unit);
  const count = Math.ceil(v.end / unit) - first;
  const each = Math.max(1, Math.ceil(count / MOST));
  const cells: Cell[] = [];
  let run = 0;
  for (let i = 0; i < count; i += each) {
    const start = Math.max(v.start, (first + i) * unit);
    const end = Math.min(v.end, (first + i + each) * unit);
    let [plugged, fake] = [0, 0];
    while (run < v.bitmap.length && (v.bitmap[run]?.end ?? 0) <= start) run++;
    for (let n = run; n < v.bitmap.length; n++) {
      const r = v.bitmap[n];
      if (r === undefined || r.start >= end) break;
      const bytes = Math.min(end, r.end) - Math.max(start, r.start);
      if (r.state === 'plugged') plugged += bytes;
      else if (r.state === 'fake-offline') fake += bytes;
    }
    cells.push({
      start,
      end,
      plugged,
      fake,
      state: v.units.find((u) => u.start < end && start < u.end)?.state ?? 'unused',
    });
  }
  return cells;
}

const hue = (state: string): string =>
  state.startsWith('movable')
    ? 'movable'
    : state.startsWith('kernel')
      ? 'normal'
      : state === 'added'
        ? 'movable'
        : 'offline';

/** Which pieces of the region are plugged: a column for each memory block, filled as far as it is plugged. */
export function PluggedBitmap(props: {
  readonly device: VirtioMemView;
  readonly info: MachineInfo;
  readonly ghost: boolean;
  readonly onPick: (s: Selection) => void;
}): ReactElement {
  const { device: v, info, ghost, onPick } = props;
  const cells = bitmapCells(v, info.blockBytes);
  return (
    <div
      role="img"
      aria-label={words.pluggedPieces(
        v.id,
        cells.filter((c) => c.plugged === c.end - c.start).length,
        cells.length,
        cells.filter((c) => c.plugged > 0 && c.plugged < c.end - c.start).length,
      )}
      className={cx(styles['bitmap'], ghost && styles['barGhost'])}
    >
      {cells.map((c) => (
        <i
          key={c.start}
          className={styles['bitmapCell']}
          title={words.memoryPlugged(Math.floor(c.start / info.blockBytes), c.state, c.plugged, c.fake)}
          onPointerUp={() => onPick({ kind: 'block', id: blockId(Math.floor(c.start / info.blockBytes)) })}
        >
          <b
            className={styles[`look-${hue(c.state)}`]}
            style={{ height: `${(c.plugged / (c.end - c.start)) * 100}%` }}
          />
          {c.fake > 0 && (
            <b className={styles['look-fake']} style={{ height: `${(c.fake / (c.end - c.start)) * 100}%` }} />
          )}
        </i>
      ))}
    </div>
  );
}

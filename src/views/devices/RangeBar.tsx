import type { ReactElement } from 'react';
import type { Span } from '../../engine/devices/view.ts';
import { cx } from '../../ui/cx.ts';
import type { BarPart } from './bar.ts';
import styles from './devices.module.css';

/** A range drawn to scale. A picture for eyes and pointers: what it says and does stands in words beside it. */
export function RangeBar(props: {
  readonly span: Span;
  readonly parts: readonly BarPart[];
  /** Shows an outcome that has not happened yet. */
  readonly ghost?: boolean;
  readonly lit?: string | undefined;
  readonly label: string;
  readonly onPick?: (part: BarPart) => void;
  readonly onPoint?: (part: BarPart | undefined) => void;
  readonly tall?: boolean;
}): ReactElement {
  const { span, parts, ghost = false, lit, label, onPick, onPoint, tall = false } = props;
  const total = Math.max(1, span.end - span.start);
  return (
    <div
      role="img"
      aria-label={label}
      className={cx(styles['bar'], ghost && styles['barGhost'], tall && styles['barTall'])}
      onPointerLeave={() => onPoint?.(undefined)}
    >
      {parts.map((p) => (
        <i
          key={`${p.look}${p.start}`}
          title={p.title}
          className={cx(styles['seg'], styles[`look-${p.look}`], lit === p.owner && styles['segLit'])}
          style={{ flexGrow: (p.end - p.start) / total }}
          onPointerUp={() => onPick?.(p)}
          onPointerEnter={() => onPoint?.(p)}
        />
      ))}
    </div>
  );
}

import { type ReactElement, useLayoutEffect, useState } from 'react';
import styles from './tables.module.css';

/** A rectangle inside the column. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}
/** One step of the walk: from an entry to the table below it, and the entry there. */
export interface Step {
  readonly from: Box;
  /** The whole table, or what stands below the last entry. */
  readonly to: Box;
  readonly entry: Box | undefined;
}

/** Where the walk goes: a beam from each entry opens to the table it points to, a line leads to the entry there. */
export function Curves(props: {
  /** Measures the steps once the cards stand. */
  readonly measure: () => readonly Step[];
  readonly of: string;
}): ReactElement {
  const { measure, of } = props;
  const [steps, setSteps] = useState<readonly Step[]>([]);
  useLayoutEffect(() => {
    const next = measure();
    setSteps((old) => (same(old, next) ? old : next));
    // `of` names everything that moves the cards
    // oxlint-disable-next-line react/exhaustive-deps
  }, [of]);
  return (
    <svg className={styles['curves']} aria-hidden="true">
      {steps.map(({ from, to, entry }, i) => {
        const top = from.y + from.h + 1.5;
        const middle = (top + to.y) / 2;
        const [left, right] = [from.x, from.x + from.w];
        const beam = `M${left} ${top}C${left} ${middle} ${to.x} ${middle} ${to.x} ${to.y}H${to.x + to.w}C${to.x + to.w} ${middle} ${right} ${middle} ${right} ${top}Z`;
        const start = from.x + from.w / 2;
        const end = entry === undefined ? to.x + to.w / 2 : entry.x + entry.w / 2;
        const bottom = entry === undefined ? to.y : entry.y - 2.5;
        const half = (top + bottom) / 2;
        return (
          <g key={i}>
            <path className={styles['beam']} d={beam} />
            {entry !== undefined && (
              <path
                className={styles['curve']}
                d={`M${start} ${top}C${start} ${half} ${end} ${half} ${end} ${bottom}`}
              />
            )}
          </g>
        );
      })}
    </svg>
  );
}

function same(a: readonly Step[], b: readonly Step[]): boolean {
  const flat = (steps: readonly Step[]): string =>
    steps
      .map(({ from, to, entry }) =>
        [from, to, entry].map((box) => (box === undefined ? '' : `${box.x} ${box.y} ${box.w} ${box.h}`)).join(),
      )
      .join(';');
  return flat(a) === flat(b);
}

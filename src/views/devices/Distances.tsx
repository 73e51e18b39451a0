import type { ReactElement, ReactNode } from 'react';
import type { DistanceView } from '../../engine/devices/view.ts';
import styles from './devices.module.css';
import type { DeviceTable } from './facts.ts';
import { FigureTable } from './FigureTable.tsx';

/** Latency and bandwidth from each node with CPUs to each node's memory, as bars against the largest. */
export function Distances({
  distances,
  table,
}: {
  readonly distances: readonly DistanceView[];
  readonly table: DeviceTable;
}): ReactElement {
  const most = (of: (d: DistanceView) => number | undefined): number =>
    Math.max(1, ...distances.map((d) => of(d) ?? 0));
  const slowest = most((d) => d.latency);
  const widest = most((d) => d.bandwidth);
  const bar = (value: number | undefined, all: number): ReactElement => (
    <i className={styles['share']} style={{ width: `${((value ?? 0) / all) * 100}%` }} aria-hidden="true" />
  );
  const beside = (row: number, column: number): ReactNode => {
    const d = distances[row];
    return column === 2 ? bar(d?.latency, slowest) : column === 3 ? bar(d?.bandwidth, widest) : undefined;
  };
  return <FigureTable className={styles['distances']} table={table} beside={beside} />;
}

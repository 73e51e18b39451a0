import type { ReactElement } from 'react';
import type { DistanceView } from '../../engine/devices/view.ts';
import styles from './devices.module.css';
import type { DeviceTable } from './facts.ts';

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
  return (
    <table className={styles['distances']}>
      <thead>
        <tr>
          {table.head.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {distances.map((d, i) => {
          const [from, to, latency, bandwidth] = table.rows[i] ?? [];
          return (
            <tr key={`${d.initiator} ${d.target}`}>
              <td>{from}</td>
              <td>{to}</td>
              <td>
                {latency}
                {bar(d.latency, slowest)}
              </td>
              <td>
                {bandwidth}
                {bar(d.bandwidth, widest)}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

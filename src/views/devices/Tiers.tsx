import type { ReactElement } from 'react';
import * as words from '#words/devices.ts';
import type { DevicesView, DistanceView } from '../../engine/devices/view.ts';
import { useAtlas } from '../../store/atlas.ts';
import { Facts, Part } from '../inspector/parts.tsx';
import styles from './devices.module.css';

/** The machine's memory tiers, and what the firmware says of the memory of each node. */
export function Tiers({ devices }: { readonly devices: DevicesView }): ReactElement | undefined {
  if (devices.tiers.length === 0) return undefined;
  return (
    <>
      <Part title={words.memoryTiers} aside={words.smallerIsFaster}>
        <Facts
          facts={devices.tiers.map((t) => ({
            name: t.name,
            value: words.distance(t.nodes.length, t.nodes.join(', '), t.adistance),
          }))}
        />
      </Part>
      {devices.distances.length > 0 && <Distances distances={devices.distances} />}
    </>
  );
}

/** Latency and bandwidth from each node with CPUs to each node's memory, as bars against the largest. */
function Distances({ distances }: { readonly distances: readonly DistanceView[] }): ReactElement {
  const most = (of: (d: DistanceView) => number | undefined): number =>
    Math.max(1, ...distances.map((d) => of(d) ?? 0));
  const slowest = most((d) => d.latency);
  const widest = most((d) => d.bandwidth);
  const bar = (value: number | undefined, all: number): ReactElement => (
    <i className={styles['share']} style={{ width: `${((value ?? 0) / all) * 100}%` }} aria-hidden="true" />
  );
  return (
    <Part title={words.hmatHead} aside={words.hmatAside}>
      <table className={styles['distances']}>
        <thead>
          <tr>
            {[words.hmatFrom, words.hmatTo, words.hmatLatency, words.hmatBandwidth].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {distances.map((d) => (
            <tr key={`${d.initiator} ${d.target}`}>
              <td>{words.hmatNode(d.initiator)}</td>
              <td>{words.hmatNode(d.target)}</td>
              <td>
                {words.nanoseconds(d.latency)}
                {bar(d.latency, slowest)}
              </td>
              <td>
                {words.perSecond(d.bandwidth)}
                {bar(d.bandwidth, widest)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Part>
  );
}

/** On a node's card: its memory's tier and what the firmware says of it; nothing where all memory is alike. */
export function NodeTier({ node }: { readonly node: number }): ReactElement | undefined {
  const tiers = useAtlas((s) => s.cells.devices?.tiers);
  const distances = useAtlas((s) => s.cells.devices?.distances);
  const tier = tiers?.find((t) => t.nodes.includes(node));
  const own = distances?.filter((d) => d.target === node) ?? [];
  if ((tiers?.length ?? 0) < 2 && (distances?.length ?? 0) < 2) return undefined;
  if (tier === undefined && own.length === 0) return undefined;
  const best = (of: (d: DistanceView) => number | undefined, pick: (...n: number[]) => number): number | undefined => {
    const all = own.flatMap((d) => of(d) ?? []);
    return all.length === 0 ? undefined : pick(...all);
  };
  return (
    <p className={styles['nodeTier']} title={tier === undefined ? undefined : words.nodeTierTitle(tier.adistance)}>
      {words.nodeTier(
        tier?.name ?? words.noTierYet,
        best((d) => d.latency, Math.min),
        best((d) => d.bandwidth, Math.max),
      )}
    </p>
  );
}

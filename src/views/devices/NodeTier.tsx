import type { ReactElement } from 'react';
import * as words from '#words/devices.ts';
import type { DistanceView } from '../../engine/devices/view.ts';
import { useAtlas } from '../../store/atlas.ts';
import styles from './devices.module.css';

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

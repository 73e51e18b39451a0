import type { ReactElement } from 'react';
import { useAtlas } from '../../store/atlas.ts';
import { formatBytes, formatPlural } from '../../ui/format.ts';
import styles from './TopBar.module.css';

/** What the machine is, in one line. */
export function MachineFacts(): ReactElement | undefined {
  const info = useAtlas((s) => s.info);
  const nodes = useAtlas((s) => s.cells.nodes);
  const dimms = useAtlas((s) => s.cells.dimms);
  if (info === undefined) return undefined;
  const { geometry, sizes } = info;
  const present =
    (nodes ?? []).reduce((sum, node) => sum + node.zones.reduce((of, zone) => of + zone.present, 0), 0) *
    sizes.pageBytes;
  const facts = [
    `${geometry.arch}, ${geometry.levels.length}-level`,
    formatPlural(nodes?.filter((node) => node.online).length ?? 0, 'node'),
    `${formatBytes(present)} online`,
    formatPlural(dimms?.length ?? 0, 'DIMM'),
    `Linux ${info.release}`,
  ];
  return (
    <ul className={styles['facts']} aria-label="The machine">
      {info.modelled && (
        <li>
          <span className={styles['modelled']}>generated machine</span>
        </li>
      )}
      {facts.map((fact) => (
        <li key={fact}>{fact}</li>
      ))}
    </ul>
  );
}

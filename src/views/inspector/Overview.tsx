import type { ReactElement } from 'react';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import type { MachineInfo } from '../../link/messages.ts';
import { formatAddress, formatBytes, formatCount, formatPlural } from '../../ui/format.ts';
import styles from './inspector.module.css';
import { Facts, Part, Stack } from './parts.tsx';
import { zoneColor } from './words.ts';

/** The machine as a whole, while nothing is selected. */
export function Overview({ info }: { readonly info: MachineInfo }): ReactElement {
  const { geometry, sizes } = info;
  const blocks = useAtlas((s) => s.cells.highestSection) ?? 0;
  return (
    <div className={styles['tab']}>
      <header>
        <h2 className={styles['title']}>{info.title}</h2>
        <p className={styles['note']}>
          Nothing is selected: point at a tile of the map, a DIMM in the bay, or any <code>memoryN</code> in the
          console.
        </p>
      </header>
      <Zones info={info} />
      <Part title="Granules">
        <Facts
          facts={[
            { name: 'page', value: formatBytes(sizes.pageBytes) },
            {
              name: 'pageblock',
              value: `${formatBytes(sizes.pagesPerPageblock * sizes.pageBytes)}, ${formatCount(sizes.pagesPerPageblock)} pages`,
            },
            {
              name: 'subsection',
              value: `${formatBytes(sizes.subsectionBytes)}, ${sizes.subsectionsPerSection} in a section`,
            },
            {
              name: 'section',
              value: `${formatBytes(sizes.sectionBytes)}, ${formatPlural(blocks, 'section')} to the end`,
            },
            {
              name: 'block size',
              value: `${formatBytes(info.blockBytes)}${info.sectionsPerBlock > 1 ? `, ${info.sectionsPerBlock} sections` : ''}`,
            },
            {
              name: 'memmap',
              value: `${geometry.structPageBytes} B a page: ${formatBytes(sizes.memmapPagesPerSection * sizes.pageBytes)} a section`,
            },
          ]}
        />
      </Part>
      <Part title="Kernel addresses">
        <Facts
          facts={[
            { name: 'levels', value: geometry.levels.map((level) => level.name).join(' → ') },
            { name: 'direct map', value: `from ${formatAddress(geometry.directMap.start)}` },
            { name: 'vmemmap', value: `from ${formatAddress(geometry.vmemmap.start)}` },
          ]}
        />
      </Part>
      <Policies />
    </div>
  );
}

/** How the memory of each node is shared out among its zones. */
function Zones({ info }: { readonly info: MachineInfo }): ReactElement {
  const atlas = useAtlasStore().getState;
  const nodes = useAtlas((s) => s.cells.nodes) ?? [];
  const free = useAtlas((s) => s.cells.free) ?? [];
  const { pageBytes } = info.sizes;
  return (
    <Part title="Nodes and zones">
      {nodes
        .filter((node) => node.online)
        .map((node) => {
          const zones = node.zones.filter((zone) => zone.present > 0);
          const present = zones.reduce((sum, zone) => sum + zone.present, 0);
          const unused = free.filter((f) => f.ref.nid === node.id).reduce((sum, f) => sum + f.pages, 0);
          return (
            <div key={node.id} className={styles['overviewNode']}>
              <p className={styles['overviewLine']}>
                <button
                  type="button"
                  className={styles['link']}
                  onClick={() => atlas().select({ kind: 'node', id: node.id })}
                >
                  node {node.id}
                </button>
                <span className={styles['num']}>
                  {present === 0
                    ? 'no memory online'
                    : `${formatBytes(present * pageBytes)}, ${formatBytes(unused * pageBytes)} free`}
                </span>
              </p>
              {present > 0 && (
                <Stack
                  label={zones.map((zone) => `${zone.name}: ${formatBytes(zone.present * pageBytes)}`).join(', ')}
                  slices={zones.map((zone) => ({
                    key: zone.name,
                    share: zone.present / present,
                    color: zoneColor(zone.name),
                    title: `${zone.name}: ${formatBytes(zone.present * pageBytes)}`,
                  }))}
                />
              )}
            </div>
          );
        })}
    </Part>
  );
}

/** Policies that decide what becomes of memory that arrives. */
const SHOWN = ['auto_online_blocks', 'online_policy', 'memmap_on_memory', 'movable_node'] as const;

function Policies(): ReactElement | undefined {
  const params = useAtlas((s) => s.cells.params);
  if (params === undefined) return undefined;
  const facts = SHOWN.flatMap((name) => {
    const value = params[name];
    return value === undefined ? [] : [{ name, value }];
  });
  return facts.length === 0 ? undefined : (
    <Part title="What decides about memory that arrives">
      <Facts facts={facts} />
    </Part>
  );
}

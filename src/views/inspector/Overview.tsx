import type { ReactElement } from 'react';
import * as words from '#words/inspector.ts';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import type { MachineInfo } from '../../link/messages.ts';
import { formatAddress, formatBytes } from '../../ui/format.ts';
import { rich } from '../../ui/rich.ts';
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
        <p className={styles['note']}>{rich(words.nothingIsSelectedPoint(<code>memoryN</code>))}</p>
      </header>
      <Zones info={info} />
      <Part title={words.granules}>
        <Facts
          facts={[
            { name: words.page, value: formatBytes(sizes.pageBytes) },
            {
              name: words.pageblock,
              value: words.pages(sizes.pagesPerPageblock * sizes.pageBytes, sizes.pagesPerPageblock),
            },
            {
              name: words.subsection,
              value: words.inSection(sizes.subsectionBytes, sizes.subsectionsPerSection),
            },
            {
              name: words.overviewSection,
              value: words.toEnd(sizes.sectionBytes, blocks),
            },
            {
              name: words.blockSize,
              value: `${formatBytes(info.blockBytes)}${info.sectionsPerBlock > 1 ? words.sections(info.sectionsPerBlock) : ''}`,
            },
            {
              name: 'memmap',
              value: words.bPageSection(geometry.structPageBytes, sizes.memmapPagesPerSection * sizes.pageBytes),
            },
          ]}
        />
      </Part>
      <Part title={words.kernelAddresses}>
        <Facts
          facts={[
            { name: words.levels, value: geometry.levels.map((level) => level.name).join(' → ') },
            { name: words.directMap, value: words.startFrom(formatAddress(geometry.directMap.start)) },
            { name: 'vmemmap', value: words.startFrom(formatAddress(geometry.vmemmap.start)) },
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
    <Part title={words.nodesAndZones}>
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
                  {words.node(node.id)}
                </button>
                <span className={styles['num']}>
                  {present === 0 ? words.noMemoryOnline : words.free(present * pageBytes, unused * pageBytes)}
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
    <Part title={words.whatDecidesAboutMemory}>
      <Facts facts={facts} />
    </Part>
  );
}

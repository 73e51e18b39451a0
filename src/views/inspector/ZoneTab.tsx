import type { ReactElement } from 'react';
import * as words from '#words/inspector-tabs.ts';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import type { NodeState, Zone } from '../../engine/zones/types.ts';
import type { MachineInfo } from '../../link/messages.ts';
import { formatAddressRange, formatBytes, formatCount } from '../../ui/format.ts';
import { Segmented, Select } from '../../ui/fields.tsx';
import { chosenZone } from './chosenZone.ts';
import styles from './inspector.module.css';
import { Explain } from '../explain/Explain.tsx';
import { Empty, Facts, Part, Stack } from './parts.tsx';
import { SpanBar } from './SpanBar.tsx';
import { Watermarks } from './Watermarks.tsx';
import { percent, zoneColor } from './words.ts';
import { blocksOf } from './zoneBlocks.ts';

/** More nodes than this are a list. */
const MOST_SEGMENTS = 4;

/** One zone of one node: its span with the holes in it, what it counts, its watermarks. */
export function ZoneTab(): ReactElement {
  const atlas = useAtlasStore().getState;
  const info = useAtlas((s) => s.info);
  const nodes = useAtlas((s) => s.cells.nodes);
  const { node, zone } = useChosen();
  if (info === undefined || nodes === undefined || node === undefined || zone === undefined)
    return <Empty title={words.noZones}>{words.machineHasNotReported}</Empty>;
  const choose = (nid: number, name: string): void => {
    const to = nodes.find((n) => n.id === nid);
    const chosen = to?.zones.find((z) => z.name === name) ?? to?.zones.find((z) => z.spanned > 0) ?? to?.zones[0];
    if (to !== undefined && chosen !== undefined)
      atlas().select({ kind: 'zone', ref: { nid: to.id, zone: chosen.name } });
  };
  return (
    <div className={styles['tab']}>
      <div className={styles['choosers']}>
        {nodes.length <= MOST_SEGMENTS ? (
          <Segmented
            label={words.nodeName}
            value={`${node.id}`}
            choices={nodes.map((n) => ({ id: `${n.id}`, label: words.nodeChoice(n.id) }))}
            onChange={(id) => choose(Number(id), zone.name)}
          />
        ) : (
          <Select
            label={words.nodeName}
            value={`${node.id}`}
            choices={nodes.map((n) => ({ id: `${n.id}`, label: words.nodeChoice(n.id) }))}
            onChange={(id) => choose(Number(id), zone.name)}
          />
        )}
        <Segmented
          label={words.zoneName}
          value={zone.name}
          choices={node.zones.map((z) => ({ id: z.name, label: z.name }))}
          onChange={(name) => choose(node.id, name)}
        />
      </div>
      <header>
        <h2 className={styles['title']}>{words.nodeAndZone(node.id, zone.name)}</h2>
        <p className={styles['range']}>
          {zone.spanned === 0 ? (
            words.spansNothing
          ) : (
            <>
              <span>
                {formatAddressRange(
                  zone.startPfn * info.sizes.pageBytes,
                  (zone.startPfn + zone.spanned) * info.sizes.pageBytes,
                )}
              </span>
              <span>{words.startPfn(zone.startPfn)}</span>
            </>
          )}
        </p>
      </header>
      {zone.spanned === 0 ? (
        <p className={styles['note']}>{zone.name === 'Movable' ? words.noBlockIsOnline : words.noMemoryOfThis}</p>
      ) : (
        <ZoneBody info={info} node={node} zone={zone} />
      )}
    </div>
  );
}

function useChosen(): ReturnType<typeof chosenZone> {
  const info = useAtlas((s) => s.info);
  const cells = useAtlas((s) => s.cells);
  const mirror = useAtlas((s) => s.mirror);
  const selection = useAtlas((s) => s.selection);
  return chosenZone(selection, { info, cells, mirror });
}

function ZoneBody(props: { readonly info: MachineInfo; readonly node: NodeState; readonly zone: Zone }): ReactElement {
  const { info, node, zone } = props;
  const free =
    useAtlas((s) => s.cells.free)?.find((f) => f.ref.nid === node.id && f.ref.zone === zone.name)?.pages ?? 0;
  const mirror = useAtlas((s) => s.mirror);
  const nodes = useAtlas((s) => s.cells.nodes) ?? [];
  useAtlas((s) => s.frame); // the mirror changes in place
  const { pageBytes } = info.sizes;
  const holes = zone.spanned - zone.present;
  const unmanaged = zone.present - zone.managed;
  const used = Math.max(0, zone.managed - free);
  const color = zoneColor(zone.name);
  const pages = (n: number): string => `${formatCount(n)} · ${formatBytes(n * pageBytes)}`;
  const blocks = blocksOf(mirror, info, node.id, zone);
  return (
    <>
      <SpanBar info={info} node={node} zone={zone} />
      <Stack
        label={words.ofPagesSpannedUsed(zone.spanned, used, free, unmanaged, holes)}
        slices={[
          { key: 'used', share: used / zone.spanned, color, title: words.used(pages(used)) },
          {
            key: 'free',
            share: free / zone.spanned,
            color: `color-mix(in oklab, ${color} 38%, var(--cell-empty))`,
            title: words.pagesFree(pages(free)),
          },
          {
            key: 'unmanaged',
            share: unmanaged / zone.spanned,
            color: 'var(--memmap)',
            title: words.presentButNotManaged(pages(unmanaged)),
          },
          {
            key: 'holes',
            share: holes / zone.spanned,
            color: 'var(--absent)',
            hatched: true,
            title: words.holes(pages(holes)),
          },
        ]}
      />
      <Facts
        facts={[
          {
            name: words.spanned,
            value: (
              <Explain
                id="ZON-6"
                room="zones"
                label={words.pagesSpanned(pages(zone.spanned))}
                values={{ spanned: zone.spanned, end_pfn: zone.startPfn + zone.spanned, start_pfn: zone.startPfn }}
              >
                {pages(zone.spanned)}
              </Explain>
            ),
          },
          {
            name: words.present,
            value: (
              <Explain
                id="ZON-7"
                room="zones"
                label={words.pagesPresent(pages(zone.present))}
                values={{ present: zone.present, spanned: zone.spanned, holes }}
                lines={[words.ofThemSinceBoot(zone.presentEarly)]}
              >
                {pages(zone.present)} ({percent(zone.present, zone.spanned)})
              </Explain>
            ),
          },
          {
            name: words.managed,
            value: (
              <Explain
                id="ZON-8"
                room="zones"
                label={words.pagesManaged(pages(zone.managed))}
                values={{ managed: zone.managed, present: zone.present, reserved: unmanaged }}
              >
                {pages(zone.managed)}
              </Explain>
            ),
          },
          { name: words.freePages, value: pages(free) },
          { name: words.holesInSpan, value: holes === 0 ? words.noneContiguous : pages(holes) },
          zone.cma > 0 ? { name: words.cma, value: pages(zone.cma) } : undefined,
          { name: words.blocks, value: blocks.text },
        ]}
      />
      <Watermarks info={info} node={node} zone={zone} free={free} nodes={nodes} />
      <Protection node={node} zone={zone} />
    </>
  );
}

function Protection({ node, zone }: { readonly node: NodeState; readonly zone: Zone }): ReactElement | undefined {
  if (zone.protection.length === 0) return undefined;
  return (
    <Part title={words.keptFromRequests}>
      <table className={styles['table']}>
        <thead>
          <tr>
            {node.zones.map((z) => (
              <th key={z.name} scope="col">
                {z.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            {node.zones.map((z, i) => (
              <td key={z.name}>
                <Kept node={node} zone={zone} upper={i} />
              </td>
            ))}
          </tr>
        </tbody>
      </table>
    </Part>
  );
}

/** lowmem_reserve_ratio of a zone (mm/page_alloc.c: sysctl_lowmem_reserve_ratio). */
const RATIO: Partial<Record<Zone['name'], number>> = { DMA: 256, DMA32: 256, Normal: 32 };

/** Pages of a zone that a request for `upper` leaves alone. */
function Kept(props: { readonly node: NodeState; readonly zone: Zone; readonly upper: number }): ReactElement {
  const { node, zone, upper } = props;
  const pages = zone.protection[upper] ?? 0;
  const at = node.zones.findIndex((z) => z.name === zone.name);
  const above = node.zones.slice(at + 1, upper + 1);
  const ratio = RATIO[zone.name];
  if (ratio === undefined || above.length === 0) return <>{formatCount(pages)}</>;
  return (
    <Explain
      id="WMK-5"
      room="zones"
      label={words.pagesKeptFromRequests(pages, node.zones[upper]?.name ?? '')}
      values={{ protection: pages, managed_above: above.reduce((sum, z) => sum + z.managed, 0), ratio }}
      lines={[words.aboveItUp(node.zones[upper]?.name ?? '', above.map((z) => z.name).join(', '))]}
    >
      {formatCount(pages)}
    </Explain>
  );
}

import type { ReactElement } from 'react';
import * as words from '#words/devices.ts';
import type { DaxView, DevicesView, NamespaceView, RegionView } from '../../engine/devices/view.ts';
import type { MachineInfo } from '../../link/messages.ts';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import { setCarving, usePage } from '../../store/page.ts';
import { Button } from '../../ui/Button.tsx';
import { formatBytes } from '../../ui/format.ts';
import { daxOf, regionParts } from './bar.ts';
import { CarveDialog } from './CarveDialog.tsx';
import { DeviceCard, DeviceName, MoreMenu } from './CardHead.tsx';
import styles from './devices.module.css';
import { useDeviceHands } from './hands.ts';
import { linesToLabel } from './lines.ts';
import { daxMenu, namespaceMenu, regionMenu } from './menus.ts';
import { RangeBar } from './RangeBar.tsx';
import { REGION_KINDS, daxWords, namespaceWords } from './words.ts';

/** A region of persistent memory: who brought it, what was carved out of it, and what that became. */
export function RegionCard(props: {
  readonly region: RegionView;
  readonly devices: DevicesView;
  readonly info: MachineInfo;
}): ReactElement {
  const { region: r, devices, info } = props;
  const atlas = useAtlasStore().getState;
  const hands = useDeviceHands();
  const ghost = useAtlas((s) => s.ghost?.devices);
  const carving = usePage((s) => (s.carving?.region === r.id ? s.carving : undefined));
  const nvdimm = devices.nvdimms.find((x) => x.region === r.id);
  const vpmem = devices.virtioPmem.find((x) => x.region === r.id);
  const id = `region${r.id}`;
  const canLabel = nvdimm !== undefined && nvdimm.labelSize > 0;
  const after = ghost?.regions.find((x) => x.id === r.id);
  const shown = ghost !== undefined && after !== undefined ? { devices: ghost, region: after } : { devices, region: r };
  const own = devices.namespaces.filter((n) => n.region === r.id).toSorted((a, b) => a.start - b.start);
  const whose = nvdimm?.id ?? vpmem?.id;
  return (
    <DeviceCard
      device={{ kind: 'region', id }}
      node={r.targetNode}
      fact={words.regionFacts(whose, r.end - r.start, r.targetNode)}
      menu={() => regionMenu(r, canLabel, hands, () => setCarving({ region: r.id }))}
      onMenuClose={() => hands.preview(undefined)}
    >
      <RangeBar
        span={shown.region}
        parts={regionParts(shown.devices, shown.region, info.blockBytes)}
        ghost={shown.devices !== devices}
        label={`${id}, ${REGION_KINDS[r.kind]}: ${own.map((n) => `${n.name} ${formatBytes(n.end - n.start)}`).join(', ')}${r.available > 0 ? words.andFree(r.available) : ''}`}
        onPick={(p) => {
          const n = own.find((x) => x.start <= p.start && p.start < x.end);
          if (n !== undefined) atlas().select({ kind: 'device', ref: { kind: 'namespace', id: n.name } });
          else if (r.labelled && p.look === 'free') setCarving({ region: r.id });
        }}
        onPoint={(p) => {
          const n = p === undefined ? undefined : own.find((x) => x.start <= p.start && p.start < x.end);
          atlas().setHover(
            n === undefined ? { kind: 'none' } : { kind: 'device', ref: { kind: 'namespace', id: n.name } },
          );
        }}
      />
      {vpmem?.flushes === false && <p className={styles['words']}>{words.hostCannotFlush}</p>}
      <ul className={styles['rows']}>
        {own.map((n) => (
          <NamespaceRow
            key={n.name}
            namespace={n}
            dax={daxOf(devices, n)}
            region={r}
            onResize={() => setCarving({ region: r.id, of: n.name })}
          />
        ))}
      </ul>
      {r.labelled && r.available > 0 && (
        <Button size="small" look="quiet" className={styles['act']} onPress={() => setCarving({ region: r.id })}>
          {words.carveOfFreeSpace(r.available)}
        </Button>
      )}
      {!r.labelled && canLabel && (
        <Button
          size="small"
          look="quiet"
          className={styles['act']}
          onPress={() => void hands.send(words.labelsTitle(id), linesToLabel(r.id))}
        >
          {words.writeLabelsSoThat}
        </Button>
      )}
      {carving !== undefined && (
        <CarveDialog
          region={r}
          of={own.find((n) => n.name === carving.of)}
          devices={devices}
          info={info}
          onClose={() => setCarving(undefined)}
        />
      )}
    </DeviceCard>
  );
}

function NamespaceRow(props: {
  readonly namespace: NamespaceView;
  readonly dax: DaxView | undefined;
  readonly region: RegionView;
  readonly onResize: () => void;
}): ReactElement {
  const { namespace: n, dax, region, onResize } = props;
  const hands = useDeviceHands();
  return (
    <li className={styles['row']}>
      <span className={styles['rowMain']}>
        <DeviceName device={{ kind: 'namespace', id: n.name }} />
        <span className={styles['size']}>{formatBytes(n.end - n.start)}</span>
        <MoreMenu
          label={n.name}
          groups={() => namespaceMenu(n, region, hands, onResize)}
          onClose={() => hands.preview(undefined)}
        />
      </span>
      <span className={styles['words']}>
        {n.enabled ? namespaceWords(n) : words.disabled}
        {n.enabled && n.device !== undefined && dax === undefined && words.dev(n.device)}
      </span>
      {dax !== undefined && <DaxRow dax={dax} />}
    </li>
  );
}

/** A dax device under what it came from. */
export function DaxRow({ dax }: { readonly dax: DaxView }): ReactElement {
  const hands = useDeviceHands();
  const policy = useAtlas((s) => s.cells.params?.['auto_online_blocks']) ?? 'offline';
  return (
    <span className={styles['dax']}>
      <span className={styles['rowMain']}>
        <DeviceName device={{ kind: 'dax', id: dax.name }} />
        <span className={styles['size']}>{words.toNode(dax.targetNode)}</span>
        <MoreMenu
          label={dax.name}
          groups={() => daxMenu(dax, policy, hands)}
          onClose={() => hands.preview(undefined)}
        />
      </span>
      <span className={styles['words']}>{daxWords(dax)}</span>
    </span>
  );
}

import type { ReactElement } from 'react';
import * as words from '#words/devices.ts';
import type { DevicesView, SoftReservedView } from '../../engine/devices/view.ts';
import type { MachineInfo } from '../../link/messages.ts';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import { type DeviceRef, softName } from '../../store/devices.ts';
import { formatAddress } from '../../ui/format.ts';
import { type BarPart, kmemParts } from './bar.ts';
import { DeviceCard } from './CardHead.tsx';
import styles from './devices.module.css';
import { RangeBar } from './RangeBar.tsx';
import { DaxRow } from './RegionCard.tsx';

/** Memory that the firmware marked for a special purpose, and the dax device that the hmem driver made of it. */
export function SoftCard(props: {
  readonly range: SoftReservedView;
  readonly devices: DevicesView;
  readonly info: MachineInfo;
}): ReactElement {
  const { range, devices, info } = props;
  const atlas = useAtlasStore().getState;
  const ghost = useAtlas((s) => s.ghost?.devices);
  const inside = (d: DevicesView) =>
    d.dax.filter((x) => x.origin !== 'pmem' && x.start < range.end && range.start < x.end);
  const own = inside(devices);
  const shown = ghost === undefined ? own : inside(ghost);
  const isSoft = devices.soft.includes(range);
  const ref: DeviceRef = isSoft
    ? { kind: 'soft', id: softName(range) }
    : { kind: 'dax', id: own[0]?.name ?? softName(range) };
  const parts: BarPart[] =
    shown.length > 0
      ? shown.flatMap((d) => kmemParts(d, info.blockBytes))
      : [{ ...range, look: 'free', owner: ref.id, name: words.nobody, title: words.softReservedNobodyHas }];
  return (
    <DeviceCard
      device={ref}
      node={range.targetNode}
      title={isSoft ? words.softReserved : undefined}
      fact={words.softFacts(range.end - range.start, range.targetNode)}
    >
      <RangeBar
        span={range}
        parts={parts}
        ghost={ghost !== undefined && inside(ghost).length > 0}
        label={words.softReservedLabel(formatAddress(range.start), range.end - range.start)}
        onPoint={(p) => atlas().setHover(p === undefined ? { kind: 'none' } : { kind: 'device', ref })}
        onPick={() => atlas().select({ kind: 'device', ref })}
      />
      <ul className={styles['rows']}>
        {own.length === 0 && <li className={styles['words']}>{words.noDriverHasTaken}</li>}
        {own.map((d) => (
          <li key={d.name} className={styles['row']}>
            <DaxRow dax={d} />
          </li>
        ))}
      </ul>
    </DeviceCard>
  );
}

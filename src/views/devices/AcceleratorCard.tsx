import type { ReactElement } from 'react';
import * as words from '#words/devices.ts';
import type { AcceleratorView } from '../../engine/devices/view.ts';
import { nodeId } from '../../engine/units.ts';
import { formatAddress } from '../../ui/format.ts';
import { useCarry } from '../bay/carry.ts';
import type { Part } from '../bay/moves.ts';
import { useTargetEntries } from '../bay/targets.ts';
import { useDeviceHands } from './hands.ts';
import { acceleratorParts } from './bar.ts';
import { DeviceCard } from './CardHead.tsx';
import { Unverified } from './CxlCard.tsx';
import styles from './devices.module.css';
import { acceleratorMenu } from './menus.ts';
import { RangeBar } from './RangeBar.tsx';
import { ACCELERATOR_STATES } from './words.ts';

/** An accelerator whose memory the CPUs reach coherently. */
export function AcceleratorCard({ device: a }: { readonly device: AcceleratorView }): ReactElement {
  const size = a.end - a.start;
  const hands = useDeviceHands();
  const { hover } = useCarry();
  const part: Part = {
    kind: 'dimm',
    model: 'accelerator',
    id: a.id,
    memdev: a.id,
    size,
    node: nodeId(a.node),
    slot: undefined,
  };
  const targets = useTargetEntries(part);
  return (
    <DeviceCard
      device={{ kind: 'accelerator', id: a.id }}
      node={a.node}
      fact={words.acceleratorFact(size, a.node)}
      part={part}
      menu={() => [...acceleratorMenu(a, hands), { id: 'move', title: words.moveTo, entries: targets() }]}
      onMenuClose={() => {
        hands.preview(undefined);
        hover(undefined, {});
      }}
    >
      {size > 0 && <RangeBar span={a} parts={acceleratorParts(a)} label={`${a.id}: ${ACCELERATOR_STATES[a.state]}`} />}
      <span className={styles['words']}>
        {ACCELERATOR_STATES[a.state]} · {a.type}
        {size > 0 && words.startAt(formatAddress(a.start))}
        {a.before.length > 0 && words.wasAt(a.before.map((s) => formatAddress(s.start)).join(', '))}
        {a.pinned > 0 && words.held(a.pinned)}
        {a.fault !== undefined && <b className={styles['bad']}> · {a.fault}</b>}
      </span>
      <Unverified />
    </DeviceCard>
  );
}

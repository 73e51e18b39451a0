import type { ReactElement } from 'react';
import type { AcceleratorView } from '../../engine/devices/view.ts';
import { formatAddress, formatBytes } from '../../ui/format.ts';
import { DeviceCard } from './CardHead.tsx';
import { Unverified } from './CxlCard.tsx';
import styles from './devices.module.css';
import { RangeBar } from './RangeBar.tsx';

const STATES: Readonly<Record<AcceleratorView['state'], string>> = {
  unplugged: 'not plugged',
  ready: 'ready',
  offline: 'offline',
  reset: 'being re-initialised',
};

/** An accelerator whose memory the CPUs reach coherently. */
export function AcceleratorCard({ device: a }: { readonly device: AcceleratorView }): ReactElement {
  const size = a.end - a.start;
  return (
    <DeviceCard
      device={{ kind: 'accelerator', id: a.id }}
      node={a.node}
      fact={`accelerator · ${formatBytes(size)} · node ${a.node}`}
    >
      {size > 0 && (
        <RangeBar
          span={a}
          parts={[
            {
              start: a.start,
              end: a.end,
              look: a.state === 'ready' ? 'data' : 'disabled',
              owner: a.id,
              title: `${a.id}, ${STATES[a.state]}`,
            },
          ]}
          label={`${a.id}: ${STATES[a.state]}`}
        />
      )}
      <span className={styles['words']}>
        {STATES[a.state]} · {a.type}
        {size > 0 && ` · at ${formatAddress(a.start)}`}
        {a.before.length > 0 && ` · was at ${a.before.map((s) => formatAddress(s.start)).join(', ')}`}
        {a.fault !== undefined && <b className={styles['bad']}> · {a.fault}</b>}
      </span>
      <Unverified />
    </DeviceCard>
  );
}

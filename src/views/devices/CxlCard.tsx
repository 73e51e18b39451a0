import type { ReactElement } from 'react';
import type { CxlView } from '../../engine/devices/view.ts';
import { useAtlasStore } from '../../store/atlas.ts';
import { formatAddressRange, formatBytes, formatPlural } from '../../ui/format.ts';
import type { BarPart } from './bar.ts';
import { DeviceCard, DeviceName } from './CardHead.tsx';
import styles from './devices.module.css';
import { RangeBar } from './RangeBar.tsx';

/** CXL: windows of host addresses, the regions that interleave over expanders in them, and the expanders. */
export function CxlCard({ cxl }: { readonly cxl: CxlView }): ReactElement {
  const atlas = useAtlasStore().getState;
  return (
    <>
      {cxl.windows.map((w) => {
        const own = cxl.regions.filter((r) => r.window === w.id).toSorted((a, b) => a.start - b.start);
        const parts: BarPart[] = [];
        let at = w.start;
        const free = (end: number): void => {
          if (end > at)
            parts.push({ start: at, end, look: 'free', owner: w.decoder, title: `free · ${formatBytes(end - at)}` });
        };
        for (const r of own) {
          free(r.start);
          parts.push({
            ...r,
            look: r.state === 'committed' ? 'data' : 'disabled',
            owner: r.name,
            title: `${r.name} · ${formatBytes(r.end - r.start)} · ${formatAddressRange(r.start, r.end)}`,
          });
          at = r.end;
        }
        free(w.end);
        return (
          <DeviceCard
            key={w.id}
            device={{ kind: 'cxl-window', id: w.decoder }}
            fact={`CXL window · ${formatBytes(w.end - w.start)} · ${formatPlural(w.ways, 'way')}`}
          >
            <RangeBar
              span={w}
              parts={parts}
              label={`CXL window ${w.decoder}: ${own.map((r) => r.name).join(', ') || 'no region'}`}
              onPick={(p) => {
                const r = own.find((x) => x.name === p.owner);
                if (r !== undefined) atlas().select({ kind: 'device', ref: { kind: 'cxl-region', id: r.name } });
              }}
            />
            <ul className={styles['rows']}>
              {own.map((r) => (
                <li key={r.name} className={styles['row']}>
                  <span className={styles['rowMain']}>
                    <DeviceName device={{ kind: 'cxl-region', id: r.name }} />
                    <span className={styles['size']}>{formatBytes(r.end - r.start)}</span>
                  </span>
                  <span className={styles['words']}>
                    {r.mode} · {formatPlural(r.ways, 'way')} of {formatBytes(r.granularity)} over {r.targets.join(', ')}{' '}
                    · {r.state}
                    {r.device === undefined ? '' : ` · ${r.device}`}
                  </span>
                </li>
              ))}
            </ul>
            {cxl.unverified && <Unverified />}
          </DeviceCard>
        );
      })}
      {cxl.memdevs.map((m) => (
        <DeviceCard
          key={m.name}
          device={{ kind: 'cxl-memdev', id: m.name }}
          fact={`CXL expander · ${formatBytes(m.volatileBytes + m.persistentBytes)}`}
        >
          <span className={styles['words']}>
            {m.id} behind {m.hostBridge}
            {m.readNs === undefined ? '' : ` · read ${m.readNs} ns`}
            {m.poison.length > 0 && (
              <b className={styles['bad']}> · {formatPlural(m.poison.length, 'poisoned line')}</b>
            )}
          </span>
        </DeviceCard>
      ))}
    </>
  );
}

/** No recording confirms it. */
export function Unverified(): ReactElement {
  return (
    <span className={styles['unverified']} title="Follows the kernel's source; no recording confirms it.">
      unverified
    </span>
  );
}

import type { ReactElement } from 'react';
import * as words from '#words/devices.ts';
import type { CxlRegionView, CxlView, DaxView, DevicesView } from '../../engine/devices/view.ts';
import type { MachineInfo } from '../../link/messages.ts';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import { formatBytes } from '../../ui/format.ts';
import { windowParts } from './bar.ts';
import { DeviceCard, DeviceName, MoreMenu } from './CardHead.tsx';
import styles from './devices.module.css';
import { useDeviceHands } from './hands.ts';
import { assembleMenu, cxlRegionMenu, expanderMenu, portMenu } from './menus.ts';
import { RangeBar } from './RangeBar.tsx';
import { DaxRow } from './RegionCard.tsx';

/** CXL: windows of host addresses, the regions that interleave over expanders in them, and the expanders. */
export function CxlCard({
  devices,
  info,
}: {
  readonly devices: DevicesView;
  readonly info: MachineInfo;
}): ReactElement {
  const { cxl } = devices;
  const daxOf = (r: CxlRegionView): readonly DaxView[] =>
    devices.dax.filter((d) => d.origin === 'cxl' && `region${d.region}` === r.name);
  const atlas = useAtlasStore().getState;
  const hands = useDeviceHands();
  return (
    <>
      {cxl.windows.map((w) => {
        const own = cxl.regions.filter((r) => r.window === w.id).toSorted((a, b) => a.start - b.start);
        const parts = windowParts(devices, w, info.blockBytes);
        return (
          <DeviceCard
            key={w.id}
            device={{ kind: 'cxl-window', id: w.decoder }}
            fact={words.cxlWindowFact(w.end - w.start)}
            menu={() => assembleMenu(cxl, w, hands)}
            onMenuClose={() => hands.preview(undefined)}
          >
            <RangeBar
              span={w}
              parts={parts}
              label={words.windowLabel(w.decoder, own.map((r) => r.name).join(', '))}
              onPick={(p) => {
                const r = own.find((x) => x.name === p.owner);
                if (r !== undefined) atlas().select({ kind: 'device', ref: { kind: 'cxl-region', id: r.name } });
              }}
            />
            <span className={styles['words']}>
              {words.windowWords(w.targets.join(', '), w.ways, w.granularity, w.available)}
            </span>
            <ul className={styles['rows']}>
              {own.map((r) => (
                <li key={r.name} className={styles['row']}>
                  <span className={styles['rowMain']}>
                    <DeviceName device={{ kind: 'cxl-region', id: r.name }} />
                    <span className={styles['size']}>{formatBytes(r.end - r.start)}</span>
                    <MoreMenu
                      label={r.name}
                      groups={() => cxlRegionMenu(r, hands)}
                      onClose={() => hands.preview(undefined)}
                    />
                  </span>
                  <span className={styles['words']}>
                    {words.ofOver(r.mode, r.ways, r.granularity, r.targets.join(', '), r.state, r.device)}
                  </span>
                  {daxOf(r).map((d) => (
                    <DaxRow key={d.name} dax={d} />
                  ))}
                </li>
              ))}
            </ul>
            {cxl.unverified && <Unverified />}
          </DeviceCard>
        );
      })}
      {cxl.ports.length > 0 && <Ports cxl={cxl} />}
      {cxl.memdevs.map((m) => (
        <DeviceCard
          key={m.name}
          device={{ kind: 'cxl-memdev', id: m.name }}
          menu={() => expanderMenu(m, hands)}
          onMenuClose={() => hands.preview(undefined)}
          fact={words.cxlExpanderFact(m.volatileBytes + m.persistentBytes)}
        >
          <span className={styles['words']}>
            {words.behind(m.id, m.hostBridge, m.readNs)}
            {words.spareFact(words.spare(m.freeVolatile, m.freePersistent))}
            {m.poison.length > 0 && <b className={styles['bad']}> · {words.poisonedLines(m.poison.length)}</b>}
          </span>
        </DeviceCard>
      ))}
    </>
  );
}

/** The places where an expander can be plugged, and what is there. */
function Ports({ cxl }: { readonly cxl: CxlView }): ReactElement {
  const hands = useDeviceHands();
  const backends = useAtlas((s) => s.cells.backends);
  return (
    <article className={styles['card']} aria-label={words.ports}>
      <header className={styles['cardHead']}>
        <h4 className={styles['portHead']}>{words.ports}</h4>
      </header>
      <ul className={styles['rows']}>
        {cxl.ports.map((p) => (
          <li key={p.id} className={styles['row']}>
            <span className={styles['rowMain']}>
              <code className={styles['portName']}>{p.id}</code>
              <span className={styles['size']}>{words.portIn(p.bridge, p.device)}</span>
              {p.device === undefined && (
                <MoreMenu
                  label={p.id}
                  groups={() => portMenu(cxl, p.id, backends ?? [], hands)}
                  onClose={() => hands.preview(undefined)}
                />
              )}
            </span>
          </li>
        ))}
      </ul>
    </article>
  );
}

/** No recording confirms it. */
export function Unverified(): ReactElement {
  return (
    <span className={styles['unverified']} title={words.followsKernelsSource}>
      {words.unverified}
    </span>
  );
}

import type { ReactElement } from 'react';
import * as words from '#words/devices.ts';
import type {
  CxlMemdevView,
  CxlRegionView,
  CxlView,
  CxlWindowView,
  DaxView,
  DevicesView,
} from '../../engine/devices/view.ts';
import type { MachineInfo } from '../../link/messages.ts';
import { MiB } from '../../engine/units.ts';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import type { MenuGroup } from '../../ui/Menu.tsx';
import { formatBytes } from '../../ui/format.ts';
import { windowParts } from './bar.ts';
import { DeviceCard, DeviceName, MoreMenu } from './CardHead.tsx';
import styles from './devices.module.css';
import { type Hands, useDeviceHands } from './hands.ts';
import { linesForCxlRegion, linesToAssemble, linesToPlugCxl, linesToUnplugCxl } from './lines.ts';
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
            fact={words.cxlWindow(w.end - w.start)}
            menu={() => assembleMenu(cxl, w, hands)}
            onMenuClose={() => hands.preview(undefined)}
          >
            <RangeBar
              span={w}
              parts={parts}
              label={words.cxlCardCxlWindow(w.decoder, own.map((r) => r.name).join(', '))}
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
                      groups={() => [
                        {
                          id: 'region',
                          entries: (['enable', 'disable', 'destroy'] as const).map((verb) =>
                            hands.entry(verb, capital(verb), `${r.name}: ${verb}`, linesForCxlRegion(r.name, verb), {
                              danger: verb === 'destroy',
                              disabled:
                                verb === 'enable' ? r.state === 'committed' : verb === 'disable' && r.state === 'idle',
                            }),
                          ),
                        },
                      ]}
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
          menu={() => [
            {
              id: 'unplug',
              entries: [
                hands.entry('unplug', words.unplugIt, words.unplugTitle(m.id), linesToUnplugCxl(m.id), {
                  danger: true,
                }),
              ],
            },
          ]}
          onMenuClose={() => hands.preview(undefined)}
          fact={words.cxlExpander(m.volatileBytes + m.persistentBytes)}
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

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Sizes of expanders on offer: a region takes 256 MiB of each. */
const EXPANDERS = [256, 512, 1024, 2048].map((n) => n * MiB);

/** The places where an expander can be plugged, and what is there. */
function Ports({ cxl }: { readonly cxl: CxlView }): ReactElement {
  const hands = useDeviceHands();
  const backends = useAtlas((s) => s.cells.backends);
  const fresh = (): { readonly id: string; readonly memdev: string } => {
    const taken = new Set([...(backends ?? []), ...cxl.memdevs].map((x) => x.id));
    for (const p of cxl.ports) if (p.device !== undefined) taken.add(p.device);
    let n = 1;
    while (taken.has(`cxl${n}`) || taken.has(`cxlmem${n}`)) n++;
    return { id: `cxl${n}`, memdev: `cxlmem${n}` };
  };
  return (
    <article className={styles['card']} aria-label={words.portsOf}>
      <header className={styles['cardHead']}>
        <h4 className={styles['portHead']}>{words.portsOf}</h4>
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
                  groups={() => [
                    {
                      id: 'plug',
                      title: words.plugAnExpander,
                      entries: EXPANDERS.map((size) => {
                        const { id, memdev } = fresh();
                        return hands.entry(
                          String(size),
                          formatBytes(size),
                          words.portPlug(p.id),
                          linesToPlugCxl(p.id, id, memdev, size),
                        );
                      }),
                    },
                  ]}
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

/** Sets of expanders that a window's regions can be made of: one behind each of its bridges, in their order. */
export function setsFor(
  cxl: CxlView,
  w: CxlWindowView,
  free: (m: CxlMemdevView) => number,
): readonly CxlMemdevView[][] {
  return w.targets.reduce<CxlMemdevView[][]>(
    (sets, bridge) =>
      sets.flatMap((set) =>
        cxl.memdevs.filter((m) => m.hostBridge === bridge && free(m) > 0 && !set.includes(m)).map((m) => [...set, m]),
      ),
    [[]],
  );
}

/** Regions that could be assembled in a window, of either kind of memory. */
function assembleMenu(cxl: CxlView, w: CxlWindowView, hands: Hands): readonly MenuGroup[] {
  const kinds = [
    { type: 'ram', free: (m: CxlMemdevView) => m.freeVolatile },
    { type: 'pmem', free: (m: CxlMemdevView) => m.freePersistent },
  ] as const;
  const entries = kinds.flatMap(({ type, free }) =>
    setsFor(cxl, w, free).map((set) => {
      const names = set.map((m) => m.name);
      return hands.entry(
        `${type}-${names.join('-')}`,
        words.expandersOfKind(names.join(' + '), type),
        words.region(w.decoder),
        linesToAssemble(w.decoder, names, type),
      );
    }),
  );
  return [
    {
      id: 'assemble',
      title: entries.length > 0 ? words.assembleRegionOver : words.noExpanderToSpare,
      entries,
    },
  ];
}

/** No recording confirms it. */
export function Unverified(): ReactElement {
  return (
    <span className={styles['unverified']} title={words.followsKernelsSource}>
      {words.unverified}
    </span>
  );
}

import { type ReactElement, useState } from 'react';
import * as words from '#words/devices.ts';
import type { DevicesView, PagemapView, Span } from '../../engine/devices/view.ts';
import { pfn } from '../../engine/units.ts';
import type { MachineInfo } from '../../link/messages.ts';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import { type DeviceRef, deviceSpans, NO_DEVICES, spansOfDevice } from '../../store/devices.ts';
import { formatAddress, formatAddressRange, formatBytes, formatCount } from '../../ui/format.ts';
import { refusalOf } from '../bay/moves.ts';
import inspector from '../inspector/inspector.module.css';
import { Empty, Explain, Facts, Part } from '../inspector/parts.tsx';
import { rich } from '../../ui/rich.ts';
import { namespaceParts, regionParts } from './bar.ts';
import { DeviceName } from './CardHead.tsx';
import { chainOf } from './chain.ts';
import { chosenDevice } from './chosenDevice.ts';
import { Unverified } from './CxlCard.tsx';
import styles from './devices.module.css';
import { Tiers } from './Tiers.tsx';
import { type Send, SendProvider } from './hands.ts';
import { RangeBar } from './RangeBar.tsx';
import { DaxRow } from './RegionCard.tsx';
import { StageList } from './StageList.tsx';
import { VirtioMemFacts } from './VirtioMemFacts.tsx';
import { LAYOUT_WORDS, REGION_KINDS } from './words.ts';

/** One device: its range, its own struct pages, and how far it got on the way to System RAM. */
export function DeviceTab(): ReactElement | undefined {
  const store = useAtlasStore();
  const info = useAtlas((s) => s.info);
  const devices = useAtlas((s) => s.cells.devices) ?? NO_DEVICES;
  const ref = useDevice();
  const [refused, setRefused] = useState<string | undefined>();
  const send: Send = async (title, lines) => {
    const replies = await store.getState().sendAll(lines);
    const ran = store.getState().history.filter(({ reply }) => replies.includes(reply));
    const why = ran.map(refusalOf).find((text) => text !== undefined);
    setRefused(why);
    store.getState().announce(why === undefined ? words.done(title) : words.refused(title, why));
  };
  if (info === undefined) return undefined;
  if (ref === undefined) return <NoDevice devices={devices} />;
  return (
    <SendProvider value={send}>
      <div className={inspector['tab']}>
        <Head devices={devices} device={ref} />
        {refused !== undefined && <p className={styles['refusal']}>{refused}</p>}
        <Stages devices={devices} device={ref} info={info} />
        <Body devices={devices} device={ref} info={info} />
        <Cracks devices={devices} device={ref} />
        <Tiers devices={devices} />
      </div>
    </SendProvider>
  );
}

function useDevice(): DeviceRef | undefined {
  const selection = useAtlas((s) => s.selection);
  const info = useAtlas((s) => s.info);
  const cells = useAtlas((s) => s.cells);
  const mirror = useAtlas((s) => s.mirror);
  return chosenDevice(selection, { info, cells, mirror });
}

function NoDevice({ devices }: { readonly devices: DevicesView }): ReactElement {
  const all = deviceSpans(devices).filter(
    (s, i, list) => list.findIndex((x) => x.kind === s.kind && x.id === s.id) === i,
  );
  if (all.length === 0)
    return (
      <Empty title={words.thisMachineHasNothing}>
        {rich(
          words.takeNvdimmFromShelf(
            <code>-device virtio-mem-pci</code>,
            <code>nvdimm</code>,
            <code>virtio-pmem-pci</code>,
          ),
        )}
      </Empty>
    );
  return (
    <div className={inspector['tab']}>
      <p className={inspector['note']}>{words.chooseDeviceHere}</p>
      <ul className={styles['rows']}>
        {all.map((s) => (
          <li key={s.kind + s.id} className={styles['rowMain']}>
            <DeviceName device={{ kind: s.kind, id: s.id }} />
            <span className={styles['size']}>
              {s.kind} · {formatBytes(s.end - s.start)}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Head({ devices, device }: { readonly devices: DevicesView; readonly device: DeviceRef }): ReactElement {
  const spans = spansOfDevice(devices, device);
  return (
    <header>
      <h2 className={inspector['title']}>{device.id}</h2>
      {spans.map((s) => (
        <p key={s.start} className={inspector['range']}>
          <span>{formatAddressRange(s.start, s.end)}</span>
          <span>{formatBytes(s.end - s.start)}</span>
        </p>
      ))}
    </header>
  );
}

function Stages(props: {
  readonly devices: DevicesView;
  readonly device: DeviceRef;
  readonly info: MachineInfo;
}): ReactElement | undefined {
  const autoOnline = useAtlas((s) => s.cells.params?.['auto_online_blocks']) ?? 'offline';
  const addRule = useAtlas((s) => s.cells.addRule) ?? 'off';
  const { blockBytes, config = {}, cmdline } = props.info;
  const stages = chainOf(props.devices, props.device, { autoOnline, blockBytes, config, cmdline, addRule });
  return stages.length === 0 ? undefined : (
    <Part title={words.bootToBash} aside={words.howFarItGot}>
      <StageList stages={stages} />
    </Part>
  );
}

function Body(props: {
  readonly devices: DevicesView;
  readonly device: DeviceRef;
  readonly info: MachineInfo;
}): ReactElement | undefined {
  const { devices: d, device, info } = props;
  switch (device.kind) {
    case 'nvdimm':
    case 'region':
    case 'virtio-pmem': {
      const r = d.regions.find(
        (x) =>
          `region${x.id}` === device.id ||
          d.nvdimms.some((n) => n.id === device.id && n.region === x.id) ||
          d.virtioPmem.some((n) => n.id === device.id && n.region === x.id),
      );
      if (r === undefined) return <p className={inspector['note']}>{words.kernelHasNoRegion}</p>;
      return (
        <Part title={words.deviceTabRegion(r.id)} aside={REGION_KINDS[r.kind]}>
          <RangeBar tall span={r} parts={regionParts(d, r, info.blockBytes)} label={words.deviceTabRegion(r.id)} />
          <Facts
            facts={[
              { name: words.labels, value: r.labelled ? words.yesItCanBe : words.noOneNamespaceCovers },
              { name: words.deviceTabFree, value: words.largestPiece(r.available, r.largestGap) },
              { name: 'numa_node', value: `${r.numaNode}` },
              { name: 'target_node', value: `${r.targetNode}` },
            ]}
          />
          <ul className={styles['rows']}>
            {d.namespaces
              .filter((n) => n.region === r.id)
              .map((n) => (
                <li key={n.name} className={styles['rowMain']}>
                  <DeviceName device={{ kind: 'namespace', id: n.name }} />
                  <span className={styles['size']}>{formatBytes(n.end - n.start)}</span>
                </li>
              ))}
          </ul>
        </Part>
      );
    }
    case 'namespace':
    case 'dax':
      return <NamespaceBody devices={d} device={device} info={info} />;
    case 'virtio-mem': {
      const v = d.virtioMem.find((x) => x.id === device.id);
      return v === undefined ? undefined : <VirtioMemFacts device={v} info={info} />;
    }
    case 'soft': {
      const s = d.soft.find((x) => `0x${x.start.toString(16)}` === device.id);
      return (
        <Part title={words.softReserved}>
          <Facts
            facts={[
              { name: words.targetNode, value: `${s?.targetNode ?? '?'}` },
              { name: words.takenBy, value: s?.takenBy ?? words.nobody },
            ]}
          />
        </Part>
      );
    }
    case 'cxl-window':
    case 'cxl-region':
    case 'cxl-memdev':
      return <CxlBody devices={d} device={device} />;
    case 'accelerator': {
      const a = d.accelerators.find((x) => x.id === device.id);
      return a === undefined ? undefined : (
        <Part title={words.coherentDeviceMemory} aside={<Unverified />}>
          <Facts
            facts={[
              { name: words.state, value: a.state },
              { name: words.pages, value: a.type },
              { name: words.node, value: `${a.node}` },
              a.fault === undefined ? undefined : { name: words.fault, value: a.fault, tone: 'trouble' },
              a.before.length === 0
                ? undefined
                : { name: words.deviceTabWasAt, value: a.before.map((s) => formatAddress(s.start)).join(', ') },
            ]}
          />
          {mapsIn(d, a).map((m) => (
            <PagemapPart key={m.owner} map={m} info={info} />
          ))}
        </Part>
      );
    }
  }
}

const mapsIn = (d: DevicesView, s: Span): readonly PagemapView[] =>
  d.pagemaps.filter((m) => m.start >= s.start && m.end <= s.end);

/** A namespace or dax device: the layout of its range, and its live mapping. */
function NamespaceBody(props: {
  readonly devices: DevicesView;
  readonly device: DeviceRef;
  readonly info: MachineInfo;
}): ReactElement | undefined {
  const { devices: d, device, info } = props;
  const dax = d.dax.find((x) => device.kind === 'dax' && x.name === device.id);
  const n = d.namespaces.find((x) =>
    dax === undefined ? x.name === device.id : x.start <= dax.start && dax.end <= x.end,
  );
  const own =
    dax ??
    (n === undefined ? undefined : d.dax.find((x) => x.origin === 'pmem' && x.start >= n.start && x.end <= n.end));
  const span = n ?? dax;
  if (span === undefined) return undefined;
  return (
    <>
      {own !== undefined && <DaxRow dax={own} />}
      {n !== undefined && (
        <Part title={words.layoutOf(n.name)} aside={n.uuid === undefined ? words.noUuid : n.uuid.slice(0, 8)}>
          <RangeBar
            tall
            span={n}
            parts={namespaceParts(n, own, info.blockBytes)}
            label={`${n.name}: ${n.layout.map((l) => `${LAYOUT_WORDS[l.kind].name} ${formatBytes(l.end - l.start)}`).join(', ')}`}
          />
          <ul className={styles['layout']}>
            {n.layout.map((l) => (
              <li key={l.kind + String(l.start)} title={LAYOUT_WORDS[l.kind].what}>
                <i className={styles[`look-${l.kind}`]} aria-hidden="true" />
                <span>{LAYOUT_WORDS[l.kind].name}</span>
                <span className={styles['addr']}>{formatAddress(l.start)}</span>
                <b>{formatBytes(l.end - l.start)}</b>
              </li>
            ))}
          </ul>
          <Explain
            what={words.whyItsMemmapMust}
            lines={[
              n.map === 'dev'
                ? words.structPagesOfThis
                : n.map === 'mem'
                  ? words.deviceTabStructPagesOfThis
                  : words.rawNamespaceHas,
            ]}
            source="mm/memremap.c: memunmap_pages · mm/sparse-vmemmap.c: vmem_altmap_free"
          />
        </Part>
      )}
      {mapsIn(d, span).map((m) => (
        <PagemapPart key={m.owner} map={m} info={info} />
      ))}
    </>
  );
}

/** A live ZONE_DEVICE mapping. */
function PagemapPart({ map: m, info }: { readonly map: PagemapView; readonly info: MachineInfo }): ReactElement {
  const atlas = useAtlasStore().getState;
  const { altmap } = m;
  const pages = (m.end - m.start) / info.sizes.pageBytes;
  const show = (
    <button
      type="button"
      className={inspector['link']}
      onClick={() => atlas().select({ kind: 'pfn', pfn: pfn(m.start / info.sizes.pageBytes) })}
    >
      {words.firstPage}
    </button>
  );
  return (
    <Part title={words.devicePages(m.owner)} aside={show}>
      <Facts
        facts={[
          { name: words.type, value: `MEMORY_DEVICE_${m.type.replace('-', '_').toUpperCase()}` },
          { name: words.zone, value: words.deviceNode(m.node) },
          { name: words.deviceTabStructPages, value: words.b(pages, info.geometry.structPageBytes) },
          {
            name: words.compound,
            value: m.compound > 1 ? words.deviceTabPages(m.compound, m.deduplicated) : words.singlePages,
          },
          m.pinned > 0
            ? { name: words.deviceTabHeld, value: words.unmappingWaitsForThem(m.pinned), tone: 'caution' }
            : undefined,
        ]}
      />
      {altmap !== undefined && (
        <table className={styles['altmap']}>
          <caption>{words.altmapInPages}</caption>
          <thead>
            <tr>
              <th scope="col">{words.reserve}</th>
              <th scope="col">{words.deviceTabFree}</th>
              <th scope="col">{words.align}</th>
              <th scope="col">{words.alloc}</th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <td>{formatCount(altmap.reserve)}</td>
              <td>{formatCount(altmap.free)}</td>
              <td>{formatCount(altmap.align)}</td>
              <td>{formatCount(altmap.alloc)}</td>
            </tr>
          </tbody>
        </table>
      )}
    </Part>
  );
}

function CxlBody({
  devices: d,
  device,
}: {
  readonly devices: DevicesView;
  readonly device: DeviceRef;
}): ReactElement | undefined {
  const window = d.cxl.windows.find((w) => device.kind === 'cxl-window' && w.decoder === device.id);
  const region = d.cxl.regions.find((r) => device.kind === 'cxl-region' && r.name === device.id);
  const memdev = d.cxl.memdevs.find((m) => device.kind === 'cxl-memdev' && m.name === device.id);
  const aside = d.cxl.unverified ? <Unverified /> : undefined;
  if (window !== undefined)
    return (
      <Part title={words.deviceTabCxlWindow} aside={aside}>
        <Facts
          facts={[
            { name: words.ways, value: `${window.ways} × ${formatBytes(window.granularity)}` },
            { name: words.hostBridges, value: window.targets.join(', ') },
            {
              name: words.forWhat,
              value: [window.volatile && 'ram', window.persistent && 'pmem'].filter(Boolean).join(', '),
            },
            { name: words.deviceTabFree, value: formatBytes(window.available) },
          ]}
        />
      </Part>
    );
  if (region !== undefined)
    return (
      <Part title={words.cxlRegion} aside={aside}>
        <Facts
          facts={[
            { name: words.deviceTabMode, value: region.mode },
            { name: words.state, value: region.state },
            { name: words.interleave, value: `${region.ways} × ${formatBytes(region.granularity)}` },
            { name: words.over, value: region.targets.join(', ') },
            { name: words.became, value: region.device ?? words.nothingYet },
          ]}
        />
      </Part>
    );
  if (memdev === undefined) return undefined;
  return (
    <Part title={words.deviceTabCxlExpander} aside={aside}>
      <Facts
        facts={[
          { name: words.volatile, value: formatBytes(memdev.volatileBytes) },
          { name: words.persistent, value: formatBytes(memdev.persistentBytes) },
          { name: words.deviceTabBehind, value: memdev.hostBridge },
          ...memdev.decoders.map((x) => ({ name: x.name, value: x.region ?? words.deviceTabFree })),
          memdev.poison.length > 0
            ? {
                name: words.poisonAt,
                value: memdev.poison.map((p) => formatAddress(p)).join(', '),
                tone: 'trouble' as const,
              }
            : undefined,
        ]}
      />
    </Part>
  );
}

function Cracks({
  devices,
  device,
}: {
  readonly devices: DevicesView;
  readonly device: DeviceRef;
}): ReactElement | undefined {
  const own = spansOfDevice(devices, device);
  const cracks = devices.cracks.filter((c) => own.some((s) => s.start < c.end && c.start < s.end));
  if (cracks.length === 0) return undefined;
  const lost = cracks.reduce((sum, c) => sum + c.end - c.start, 0);
  return (
    <Part title={words.lostInCracks} aside={formatBytes(lost)}>
      <ul className={styles['rows']}>
        {cracks.map((c) => (
          <li key={c.start} className={styles['row']}>
            <span className={styles['rowMain']}>
              <span className={styles['addr']}>{formatAddressRange(c.start, c.end)}</span>
              <span className={styles['size']}>{formatBytes(c.end - c.start)}</span>
            </span>
            <span className={styles['words']}>
              {c.why} ({c.rule})
            </span>
          </li>
        ))}
      </ul>
    </Part>
  );
}

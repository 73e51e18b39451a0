/**
 * What there is to say of a device, part by part: the inspector's tab and the picture of a device show the same. A part may
 * have more to it than words and figures; `of` says what a view can draw beside them.
 */
import * as words from '#words/devices.ts';
import type {
  AcceleratorView,
  CrackView,
  CxlMemdevView,
  DaxView,
  DevicesView,
  DistanceView,
  NamespaceView,
  PagemapView,
  RegionView,
  SoftReservedView,
  Span,
  VirtioMemView,
} from '../../engine/devices/view.ts';
import type { MachineInfo } from '../../link/messages.ts';
import { type DeviceRef, softName, spansOfDevice } from '../../store/devices.ts';
import { formatAddress, formatAddressRange, formatBytes, formatCount } from '../../ui/format.ts';
import { daxOf } from './bar.ts';
import { ACCELERATOR_STATES, LAYOUT_WORDS, REGION_KINDS, daxWords, virtioMemWords } from './words.ts';

/** A name and a value. */
export interface DeviceFact {
  readonly name: string;
  readonly value: string;
  readonly tone?: 'caution' | 'trouble' | 'good' | undefined;
}

/** Figures in columns; a caption is read with them. */
export interface DeviceTable {
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Facts under a heading. */
interface Said {
  readonly title: string;
  readonly aside?: string;
  /** It follows the kernel's source, and no recording confirms it. */
  readonly unverified?: boolean;
  readonly facts: readonly DeviceFact[];
  readonly table?: DeviceTable;
  /** A sentence: what it is, or why it is so. */
  readonly note?: string;
}

/** One part of what is said. */
export type DevicePart = Said &
  (
    | { readonly of: 'figures' }
    | { readonly of: 'region'; readonly region: RegionView }
    | { readonly of: 'dax'; readonly dax: DaxView }
    | { readonly of: 'layout'; readonly namespace: NamespaceView; readonly dax: DaxView | undefined }
    | { readonly of: 'pagemap'; readonly map: PagemapView }
    | { readonly of: 'virtio-mem'; readonly device: VirtioMemView }
    | { readonly of: 'cracks'; readonly cracks: readonly CrackView[] }
    | { readonly of: 'distances'; readonly distances: readonly DistanceView[]; readonly table: DeviceTable }
  );

/** Everything that is said of a device, in the order of the tab; what is lost of its range and the machine's tiers at the end. */
export function deviceParts(d: DevicesView, ref: DeviceRef, info: MachineInfo): readonly DevicePart[] {
  return [...ownParts(d, ref, info), ...cracksPart(d, ref), ...tierParts(d)];
}

function ownParts(d: DevicesView, ref: DeviceRef, info: MachineInfo): readonly DevicePart[] {
  const { id } = ref;
  switch (ref.kind) {
    case 'nvdimm':
    case 'region':
    case 'virtio-pmem': {
      const region = regionOf(d, ref);
      return region === undefined
        ? [{ of: 'figures', title: words.regionStage, facts: [], note: words.kernelHasNoRegion }]
        : [regionPart(region)];
    }
    case 'namespace':
    case 'dax':
      return namespaceFacts(d, ref, info);
    case 'virtio-mem':
      return d.virtioMem.filter((v) => v.id === id).flatMap(virtioMemFacts);
    case 'soft':
      return d.soft.filter((s) => softName(s) === id).map(softPart);
    case 'cxl-window':
    case 'cxl-region':
    case 'cxl-memdev':
      return cxlPart(d, ref).map((part) => ({ of: 'figures', unverified: d.cxl.unverified, ...part }));
    case 'accelerator':
      return d.accelerators
        .filter((a) => a.id === id)
        .flatMap((a) => [acceleratorPart(a), ...pagemapFacts(d, a, info)]);
  }
}

/** The region of an NVDIMM, of a virtio-pmem, or itself. */
function regionOf(d: DevicesView, { id }: DeviceRef): RegionView | undefined {
  const of = [...d.nvdimms, ...d.virtioPmem].find((x) => x.id === id)?.region;
  return d.regions.find((r) => `region${r.id}` === id || r.id === of);
}

const regionPart = (region: RegionView): DevicePart => ({
  of: 'region',
  region,
  title: words.regionName(region.id),
  aside: REGION_KINDS[region.kind],
  facts: [
    { name: words.labels, value: region.labelled ? words.yesItCanBe : words.noOneNamespaceCovers },
    { name: words.free, value: words.largestPiece(region.available, region.largestGap) },
    { name: 'numa_node', value: `${region.numaNode}` },
    { name: 'target_node', value: `${region.targetNode}` },
  ],
});

/** A namespace or dax device: its driver, the layout of its range, and its live mappings. */
function namespaceFacts(d: DevicesView, { kind, id }: DeviceRef, info: MachineInfo): readonly DevicePart[] {
  const dax = d.dax.find((x) => kind === 'dax' && x.name === id);
  const n = d.namespaces.find((x) => (dax === undefined ? x.name === id : x.start <= dax.start && dax.end <= x.end));
  const own = dax ?? (n === undefined ? undefined : daxOf(d, n));
  const span = n ?? dax;
  if (span === undefined) return [];
  return [
    ...(own === undefined ? [] : [daxPart(own)]),
    ...(n === undefined ? [] : [layoutPart(n, own)]),
    ...pagemapFacts(d, span, info),
  ];
}

const daxPart = (dax: DaxView): DevicePart => ({
  of: 'dax',
  dax,
  title: dax.name,
  aside: words.toNode(dax.targetNode),
  facts: [],
  note: daxWords(dax),
});

const WHY_MEMMAP: Readonly<Record<NamespaceView['map'], string>> = {
  dev: words.memmapOnDeviceWhy,
  mem: words.memmapInRamWhy,
  none: words.noMemmapWhy,
};
const layoutPart = (n: NamespaceView, dax: DaxView | undefined): DevicePart => ({
  of: 'layout',
  namespace: n,
  dax,
  title: words.layoutOf(n.name),
  aside: n.uuid === undefined ? words.noUuid : n.uuid.slice(0, 8),
  facts: n.layout.map(({ kind, start, end }) => ({
    name: LAYOUT_WORDS[kind].name,
    value: `${formatAddress(start)} · ${formatBytes(end - start)}`,
  })),
  note: WHY_MEMMAP[n.map],
});

/** Live ZONE_DEVICE mappings inside a range. */
function pagemapFacts(d: DevicesView, s: Span, { sizes, geometry }: MachineInfo): readonly DevicePart[] {
  const inside = d.pagemaps.filter((m) => m.start >= s.start && m.end <= s.end);
  return inside.map((map): DevicePart => {
    const { altmap } = map;
    return {
      of: 'pagemap',
      map,
      title: words.devicePages(map.owner),
      facts: [
        { name: words.type, value: `MEMORY_DEVICE_${map.type.replace('-', '_').toUpperCase()}` },
        { name: words.zone, value: words.deviceNode(map.node) },
        {
          name: words.structPagesName,
          value: words.pagesTimesBytes((map.end - map.start) / sizes.pageBytes, geometry.structPageBytes),
        },
        {
          name: words.compound,
          value: map.compound > 1 ? words.compoundPages(map.compound, map.deduplicated) : words.singlePages,
        },
        ...(map.pinned > 0
          ? [{ name: words.heldName, value: words.unmappingWaitsForThem(map.pinned), tone: 'caution' as const }]
          : []),
      ],
      ...(altmap !== undefined && {
        table: {
          caption: words.altmapInPages,
          head: [words.reserve, words.free, words.align, words.alloc],
          rows: [[altmap.reserve, altmap.free, altmap.align, altmap.alloc].map(formatCount)],
        },
      }),
    };
  });
}

/** What is requested and plugged, how the driver works, and its units by state. */
function virtioMemFacts(device: VirtioMemView): readonly DevicePart[] {
  const { text, tone } = virtioMemWords(device);
  const { driver } = device;
  const fake = device.bitmap.reduce((sum, r) => sum + (r.state === 'fake-offline' ? r.end - r.start : 0), 0);
  const states = new Map<string, number>();
  for (const { state } of device.units) states.set(state, (states.get(state) ?? 0) + 1);
  const plugged: DevicePart = {
    of: 'virtio-mem',
    device,
    title: words.plugged,
    aside: words.ofRequested(device.plugged, device.requested),
    facts: [
      { name: words.state, value: text, tone },
      { name: words.usableRegion, value: formatBytes(device.usable) },
      { name: words.deviceBlock, value: formatBytes(device.blockSize) },
      { name: words.fakeOffline, value: formatBytes(fake) },
      { name: words.memdev, value: device.memdev },
    ],
  };
  if (driver === undefined) return [plugged];
  const { retryMs } = driver;
  return [
    plugged,
    {
      of: 'figures',
      title: words.driver(driver.name),
      aside: driver.mode === 'sbm' ? words.subBlockMode : words.bigBlockMode,
      facts: [
        { name: words.addsAtOnce, value: formatBytes(driver.unit) },
        { name: words.plugsAtOnce, value: formatBytes(driver.piece) },
        { name: 'unplug_online', value: driver.unplugOnline ? '1' : words.takesOnlyOffline },
        { name: words.statesOffline, value: words.ofAtMost(driver.offlineSize, driver.offlineThreshold) },
        retryMs === undefined
          ? { name: words.retry, value: words.notArmed }
          : { name: words.retry, value: words.inSeconds(retryMs / 1000), tone: 'caution' },
        ...[...states].map(([name, n]) => ({ name, value: words.blocks(n) })),
      ],
    },
  ];
}

const softPart = (s: SoftReservedView): DevicePart => ({
  of: 'figures',
  title: words.softReserved,
  facts: [
    { name: words.targetNode, value: `${s.targetNode}` },
    { name: words.takenBy, value: s.takenBy ?? words.nobody },
  ],
});

/** A window, a region over expanders, or an expander; none: it is gone. */
function cxlPart({ cxl }: DevicesView, { kind, id }: DeviceRef): readonly Said[] {
  switch (kind) {
    case 'cxl-window':
      return cxl.windows
        .filter((w) => w.decoder === id)
        .map((w) => ({
          title: words.cxlWindow,
          facts: [
            { name: words.ways, value: `${w.ways} × ${formatBytes(w.granularity)}` },
            { name: words.hostBridges, value: w.targets.join(', ') },
            {
              name: words.forWhat,
              value: [...(w.volatile ? ['ram'] : []), ...(w.persistent ? ['pmem'] : [])].join(', '),
            },
            { name: words.free, value: formatBytes(w.available) },
          ],
        }));
    case 'cxl-region':
      return cxl.regions
        .filter((r) => r.name === id)
        .map((r) => ({
          title: words.cxlRegion,
          facts: [
            { name: words.modeName, value: r.mode },
            { name: words.state, value: r.state },
            { name: words.interleave, value: `${r.ways} × ${formatBytes(r.granularity)}` },
            { name: words.over, value: r.targets.join(', ') },
            { name: words.became, value: r.device ?? words.nothingYet },
          ],
        }));
    default:
      return cxl.memdevs.filter((m) => m.name === id).map(expander);
  }
}

const expander = (m: CxlMemdevView): Said => ({
  title: words.cxlExpander,
  facts: [
    { name: words.volatile, value: formatBytes(m.volatileBytes) },
    { name: words.persistent, value: formatBytes(m.persistentBytes) },
    { name: words.behindName, value: m.hostBridge },
    ...m.decoders.map((x) => ({ name: x.name, value: x.region ?? words.free })),
    ...(m.poison.length === 0
      ? []
      : [{ name: words.poisonAt, value: m.poison.map(formatAddress).join(', '), tone: 'trouble' as const }]),
  ],
});

const acceleratorPart = (a: AcceleratorView): DevicePart => ({
  of: 'figures',
  title: words.coherentDeviceMemory,
  unverified: true,
  facts: [
    { name: words.state, value: ACCELERATOR_STATES[a.state] },
    { name: words.pages, value: a.type },
    { name: words.node, value: `${a.node}` },
    ...(a.fault === undefined ? [] : [{ name: words.fault, value: a.fault, tone: 'trouble' as const }]),
    ...(a.before.length === 0
      ? []
      : [{ name: words.wasAtName, value: a.before.map((s) => formatAddress(s.start)).join(', ') }]),
  ],
});

/** What nobody can use of a device's range. */
function cracksPart(d: DevicesView, ref: DeviceRef): readonly DevicePart[] {
  const own = spansOfDevice(d, ref);
  const cracks = d.cracks.filter((c) => own.some((s) => s.start < c.end && c.start < s.end));
  if (cracks.length === 0) return [];
  const lost = cracks.reduce((sum, c) => sum + c.end - c.start, 0);
  return [{ of: 'cracks', cracks, title: words.lostInCracks, aside: formatBytes(lost), facts: [] }];
}

/** Where a crack lies, how large it is, and why nobody can use it. */
export const crackWords = (c: CrackView): { readonly range: string; readonly size: string; readonly why: string } => ({
  range: formatAddressRange(c.start, c.end),
  size: formatBytes(c.end - c.start),
  why: words.reasonByRule(c.why, c.rule),
});

/** The machine's memory tiers, and what the firmware says of the memory of each node; none: the kernel has no tiers. */
function tierParts({ tiers, distances }: DevicesView): readonly DevicePart[] {
  if (tiers.length === 0) return [];
  const list: DevicePart = {
    of: 'figures',
    title: words.memoryTiers,
    aside: words.smallerIsFaster,
    facts: tiers.map((t) => ({
      name: t.name,
      value: words.distance(t.nodes.length, t.nodes.join(', '), t.adistance),
    })),
  };
  if (distances.length === 0) return [list];
  return [
    list,
    {
      of: 'distances',
      distances,
      title: words.hmatHead,
      aside: words.hmatAside,
      facts: [],
      table: {
        caption: words.hmatHead,
        head: [words.hmatFrom, words.hmatTo, words.hmatLatency, words.hmatBandwidth],
        rows: distances.map((d) => [
          words.hmatNode(d.initiator),
          words.hmatNode(d.target),
          words.nanoseconds(d.latency),
          words.perSecond(d.bandwidth),
        ]),
      },
    },
  ];
}

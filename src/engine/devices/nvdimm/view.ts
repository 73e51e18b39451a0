/** What the screen shows of persistent memory, dax devices and soft-reserved memory. */
import * as words from '#words/cracks.ts';
import { BLOCK_OFFLINE } from '../../blocks/blocks.ts';
import type { Resource } from '../../hotplug/resources.ts';
import { alignUp, blockId } from '../../units.ts';
import type { DaxBus } from '../dax/bus.ts';
import { sharedTails } from '../dax/pagemap.ts';
import type { DaxDevice, KmemMemory } from '../dax/types.ts';
import type { DeviceHost } from '../host.ts';
import type { Pagemap } from '../pagemaps.ts';
import type {
  CrackView,
  DaxView,
  DevicesView,
  KmemView,
  LayoutSpan,
  NamespaceView,
  PagemapView,
  SoftReservedView,
  VirtioPmemView,
} from '../view.ts';
import type { Nvdimm } from './nvdimm.ts';
import type { NvdimmSlots } from './plug.ts';
import { arenasOf } from './btt.ts';
import { INFO_BLOCK } from './pfn.ts';
import type { Namespace } from './types.ts';

interface Rooms {
  readonly host: DeviceHost;
  readonly dax: DaxBus;
  readonly nd: Nvdimm;
  readonly slots: NvdimmSlots;
  /** Devices of the board that bring persistent memory and have no slot. */
  readonly virtioPmem: readonly Omit<VirtioPmemView, 'region' | 'flushes'>[];
}

/** The parts of DevicesView that these rooms know. */
export function daxView(r: Rooms): Partial<DevicesView> {
  const { host, dax, nd, slots } = r;
  return {
    nvdimms: slots.modules.value.map((m) => ({
      id: m.id,
      memdev: m.memdev,
      slot: m.slot,
      node: m.node,
      addr: m.addr,
      size: m.size,
      labelSize: Math.max(0, (host.backends.get(m.memdev)?.size ?? m.size) - m.size),
      hotplugged: m.hotplugged,
      region: nd.regions.value.find((x) => x.start === m.addr)?.id,
    })),
    virtioPmem: r.virtioPmem.map((m) => ({
      ...m,
      region: nd.regions.value.find((x) => x.start === m.addr)?.id,
      flushes: host.backends.get(m.memdev)?.type !== 'memory-backend-ram',
    })),
    regions: nd.regions.value.map((x) => ({
      id: x.id,
      kind: x.kind,
      enabled: x.enabled,
      labelled: x.labelled,
      numaNode: x.numaNode,
      targetNode: x.targetNode,
      start: x.start,
      end: x.start + x.size,
      available: nd.available(x),
      largestGap: x.labelled ? nd.gap(x).size : 0,
    })),
    namespaces: nd.namespaces.value.filter((n) => n.size > 0).map((n) => namespaceView(r, n)),
    pagemaps: [...host.pagemaps.all.value].map(([owner, p]) => pagemapView(host, owner, p)),
    dax: dax.devices.value.map((d) => daxDeviceView(r, d)),
    soft: softReserved(r),
    cracks: apart([...kmemCracks(r), ...namespaceCracks(r), ...sectionCracks(r)]),
  };
}

/** What a namespace is, in ndctl's words. */
function modeOf(nd: Nvdimm, { info, ...n }: Namespace): NamespaceView['mode'] {
  if (info === undefined) return nd.modeOf({ ...n, info }) === 'memory' ? 'fsdax' : 'raw';
  return ({ pfn: 'fsdax', dax: 'devdax', btt: 'sector' } as const)[info.kind];
}
function mapOf(nd: Nvdimm, n: Namespace): NamespaceView['map'] {
  if (n.info === undefined) return nd.modeOf(n) === 'memory' ? 'mem' : 'none';
  return n.info.kind === 'btt' ? 'none' : n.info.mode === 'pmem' ? 'dev' : 'mem';
}

function namespaceView({ host, nd }: Rooms, n: Namespace): NamespaceView {
  const end = n.start + n.size;
  const data =
    n.info === undefined || n.info.kind === 'btt'
      ? { start: n.start, end }
      : { start: n.info.start, end: n.info.start + n.info.size };
  const disk = nd.diskOf(n);
  const daxName = `dax${n.region}.${n.id}`;
  const claimed = n.claimed && n.info !== undefined;
  return {
    name: `namespace${n.region}.${n.id}`,
    region: n.region,
    start: n.start,
    end,
    mode: modeOf(nd, n),
    map: mapOf(nd, n),
    align: n.info?.kind === 'btt' ? undefined : n.info?.align,
    sector: n.info?.sector === undefined ? undefined : { bytes: n.info.sector, shown: n.info.size },
    uuid: n.uuid,
    enabled: n.enabled,
    device: !n.enabled ? undefined : claimed && n.info.kind === 'dax' ? daxName : disk,
    data,
    layout: layoutOf(
      host,
      n,
      host.pagemaps.get(claimed && n.info.kind === 'dax' ? daxName : `namespace${n.region}.${n.id}`),
    ),
  };
}

/** How a namespace's range is used, in order. */
export function layoutOf({ k }: Pick<DeviceHost, 'k'>, n: Namespace, mapped: Pagemap | undefined): LayoutSpan[] {
  const out: LayoutSpan[] = [];
  let at = n.start;
  const put = (kind: LayoutSpan['kind'], end: number): void => {
    if (end > at) out.push({ kind, start: at, end });
    at = Math.max(at, end);
  };
  const { info } = n;
  if (info === undefined) put('data', n.start + n.size);
  else if (info.kind === 'btt') {
    for (const a of arenasOf(n.size, info.sector ?? 4096)) {
      put('info', n.start + a.data);
      put('data', n.start + a.map);
      put('tables', n.start + a.info2);
      put('info', n.start + a.end);
    }
    put('trunc', n.start + n.size);
  } else {
    const { pageBytes } = k.sizes;
    put('trunc', n.start + info.startPad);
    put('info', at + alignUp(INFO_BLOCK, pageBytes));
    if (info.mode === 'pmem' && mapped?.altmap !== undefined) {
      put('pad', at + mapped.align * pageBytes);
      put('memmap', at + mapped.alloc * pageBytes);
    }
    put('spare', info.start);
    put('data', info.start + info.size);
    put('trunc', n.start + n.size);
  }
  return out;
}

function pagemapView(host: DeviceHost, owner: string, p: Pagemap): PagemapView {
  return {
    owner,
    type: p.type,
    node: p.nid,
    start: p.start,
    end: p.start + p.size,
    compound: p.compound,
    deduplicated: sharedTails(host, p) !== undefined,
    altmap:
      p.altmap === undefined
        ? undefined
        : { basePfn: p.start / host.k.sizes.pageBytes, ...p.altmap, align: p.align, alloc: p.alloc },
    pinned: 0,
  };
}

function daxDeviceView({ host, dax, nd }: Rooms, d: DaxDevice): DaxView {
  const memory = dax.kmem.memory.value.find((m) => m.device === d.name);
  return {
    name: d.name,
    region: d.region.id,
    origin:
      nd.region(d.region.id) !== undefined && !d.region.kmem
        ? 'pmem'
        : /\/dax_region\d+$/.test(d.region.path)
          ? 'cxl'
          : 'hmem',
    align: d.align,
    numaNode: d.numaNode,
    targetNode: d.targetNode,
    driver: d.driver,
    memmapOnMemory: d.memmapOnMemory,
    start: d.start,
    end: d.start + d.size,
    kmem: memory === undefined ? undefined : kmemView(host, memory, d.driver !== 'kmem'),
  };
}

function kmemView({ blocks }: DeviceHost, m: KmemMemory, stuck: boolean): KmemView {
  const first = m.start / blocks.blockBytes;
  return {
    start: m.start,
    end: m.start + m.size,
    group: m.group,
    stuck,
    blocks: Array.from({ length: m.size / blocks.blockBytes }, (_, i) => blockId(first + i))
      .filter((id) => blocks.exists(id))
      .map((id) => ({ id, online: blocks.state.get(id) !== BLOCK_OFFLINE, zone: blocks.zoneOf(id)?.zone })),
  };
}

function softReserved({ host, dax }: Rooms): SoftReservedView[] {
  const found: SoftReservedView[] = [];
  const visit = (list: readonly Resource[]): void => {
    for (const x of list) {
      const [start, end] = [x.start, x.end + 1];
      if (x.name === 'Soft Reserved') {
        const taker = dax.devices.value.find((d) => d.region.start < end && start < d.region.start + d.region.size);
        found.push({
          start,
          end,
          targetNode: taker?.targetNode ?? 0,
          takenBy: taker === undefined ? undefined : (taker.region.path.split('/').at(-1) ?? taker.name),
        });
      } else visit(x.children);
    }
  };
  visit(host.resources.tree.value);
  return found;
}

/** What kmem leaves of a device because memory comes in whole blocks. */
function kmemCracks({ dax }: Rooms): CrackView[] {
  return dax.devices.value.flatMap((d) => {
    const m = dax.kmem.memory.value.find((x) => x.device === d.name);
    if (m === undefined) return [];
    const end = d.start + d.size;
    return [
      { start: d.start, end: m.start },
      { start: m.start + m.size, end },
    ]
      .filter((s) => s.end > s.start)
      .map((s) => ({ ...s, owner: d.name, why: words.kmemAddsWholeBlocks, rule: 'KMM-1' }));
  });
}

/** What a namespace leaves out: at its start for a kernel without subsections, at its end for its alignment. */
function namespaceCracks({ nd }: Rooms): CrackView[] {
  return nd.namespaces.value.flatMap((n) => {
    if (n.info === undefined) return [];
    const owner = `namespace${n.region}.${n.id}`;
    const end = n.start + n.size;
    const padded = n.info.startPad > 0;
    return [
      { start: n.start, end: n.start + n.info.startPad, owner, why: words.paddedSections, rule: 'SUB-12' },
      {
        start: end - n.info.endTrunc,
        end,
        owner,
        why: padded ? words.paddedSections : words.dataEndsAligned,
        rule: padded ? 'SUB-12' : 'PMM-2',
      },
    ].filter((c) => c.end > c.start);
  });
}

/** What a mapping takes of its sections beside its own range: nobody else can map that. */
const sectionCracks = ({ host }: Rooms): CrackView[] =>
  [...host.pagemaps.all.value].flatMap(([owner, p]) =>
    [
      { start: p.mapped.start, end: p.start },
      { start: p.start + p.size, end: p.mapped.end },
    ]
      .filter((s) => s.end > s.start)
      .map((s) => ({ ...s, owner, why: words.mappedByWholeSections, rule: 'SUB-10' })),
  );

/** Cracks by address, each byte in one of them: the first that names it. */
function apart(cracks: readonly CrackView[]): CrackView[] {
  const out: CrackView[] = [];
  for (const c of cracks) {
    let left: readonly CrackView[] = [c];
    for (const o of out)
      left = left.flatMap((x) =>
        o.end <= x.start || x.end <= o.start
          ? [x]
          : [
              { ...x, end: Math.max(x.start, o.start) },
              { ...x, start: Math.min(x.end, o.end) },
            ].filter((part) => part.end > part.start),
      );
    out.push(...left);
  }
  return out.toSorted((a, b) => a.start - b.start);
}

/** Reads persistent memory and dax devices from the files of a machine that has booted. */
import { nodeOfDomain } from '../dimm/board.ts';
import {
  MEMMAP_ALTMAP,
  MEMMAP_RUNTIME,
  SECTION_HAS_MEM_MAP,
  SECTION_MARKED_PRESENT,
  SECTION_TAINT_ZONE_DEVICE,
} from '../../sparse/sections.ts';
import { nodeId, pfn, sectionNr } from '../../units.ts';
import type { NodeId } from '../../units.ts';
import { ZONE_MIXED, ZONE_NAMES } from '../../zones/types.ts';
import type { DaxBus } from '../dax/bus.ts';
import type { PagemapRequest } from '../pagemaps.ts';
import type { DaxDevice } from '../dax/types.ts';
import type { DeviceHost } from '../host.ts';
import { KMEM_RAM } from '../kmem/kmem.ts';
import type { DeviceBoot } from '../types.ts';
import type { Nvdimm } from './nvdimm.ts';
import type { Claim, Namespace, Region } from './types.ts';

/** Serial number that QEMU gives the DIMM in slot 0. */
export const FIRST_SERIAL = 0x123456;

/** Where each kind of bus hangs below /devices of sysfs; each region of a device tree has a bus of its own (of_pmem.c). */
export const PMEM_PATHS: Readonly<Record<Region['kind'], (start: number, region: number) => string>> = {
  nfit: () => '/LNXSYSTM:00/LNXSYBUS:00/ACPI0012:00/ndbus0',
  of: (start, region) => `/platform/${start.toString(16)}.pmem/ndbus${region}`,
  e820: () => '/platform/e820_pmem/ndbus0',
  virtio: () => '/pci0000:00/0000:00:02.0/virtio1/ndbus0',
  cxl: () => '/platform/ACPI0017:00/root0/nvdimm-bridge0/ndbus0',
};

const number = (text: string | undefined): number | undefined =>
  text !== undefined && /^(0x[0-9a-f]+|\d+)\s*$/.test(text) ? Number(text) : undefined;

/** A resource's range in the text of /proc/iomem. */
function ranges(iomem: string, name: RegExp): { readonly start: number; readonly end: number }[] {
  return [...iomem.matchAll(/^ *([0-9a-f]+)-([0-9a-f]+) : (.*)$/gm)]
    .filter((m) => name.test(m[3] ?? ''))
    .map((m) => ({ start: Number.parseInt(m[1] ?? '', 16), end: Number.parseInt(m[2] ?? '', 16) }));
}

/** The node that is nearest to a node and online: itself, or the first of the least distance (numa_map_to_online_node). */
export function onlineNodeNear({ zones }: DeviceHost, nid: NodeId): NodeId {
  const nodes = zones.nodes.value.filter((n) => n.online);
  if (nodes.some((n) => n.id === nid)) return nid;
  const distance = (d: number | undefined): number => d ?? 20;
  const best = nodes.toSorted((a, b) => distance(a.distance[nid]) - distance(b.distance[nid]) || a.id - b.id)[0];
  return best?.id ?? nodeId(0);
}

/** Finds regions, namespaces and dax devices in the files. */
export function readDevices(host: DeviceHost, nd: Nvdimm, dax: DaxBus, boot: DeviceBoot): void {
  readNamespaces(host, nd, dax, boot);
  readDax(host, nd, dax, boot);
}

function readNamespaces(host: DeviceHost, nd: Nvdimm, dax: DaxBus, boot: DeviceBoot): void {
  const ids = new Map<number, number[]>();
  for (const path of Object.keys(boot.texts)) {
    const m = /^\/sys\/bus\/nd\/devices\/namespace(\d+)\.(\d+)\/size$/.exec(path);
    if (m === null) continue;
    const region = Number(m[1]);
    ids.set(
      region,
      [...(ids.get(region) ?? []), Number(m[2])].sort((a, b) => a - b),
    );
  }
  for (const [region, list] of [...ids].sort((a, b) => a[0] - b[0])) {
    const found = list.map((id) => readNamespace(boot, region, id));
    const r = readRegion(host, boot, region, found);
    nd.regions.update((l) => [...l, r]);
    nd.namespaces.update((l) => [...l, ...found]);
    for (const ns of found) {
      if (!ns.enabled || (ns.info === undefined && !nd.pageMapped(r)) || ns.info?.kind === 'btt') continue;
      if (ns.claimed && ns.info?.kind === 'dax') continue; // its pages belong to the dax device
      importPagemap(host, `namespace${region}.${ns.id}`, {
        start: ns.start,
        size: ns.size,
        nid: r.numaNode,
        type: 'fs-dax',
        altmap: ns.info === undefined ? undefined : nd.altmapOf(ns, ns.info),
        compound: 1,
      });
    }
  }
}

function readNamespace(boot: DeviceBoot, region: number, id: number): Namespace {
  const file = (name: string): string | undefined => boot.texts[`/sys/bus/nd/devices/namespace${region}.${id}/${name}`];
  const holder = /^(pfn|dax|btt)(\d+)\.(\d+)$/.exec((file('holder') ?? '').trim());
  const size = number(file('size')) ?? 0;
  const start = number(file('resource')) ?? 0;
  const kind = holder?.[1] === 'pfn' ? 'pfn' : holder?.[1] === 'btt' ? 'btt' : 'dax';
  const info = holder === null ? undefined : readClaim(boot, holder[0], kind, Number(holder[3]));
  return {
    region,
    id,
    start,
    size,
    uuid: undefined,
    info,
    medium: info,
    claimed: holder !== null,
    enabled: size > 0 && ranges(boot.iomem, new RegExp(`^namespace${region}\\.${id}$`)).length > 0,
  };
}

function readClaim(boot: DeviceBoot, name: string, kind: Claim['kind'], id: number): Claim {
  const file = (attribute: string): string => (boot.texts[`/sys/bus/nd/devices/${name}/${attribute}`] ?? '').trim();
  return {
    kind,
    id,
    mode: file('mode') === 'ram' ? 'ram' : 'pmem',
    align: number(file('align')) ?? 2 ** 21,
    sector: kind === 'btt' ? (number(/\[(\d+)\]/.exec(file('sector_size'))?.[1]) ?? 4096) : undefined,
    start: number(file('resource')) ?? 0,
    size: number(file('size')) ?? 0,
    uuid: undefined,
    startPad: 0,
    endTrunc: 0,
  };
}

/**
 * Whether the host can flush what is behind an address. QEMU calls fsync on the backend's file for a virtio-pmem
 * (hw/virtio/virtio-pmem.c: worker_cb); anonymous memory has none, and the guest's write fails.
 */
export function flushesAt(host: DeviceHost, boot: Pick<DeviceBoot, 'memoryDevices'>, addr: number): boolean {
  const device = boot.memoryDevices.find((d) => d.addr === addr && d.text.startsWith('Memory device [virtio-pmem]'));
  const memdev = /^ {2}memdev: (?:\/objects\/)?(.*)$/m.exec(device?.text ?? '')?.[1] ?? '';
  return device === undefined || host.backends.get(memdev)?.type !== 'memory-backend-ram';
}

/** What is behind a region: the files do not say, but the firmware's tables and QEMU's command line do. */
function readRegion(host: DeviceHost, boot: DeviceBoot, id: number, namespaces: readonly Namespace[]): Region {
  const first = namespaces.find((n) => n.size > 0);
  const windows = ranges(boot.iomem, /^Persistent Memory/);
  const window =
    windows.find((w) => first === undefined || (w.start <= first.start && first.start <= w.end)) ?? windows[id];
  const start = window?.start ?? first?.start ?? 0;
  const size = window === undefined ? (first?.size ?? 0) : window.end + 1 - window.start;
  const nvdimm = boot.memoryDevices.find((d) => d.addr === start && d.text.startsWith('Memory device [nvdimm]'));
  const kind: Region['kind'] =
    nvdimm !== undefined
      ? 'nfit'
      : ranges(boot.iomem, /^Persistent Memory \(legacy\)$/).some((w) => w.start === start)
        ? 'e820'
        : boot.memoryDevices.some((d) => d.addr === start && d.text.startsWith('Memory device [virtio-pmem]'))
          ? 'virtio'
          : 'of';
  const spanning = host.zones.nodes.value.find((n) =>
    n.zones.some(
      (z) =>
        z.name === 'Device' &&
        z.spanned > 0 &&
        z.startPfn * host.k.sizes.pageBytes <= start &&
        start < (z.startPfn + z.spanned) * host.k.sizes.pageBytes,
    ),
  );
  const home = spanning?.id ?? nodeId(0);
  const targetNode =
    nvdimm === undefined
      ? home
      : nodeId(nodeOfDomain(host.dimms.board, number(/^ {2}node: (\d+)$/m.exec(nvdimm.text)?.[1]) ?? 0));
  const slot = number(/^ {2}slot: (\d+)$/m.exec(nvdimm?.text ?? '')?.[1]) ?? 0;
  const seed = (prefix: string): number =>
    Math.max(
      0,
      ...Object.keys(boot.texts).flatMap((path) => {
        const m = new RegExp(`^/sys/bus/nd/devices/${prefix}${id}\\.(\\d+)/`).exec(path);
        return m === null ? [] : [Number(m[1])];
      }),
    );
  return {
    id,
    kind,
    path: PMEM_PATHS[kind](start, id),
    start,
    size,
    targetNode,
    numaNode: nvdimm === undefined ? home : onlineNodeNear(host, targetNode),
    labelled: namespaces.some((n) => n.size === 0),
    serials: nvdimm === undefined ? [] : [FIRST_SERIAL + slot],
    enabled: true,
    flushes: flushesAt(host, boot, start),
    seeds: { namespace: seed('namespace'), pfn: seed('pfn'), dax: seed('dax'), btt: seed('btt') },
  };
}

function readDax(host: DeviceHost, nd: Nvdimm, dax: DaxBus, boot: DeviceBoot): void {
  for (const path of Object.keys(boot.texts)) {
    const m = /^\/sys\/bus\/dax\/devices\/(dax(\d+)\.(\d+))\/size$/.exec(path);
    if (m === null) continue;
    const [, name = '', region, id] = m;
    const file = (attribute: string): string | undefined => boot.texts[`/sys/bus/dax/devices/${name}/${attribute}`];
    const driver = (file('driver') ?? '').trim();
    const ns = nd.find(Number(region), Number(id));
    const r = nd.region(Number(region));
    const start = number(file('resource')) ?? 0;
    const size = number(file('size')) ?? 0;
    const targetNode = nodeId(number(file('target_node')) ?? 0);
    const base: DaxDevice =
      ns?.info?.kind === 'dax' && r !== undefined
        ? nd.daxOf(r, ns, ns.info)
        : {
            name,
            // a soft-reserved range: the whole of it is one device
            region: {
              id: Number(region),
              path: `/platform/hmem.${region}`,
              start,
              size,
              align: number(file('align')) ?? 2 ** 21,
              kmem: true,
              dynamic: true,
            },
            start,
            size,
            align: number(file('align')) ?? 2 ** 21,
            targetNode,
            numaNode: onlineNodeNear(host, targetNode),
            memmapOnMemory: false,
            driver: undefined,
            more: [],
            pagemapLeft: false,
            pagemap: undefined,
          };
    const dev: DaxDevice = {
      ...base,
      memmapOnMemory: (file('memmap_on_memory') ?? '').trim() === '1',
      driver: driver === 'kmem' || driver === 'device_dax' ? driver : undefined,
    };
    dax.devices.update((l) => [...l, dev]);
    if (dev.driver === 'kmem') {
      for (const range of ranges(boot.iomem, new RegExp(`^${name.replace('.', '\\.')}$`)))
        if (boot.iomem.includes(KMEM_RAM)) dax.kmem.importMemory(dev, range.start, range.end + 1 - range.start);
    } else if (dev.driver === 'device_dax')
      importPagemap(host, name, {
        start: dev.pagemap?.start ?? dev.start,
        size: dev.pagemap?.size ?? dev.size,
        nid: dev.numaNode,
        type: 'generic',
        altmap: dev.pagemap?.altmap,
        compound: Math.max(1, dev.align / host.k.sizes.pageBytes),
      });
  }
}

/** Sections of device pages that were mapped before the first line. */
function importPagemap({ sections, k, pagemaps }: DeviceHost, owner: string, p: PagemapRequest): void {
  const { pageBytes, pagesPerSection, memmapPagesPerSection } = k.sizes;
  const range = { start: pfn(p.start / pageBytes), end: pfn((p.start + p.size) / pageBytes) };
  let whole = 0;
  for (let s = Math.floor(range.start / pagesPerSection); s * pagesPerSection < range.end; s++) {
    const nr = sectionNr(s);
    const all = sections.range(nr);
    if (range.start <= all.start && all.end <= range.end) whole++;
    else sections.setFlags(nr, SECTION_TAINT_ZONE_DEVICE);
    sections.setSubsections(nr, {
      start: pfn(Math.max(range.start, all.start)),
      end: pfn(Math.min(range.end, all.end)),
    });
    if (sections.isEarly(nr)) {
      sections.setZone(nr, ZONE_MIXED);
      continue;
    }
    sections.setFlags(nr, SECTION_MARKED_PRESENT | SECTION_HAS_MEM_MAP);
    sections.node.set(nr, p.nid);
    sections.setZone(nr, ZONE_NAMES.indexOf('Device'));
    sections.memmapKind.set(nr, p.altmap === undefined ? MEMMAP_RUNTIME : MEMMAP_ALTMAP);
    sections.memmapNode.set(nr, p.nid);
    sections.roots.set(Math.floor(s / k.geometry.sectionsPerRoot), 1);
    sections.highest.value = Math.max(sections.highest.value, s + 1);
  }
  const alloc = p.altmap === undefined ? 0 : whole * memmapPagesPerSection;
  pagemaps.put(owner, { ...p, mapped: { start: p.start, end: p.start + p.size }, alloc, align: 0 });
}

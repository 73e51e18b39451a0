/** Memory that drivers meet for the first time: persistent memory becomes a region, soft-reserved memory a dax device. */
import type { Proc } from '../../kernel/scheduler.ts';
import { MiB, nodeId } from '../../units.ts';
import type { DaxBus } from '../dax/bus.ts';
import type { DeviceHost } from '../host.ts';
import type { DeviceBoot, FoundMemory, KeptMemory } from '../types.ts';
import { FIRST_SERIAL, PMEM_PATHS, flushesAt, onlineNodeNear } from './boot.ts';
import { emptyNamespace } from './nvdimm.ts';
import type { Nvdimm } from './nvdimm.ts';
import type { Namespace, Region } from './types.ts';

/** The regions and dax devices of a machine that boots. */
export function found(
  host: DeviceHost,
  nd: Nvdimm,
  dax: DaxBus,
  m: FoundMemory,
  { kept, memoryDevices }: Pick<DeviceBoot, 'kept' | 'memoryDevices'>,
): Proc | undefined {
  const on = (name: string): boolean => host.k.config.config[`CONFIG_${name}`] === 'y';
  if (m.source === 'soft') return on('DEV_DAX') ? softReserved(host, dax, m) : undefined;
  const { source, start, end } = m;
  const module = [...host.dimms.others()].find((d) => d.addr === start);
  return newRegion(host, nd, {
    kind: source,
    start,
    size: end - start,
    node: m.node,
    slot: source === 'nfit' ? (module?.slot ?? 0) : undefined,
    flushes: flushesAt(host, { memoryDevices }, start),
    kept: kept.find((x) => x.start === start && x.size === end - start),
  });
}

/** A region the firmware or a driver tells of, with a namespace that covers it (drivers/nvdimm/region_devs.c: nd_region_create). */
export function* newRegion(
  host: DeviceHost,
  nd: Nvdimm,
  r: {
    readonly kind: Region['kind'];
    readonly start: number;
    readonly size: number;
    readonly node: number;
    /** The DIMM's slot; undefined: there is none behind it. */
    readonly slot: number | undefined;
    /** Its number, where that is given. */
    readonly id?: number;
    /** The devices behind it have labels, whatever is kept of them. */
    readonly labelled?: boolean;
    /** Serial numbers of the devices behind it, by position. */
    readonly serials?: readonly number[];
    /** The host does not carry flushes out. */
    readonly flushes?: boolean;
    /** What it holds from before. */
    readonly kept?: KeptMemory | undefined;
  },
): Proc {
  const id = r.id ?? nd.regions.value.reduce((next, x) => Math.max(next, x.id + 1), 0);
  const targetNode = nodeId(r.node);
  const labelled = r.labelled ?? r.kept?.labelled === true;
  nd.regions.update((l) => [
    ...l,
    {
      id,
      kind: r.kind,
      path: PMEM_PATHS[r.kind](r.start, id),
      start: r.start,
      size: r.size,
      targetNode,
      numaNode: onlineNodeNear(host, targetNode),
      labelled,
      serials: r.serials ?? (r.slot === undefined ? [] : [FIRST_SERIAL + r.slot]),
      enabled: true,
      flushes: r.flushes !== false,
      seeds: { namespace: labelled ? (r.kept?.namespaces.length ?? 0) : 0, pfn: 0, dax: 0, btt: 0 },
    },
  ]);
  const held = (r.kept?.namespaces ?? []).map((n, i): Namespace => {
    const info = n.info === undefined ? undefined : { ...n.info, id: i };
    return { ...emptyNamespace(id, i), start: n.start, size: n.size, uuid: n.uuid, info, medium: info };
  });
  const all = held.length > 0 ? held : [{ ...emptyNamespace(id, 0), start: r.start, size: r.size }];
  nd.namespaces.update((l) => [...l, ...(labelled ? [...held, emptyNamespace(id, held.length)] : all)]);
  for (const ns of nd.namespaces.value) if (ns.region === id && ns.size > 0) yield* nd.enable(ns);
}

/** What stays on the DIMMs: labels and info blocks (drivers/nvdimm/label.c, pfn_devs.c). */
export const keptOf = (nd: Nvdimm): KeptMemory[] =>
  nd.regions.value.map((r) => ({
    start: r.start,
    size: r.size,
    labelled: r.labelled,
    namespaces: nd.namespaces.value
      .filter((n) => n.region === r.id && n.size > 0)
      .map(({ id, start, size, uuid, medium }) => ({ id, start, size, uuid, info: medium })),
  }));

/** drivers/dax/hmem/device.c: hmem_register_resource; drivers/dax/hmem/hmem.c: dax_hmem_probe: the whole range is one device. */
function* softReserved(host: DeviceHost, dax: DaxBus, { start, end, node }: FoundMemory): Proc {
  const id = dax.devices.value.reduce((next, d) => Math.max(next, d.region.id + 1), 0);
  const targetNode = nodeId(node);
  const size = end - start;
  yield* dax.create({
    name: `dax${id}.0`,
    region: { id, path: `/platform/hmem.${id}`, start, size, align: 2 * MiB, kmem: true, dynamic: true },
    start,
    size,
    align: 2 * MiB,
    targetNode,
    numaNode: onlineNodeNear(host, targetNode),
    memmapOnMemory: false,
    driver: undefined,
    more: [],
    pagemapLeft: false,
    pagemap: undefined,
  });
}

/** How the screen's cells are read from a machine. */
import type { Resource } from '../engine/hotplug/resources.ts';
import type { Machine } from '../engine/machine.ts';
import { deviceMemory, takesDimms } from '../engine/devices/dimm/board.ts';
import { devicesFrom, devicesView } from '../engine/devices/all.ts';
import { versionOf } from '../engine/kernel/version.ts';
import type { CellReaders } from './frames.ts';
import type { Cells, MachineInfo, ResourceView } from './messages.ts';

const resource = (r: Resource): ResourceView => ({
  start: r.start,
  end: r.end,
  name: r.name,
  children: r.children.map(resource),
});

/** Policies under the names of their files and boot parameters. */
function params({ params: { value: p } }: Machine): Cells['params'] {
  const yn = (on: boolean): string => (on ? 'Y' : 'N');
  return {
    auto_online_blocks: p.autoOnlineBlocks,
    online_policy: p.onlinePolicy,
    auto_movable_ratio: String(p.autoMovableRatio),
    auto_movable_numa_aware: yn(p.autoMovableNumaAware),
    memmap_on_memory: p.memmapOnMemory,
    movable_node: yn(p.movableNode),
  };
}

function free(m: Machine): Cells['free'] {
  return m.zones.nodes.value.flatMap((node) =>
    node.zones
      .filter((z) => z.present > 0)
      .map((z) => {
        const ref = { nid: node.id, zone: z.name };
        return { ref, pages: m.pages.freeIn(ref) };
      }),
  );
}

function directMap(m: Machine): Cells['directMap'] {
  const { k4, m2, g1 } = m.mapping.directMapBytes();
  return { '4K': k4, '2M': m2, '1G': g1 };
}

/** Empty `from`: the value is read anew for every frame. */
export const CELLS: CellReaders<Machine> = {
  nodes: { from: (m) => [m.zones.nodes.value], read: (m) => m.zones.nodes.value },
  zoneTypes: { from: (m) => [m.zones.zoneTypes.value], read: (m) => m.zones.zoneTypes.value },
  dimms: {
    from: (m) => [m.dimms.list.value],
    read: (m) =>
      m.dimms.list.value.map(({ id, memdev, node, addr, size, slot, hotplugged }) => ({
        id,
        memdev,
        node,
        addr,
        size,
        slot,
        hotplugged,
      })),
  },
  backends: {
    from: (m) => [m.backends.list.value],
    read: (m) => m.backends.list.value.map(({ id, size, inUseBy }) => ({ id, size, inUseBy })),
  },
  resources: { from: (m) => [m.resources.tree.value], read: (m) => m.resources.tree.value.map(resource) },
  groups: { from: (m) => [m.blocks.groups.value], read: (m) => m.blocks.groups.value },
  params: { from: (m) => [m.params.value], read: params },
  workloads: {
    from: (m) => [m.workloads.list.value],
    read: (m) =>
      m.workloads.list.value.map(({ id, kind, node, pages, limit }) => ({
        id,
        kind,
        node: node ?? 0,
        pages,
        limit,
      })),
  },
  free: { from: () => [], read: free },
  poisoned: { from: (m) => [m.pages.poison.pfns], read: (m) => [...m.pages.poison.pfns] },
  highestSection: { from: (m) => [m.sections.highest.value], read: (m) => m.sections.highest.value },
  tables: {
    from: (m) => [m.mapping.counters('direct-map'), m.mapping.counters('vmemmap')],
    read: (m) => ({ 'direct-map': m.mapping.counters('direct-map'), vmemmap: m.mapping.counters('vmemmap') }),
  },
  directMap: { from: (m) => [m.mapping.directMapBytes()], read: directMap },
  faults: { from: (m) => [m.faults.list.value], read: (m) => m.faults.list.value },
  addRule: { from: (m) => [m.userPolicy.cell.value], read: (m) => m.userPolicy.cell.value },
  devices: {
    from: (m) => [m.devices, ...devicesFrom(m.devices)],
    read: (m) => devicesView(m.devices),
  },
  ticks: { from: (m) => [m.workloads.ticks.value], read: (m) => m.workloads.ticks.value },
};

/** What does not change while a machine runs. */
export function infoOf(m: Machine): MachineInfo {
  const { options, k, blocks } = m;
  const device = takesDimms(options.board) ? deviceMemory(options.board) : undefined;
  return {
    id: options.id,
    title: options.title,
    release: k.config.release,
    version: versionOf(k.config),
    cmdline: k.config.cmdline,
    config: k.config.config,
    geometry: k.geometry,
    sizes: k.sizes,
    blockBytes: blocks.blockBytes,
    sectionsPerBlock: blocks.sectionsPerBlock,
    slots: options.board.slots,
    hotBase: device?.base ?? 0,
    hotBytes: device?.size ?? 0,
    provenance: m.provenance.value,
    modelled: Object.values(m.provenance.value).every((p) => p === 'modelled'),
  };
}

/** Makes a machine of what is known about one: every room gets its part through its own import. */
import { memmapOnMemoryPages } from '../engine/hotplug/add.ts';
import { BLOCK_GOING_OFFLINE, BLOCK_OFFLINE, BLOCK_ONLINE } from '../engine/blocks/blocks.ts';
import type { DeviceModule } from '../engine/devices/host.ts';
import type { DeviceBoot } from '../engine/devices/types.ts';
import { formatIomem } from '../engine/files/iomem.ts';
import { startArguments, startDevices } from '../engine/devices/dimm/start.ts';
import { pagesByKind } from '../engine/files/meminfo.ts';
import { countMemmaps } from '../engine/files/vmstat.ts';
import { Machine } from '../engine/machine.ts';
import { nodeOfDomain } from '../engine/devices/dimm/board.ts';
import { blockId, bytes, nodeId, pfn, physAddr, slotNr } from '../engine/units.ts';
import type { PfnRange } from '../engine/units.ts';
import { ZONE_NAMES, ZONE_NONE } from '../engine/zones/types.ts';
import type { ZoneName } from '../engine/zones/types.ts';
import type { EarlyRange } from '../engine/zones/zones.ts';
import type { BootState } from './boot-state.ts';
import { earlyRanges, nodeStates, onlineRanges } from './nodes.ts';
import type { BlockFiles } from './parse/sysfs.ts';
import { noteSharedMemmap, withoutHugePages } from './hugepages.ts';
import { importPages } from './pages.ts';
import { importAddedSections, importEarlySections, sectionsOf, takeSectionsOffline } from './sections.ts';

/** Builds a machine that has just reached this state; it owes nothing to the state afterwards. Of `modules` it gets those it has devices of. */
export function buildMachine(state: BootState, modules: readonly DeviceModule[] = []): Machine {
  const boot: DeviceBoot = {
    texts: state.baseline.texts,
    argv: state.baseline.qemu.argv,
    iomem: formatIomem(state.resources),
    memoryDevices: state.baseline.devices,
    found: state.found ?? [],
    kept: state.kept ?? [],
  };
  const wanted = modules.filter((m) => m.wanted(boot));
  const machine = new Machine({
    id: state.id,
    title: state.title,
    geometry: state.geometry,
    config: state.config,
    blockBytes: bytes(state.blockBytes),
    board: state.board,
    mapping: state.mapping,
    ...(wanted.length > 0 ? { modules: wanted } : {}),
  });
  const early = earlyRanges(state);
  const online = onlineRanges(state, early);
  machine.params.set(state.params);
  machine.resources.tree.value = state.resources;
  importEarlySections(machine, early);
  importBoard(machine, state);
  const added = importBlocks(machine, state);
  machine.zones.importNodes(nodeStates(state, online), state.zones.zoneTypes, early);
  importPages(machine, state, online, added);
  importMapping(machine, state, early);
  if (state.dumps !== undefined) noteSharedMemmap(machine);
  const devicePages = Math.max(0, state.baseline.memmapDevicePages - countMemmaps(machine).runtime);
  const owners = machine.devices.map((d) => d.boot(boot));
  const kinds = machine.devices.flatMap((d) => d.memoryKinds ?? []);
  machine.files.baseline.value = {
    ...withoutHugePages(machine, state.baseline),
    memmapDevicePages: devicePages,
    use: pagesByKind(machine),
    texts: Object.fromEntries(Object.entries(boot.texts).filter(([path]) => !owners.some((o) => o.owned(path)))),
    devices: boot.memoryDevices.filter((d) => !kinds.some((kind) => d.text.startsWith(`Memory device [${kind}]`))),
  };
  machine.k.log.value = { before: undefined, lines: state.dmesg, count: state.dmesg.length };
  machine.provenance.value = state.provenance;
  return machine;
}

/** Backends and DIMMs of the command line, then what the monitor lists beyond them. */
function importBoard(machine: Machine, state: BootState): void {
  const { backends, dimms } = machine;
  startDevices(startArguments(state.baseline.qemu.argv), backends, dimms);
  if (state.devices === undefined) return;
  const present = state.devices.filter((d) => d.kind === 'dimm');
  for (const d of dimms.list.value) backends.setMapped(d.memdev, undefined);
  for (const d of state.devices) {
    const known = backends.get(d.memdev);
    if (known === undefined)
      backends.list.update((l) => [
        ...l,
        { id: d.memdev, type: 'memory-backend-ram', size: bytes(d.size), align: 2 ** 21, inUseBy: undefined },
      ]);
    backends.setMapped(d.memdev, d.id === '' ? d.kind : d.id);
  }
  // sorted by address; the order of plugging is not told
  dimms.list.value = present.map((d, i) => ({
    id: d.id === '' ? `/machine/peripheral-anon/device[${i}]` : d.id,
    named: d.id !== '',
    memdev: d.memdev,
    node: nodeId(d.node),
    addr: physAddr(d.addr),
    size: bytes(d.size),
    slot: slotNr(d.slot),
    hotplugged: d.hotplugged,
    unplugPending: false,
  }));
}

/** Memory block devices; answers the online ranges that were added after boot, by zone. */
function importBlocks(machine: Machine, state: BootState): EarlyRange[] {
  const { blocks } = machine;
  const added: EarlyRange[] = [];
  const groups = new Map<number, number>();
  for (const b of state.blocks) {
    const id = blockId(b.id);
    const range = blocks.range(id);
    const early = hasEarlySection(machine, range);
    const word = b.state === 'offline' ? undefined : (b.validZones?.[0] ?? zoneBySpan(state, b, range));
    const zone = ZONE_NAMES.find((z) => z === word);
    const group = early ? 0 : groupOf(machine, groups, range);
    const altmapPages = early || group === 0 ? 0 : memmapOnMemoryPages(machine.k, blocks, machine.params);
    blocks.create(id, {
      state: b.state === 'online' ? BLOCK_ONLINE : b.state === 'offline' ? BLOCK_OFFLINE : BLOCK_GOING_OFFLINE,
      node: nodeId(b.node ?? 0),
      zone: zone === undefined ? ZONE_NONE : ZONE_NAMES.indexOf(zone),
      group,
      altmapPages,
    });
    if (early) {
      if (b.state === 'offline') takeSectionsOffline(machine, range);
      continue;
    }
    importAddedSections(machine, b, range, zone, altmapPages > 0);
    if (zone === undefined) continue;
    const ref = { nid: nodeId(b.node ?? 0), zone };
    added.push({ ref, range: { start: pfn(range.start + altmapPages), end: range.end } });
    const g = blocks.groupOf(id);
    if (g !== undefined) {
      const pages = range.end - range.start;
      blocks.replaceGroup(
        zone === 'Movable'
          ? { ...g, presentMovablePages: g.presentMovablePages + pages }
          : { ...g, presentKernelPages: g.presentKernelPages + pages },
      );
    }
  }
  return added;
}

function hasEarlySection(machine: Machine, range: PfnRange): boolean {
  for (const nr of sectionsOf(machine, range)) if (machine.sections.isEarly(nr)) return true;
  return false;
}

/** The zone of an online block without valid_zones (a kernel without MEMORY_HOTREMOVE): the only one that spans it. */
function zoneBySpan(state: BootState, b: BlockFiles, range: PfnRange): ZoneName | undefined {
  const spanning = state.zones.zones.filter(
    (z) => z.node === (b.node ?? 0) && z.present > 0 && z.startPfn < range.end && range.start < z.startPfn + z.spanned,
  );
  return spanning.length === 1 ? spanning[0]?.zone : undefined;
}

/** A block of a DIMM belongs to the DIMM's memory group; made, and the DIMM marked as attached, at its first block. */
function groupOf(machine: Machine, groups: Map<number, number>, range: PfnRange): number {
  const { dimms, blocks, acpi, k } = machine;
  const at = range.start * k.sizes.pageBytes;
  const dimm = dimms.list.value.find((d) => at >= d.addr && at < d.addr + d.size);
  if (dimm === undefined) return 0;
  const known = groups.get(dimm.slot);
  if (known !== undefined) return known;
  const node = nodeId(nodeOfDomain(dimms.board, dimm.node));
  const group = blocks.registerGroup(node, Math.ceil(dimm.size / k.sizes.pageBytes));
  acpi.importAttached({ slot: dimm.slot, start: dimm.addr, size: dimm.size, node }, group);
  groups.set(dimm.slot, group);
  return group;
}

/** Page tables from the dumps, or as a boot with this memory would have made them. */
function importMapping(machine: Machine, state: BootState, early: readonly EarlyRange[]): void {
  const { mapping } = machine;
  if (state.dumps === undefined) mapping.buildBoot(early.map((e) => e.range));
  else {
    mapping.importDump('direct-map', state.dumps.directMap);
    mapping.importDump('vmemmap', state.dumps.vmemmap);
  }
  if (state.directMap !== undefined) mapping.setDirectMapBytes(state.directMap);
}

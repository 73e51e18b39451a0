/** Makes a machine of what is known about one: every room gets its part through its own import. */
import { BLOCK_GOING_OFFLINE, BLOCK_OFFLINE, BLOCK_ONLINE } from '../engine/blocks/blocks.ts';
import { startArguments, startDevices } from '../engine/devices/dimm/start.ts';
import { useByKind } from '../engine/files/meminfo.ts';
import { countMemmaps } from '../engine/files/vmstat.ts';
import { Machine } from '../engine/machine.ts';
import type { BootMemory } from '../engine/pages/pages.ts';
import { MEMMAP_ALTMAP, MEMMAP_RUNTIME, SECTION_HAS_MEM_MAP, SECTION_IS_ONLINE, SECTION_MARKED_PRESENT } from '../engine/sparse/sections.ts';
import { alignUp, blockId, bytes, isAligned, nodeId, pfn, physAddr, sectionNr, slotNr } from '../engine/units.ts';
import type { PfnRange } from '../engine/units.ts';
import { ZONE_MIXED, ZONE_NAMES, ZONE_NONE } from '../engine/zones/types.ts';
import type { ZoneName } from '../engine/zones/types.ts';
import type { EarlyRange } from '../engine/zones/zones.ts';
import type { BootState } from './boot-state.ts';
import { earlyRanges, nodeStates } from './nodes.ts';
import type { BlockFiles } from './parse/sysfs.ts';
import type { ZoneInfo } from './parse/zoneinfo.ts';

/** Builds a machine that has just reached this state; it owes nothing to the state afterwards. */
export function buildMachine(state: BootState): Machine {
  const machine = new Machine({
    id: state.id,
    title: state.title,
    geometry: state.geometry,
    config: state.config,
    blockBytes: bytes(state.blockBytes),
    board: state.board,
    mapping: state.mapping,
  });
  const early = earlyRanges(state);
  machine.params.set(state.params);
  machine.resources.tree.value = state.resources;
  importEarlySections(machine, early);
  importBoard(machine, state);
  const added = importBlocks(machine, state);
  machine.zones.importNodes(nodeStates(state, early), state.zones.zoneTypes, early);
  machine.pages.importBoot(bootMemory(machine, state, [...early, ...added].toSorted((a, b) => a.range.start - b.range.start)));
  importMapping(machine, state, early);
  const devicePages = Math.max(0, state.baseline.memmapDevicePages - countMemmaps(machine).runtime);
  machine.files.baseline.value = { ...state.baseline, memmapDevicePages: devicePages, use: useByKind(machine) };
  machine.k.log.value = { before: undefined, lines: state.dmesg, count: state.dmesg.length };
  machine.provenance.value = state.provenance;
  return machine;
}

/** Boot memory: sections, their subsection bitmaps, and the zone of each (ZONE_MIXED where several meet). */
function importEarlySections(machine: Machine, early: readonly EarlyRange[]): void {
  const { sections, k } = machine;
  const { pagesPerSection } = k.sizes;
  let previous: { readonly section: number; readonly ref: EarlyRange['ref'] } | undefined;
  for (const { ref, range } of early) {
    sections.importEarly(range, ref.nid);
    const first = Math.floor(range.start / pagesPerSection);
    const last = Math.floor((range.end - 1) / pagesPerSection);
    const shared = previous !== undefined && previous.section === first && (previous.ref.nid !== ref.nid || previous.ref.zone !== ref.zone);
    const mixed = shared || (previous?.section === first && sections.zone.get(first) === ZONE_MIXED);
    sections.zone.fill(first, last + 1, ZONE_NAMES.indexOf(ref.zone));
    if (mixed) sections.setZone(sectionNr(first), ZONE_MIXED);
    previous = { section: last, ref };
  }
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
    if (known === undefined) backends.list.update((l) => [...l, { id: d.memdev, type: 'memory-backend-ram', size: bytes(d.size), align: 2 ** 21, inUseBy: undefined }]);
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
  const { blocks, sections } = machine;
  const added: EarlyRange[] = [];
  const groups = new Map<number, number>();
  for (const b of state.blocks) {
    const id = blockId(b.id);
    const range = blocks.range(id);
    const early = hasEarlySection(machine, range);
    const word = b.state === 'offline' ? undefined : (b.validZones?.[0] ?? zoneBySpan(state, b, range));
    const zone = ZONE_NAMES.find((z) => z === word);
    const group = early ? 0 : groupOf(machine, groups, range);
    const altmapPages = early || group === 0 ? 0 : memmapOnMemoryPages(machine);
    blocks.create(id, {
      state: b.state === 'online' ? BLOCK_ONLINE : b.state === 'offline' ? BLOCK_OFFLINE : BLOCK_GOING_OFFLINE,
      node: nodeId(b.node ?? 0),
      zone: zone === undefined ? ZONE_NONE : ZONE_NAMES.indexOf(zone),
      group,
      altmapPages,
    });
    if (early) {
      if (b.state === 'offline') for (const nr of sectionsOf(machine, range)) if (sections.isPresent(nr)) sections.setFlags(nr, 0, SECTION_IS_ONLINE);
      continue;
    }
    importAddedSections(machine, b, range, zone, altmapPages > 0);
    if (zone === undefined) continue;
    added.push({ ref: { nid: nodeId(b.node ?? 0), zone }, range });
    const g = blocks.groupOf(id);
    if (g !== undefined) {
      const pages = range.end - range.start;
      blocks.replaceGroup(zone === 'Movable' ? { ...g, presentMovablePages: g.presentMovablePages + pages } : { ...g, presentKernelPages: g.presentKernelPages + pages });
    }
  }
  return added;
}

/** Pages at the start of a DIMM's block that hold its own memmap, as the add decided (mm/memory_hotplug.c: mhp_supports_memmap_on_memory). */
function memmapOnMemoryPages({ k, blocks, params }: Machine): number {
  const { pageBytes, pagesPerPageblock } = k.sizes;
  const mode = params.value.memmapOnMemory;
  if (mode === 'N' || k.config.config['CONFIG_MHP_MEMMAP_ON_MEMORY'] !== 'y') return 0;
  const memmapBytes = blocks.pagesPerBlock * k.geometry.structPageBytes;
  const exact = Math.ceil(memmapBytes / pageBytes);
  const pages = mode === 'force' ? alignUp(exact, pagesPerPageblock) : exact;
  const pmdBytes = 2 ** (k.geometry.levels.find((l) => l.name === 'PMD')?.shift ?? 21);
  return isAligned(pages, pagesPerPageblock) && isAligned(memmapBytes, pmdBytes) && pages < blocks.pagesPerBlock ? pages : 0;
}

function* sectionsOf(machine: Machine, range: PfnRange): Generator<ReturnType<typeof sectionNr>> {
  const n = machine.k.sizes.pagesPerSection;
  for (let s = range.start / n; s < range.end / n; s++) yield sectionNr(s);
}

function hasEarlySection(machine: Machine, range: PfnRange): boolean {
  for (const nr of sectionsOf(machine, range)) if (machine.sections.isEarly(nr)) return true;
  return false;
}

/** The zone of an online block without valid_zones (a kernel without MEMORY_HOTREMOVE): the only one that spans it. */
function zoneBySpan(state: BootState, b: BlockFiles, range: PfnRange): ZoneName | undefined {
  const spanning = state.zones.zones.filter((z) => z.node === (b.node ?? 0) && z.present > 0 && z.startPfn < range.end && range.start < z.startPfn + z.spanned);
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
  const group = blocks.registerGroup(dimm.node, Math.ceil(dimm.size / k.sizes.pageBytes));
  acpi.importAttached({ slot: dimm.slot, start: dimm.addr, size: dimm.size, node: dimm.node }, group);
  groups.set(dimm.slot, group);
  return group;
}

/** Sections of memory that was added while the machine ran. */
function importAddedSections(machine: Machine, b: BlockFiles, range: PfnRange, zone: ZoneName | undefined, altmap: boolean): void {
  const { sections, k } = machine;
  const node = b.node ?? 0;
  for (const nr of sectionsOf(machine, range)) {
    sections.setFlags(nr, SECTION_MARKED_PRESENT | SECTION_HAS_MEM_MAP | (b.state === 'offline' ? 0 : SECTION_IS_ONLINE));
    sections.node.set(nr, node);
    sections.setZone(nr, zone === undefined ? ZONE_NONE : ZONE_NAMES.indexOf(zone));
    sections.memmapKind.set(nr, altmap ? MEMMAP_ALTMAP : MEMMAP_RUNTIME);
    sections.memmapNode.set(nr, node);
    sections.roots.set(Math.floor(nr / k.geometry.sectionsPerRoot), 1);
    sections.setSubsections(nr, sections.range(nr));
    sections.highest.value = Math.max(sections.highest.value, nr + 1);
  }
  sections.maxPfn.value = Math.max(sections.maxPfn.value, range.end);
}

/** What the page allocator is told: memory by zone, the kernel image, reservations, free counts, pageblock types. */
function bootMemory(machine: Machine, state: BootState, ram: readonly EarlyRange[]): BootMemory {
  const page = machine.k.sizes.pageBytes;
  const image: PfnRange[] = [];
  const reserved: PfnRange[] = [];
  const pages = (r: { readonly start: number; readonly end: number }): PfnRange => ({ start: pfn(Math.floor(r.start / page)), end: pfn(Math.ceil((r.end + 1) / page)) });
  const visit = (list: BootState['resources'], insideRam: boolean): void => {
    for (const r of list) {
      if (/^Kernel (code|rodata|data|bss)$/.test(r.name)) image.push(pages(r));
      else if (/^[Rr]eserved$/.test(r.name) && (insideRam || state.geometry.arch !== 'x86_64')) reserved.push(pages(r));
      visit(r.children, insideRam || r.systemRam);
    }
  };
  visit(state.resources, false);
  return {
    ram,
    kernelImage: image,
    reserved,
    free: state.zones.zones.filter((z) => z.present > 0).map((z) => ({ ref: { nid: nodeId(z.node), zone: z.zone }, pages: z.free, movable: userPages(z) })),
    ...(state.pageblocks.length > 0
      ? { blocks: state.pageblocks.map((p) => ({ ref: { nid: nodeId(p.node), zone: p.zone }, unmovable: p.unmovable, reclaimable: p.reclaimable })) }
      : {}),
  };
}

/** Pages on a zone's LRU lists: anonymous memory and page cache. */
const userPages = (z: ZoneInfo): number => z.zoneStats.reduce((sum, [name, n]) => sum + (/^nr_zone_(?:(?:in)?active_(?:anon|file)|unevictable)$/.test(name) ? n : 0), 0);

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

/**
 * One selection for the whole screen: whatever is selected becomes page frames, and page frames become blocks, sections,
 * DIMMs, zones and struct pages, so that every view lights up its own part of it.
 *
 *   dimm ── addr, size ──┐                     ┌── sections ── blocks
 *   node ── section.node ┼──> [PfnRange, …] ───┼── dimms
 *   zone ── section.zone ┘                     └── zones
 *   device ── devices.ts: its spans
 */
import type { Geometry } from '../engine/arch/geometry.ts';
import { blockId, nodeId, pfn, sectionNr } from '../engine/units.ts';
import type { BlockId, NodeId, Pfn, PfnRange, SectionNr } from '../engine/units.ts';
import type { ZoneName, ZoneRef } from '../engine/zones/types.ts';
import type { Cells, DimmView, MachineInfo } from '../link/messages.ts';
import { sameDevice, spansOfDevice } from './devices.ts';
import type { Mirror, Selection } from './types.ts';

/** What the functions here need of the store's state. */
export interface Known {
  readonly info: MachineInfo | undefined;
  readonly cells: Partial<Cells>;
  readonly mirror: Mirror;
}

/** The order of ZoneName values in section.zone and block.zone (engine/zones/types.ts: ZONE_NAMES). */
export const ZONES: readonly ZoneName[] = ['DMA', 'DMA32', 'Normal', 'Movable', 'Device'];
/** section.zone of boot memory that lies in several zones (engine/zones/types.ts: ZONE_MIXED). */
const MIXED = 0xfe;
/** section.flags: the section has memory (engine/sparse/sections.ts). */
const PRESENT = 1;
const ONLINE = 4;

const sameRange = (a: PfnRange, b: PfnRange): boolean => a.start === b.start && a.end === b.end;

/** Whether two selections mean the same. */
export function sameSelection(a: Selection, b: Selection): boolean {
  switch (a.kind) {
    case 'none':
      return b.kind === 'none';
    case 'block':
      return b.kind === 'block' && a.id === b.id;
    case 'section':
      return b.kind === 'section' && a.nr === b.nr;
    case 'range':
      return b.kind === 'range' && sameRange(a.range, b.range);
    case 'pfn':
      return b.kind === 'pfn' && a.pfn === b.pfn;
    case 'dimm':
      return b.kind === 'dimm' && a.id === b.id;
    case 'node':
      return b.kind === 'node' && a.id === b.id;
    case 'zone':
      return b.kind === 'zone' && a.ref.nid === b.ref.nid && a.ref.zone === b.ref.zone;
    case 'va':
      return b.kind === 'va' && a.va === b.va && a.bytes === b.bytes;
    case 'device':
      return b.kind === 'device' && sameDevice(a.ref, b.ref);
  }
}

/** The page frame a kernel virtual address of the direct map or the vmemmap is about; undefined: it lies in neither. */
export function pfnOfVa(geometry: Geometry, va: bigint): Pfn | undefined {
  const { directMap, vmemmap } = geometry;
  if (va >= directMap.start && va < directMap.end)
    return pfn(Math.floor((Number(va - directMap.start) + geometry.directMapPhysBase) / 2 ** geometry.pageShift));
  if (va >= vmemmap.start && va < vmemmap.end)
    return pfn(Math.floor(Number(va - vmemmap.start) / geometry.structPageBytes) + geometry.vmemmapPfnBase);
  return undefined;
}

/** The page frames that addresses [va, va + bytes) are about; undefined: none of them lies in direct map or vmemmap. */
export function pfnsOfVa(geometry: Geometry, va: bigint, bytes: number): PfnRange | undefined {
  const end = va + BigInt(bytes);
  for (const { start: from, end: to } of [geometry.directMap, geometry.vmemmap]) {
    const low = va > from ? va : from;
    const high = end < to ? end : to;
    if (low >= high) continue;
    const first = pfnOfVa(geometry, low);
    const last = pfnOfVa(geometry, high - 1n);
    if (first !== undefined && last !== undefined) return { start: first, end: pfn(last + 1) };
  }
  return undefined;
}

/** The page frames of a DIMM. */
export function dimmRange(info: MachineInfo, dimm: Pick<DimmView, 'addr' | 'size'>): PfnRange {
  const { pageBytes } = info.sizes;
  return { start: pfn(dimm.addr / pageBytes), end: pfn((dimm.addr + dimm.size) / pageBytes) };
}

/** The page frames of a memory block. */
export function blockRange(info: MachineInfo, id: BlockId): PfnRange {
  const pages = info.blockBytes / info.sizes.pageBytes;
  return { start: pfn(id * pages), end: pfn((id + 1) * pages) };
}

/** The page frames of a section. */
export function sectionRange(info: MachineInfo, nr: SectionNr): PfnRange {
  const pages = info.sizes.pagesPerSection;
  return { start: pfn(nr * pages), end: pfn((nr + 1) * pages) };
}

export const sectionOf = (info: MachineInfo, at: Pfn): SectionNr =>
  sectionNr(Math.floor(at / info.sizes.pagesPerSection));
export const blockOf = (info: MachineInfo, at: Pfn): BlockId =>
  blockId(Math.floor((at * info.sizes.pageBytes) / info.blockBytes));

/** The sections that ranges touch, as half-open runs of section numbers in ascending order. */
export function sectionRuns(
  info: MachineInfo,
  ranges: readonly PfnRange[],
): { readonly from: SectionNr; readonly to: SectionNr }[] {
  const pages = info.sizes.pagesPerSection;
  return ranges.map((r) => ({ from: sectionNr(Math.floor(r.start / pages)), to: sectionNr(Math.ceil(r.end / pages)) }));
}

/** Sections for which `wanted` holds, as ranges; neighbours are joined. */
function scan(known: Known, info: MachineInfo, wanted: (nr: number) => PfnRange | undefined): PfnRange[] {
  const out: PfnRange[] = [];
  const highest = known.cells.highestSection ?? 0;
  for (let nr = 0; nr < highest; nr++) {
    const range = wanted(nr);
    if (range === undefined) continue;
    const last = out.at(-1);
    if (last !== undefined && last.end === range.start) out[out.length - 1] = { start: last.start, end: range.end };
    else out.push(range);
  }
  return out;
}

function nodeRanges(known: Known, info: MachineInfo, nid: NodeId): PfnRange[] {
  const flags = known.mirror.array('section.flags');
  const node = known.mirror.array('section.node');
  return scan(known, info, (nr) =>
    (flags.get(nr) & PRESENT) !== 0 && node.get(nr) === nid ? sectionRange(info, sectionNr(nr)) : undefined,
  );
}

function zoneRanges(known: Known, info: MachineInfo, ref: ZoneRef): PfnRange[] {
  const flags = known.mirror.array('section.flags');
  const node = known.mirror.array('section.node');
  const zone = known.mirror.array('section.zone');
  const index = ZONES.indexOf(ref.zone);
  const span = known.cells.nodes?.find((n) => n.id === ref.nid)?.zones.find((z) => z.name === ref.zone);
  return scan(known, info, (nr) => {
    if ((flags.get(nr) & PRESENT) === 0) return undefined;
    const range = sectionRange(info, sectionNr(nr));
    if (zone.get(nr) === index && node.get(nr) === ref.nid) return range;
    if (zone.get(nr) !== MIXED || span === undefined || span.spanned === 0) return undefined;
    // boot memory of several zones: the part inside the zone's span
    const start = Math.max(range.start, span.startPfn);
    const end = Math.min(range.end, span.startPfn + span.spanned);
    return start < end ? { start: pfn(start), end: pfn(end) } : undefined;
  });
}

let remembered: {
  readonly selection: Selection;
  readonly mirror: Mirror;
  readonly version: number;
  readonly cells: Partial<Cells>;
  readonly ranges: readonly PfnRange[];
}[] = [];

/** The page frames a selection covers, ascending. Remembered until the next frame: every view asks. */
export function rangesOf(selection: Selection, known: Known): readonly PfnRange[] {
  const hit = remembered.find(
    (r) =>
      r.selection === selection &&
      r.mirror === known.mirror &&
      r.version === known.mirror.version &&
      r.cells === known.cells,
  );
  if (hit !== undefined) return hit.ranges;
  const ranges = compute(selection, known);
  remembered = [
    { selection, mirror: known.mirror, version: known.mirror.version, cells: known.cells, ranges },
    ...remembered.slice(0, 3),
  ];
  return ranges;
}

function compute(selection: Selection, known: Known): readonly PfnRange[] {
  const { info } = known;
  if (info === undefined) return [];
  switch (selection.kind) {
    case 'none':
      return [];
    case 'block':
      return [blockRange(info, selection.id)];
    case 'section':
      return [sectionRange(info, selection.nr)];
    case 'range':
      return [selection.range];
    case 'pfn':
      return [{ start: selection.pfn, end: pfn(selection.pfn + 1) }];
    case 'dimm': {
      const dimm = known.cells.dimms?.find((d) => d.id === selection.id);
      return dimm === undefined ? [] : [dimmRange(info, dimm)];
    }
    case 'node':
      return nodeRanges(known, info, selection.id);
    case 'zone':
      return zoneRanges(known, info, selection.ref);
    case 'va': {
      const range = pfnsOfVa(info.geometry, selection.va, selection.bytes ?? 1);
      return range === undefined ? [] : [range];
    }
    case 'device': {
      const { pageBytes } = info.sizes;
      return (known.cells.devices === undefined ? [] : spansOfDevice(known.cells.devices, selection.ref)).map((s) => ({
        start: pfn(Math.floor(s.start / pageBytes)),
        end: pfn(Math.ceil(s.end / pageBytes)),
      }));
    }
  }
}

/** The DIMM that holds a page frame. */
export function dimmAt(known: Known, at: Pfn): DimmView | undefined {
  const { info } = known;
  if (info === undefined) return undefined;
  const byte = at * info.sizes.pageBytes;
  return known.cells.dimms?.find((d) => byte >= d.addr && byte < d.addr + d.size);
}

/** The DIMMs that a selection touches: it is one, or page frames of it are selected. */
export function dimmsOf(selection: Selection, known: Known): readonly DimmView[] {
  const { info } = known;
  if (info === undefined) return [];
  if (selection.kind === 'dimm') return known.cells.dimms?.filter((d) => d.id === selection.id) ?? [];
  const ranges = rangesOf(selection, known);
  return (known.cells.dimms ?? []).filter((d) => {
    const own = dimmRange(info, d);
    return ranges.some((r) => r.start < own.end && own.start < r.end);
  });
}

/** The zone a section's online memory belongs to; undefined: none, or several (boot memory). */
export function zoneOfSection(known: Known, nr: SectionNr): ZoneRef | undefined {
  const zone = ZONES[known.mirror.array('section.zone').get(nr)];
  if (zone === undefined || (known.mirror.array('section.flags').get(nr) & PRESENT) === 0) return undefined;
  return { nid: nodeId(known.mirror.array('section.node').get(nr)), zone };
}

/** The zone of a page frame, looked up in the zone spans where its section lies in several. */
export function zoneAt(known: Known, at: Pfn): ZoneRef | undefined {
  const { info } = known;
  if (info === undefined) return undefined;
  const nr = sectionOf(info, at);
  const whole = zoneOfSection(known, nr);
  if (whole?.zone === 'Device' && (known.mirror.array('section.flags').get(nr) & ONLINE) !== 0) {
    // device pages beside memory that is online: each page is what has it
    const byte = at * info.sizes.pageBytes;
    if (known.cells.devices?.pagemaps.some((m) => byte >= m.start && byte < m.end) === true) return whole;
  } else if (whole !== undefined || known.mirror.array('section.zone').get(nr) !== MIXED) return whole;
  for (const node of known.cells.nodes ?? [])
    for (const zone of node.zones)
      if (zone.present > 0 && at >= zone.startPfn && at < zone.startPfn + zone.spanned)
        return { nid: node.id, zone: zone.name };
  return undefined;
}

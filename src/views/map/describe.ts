/** Places of memory in words: for tooltips, the accessible grid, the table and announcements. */
import * as wording from '#words/map.ts';
import { formatAnd, formatOr } from '#words/numbers.ts';
import { blockId, nodeId, pfn, sectionNr } from '../../engine/units.ts';
import type { Pfn, PfnRange } from '../../engine/units.ts';
import type { SectionDetail } from '../../link/messages.ts';
import { deviceSpans } from '../../store/devices.ts';
import { ZONES, blockRange, dimmAt, zoneAt } from '../../store/selection.ts';
import type { Known } from '../../store/selection.ts';
import { formatAddressRange, formatBytes } from '../../ui/format.ts';
import { ONLINE, PRESENT, ZONE_DEVICE, ZONE_MIXED } from './classes.ts';

const STATES = ['absent', 'offline', 'online', 'going-offline'] as const;
export type BlockState = (typeof STATES)[number];

/** A memory block as every view tells it. */
export interface BlockFacts {
  readonly id: number;
  readonly name: string;
  readonly range: PfnRange;
  readonly address: string;
  readonly size: string;
  readonly state: BlockState;
  readonly node: number;
  /** `Movable`, `DMA and DMA32`; undefined while offline. */
  readonly zone: string | undefined;
  readonly usedPages: number;
  readonly pages: number;
  readonly poisoned: number;
  readonly dimm: string | undefined;
}

/** Facts of one block; undefined: there is no such block. */
export function blockFacts(known: Known, id: number): BlockFacts | undefined {
  const { info, mirror } = known;
  if (info === undefined) return undefined;
  const state = STATES[mirror.array('block.state').get(id)] ?? 'absent';
  if (state === 'absent') return undefined;
  const range = blockRange(info, blockId(id));
  const used = mirror.array('pages.usedInSection');
  const flags = mirror.array('section.flags');
  const first = id * info.sectionsPerBlock;
  let usedPages = 0;
  let sections = 0;
  for (let nr = first; nr < first + info.sectionsPerBlock; nr++) {
    if ((flags.get(nr) & PRESENT) === 0) continue;
    sections++;
    usedPages += used.get(nr);
  }
  return {
    id,
    name: `memory${id}`,
    range,
    address: formatAddressRange(range.start * info.sizes.pageBytes, range.end * info.sizes.pageBytes),
    size: formatBytes(info.blockBytes),
    state,
    node: mirror.array('block.node').get(id),
    zone: state === 'offline' ? undefined : zoneWords(known, range),
    usedPages,
    pages: sections * info.sizes.pagesPerSection,
    poisoned: poisonedIn(known, range),
    dimm: dimmAt(known, range.start)?.id,
  };
}

const poisonedIn = ({ cells }: Known, { start, end }: PfnRange): number =>
  cells.poisoned?.filter((p) => p >= start && p < end).length ?? 0;

/** The zones that page frames lie in: by block.zone where it says, by the zones' spans where boot memory is mixed. */
function zoneWords(known: Known, range: PfnRange): string | undefined {
  const { info, mirror } = known;
  if (info === undefined) return undefined;
  const first = Math.floor(range.start / info.sizes.pagesPerSection);
  const found = new Set<string>();
  for (let i = 0; i < info.sectionsPerBlock; i++) {
    const z = mirror.array('section.zone').get(first + i);
    const whole = ZONES[z];
    if (whole !== undefined) found.add(whole);
    // memory beside device pages: the section says Device, the spans say the rest
    const shared = z === ZONE_DEVICE && (mirror.array('section.flags').get(first + i) & ONLINE) !== 0;
    if (z !== ZONE_MIXED && !shared) continue;
    const pages = info.sizes.pagesPerSection;
    for (const node of known.cells.nodes ?? [])
      for (const zone of node.zones)
        if (
          zone.present > 0 &&
          zone.startPfn < (first + i + 1) * pages &&
          zone.startPfn + zone.spanned > (first + i) * pages
        )
          found.add(zone.name);
  }
  return found.size === 0 ? undefined : formatAnd(ZONES.filter((z) => found.has(z)));
}

/** `memory50, offline, node 1, zones Normal or Movable` */
export function spoken(facts: BlockFacts, detail?: SectionDetail): string {
  const words = [facts.name, wording.blockState[facts.state], wording.node(facts.node)];
  if (facts.zone !== undefined) words.push(wording.zone(facts.zone));
  else if (detail !== undefined && detail.validZones !== '' && detail.validZones !== 'none')
    words.push(wording.zones(formatOr(detail.validZones.trim().split(/\s+/))));
  if (facts.state !== 'offline' && facts.pages > 0)
    words.push(wording.percentUsed(Math.round((facts.usedPages / facts.pages) * 100)));
  if (facts.poisoned > 0) words.push(wording.poisonedPages(facts.poisoned));
  if (facts.dimm !== undefined) words.push(facts.dimm);
  return words.join(', ');
}

/** One line of a list of facts. */
export interface Fact {
  readonly name: string;
  readonly value: string;
}

/** What the pointer is over, for the tooltip. */
export function sectionFacts(known: Known, nr: number, detail: SectionDetail | undefined): readonly Fact[] {
  const { info } = known;
  if (info === undefined) return [];
  const { sectionBytes, pagesPerSection } = info.sizes;
  const facts: Fact[] = [
    { name: wording.address, value: formatAddressRange(nr * sectionBytes, (nr + 1) * sectionBytes) },
  ];
  const block = blockFacts(known, Math.floor(nr / info.sectionsPerBlock));
  const node = known.mirror.array('section.node').get(nr);
  facts.push({ name: wording.describeNode, value: String(nodeId(node)) });
  facts.push({
    name: wording.state,
    value: block === undefined ? wording.noBlockDevice : wording.blockState[block.state],
  });
  const zone =
    block?.zone ?? (block?.state === 'offline' ? undefined : ZONES[known.mirror.array('section.zone').get(nr)]);
  if (zone !== undefined) facts.push({ name: wording.describeZone, value: zone });
  else if (detail !== undefined && detail.validZones !== '')
    facts.push({ name: wording.couldBe, value: formatOr(detail.validZones.trim().split(/\s+/)) });
  if (block?.state !== 'offline')
    facts.push({
      name: wording.inUse,
      value: wording.ofPages(known.mirror.array('pages.usedInSection').get(nr), pagesPerSection),
    });
  const poisoned = poisonedIn(known, { start: pfn(nr * pagesPerSection), end: pfn((nr + 1) * pagesPerSection) });
  if (poisoned > 0) facts.push({ name: wording.poisoned, value: wording.ofPages(poisoned, pagesPerSection) });
  if (detail !== undefined) facts.push({ name: 'memmap', value: memmapWords(detail) });
  if (block?.dimm !== undefined) facts.push({ name: wording.dimm, value: block.dimm });
  const devices = devicesIn(known, nr * sectionBytes, (nr + 1) * sectionBytes);
  if (devices !== '') facts.push({ name: wording.device, value: devices });
  return facts;
}

/** The innermost devices that have bytes of a range, each once. */
function devicesIn({ cells }: Known, start: number, end: number): string {
  if (cells.devices === undefined) return '';
  const spans = deviceSpans(cells.devices).filter((s) => s.start < end && start < s.end);
  const inner = spans.filter(
    (s) => !spans.some((t) => t !== s && spans.indexOf(t) > spans.indexOf(s) && s.start <= t.start && t.end <= s.end),
  );
  return [...new Set(inner.map((s) => (s.kind === 'soft' ? wording.softReserved : s.id)))].join(', ');
}

function memmapWords({ memmap }: SectionDetail): string {
  const size = memmap.pages > 0 ? wording.pages(memmap.pages) : '';
  switch (memmap.kind) {
    case 'none':
      return 'none';
    case 'boot':
      return wording.fromBootMemory(memmap.node ?? '?', size);
    case 'altmap':
      return wording.inBlockItself(size);
    case 'runtime':
      return wording.paidByNode(memmap.node ?? '?', memmap.zone, size);
  }
}

/** The name of a section as its block's, or with its number where a block has several. */
export function sectionTitle(known: Known, nr: number): string {
  const spb = known.info?.sectionsPerBlock ?? 1;
  const block = Math.floor(nr / spb);
  return wording.memorySection(block, sectionNr(nr));
}

/** `pfn 1638400 · node 1 Movable` */
export function pfnTitle(known: Known, at: Pfn): string {
  const zone = zoneAt(known, at);
  return zone === undefined ? wording.pfn(at) : wording.pfnNode(at, zone.nid, zone.zone);
}

/** What is known of a section, in words: the inspector's tab and the picture of a section show the same. */
import * as words from '#words/inspector-tabs.ts';
import type { Culprit } from '../../engine/pages/types.ts';
import type { SectionDetail } from '../../link/messages.ts';
import { type Known, blockRange, sectionRange, zoneAt } from '../../store/selection.ts';
import { formatAddress } from '../../ui/format.ts';
import { mapHex, popcount } from './bits.ts';
import { OWNER_LEAVES, OWNER_WORDS } from './words.ts';

/** Bits in the low part of section_mem_map (include/linux/mmzone.h). */
const FLAGS: readonly (readonly [bit: number, name: string])[] = [
  [1, 'PRESENT'],
  [2, 'HAS_MEM_MAP'],
  [4, 'ONLINE'],
  [8, 'EARLY'],
  [16, 'TAINT_ZONE_DEVICE'],
];

/** The names of the flags that are set in section_mem_map. */
export const flagNames = (flags: number): readonly string[] =>
  FLAGS.filter(([bit]) => (flags & bit) !== 0).map(([, name]) => name);

/** The figures of a section. */
export interface SectionWords {
  readonly map: string;
  readonly flags: string;
  readonly state: string;
  readonly zone: string;
  readonly validZones: string;
  readonly block: string;
  readonly memmap: string;
  /** Where its struct pages lie; undefined: it has none. */
  readonly structPages: string | undefined;
  readonly inUse: string;
}

/** The figures of a present section. */
export function sectionWords(detail: SectionDetail, info: NonNullable<Known['info']>, known: Known): SectionWords {
  const { sizes } = info;
  const active = popcount(detail.map);
  const zone = zoneAt(known, sectionRange(info, detail.nr).start);
  const flags = flagNames(detail.flags);
  return {
    map: `${mapHex(detail.map)} ${active}/${sizes.subsectionsPerSection}`,
    flags: flags.length === 0 ? words.none : flags.join(' · '),
    state: detail.blockState === '' ? words.noMemoryBlockDevice : detail.blockState,
    zone: zone === undefined ? words.noneNode(detail.node) : words.node(zone.zone, zone.nid),
    validZones: detail.validZones,
    block: words.blockAndSections(detail.block, info.sectionsPerBlock, blockRange(info, detail.block).start),
    memmap: memmapWords(detail, sizes.pageBytes),
    structPages: detail.memmap.kind === 'none' ? undefined : formatAddress(detail.memmap.va),
    inUse: words.usedOfPages(detail.usedPages, active * sizes.pagesPerSubsection),
  };
}

/** Where a section's struct pages lie and how many pages they take. */
function memmapWords(detail: SectionDetail, pageBytes: number): string {
  const { kind, node, zone, pages } = detail.memmap;
  const size = words.pages(pages, pages * pageBytes);
  const place = node === undefined ? '' : words.inNode(node, zone);
  switch (kind) {
    case 'none':
      return words.none;
    case 'boot':
      return words.fromBoot(place, size);
    case 'runtime':
      return words.allocatedLater(place, size);
    case 'altmap':
      return words.inBlockItself(size);
  }
}

/** Whether the block of a section can go offline. */
export interface OfflineAnswer {
  readonly can: boolean;
  /** The page that is in the way. */
  readonly culprit: Culprit | undefined;
  /** What else there is to say of it. */
  readonly more: string | undefined;
}

/** The answer for the block that a section is part of; undefined: it is not online. */
export function offlineAnswer({ blockState, validZones, whyNot }: SectionDetail): OfflineAnswer | undefined {
  if (blockState !== 'online') return undefined;
  // drivers/base/memory.c: memory_block_offline refuses a block without a zone
  if (validZones === 'none') return { can: false, culprit: undefined, more: words.memoryBlockOfflineAnswers };
  return { can: whyNot === undefined, culprit: whyNot, more: whyNot && OWNER_LEAVES[whyNot.owner] };
}

/** The answer as a sentence; `page` stands for the page that is in the way. */
export function answerWords<Node>({ can, culprit }: OfflineAnswer, page: Node): readonly (string | Node)[] {
  if (can) return [words.yesEveryPage];
  return culprit === undefined
    ? [words.noItsMemoryLies]
    : words.noIsInWay(page, culprit.name, OWNER_WORDS[culprit.owner]);
}

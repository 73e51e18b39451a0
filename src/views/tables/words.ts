/** Tables and entries in words. */
import * as words from '#words/tables.ts';
import type { TablePlace, TableView } from '../../engine/mapping/table-views.ts';
import type { MapRegion } from '../../engine/mapping/types.ts';
import { formatAddress, formatBytes, formatCount } from '../../ui/format.ts';
import type { EntryCounts } from './entries.ts';
import { ENTRY, MARK, markName } from './entries.ts';

export const REGION_NAMES: Readonly<Record<MapRegion, string>> = {
  'direct-map': words.regionNamesDirectMap,
  vmemmap: 'vmemmap',
};

const KIND_WORDS = [words.noEntry, words.tableEntry, words.leafEntry, words.kindWords, words.invalidKeepsItsPage];
const MARK_WORDS: Readonly<Record<ReturnType<typeof markName>, string>> = {
  same: '',
  added: words.markAdded,
  freed: words.freedByLastChange,
  split: words.markSplit,
  joined: words.markJoined,
  changed: words.markChanged,
  below: words.markBelow,
};

const DONE = { freed: words.didFreed, split: words.didSplit, joined: words.didJoined, changed: words.didChanged };

/** `entry 6 of PUD: leaf 1 GiB, 0xffff_8881_8000_0000, added by the last change` */
export function entryWords(view: TableView, index: number, start: bigint): string {
  const kind = view.kinds[index] ?? 0;
  const mark = MARK_WORDS[markName(view.marks[index])];
  const attributes = (view.texts[view.attributes[index] ?? 0] ?? '').trim().replace(/\s+/g, ' ');
  const partial = view.partial.find((p) => p.index === index);
  const empty = kind === ENTRY.none && view.marks[index] !== MARK.freed;
  return [
    `${view.level}[${index}] ${KIND_WORDS[kind] ?? ''}${kind > ENTRY.table ? words.entryBytesOf(view.entryBytes) : ''}`,
    formatAddress(start),
    empty && view.areas[view.area[index] ?? 0] !== undefined ? view.areas[view.area[index] ?? 0] : '',
    attributes,
    partial === undefined ? '' : words.ofItInUse(partial.used),
    mark,
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

/** `2 leaves of 1 GiB (1 new) · 3 tables · 507 empty` */
export function summaryWords(view: TableView, counts: EntryCounts): string {
  const { marks } = counts;
  const size = formatBytes(view.entryBytes);
  const fresh = marks.added ?? 0;
  const parts: string[] = [];
  const leaves = counts.leaves + counts.contiguous;
  if (leaves > 0) parts.push(words.leavesOfSize(leaves, size, counts.contiguous));
  if (counts.tables > 0) parts.push(words.tableCount(counts.tables));
  if (counts.invalid > 0) parts.push(words.invalid(counts.invalid));
  parts.push(counts.none === view.entries ? words.allEmpty : words.empty(counts.none));
  if (fresh > 0) parts.push(words.areNew(fresh));
  for (const name of ['freed', 'split', 'joined', 'changed'] as const) {
    const n = marks[name];
    if (n !== undefined) parts.push(`${formatCount(n)} ${DONE[name]}`);
  }
  return parts.join(' · ');
}

/** Where a table lies. */
export function placeWords(place: TablePlace): string {
  switch (place.kind) {
    case 'image':
      return 'swapper_pg_dir';
    case 'boot':
      return words.takenAtBoot;
    case 'page':
      return words.pageNode(place.pfn, place.node);
    case 'none':
      return words.noPageWasLeft;
  }
}

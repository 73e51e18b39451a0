/** Tables and entries in words. */
import type { TablePlace, TableView } from '../../engine/mapping/table-views.ts';
import type { MapRegion } from '../../engine/mapping/types.ts';
import { formatAddress, formatBytes, formatCount, formatPlural } from '../../ui/format.ts';
import type { EntryCounts } from './entries.ts';
import { ENTRY, MARK, markName } from './entries.ts';

export const REGION_NAMES: Readonly<Record<MapRegion, string>> = { 'direct-map': 'Direct map', vmemmap: 'vmemmap' };

const KIND_WORDS = ['empty', 'table', 'leaf', 'leaf of a contiguous run', 'invalid: keeps its page, not to be used'];
const MARK_WORDS: Readonly<Record<ReturnType<typeof markName>, string>> = {
  same: '',
  added: 'added by the last change',
  freed: 'freed by the last change',
  split: 'split by the last change: a leaf became a table',
  joined: 'joined by the last change: a table became a leaf',
  changed: 'changed by the last change',
  below: 'something below it changed',
};

/** `entry 6 of PUD: leaf 1 GiB, 0xffff_8881_8000_0000, added by the last change` */
export function entryWords(view: TableView, index: number, start: bigint): string {
  const kind = view.kinds[index] ?? 0;
  const mark = MARK_WORDS[markName(view.marks[index])];
  const attributes = (view.texts[view.attributes[index] ?? 0] ?? '').trim().replace(/\s+/g, ' ');
  const partial = view.partial.find((p) => p.index === index);
  const empty = kind === ENTRY.none && view.marks[index] !== MARK.freed;
  return [
    `${view.level}[${index}] ${KIND_WORDS[kind] ?? ''}${kind > ENTRY.table ? ` of ${formatBytes(view.entryBytes)}` : ''}`,
    formatAddress(start),
    empty && view.areas[view.area[index] ?? 0] !== undefined ? view.areas[view.area[index] ?? 0] : '',
    attributes,
    partial === undefined ? '' : `${formatBytes(partial.used)} of it in use`,
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
  if (leaves > 0)
    parts.push(
      `${formatPlural(leaves, 'leaf', 'leaves')} of ${size}${counts.contiguous > 0 ? `, ${formatCount(counts.contiguous)} contiguous` : ''}`,
    );
  if (counts.tables > 0) parts.push(formatPlural(counts.tables, 'table'));
  if (counts.invalid > 0) parts.push(`${formatCount(counts.invalid)} invalid`);
  parts.push(counts.none === view.entries ? 'all empty' : `${formatCount(counts.none)} empty`);
  if (fresh > 0) parts.push(`${formatCount(fresh)} new`);
  for (const name of ['freed', 'split', 'joined', 'changed'] as const) {
    const n = marks[name];
    if (n !== undefined) parts.push(`${formatCount(n)} ${name}`);
  }
  return parts.join(' · ');
}

/** Where a table lies. */
export function placeWords(place: TablePlace): string {
  switch (place.kind) {
    case 'image':
      return 'swapper_pg_dir';
    case 'boot':
      return 'taken at boot';
    case 'page':
      return `page ${place.pfn} · node ${place.node}`;
    case 'none':
      return 'no page was left';
  }
}

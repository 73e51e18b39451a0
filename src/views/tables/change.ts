/** What the last operation did to the page tables, in sentences. */
import * as words from '#words/tables.ts';
import { formatAnd } from '#words/numbers.ts';
import type { EntryChange, TableChanges } from '../../engine/mapping/table-views.ts';
import type { MapRegion } from '../../engine/mapping/types.ts';
import type { MachineInfo } from '../../link/messages.ts';
import { formatBytes } from '../../ui/format.ts';
import { REGION_NAMES } from './words.ts';

const VERBS: Readonly<Record<EntryChange['mark'], string>> = {
  added: words.verbsAdded,
  freed: words.verbsFreed,
  split: words.verbsSplit,
  joined: words.verbsJoined,
  changed: words.verbsChanged,
};

/** `eight 2 MiB leaves`, by size. */
function leavesOf(info: MachineInfo, changes: readonly EntryChange[]): string {
  const bySize = new Map<number, number>();
  for (const change of changes) {
    const shift = info.geometry.levels[change.level]?.shift ?? 0;
    bySize.set(shift, (bySize.get(shift) ?? 0) + change.entries);
  }
  const largestFirst = [...bySize].toSorted(([a], [b]) => b - a);
  return formatAnd(largestFirst.map(([shift, n]) => words.leavesOf(n, 2 ** shift)));
}

/** One sentence a region that changed. `The direct map took 1 leaf of 1 GiB and no new table.` */
export function changeSentences(info: MachineInfo, changes: TableChanges): readonly string[] {
  const { allocated, freed } = changes.counts;
  // the lists are cut, the counts are not
  const cut = allocated + freed > changes.tables.length;
  const sentences = (['direct-map', 'vmemmap'] as const).flatMap((region: MapRegion) => {
    const own = changes.entries.filter((change) => change.region === region);
    const tables = cut ? [] : changes.tables.filter((table) => table.region === region);
    if (own.length === 0 && tables.length === 0) return [];
    const parts = (['added', 'freed', 'split', 'joined', 'changed'] as const).flatMap((mark) => {
      const marked = own.filter((change) => change.mark === mark);
      return marked.length === 0 ? [] : [`${VERBS[mark]} ${leavesOf(info, marked)}`];
    });
    const made = tables.filter((table) => table.change === 'allocated').length;
    const gone = tables.length - made;
    const pages = [
      made > 0 ? `${words.newTables(made)} (${formatBytes(made * info.sizes.pageBytes)})` : '',
      gone > 0 ? words.gaveBack(gone) : '',
    ].filter((part) => part !== '');
    const name = region === 'vmemmap' ? words.vmemmap : words.the(REGION_NAMES[region].toLowerCase());
    return [
      `${name} ${[...parts, ...(parts.length === 0 ? pages.map((p) => words.got(p)) : pages)].join(', ')}${pages.length === 0 && !cut ? words.noTable : ''}.`,
    ];
  });
  if (cut) sentences.push(words.inAll(allocated, allocated * info.sizes.pageBytes, freed));
  return sentences;
}

/** Where the last change is to be seen first. */
export function firstChange(
  info: MachineInfo,
  changes: TableChanges,
): { readonly va: bigint; readonly bytes: number } | undefined {
  const [entry] = changes.entries;
  if (entry !== undefined) return { va: entry.start, bytes: Number(entry.end - entry.start) };
  const [table] = changes.tables;
  if (table === undefined) return undefined;
  const above = info.geometry.levels[table.table.level - 1];
  return { va: table.table.va, bytes: 2 ** (above?.shift ?? 0) };
}

/** The codes of table entries and of what happened to them, as the worker sends them (engine/mapping/table-views.ts). */
import type { ENTRY as EntryCodes, MARK as MarkCodes, MarkName, TableView } from '../../engine/mapping/table-views.ts';

/** What an entry is. */
export const ENTRY: typeof EntryCodes = { none: 0, table: 1, leaf: 2, contiguous: 3, invalid: 4 };
/** What the last operation did to it. */
export const MARK: typeof MarkCodes = { same: 0, added: 1, freed: 2, split: 3, joined: 4, changed: 5, below: 6 };

const MARK_NAMES: readonly MarkName[] = ['same', 'added', 'freed', 'split', 'joined', 'changed', 'below'];
export const markName = (code: number | undefined): MarkName => MARK_NAMES[code ?? 0] ?? 'same';

/** Entries that map memory themselves. */
export const isLeaf = (code: number | undefined): boolean =>
  code === ENTRY.leaf || code === ENTRY.contiguous || code === ENTRY.invalid;

/** How many entries of a table are what. */
export interface EntryCounts {
  readonly none: number;
  readonly tables: number;
  readonly leaves: number;
  readonly contiguous: number;
  readonly invalid: number;
  /** Marked entries by what happened to them; `below` left out. */
  readonly marks: Readonly<Partial<Record<MarkName, number>>>;
}

/** Counts a table's entries. */
export function countsOf(view: Pick<TableView, 'kinds' | 'marks'>): EntryCounts {
  const kinds = [0, 0, 0, 0, 0];
  const marks: Partial<Record<MarkName, number>> = {};
  for (let i = 0; i < view.kinds.length; i++) {
    const kind = view.kinds[i] ?? 0;
    kinds[kind] = (kinds[kind] ?? 0) + 1;
    const mark = markName(view.marks[i]);
    if (mark !== 'same' && mark !== 'below') marks[mark] = (marks[mark] ?? 0) + 1;
  }
  const [none = 0, tables = 0, leaves = 0, contiguous = 0, invalid = 0] = kinds;
  return { none, tables, leaves, contiguous, invalid, marks };
}

/** The next entry from `at` in a direction for which `wanted` holds; undefined: there is none. */
export function seek(
  view: Pick<TableView, 'kinds' | 'marks'>,
  at: number,
  step: 1 | -1,
  wanted: (kind: number, mark: number) => boolean,
): number | undefined {
  for (let i = at + step; i >= 0 && i < view.kinds.length; i += step)
    if (wanted(view.kinds[i] ?? 0, view.marks[i] ?? 0)) return i;
  return undefined;
}

/** Where a person who opens a table wants to begin: at its first changed entry, else its first used one. */
export function entrance(view: Pick<TableView, 'kinds' | 'marks'>): number {
  const changed = view.marks.findIndex((mark) => mark !== MARK.same);
  if (changed >= 0) return changed;
  const used = view.kinds.findIndex((kind) => kind !== ENTRY.none);
  return Math.max(0, used);
}

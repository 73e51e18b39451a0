/** Tables that map nothing. */
import type { VpnRange } from './types.ts';
import type { PageTree } from './tree.ts';
import { isLeaf, isSlot, isTable } from './tree.ts';

/** The number of a table, the same as long as it exists: one table a level and span. */
export const tableId = (tree: PageTree, level: number, base: number): number => {
  const { span, entries } = tree.level(level);
  return level === 0 ? 0 : Math.floor(base / (span * entries)) * 8 + level;
};

/** Whether what an entry of `level` refers to has no leaf anywhere below. */
export function mapsNothing(tree: PageTree, v: number, level: number): boolean {
  if (v === 0) return true;
  if (isLeaf(v)) return false;
  if (!isSlot(v)) return (v & 0xffff) === 0;
  const { entries } = tree.level(level + 1);
  for (let i = 0; i < entries; i++) if (!mapsNothing(tree, tree.child(v, i), level + 1)) return false;
  return true;
}

/** Visits the tables in a range that map nothing, those above before those below. */
export function eachEmptyTable(tree: PageTree, range: VpnRange, visit: (level: number, base: number) => void): void {
  const below = (v: number, level: number, base: number): void => {
    if (!isTable(v)) return;
    const full = !isSlot(v);
    if (full && (v & 0xffff) !== 0) return;
    if (mapsNothing(tree, v, level)) visit(level + 1, base);
    const { span, entries } = tree.level(level + 1);
    // a table without any table below has nothing more to tell
    if (full && v >>> 16 === 1) return;
    const first = Math.max(0, Math.floor((range.from - base) / span));
    for (let i = first; i < entries && base + i * span < range.to; i++)
      below(tree.child(v, i), level + 1, base + i * span);
  };
  const { span } = tree.level(0);
  for (let i = Math.floor(range.from / span); i * span < range.to; i++) below(tree.top(i), 0, i * span);
}

/** Where a key moves the focus in the grid of blocks. */
import type { BlockList } from './blocksList.ts';

/** Rows of one page. */
const PAGE_ROWS = 8;

/**
 * @param perRow blocks side by side; 1 on machines whose blocks are a row or more
 * @returns the block to go to; undefined when the key moves nothing here
 */
export function gridStep(
  key: string,
  ctrl: boolean,
  list: BlockList,
  current: number,
  perRow: number,
): number | undefined {
  if (ctrl && key.startsWith('Arrow')) return undefined;
  const index = list.indexOf(current);
  const column = current % perRow;
  /** The block that many rows away, in the same column if it can be; the next row with memory where that one has none. */
  const rows = (n: number): number => {
    const aim = Math.floor(current / perRow) + n;
    const places = list.runs.map((run) => {
      const first = Math.floor(run.from / perRow);
      const last = Math.floor((run.to - 1) / perRow);
      return { run, row: Math.max(first, Math.min(last, aim)) };
    });
    const beyond = places.filter(({ row }) => (n > 0 ? row >= aim : row <= aim));
    // nothing that far: as far as there is
    const found = n > 0 ? (beyond[0] ?? places.at(-1)) : (beyond.at(-1) ?? places[0]);
    if (found === undefined) return current;
    return Math.max(found.run.from, Math.min(found.run.to - 1, found.row * perRow + column));
  };
  switch (key) {
    case 'ArrowRight':
      return list.at(index + 1) ?? current;
    case 'ArrowLeft':
      return list.at(index - 1) ?? current;
    case 'ArrowDown':
      return rows(1);
    case 'ArrowUp':
      return rows(-1);
    case 'PageDown':
      return rows(PAGE_ROWS);
    case 'PageUp':
      return rows(-PAGE_ROWS);
    case 'Home':
      return ctrl ? list.at(0) : list.nearest(Math.floor(current / perRow) * perRow);
    case 'End':
      return ctrl ? list.at(list.count - 1) : list.nearest(Math.floor(current / perRow) * perRow + perRow - 1);
    default:
      return undefined;
  }
}

/** Where a key moves the focus in the grid of blocks. */
import type { BlockList } from './blocksList.ts';

/** Rows of one page. */
const PAGE_ROWS = 8;

/**
 * @param perRow blocks side by side; 1 on machines whose blocks are a row or more
 * @returns the block to go to; undefined when the key moves nothing here
 */
export function gridStep(key: string, ctrl: boolean, list: BlockList, current: number, perRow: number): number | undefined {
  if (ctrl && key.startsWith('Arrow')) return undefined;
  const index = list.indexOf(current);
  /** The nearest block that many rows away, in the same column if it can be. */
  const rows = (n: number): number | undefined => {
    const aim = current + n * perRow;
    const nearest = list.nearest(aim);
    // across a hole the nearest may lie on this side of it: then the next one on the other side
    if (nearest !== undefined && Math.sign(nearest - current) === Math.sign(n)) return nearest;
    return list.at(index + Math.sign(n)) ?? current;
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

/** What bay-custom says. */
import { formatBytes } from './numbers.ts';

// CustomPart
export const sizeIsNumber = 'A size is a number with K, M, G or T, such as 768M.';
export const sizeZero = 'A DIMM of size 0 cannot be made.';
export const notMultipleOfThis = (blockBytes: number): string =>
  `Not a multiple of this machine's ${formatBytes(blockBytes)} memory blocks: try it and see what Linux does.`;
export const moreThanThisBoard = (hotBytes: number): string =>
  `More than the ${formatBytes(hotBytes)} this board keeps for DIMMs: try it and see.`;
export const partOfAnotherSize = 'A part of another size';
export const kindOfPart = 'Kind of part';
export const size = 'Size';
export const blocksAreHereSizes = (blockBytes: number): string =>
  `Blocks are ${formatBytes(blockBytes)} here. Sizes that do not fit are allowed: the machine answers.`;
export const cancel = 'Cancel';
export const putItOnShelf = 'Put it on the shelf';

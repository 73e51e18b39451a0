/** What map-late says. */
import { formatCount } from './numbers.ts';

// TableView
export const memoryBlocks = 'Memory blocks';
export const tableViewMemoryBlocks = (count: number, size: string): string =>
  `${formatCount(count)} memory blocks of ${size}`;
export const block = 'Block';
export const addresses = 'Addresses';
export const state = 'State';
export const node = 'Node';
export const zone = 'Zone';
export const pagesUsed = 'Pages used';
export const usedPagesOfPages = (usedPages: number, pages: number): string =>
  `${formatCount(usedPages)} of ${formatCount(pages)}`;
export const pagesOfTable = 'Pages of the table';
export const first = 'First';
export const previous = 'Previous';
export const pageOf = (at: number, pages: number): string => `page ${formatCount(at + 1)} of ${formatCount(pages)}`;
export const next = 'Next';
export const last = 'Last';

// devices
export const free = (id: string, size: string): string => `${id} · ${size} free`;
export const softReserved = (size: string): string => `Soft Reserved · ${size}`;
export const notPlugged = (id: string): string => `${id} · not plugged`;
export const cxlWindowFree = (size: string): string => `CXL window · ${size} free`;
export const disabled = 'disabled';

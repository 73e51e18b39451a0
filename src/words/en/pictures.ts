/** What pictures of the page tables and of the memmap's cost say. */
export const pageTables = 'Page tables';
export const memmapCost = 'Memmap cost';
export const whoPays = 'Who pays for struct pages';

// page tables
export const walkOf = (region: string, address: string): string => `${region} · ${address}`;
export const notMapped = 'Not mapped from here on.';
export const takenAway = 'Taken away by the last change.';
export const mapsLeaf = (size: string, what: string): string => `Maps ${size}: ${what}`;
export const describesLeaf = (size: string, what: string): string => `${size} of struct pages: ${what}`;
export const table = 'table below';
export const leaf = 'leaf: maps memory';
export const memmapLeaf = 'leaf: holds struct pages';
export const added = 'new in the last change';
export const freed = 'freed';
export const split = 'split';
export const below = 'changed below';
export const walked = 'passed by the walk';

// cost
export const kernelZones = (size: string): string => `Kernel zones of all nodes, ${size}`;
export const bootMemmap = 'struct pages of boot memory';
export const addedMemmap = 'struct pages of added memory';
export const otherUse = 'other use';
export const kept = 'kept by watermarks';
export const room = 'free for struct pages';
export const pays = (node: number, zone: string, size: string): string => `node ${node} ${zone} pays ${size}`;
export const forWhat = (what: string, pages: string, describes: string): string =>
  `${what}: ${pages} pages for ${describes}`;
export const andMore = (n: number): string => `and ${n} more`;
export const noStructPages = 'Nothing has struct pages yet.';

/** What a line waits for, and what is carried out besides it. */

export const waits = 'waits';
export const waitsForLock = (lock: string, holder: string): string => `waits for ${lock}, held by ${holder}`;

// who holds a lock
export const line = 'line';
export const round = 'round';
export const plugOf = (id: string): string => `plug ${id}`;
export const unplugOf = (id: string): string => `unplug ${id}`;

// offlining
export const pagesThatCannotBeMigrated = 'pages that cannot be migrated';
export const pinnedAt = (owner: string, pfn: string): string => `${owner} at pfn 0x${pfn} (pinned)`;
export const hasNowhereToGo = (owner: string, pfn: string): string => `${owner} at pfn 0x${pfn} (no memory)`;
export const pagesNeitherFreeNorMovable = 'pages that are neither free nor movable';

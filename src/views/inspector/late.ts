import { lazyParts } from '../../ui/lazyPart.tsx';

/** What the inspector shows of a section and behind its first tab: one chunk, fetched when the page has settled. */
export const { part, early } = lazyParts(() => import('./tabs.ts'));

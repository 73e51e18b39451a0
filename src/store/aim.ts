/** Where a map was asked to look: by a story or a link, not by the hand on it. */
import type { PfnRange } from '../engine/units.ts';

/** How near: the levels of the map. */
export type AimLevel = 'memory' | 'blocks' | 'subsections' | 'section' | 'frames';

/** All of memory, or page frames at a level; without one, at the size at which they can be read. */
export type Aim = 'all' | { readonly range: PfnRange; readonly level?: AimLevel };

/** What outlives a reload: the session (for this tab) and the theme (for this browser). Storage may be absent or full. */
import * as v from 'valibot';
import { savedSchema, sourceSchema } from '../link/validate.ts';
import type { MachineSource, SavedSession } from '../link/messages.ts';
import { isEmbedded } from './embed.ts';
import type { Theme } from './types.ts';

const SOURCE = 'hotplug-atlas.source';
const SESSION = 'hotplug-atlas.session';
const ADDRESS = 'hotplug-atlas.address';
const THEME = 'hotplug-atlas.theme';
const TOUR = 'hotplug-atlas.tour';
const SHELF = 'hotplug-atlas.shelf';

const themeSchema = v.picklist(['system', 'dark', 'light']);

/** A machine and its session. */
export interface Kept {
  readonly source: MachineSource;
  readonly saved: SavedSession;
}

/** With the address of the page at that time: it is written a moment later than the session changes. */
export interface KeptHere extends Kept {
  readonly address: string;
}

/**
 * Storage as the browser offers it; reading the property itself may throw when storage is forbidden. An embedded page has
 * none: what it would find is another page's.
 */
export function storage(which: 'localStorage' | 'sessionStorage'): Storage | undefined {
  if (isEmbedded()) return undefined;
  try {
    return globalThis[which];
  } catch {
    return undefined;
  }
}

/** The session this tab had before it was reloaded; undefined: none, or one nobody can read. */
export function keptSession(): KeptHere | undefined {
  try {
    const kept = storage('sessionStorage');
    const source = v.safeParse(sourceSchema, JSON.parse(kept?.getItem(SOURCE) ?? 'null'));
    const saved = v.safeParse(savedSchema, JSON.parse(kept?.getItem(SESSION) ?? 'null'));
    if (!source.success || !saved.success) return undefined;
    return { source: source.output, saved: saved.output, address: kept?.getItem(ADDRESS) ?? '' };
  } catch {
    return undefined;
  }
}

/** The source kept last: a file's text is long and does not change with every line. */
let keptSource: MachineSource | undefined;

/** Keeps the session for a reload. Answers false when the browser has no room for it. */
export function keepSession({ source, saved }: Kept): boolean {
  try {
    if (source !== keptSource) storage('sessionStorage')?.setItem(SOURCE, JSON.stringify(source));
    keptSource = source;
    storage('sessionStorage')?.setItem(SESSION, JSON.stringify(saved));
    storage('sessionStorage')?.setItem(ADDRESS, location.hash);
    return true;
  } catch {
    return false;
  }
}

/** The theme chosen in this browser. */
export function keptTheme(): Theme {
  try {
    const parsed = v.safeParse(themeSchema, storage('localStorage')?.getItem(THEME));
    return parsed.success ? parsed.output : 'system';
  } catch {
    return 'system';
  }
}

/** Remembers the theme. */
export function keepTheme(theme: Theme): void {
  try {
    storage('localStorage')?.setItem(THEME, theme);
  } catch {
    // a browser without storage forgets it: nothing else depends on it
  }
}

/** Whether this browser was offered the tour before. */
export function keptTour(): boolean {
  try {
    return storage('localStorage')?.getItem(TOUR) === 'seen';
  } catch {
    return false;
  }
}

/** Remembers that the tour was offered. */
export function keepTour(): void {
  try {
    storage('localStorage')?.setItem(TOUR, 'seen');
  } catch {
    // then it is offered again
  }
}

const shelfSchema = v.picklist(['open', 'folded']);

/** Whether the shelf was folded away in this browser; undefined: nobody folded or unfolded it yet. */
export function keptShelf(): 'open' | 'folded' | undefined {
  try {
    const parsed = v.safeParse(shelfSchema, storage('localStorage')?.getItem(SHELF));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}

/** Remembers whether the shelf is folded away. */
export function keepShelf(shelf: 'open' | 'folded'): void {
  try {
    storage('localStorage')?.setItem(SHELF, shelf);
  } catch {
    // then it is as it was at the next load
  }
}

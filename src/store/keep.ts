/** What outlives a reload: the session (for this tab) and the theme (for this browser). Storage may be absent or full. */
import * as v from 'valibot';
import { savedSchema, sourceSchema } from '../link/validate.ts';
import type { MachineSource, SavedSession } from '../link/messages.ts';
import type { Theme } from './types.ts';

const SESSION = 'hotplug-atlas.session';
const THEME = 'hotplug-atlas.theme';

const keptSchema = v.object({ source: sourceSchema, saved: savedSchema });
const themeSchema = v.picklist(['system', 'dark', 'light']);

/** A machine and its session. */
export interface Kept {
  readonly source: MachineSource;
  readonly saved: SavedSession;
}

/** Storage as the browser offers it; reading the property itself may throw when storage is forbidden. */
function storage(which: 'localStorage' | 'sessionStorage'): Storage | undefined {
  try {
    return globalThis[which];
  } catch {
    return undefined;
  }
}

/** The session this tab had before it was reloaded; undefined: none, or one nobody can read. */
export function keptSession(): Kept | undefined {
  try {
    const parsed = v.safeParse(keptSchema, JSON.parse(storage('sessionStorage')?.getItem(SESSION) ?? 'null'));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps the session for a reload. Answers false when the browser has no room for it. */
export function keepSession(kept: Kept): boolean {
  try {
    storage('sessionStorage')?.setItem(SESSION, JSON.stringify(kept));
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

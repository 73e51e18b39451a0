/** What the page can do, as a thing: the palette shows it, a key runs it. */

/** Parts of the command palette. */
export type CommandGroup = 'Session' | 'View' | 'Machine' | 'Selection' | 'Share' | 'Help';

/** Something the page can do. `keys`: `Mod` is Ctrl, on a Mac ⌘. */
export interface Command {
  readonly id: string;
  readonly title: string;
  readonly group: CommandGroup;
  readonly keys?: string;
  /** Words that find it and are not in its title. */
  readonly also?: string;
  /** Why it can do nothing now; undefined: it can. */
  readonly disabled?: () => string | undefined;
  readonly run: () => void;
}

/** The machines that a story plays on; a test hands in its own. */
import type { MachineSource, SavedSession } from '../link/messages.ts';
import type { AtlasStore } from '../store/atlas.ts';
import { activate, atlasOf, closeBeside, labelStanding, openBeside, useWorld } from '../store/world.ts';

/** Machines by the names under which they stand on the page. */
export interface Cast {
  names(): readonly string[];
  find(name: string): AtlasStore | undefined;
  /** Starts a machine, or another one under a name that stands already, and replays a session on it. */
  open(name: string, source: MachineSource, saved: SavedSession): Promise<AtlasStore>;
  close(name: string): void;
  activate(name: string): void;
  /** What the stage calls it; undefined: by its name. */
  label(name: string, label: string | undefined): void;
}

/** The machines of the page. */
export const pageCast: Cast = {
  names: () => useWorld.getState().machines.map((m) => m.name),
  find: atlasOf,
  open: openBeside,
  close: closeBeside,
  activate,
  label: labelStanding,
};

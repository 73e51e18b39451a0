/** Undo across the machines of a page: the gesture made last is the one taken back, on whichever machine it was made. */
import type { AtlasStore } from './atlas.ts';
import { orderOf } from './gesture-order.ts';
import { activeAtlas, useWorld } from './world.ts';

/** The machine whose gesture undo takes back, or redo does again; undefined: there is none. */
export function lastGesture(
  what: 'undo' | 'redo',
  stores: readonly AtlasStore[] = useWorld.getState().machines.map((m) => m.store),
): AtlasStore | undefined {
  const able = stores.filter((store) => {
    const { canUndo, canRedo } = store.getState().session;
    return what === 'undo' ? canUndo : canRedo;
  });
  const next = orderOf(what).findLast((mirror) => able.some((store) => store.getState().mirror === mirror));
  // what was done before a reload is in no order: then the machine in front comes first
  const front = activeAtlas().mirror;
  return able.find((store) => store.getState().mirror === (next ?? front)) ?? able[0];
}

/** The one store of the page. */
import { create } from 'zustand';
import { Client } from '../link/client.ts';
import type { Backstage, Surroundings } from './backstage.ts';
import { listener, machineSlice } from './machine.ts';
import { LiveMirror } from './mirror.ts';
import { sessionSlice } from './running.ts';
import type { AtlasState } from './types.ts';
import { viewSlice } from './view.ts';

/** A hidden page has no paints; it is shown nothing, but must not wait for ever either. */
function nextFrame(f: () => void): void {
  if (document.visibilityState === 'hidden') setTimeout(f, 250);
  else requestAnimationFrame(f);
}

/** A browser's surroundings. */
const browser: Surroundings = { connect: (l) => new Client(l), nextFrame };

const backstages = new WeakMap<object, Backstage>();

/** Makes a store. Nothing starts before a machine is loaded. */
export function createAtlas(surroundings: Surroundings = browser) {
  const mirror = new LiveMirror();
  const useStore = create<AtlasState>()((set, get, api) => {
    let client: Client | undefined;
    const back: Backstage = {
      surroundings,
      mirror,
      client: () => (client ??= surroundings.connect(listener(back, set, get))),
      frames: [],
    };
    backstages.set(mirror, back);
    return { ...machineSlice(back)(set, get, api), ...sessionSlice(back)(set, get, api), ...viewSlice(set, get, api) };
  });
  return useStore;
}

/** What stands behind a store: for its start and its clock. */
export function backstageOf(store: { getState(): AtlasState }): Backstage {
  const back = backstages.get(store.getState().mirror);
  if (back === undefined) throw new Error('not a store made by createAtlas');
  return back;
}

/** The page's store. */
export const useAtlas = createAtlas();

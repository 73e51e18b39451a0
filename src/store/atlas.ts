/** The stores of the page: one for each machine on it, and the way from a view to the store of its machine. */
import { createContext, useContext } from 'react';
import { create, useStore } from 'zustand';
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
      heard: {},
      waiting: false,
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

/** The store of one machine. */
export type AtlasStore = ReturnType<typeof createAtlas>;

/** The machine that the page is about; a second one stands beside it now and then. */
export const mainAtlas: AtlasStore = createAtlas();

/** Whose machine the views below it show. */
export const AtlasContext = createContext<AtlasStore>(mainAtlas);

/** The store of the machine that this view shows: for what is done, not drawn. */
export const useAtlasStore = (): AtlasStore => useContext(AtlasContext);

/** A value of the machine that this view shows; drawn anew when it changes. */
export function useAtlas<T>(selector: (state: AtlasState) => T): T {
  return useStore(useContext(AtlasContext), selector);
}

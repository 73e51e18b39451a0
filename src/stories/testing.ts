/** A cast without a browser, for tests. */
import { Client } from '../link/client.ts';
import type { Port } from '../link/client.ts';
import { backstageOf, createAtlas } from '../store/atlas.ts';
import type { AtlasStore } from '../store/atlas.ts';
import { loadMachine } from '../store/machine.ts';
import { MAIN } from '../store/world.ts';
import type { Cast } from './cast.ts';

/** Machines in workers of the test's making, the main one among them. `labels`: what the stage would call them. */
export function testCast(spawn: () => Port): Cast & { readonly labels: Map<string, string>; active: string } {
  const make = (): AtlasStore =>
    createAtlas({
      connect: (listener) => new Client(listener, spawn),
      nextFrame: (f) => void setTimeout(f, 0),
    });
  const standing = new Map<string, AtlasStore>([[MAIN, make()]]);
  const labels = new Map<string, string>();
  return {
    labels,
    active: MAIN,
    names: () => [...standing.keys()],
    find: (name) => standing.get(name),
    open: async (name, source, saved) => {
      const store = standing.get(name) ?? make();
      standing.set(name, store);
      await loadMachine(backstageOf(store), store.setState, store.getState, source, saved);
      return store;
    },
    close: (name) => {
      if (name !== MAIN) standing.delete(name);
    },
    activate(name) {
      this.active = name;
    },
    label: (name, label) => void (label === undefined ? labels.delete(name) : labels.set(name, label)),
  };
}

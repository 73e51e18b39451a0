/**
 * The machines on the page. One is the main one, as the address bar names it; others stand beside it: a guest beside its
 * host, the same DIMM on another architecture, a branch beside the line it left. One of them is active: bay, inspector,
 * timeline and console are about that one.
 */
import { create } from 'zustand';
import type { MachineSource, SavedSession } from '../link/messages.ts';
import { backstageOf, createAtlas, mainAtlas } from './atlas.ts';
import type { AtlasStore } from './atlas.ts';
import { loadMachine } from './machine.ts';
import type { AtlasState } from './types.ts';

/** The name of the machine that is always there. */
export const MAIN = 'main';

/** A machine on the page. */
export interface Standing {
  readonly name: string;
  readonly store: AtlasStore;
  /** What the stage calls it, where that is not its name. */
  readonly label?: string;
}

interface World {
  readonly machines: readonly Standing[];
  readonly active: string;
}

/** Which machines stand on the page, and which one the panels are about. */
export const useWorld = create<World>()(() => ({ machines: [{ name: MAIN, store: mainAtlas }], active: MAIN }));

const find = (name: string): Standing | undefined => useWorld.getState().machines.find((m) => m.name === name);

/** The store of a machine by name; undefined: no such machine stands on the page. */
export const atlasOf = (name: string): AtlasStore | undefined => find(name)?.store;

/** The state of the machine that the panels are about. */
export const activeAtlas = (): AtlasState => (find(useWorld.getState().active)?.store ?? mainAtlas).getState();

/** Makes a machine the one that the panels are about. */
export function activate(name: string): void {
  if (find(name) !== undefined && useWorld.getState().active !== name) useWorld.setState({ active: name });
}

/**
 * Starts a machine beside the others, or another one under a name that stands already. Answers its store; what is wrong
 * with it stands in that store's notice.
 */
export async function openBeside(name: string, source: MachineSource, saved?: SavedSession): Promise<AtlasStore> {
  let store = atlasOf(name);
  if (store === undefined) {
    store = createAtlas();
    useWorld.setState({ machines: [...useWorld.getState().machines, { name, store }] });
  }
  await loadMachine(backstageOf(store), store.setState, store.getState, source, saved);
  return store;
}

/** Gives a machine another name on the stage, or its own one back. */
export function labelStanding(name: string, label: string | undefined): void {
  const { machines } = useWorld.getState();
  if (find(name)?.label === label) return;
  useWorld.setState({
    machines: machines.map((m) =>
      m.name === name ? { name, store: m.store, ...(label === undefined ? {} : { label }) } : m,
    ),
  });
}

/** Takes a machine away; the main one stays. */
export function closeBeside(name: string): void {
  const standing = find(name);
  if (standing === undefined || name === MAIN) return;
  const { machines, active } = useWorld.getState();
  useWorld.setState({
    machines: machines.filter((m) => m !== standing),
    active: active === name ? MAIN : active,
  });
  backstageOf(standing.store).client().close();
}

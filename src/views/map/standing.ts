/** The maps on the page, for whoever draws over several of them: the links between a host and its guest. */
import type { AtlasStore } from '../../store/atlas.ts';
import type { MapView } from './view.ts';

/** A map and the canvas that shows it. */
export interface StandingMap {
  readonly view: MapView;
  readonly canvas: HTMLCanvasElement;
}

const maps = new Map<AtlasStore, StandingMap>();
const listeners = new Set<() => void>();
const tell = (): void => {
  for (const listener of listeners) listener();
};

/** A map appears; the answer takes it away again. */
export function standMap(store: AtlasStore, map: StandingMap): () => void {
  maps.set(store, map);
  const stop = map.view.subscribe(tell);
  tell();
  return () => {
    stop();
    if (maps.get(store) === map) maps.delete(store);
    tell();
  };
}

/** The map of a machine; undefined: it has none now. */
export const mapOf = (store: AtlasStore): StandingMap | undefined => maps.get(store);

/** Called whenever one of the maps was drawn. @returns stops */
export function onMaps(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

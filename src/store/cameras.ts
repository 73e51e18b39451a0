/** Where the maps look: each mounted map says so, for links; a link says it before a map is mounted. */
import type { AtlasStore } from './atlas.ts';
import type { LinkCamera } from './link-state.ts';

/** A map's camera. Undefined: all of memory is in sight, as on a new page. */
export interface CameraHold {
  readonly get: () => LinkCamera | undefined;
  readonly set: (camera: LinkCamera) => void;
}

const holds = new WeakMap<AtlasStore, CameraHold>();
const wishes = new WeakMap<AtlasStore, LinkCamera>();

/** A map is mounted; answers what undoes it. */
export function holdCamera(store: AtlasStore, hold: CameraHold): () => void {
  holds.set(store, hold);
  const wish = wishes.get(store);
  wishes.delete(store);
  if (wish !== undefined) hold.set(wish);
  return () => {
    if (holds.get(store) === hold) holds.delete(store);
  };
}

/** Where the map of a machine looks. */
export const cameraOf = (store: AtlasStore): LinkCamera | undefined => holds.get(store)?.get() ?? wishes.get(store);

/** Points the map of a machine somewhere, now or as soon as it is there. */
export function aimCamera(store: AtlasStore, camera: LinkCamera): void {
  const hold = holds.get(store);
  if (hold === undefined) wishes.set(store, camera);
  else hold.set(camera);
}

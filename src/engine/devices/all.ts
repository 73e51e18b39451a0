/** The devices of a machine in one view, whichever rooms they live in. */
import type { AttachedDevice } from './types.ts';
import { NO_DEVICES } from './view.ts';
import type { DevicesView } from './view.ts';

/** While these are the same objects, the view is the same. */
export const devicesFrom = (devices: readonly AttachedDevice[]): readonly unknown[] =>
  devices.flatMap((d) => d.view?.from() ?? []);

/** What the screen shows of all rooms; lists of several rooms are joined. */
export function devicesView(devices: readonly AttachedDevice[]): DevicesView {
  let all = NO_DEVICES;
  for (const device of devices) {
    const part = device.view?.read();
    if (part !== undefined) all = { ...all, ...part, cracks: [...all.cracks, ...(part.cracks ?? [])] };
  }
  return all;
}

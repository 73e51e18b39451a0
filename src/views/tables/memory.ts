/** The cells of the map for other pictures: the same classes, the same colours. */
import type { MachineInfo } from '../../link/messages.ts';
import type { AtlasState } from '../../store/types.ts';
import { MapMachine } from '../map/machine.ts';

const known = new WeakMap<object, MapMachine>();

/** Everything the map derives from a machine's frames, up to date with the mirror. */
export function mapMachine(info: MachineInfo, state: Pick<AtlasState, 'mirror' | 'cells'>): MapMachine {
  let machine = known.get(state.mirror);
  if (machine?.info !== info) {
    machine = new MapMachine(info, state);
    known.set(state.mirror, machine);
  }
  machine.sync(state);
  return machine;
}

/** Writes the codes of a section's cells (map/classes.ts). */
export function sectionCodes(machine: MapMachine, nr: number, out: Uint8Array): void {
  machine.cells.codes(nr, machine.summary.codes[nr] ?? 0, machine.zoneIndexAt, undefined, out);
}

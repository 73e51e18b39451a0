/** The same DIMM on another machine, beside this one. */
import * as words from '#words/tables.ts';
import type { Line } from '../../engine/lines.ts';
import { GiB, nodeId } from '../../engine/units.ts';
import type { DimmView, MachineSource } from '../../link/messages.ts';
import type { AtlasStore } from '../../store/atlas.ts';
import { dimmsOf } from '../../store/selection.ts';
import type { AtlasState } from '../../store/types.ts';
import { openBeside } from '../../store/world.ts';
import { dimmIdFor, linesForMove, refusalOf } from '../bay/moves.ts';

/** The DIMM that a person compares: the selected one, else the one that came last. */
export const comparedDimm = (state: AtlasState): DimmView | undefined =>
  dimmsOf(state.selection, state)[0] ?? state.cells.dimms?.findLast((dimm) => dimm.hotplugged);

/** The lines that plug a new DIMM on the node of the last memory, and the id it gets. */
function plugLines(state: AtlasState, size: number): { readonly lines: readonly Line[]; readonly id: string } {
  const part = { kind: 'new', size } as const;
  const node = state.cells.nodes?.findLast((n) => n.online)?.id ?? nodeId(0);
  return {
    lines: linesForMove(part, { kind: 'slot', node, slot: undefined }, state.cells),
    id: dimmIdFor(part, state.cells),
  };
}

/** Plugs a DIMM of a size and selects it. @returns why it could not be plugged; undefined: it is */
async function plug(store: AtlasStore, size: number): Promise<string | undefined> {
  const state = store.getState();
  if (state.info === undefined) return state.notice?.text ?? words.machineDoesNotStart;
  if (state.info.slots === 0 || state.info.hotBytes === 0) return words.thisBoardHas;
  const { lines, id } = plugLines(state, size);
  const replies = await state.sendAll(lines);
  for (const reply of replies) {
    const why = refusalOf({ reply, dmesg: [] });
    if (why !== undefined) return why;
  }
  store.getState().select({ kind: 'dimm', id });
  return undefined;
}

/**
 * Starts a machine beside this one and plugs the same DIMM into it; into this one too, where it has none.
 * @returns a sentence for the person
 */
export async function compareBeside(store: AtlasStore, name: string, source: MachineSource): Promise<string> {
  const own = comparedDimm(store.getState());
  const size = own?.size ?? GiB;
  if (own === undefined) {
    const why = await plug(store, size);
    if (why !== undefined) return words.noDimmToCompare(why);
  } else store.getState().select({ kind: 'dimm', id: own.id });
  const other = await openBeside(name, source);
  const why = await plug(other, size);
  return why === undefined ? words.sameDimm(name) : words.standsBesideWithoutDimm(name, why);
}

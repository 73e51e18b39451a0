/** Puts what is compared beside the machine on screen, and takes it away. */
import type { SavedSession } from '../../link/messages.ts';
import { unfoldBranches } from '../../session/branches.ts';
import { backstageOf, mainAtlas } from '../../store/atlas.ts';
import type { AtlasStore } from '../../store/atlas.ts';
import { setComparing } from '../../store/page.ts';
import { closeBeside, labelStanding, openBeside, useWorld } from '../../store/world.ts';
import { usePin } from './pin.ts';
import type { Pin } from './pin.ts';

/** The name of the machine that only serves the comparison. */
export const BESIDE = 'compare';

/** The session of a branch alone; undefined: it is gone. */
export function branchSession(saved: SavedSession, branch: number): SavedSession | undefined {
  const current = saved.branch ?? 1;
  if (branch === current) return { lines: saved.lines, undone: saved.undone, branch };
  const path = unfoldBranches(saved.others ?? [], { of: current, lines: saved.lines }).find((b) => b.id === branch);
  return path && { lines: path.lines, undone: [], branch };
}

/** Opens a pinned moment beside the machine. Undefined: what was pinned is gone. */
export async function openPinned(store: AtlasStore, pin: Pin): Promise<AtlasStore | undefined> {
  const saved = backstageOf(store).client().saved;
  const session = saved && branchSession(saved.session, pin.branch);
  if (saved === undefined || session === undefined) return undefined;
  const opening = openBeside(BESIDE, saved.source, session);
  labelStanding(BESIDE, pin.label);
  const beside = await opening;
  const last = session.lines.length - 1;
  const { line, step } = pin.moment;
  if (step !== undefined || line < last) await beside.getState().seek(pin.moment);
  return beside;
}

/** Ends the comparison: the machine beside goes, and the marks on the map. */
function endCompare(store: AtlasStore): void {
  for (const machine of [store, ...useWorld.getState().machines.map((m) => m.store)]) machine.getState().setMarked([]);
  labelStanding('main', undefined);
  closeBeside(BESIDE);
}

/** Ends the comparison: what was pinned for it goes, and the marks. */
export function endComparison(): void {
  usePin.setState({ pin: undefined });
  endCompare(mainAtlas);
  setComparing(false);
}

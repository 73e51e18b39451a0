import type { Moment } from '../../link/messages.ts';
import type { AtlasStore } from '../../store/atlas.ts';

/** Shows a moment of a branch. */
export async function goTo(store: AtlasStore, branch: number, moment: Moment): Promise<void> {
  const { session, switchTo, setTraced, seek } = store.getState();
  const current = session.branches.find((b) => b.current)?.id ?? 1;
  if (branch !== current) await switchTo(branch);
  // the last line with all of its steps is the present
  const { length } = store.getState().session;
  const now = moment.step === undefined && moment.line >= length - 1;
  if (moment.line >= 0) setTraced(moment.line);
  await seek(now && branch === current ? undefined : moment);
}

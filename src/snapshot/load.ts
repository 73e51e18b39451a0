import type { DeviceModule } from '../engine/devices/host.ts';
import type { Machine } from '../engine/machine.ts';
import { readBootState } from './boot-state.ts';
import { buildMachine } from './build.ts';
import { Problems } from './problems.ts';
import type { Problem } from './problems.ts';
import type { Snapshot } from './schema.ts';

/** A snapshot that parseSnapshot would have refused reached loadMachine. */
export class SnapshotError extends Error {
  override name = 'SnapshotError';
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    super(problems.map((p) => `${p.field} ${p.why}`).join('\n'));
    this.problems = problems;
  }
}

/**
 * The machine a snapshot shows, ready for its first line; of the device modules it gets those it has devices of.
 * @throws SnapshotError for a snapshot that parseSnapshot did not accept.
 */
export function loadMachine(snapshot: Snapshot, modules: readonly DeviceModule[] = []): Machine {
  const problems = new Problems();
  const state = readBootState(snapshot, problems);
  if (state === undefined) throw new SnapshotError(problems.list);
  return buildMachine(state, modules);
}

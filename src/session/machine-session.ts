/** Sessions of real machines: what the worker, the benches and the tests start. */
import { execute } from '../console/execute.ts';
import type { Proc } from '../engine/kernel/scheduler.ts';
import type { Line } from '../engine/lines.ts';
import type { Machine } from '../engine/machine.ts';
import type { Reboot, ReplyParts } from './player.ts';
import { Session } from './session.ts';

/** The line's console carries it out. */
function* carryOut(machine: Machine, line: Line, history: readonly string[]): Proc<ReplyParts> {
  const { errno, ...parts } = yield* execute(machine, line, history);
  return errno === undefined ? parts : { ...parts, errno };
}

/** A session on a machine that has just booted; the machine belongs to it from now on. `reboot`: see snapshot/boot/reboot.ts. */
export function machineSession(machine: Machine, reboot?: Reboot<Machine>): Session<Machine> {
  return new Session(machine, carryOut, reboot);
}

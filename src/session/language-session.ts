/** Sessions of real machines whose shell may come late. */
import { execute } from '../console/execute.ts';
import type { shell } from '../console/shell/shell.ts';
import type { Proc } from '../engine/kernel/scheduler.ts';
import type { Line } from '../engine/lines.ts';
import type { Machine } from '../engine/machine.ts';
import type { Reboot, ReplyParts } from './player.ts';
import { Session } from './session.ts';

/** As machineSession; `shellOf` is asked when a shell line is carried out and has the shell by then. */
export function languageSession(
  machine: Machine,
  shellOf: () => typeof shell,
  reboot?: Reboot<Machine>,
): Session<Machine> {
  function* carryOut(on: Machine, line: Line, history: readonly string[]): Proc<ReplyParts> {
    const { errno, ...parts } = yield* execute(on, line, history, shellOf);
    return errno === undefined ? parts : { ...parts, errno };
  }
  return new Session(machine, carryOut, reboot);
}

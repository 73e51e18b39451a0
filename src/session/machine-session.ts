/** Sessions of real machines under Node: in tests, benches and on the command line. */
import { shell } from '../console/shell/shell.ts';
import type { Machine } from '../engine/machine.ts';
import { languageSession } from './language-session.ts';
import type { Reboot } from './player.ts';
import type { Session } from './session.ts';

/** A session on a machine that has just booted; the machine belongs to it from now on. `reboot`: see snapshot/boot/reboot.ts. */
export function machineSession(machine: Machine, reboot?: Reboot<Machine>): Session<Machine> {
  return languageSession(machine, () => shell, reboot);
}

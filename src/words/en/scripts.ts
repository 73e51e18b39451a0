/** What stands in the scripts that a session becomes: comments, and what they print. */
import { formatPlural } from './numbers.ts';

export const hostTitle = (title: string, lines: number): string => `${title}: ${formatPlural(lines, 'line')}.`;
export const guestTitle = (title: string, lines: number): string =>
  `${title}: ${formatPlural(lines, 'line')}. Run as root in the guest.`;
export const startAnyGuest = (option: string): string =>
  `Start a guest whose monitor listens on a socket:  … ${option}`;
export const startTheGuest = (command: string): string =>
  `Start the guest (paths of kernel and initrd are those of your machine):\n${command}`;
export const variables = (monitor: string, guest: string): string =>
  `${monitor}: the monitor's socket.  ${guest}: runs its last argument as root in the guest.`;
export const settleComment = 'The guest works on when the monitor has answered: until its memory stays as it is.';
export const worldComment = 'What no console can type: living workloads, a reboot with other words, broken parts.';
export const onlyInTheSimulation = (line: string): string => `only in the simulation: ${line}`;
export const typeInMonitor = (line: string): string => `Type in the QEMU monitor:  ${line}\nthen press Enter here. `;

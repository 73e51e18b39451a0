/** What console says. */
import { formatCount } from './numbers.ts';

// Console
export const machineStarts = 'The machine starts.';
export const console = 'Console';
export const guestShell = 'Guest shell';
export const qemuMonitor = 'QEMU monitor';
export const world = 'World';

// Dmesg
export const kernelLog = 'Kernel log';
export const showEarlierLines = (first: number): string => `Show earlier: ${formatCount(first)} lines`;
export const kernelHasLoggedNothing = 'The kernel has logged nothing since the machine was recorded.';

// EntryView
export const undone = 'undone:';
export const error = 'error:';
export const waits = (text: string): string => `… waits: ${text}`;

// Log
export const leftAndRightArrow = 'Left and right arrow go through the names in the text, Enter selects.';

// PaneView
export const welcomeShell =
  'A root shell in the guest. Try lsmem, cat /proc/zoneinfo, echo offline > /sys/devices/system/memory/memory40/state, or help.';
export const welcomeMonitor =
  'QEMU’s monitor. Try info memory-devices, object_add memory-backend-ram,id=m9,size=1G, device_add pc-dimm,id=d9,memdev=m9, or help.';
export const welcomeWorld =
  'What happens outside the machine: tick N lets the workloads live for N ticks, load starts one, boot begins again.';
export const copied = 'Copied';
export const browserDidNotAllow = 'The browser did not allow copying';
export const outputOf = {
  shell: 'Guest shell: output',
  monitor: 'QEMU monitor: output',
  world: 'World: output',
} as const;
export const interrupt = 'Interrupt';
export const showTicks = 'Show ticks';
export const copyAll = 'Copy all';

// Prompt
export const labelShell = 'Guest shell command';
export const labelMonitor = 'QEMU monitor command';
export const labelWorld = 'World command';
export const waiting = (pending: string): string => `Waiting: ${pending}`;
export const noCompletion = 'No completion';
export const completions = (candidates: number): string => `${candidates} completions`;
export const tabCompletesEscapeThen = 'Tab completes; Escape, then Tab leaves the field.';
export const promptCompletions = 'Completions';

// entries
export const shWriteError = (errnoText: string, errno: string): string => `sh: write error: ${errnoText} (${errno})`;

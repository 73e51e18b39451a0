/** What store says. */

// served
export const cannotBeFetched = (href: string, message: string): string => `cannot be fetched from ${href} (${message})`;
export const serverAnswered = (status: number, statusText: string, href: string): string =>
  `the server answered ${status} ${statusText} for ${href}`;

// served-inline
export const isNotPart = 'is not part of this page';

// machines
export const thisPageReadsVersion = 'this page reads version 1 of the list';
export const itLooksLikeWeb = ' (it looks like a web page)';
export const isNotJson = (html: string, message: string): string => `is not JSON${html}: ${message}`;

// machine
export const machineStoppedWorkingIts = 'The machine stopped working. Its session is being replayed.';
export const sessionWasRestoredReplayed = (history: number): string =>
  `The session was restored: ${history} ${history === 1 ? 'line' : 'lines'} replayed.`;
export const leftOutBecauseMachine = (lineText: string): string =>
  `Left out, because the machine stopped while replaying it: ${lineText}`;
export const machineCannotBeBrought = 'The machine cannot be brought back.';
export const machineOnScreenStays = ' The machine on screen stays.';
export const cannotBeLoaded = (name: string, stays: string): string => `${name} cannot be loaded.${stays}`;
export const commandLine = 'The command line';
export const theseWordsOfCommand = ' These words of the command line play no part in its memory:';
export const wasStartedWithKernel = (title: string, kernelOf: string, release: string, rest: string): string =>
  `${title} was started with the kernel of “${kernelOf}” (Linux ${release}).${rest}`;

// moments
export const boot = 'boot';
export const line = (line: number): string => `line ${line + 1}`;
export const lineStep = (line: number, step: number): string => `line ${line + 1} step ${step}`;
export const sessionEnds = (most: number): string => `the session ends at #${most}`;
export const momentIsNumberSuch = 'a moment is a number such as #214, or “line 12 step 40”';
export const sessionHas = (last: number): string => `the session has ${last + 1} ${last === 0 ? 'line' : 'lines'}`;
export const lineHasSteps = (line: number, steps: number): string => `line ${line + 1} has ${steps} steps`;

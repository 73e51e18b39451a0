/** What plays and checks a story says. */

// what a story's machines are called
export const machines = { machine: 'machine', server: 'server', host: 'host', guest: 'guest' };

// player
export const didNotStart = (machine: string): string => `${machine} did not start.`;
export const storyCannotBeLoaded = (message: string): string => `The story cannot be loaded: ${message}`;

// check
export const machineDoesNotStand = 'the machine does not stand here';
export const wasNotCarriedOut = 'was not carried out';

/** What session says. */

// refusal
export const guestRefused = 'The guest refused.';

// log
export const andMore = (first: string, rest: number): string => `${first} (and ${rest} more)`;

// player
export const isUnderWay = 'is under way';

// rounds
export const kernelDidNotTake = 'the kernel did not take the memory';
export const doesNotGo = (id: string): string => `${id} does not go`;
export const thisBoardTakes = 'This board takes no DIMMs.';
export const thisMachineHasOne = 'This machine has one node.';
export const thereIsNoRoom = 'There is no room for another DIMM.';
export const roundOf = (n: number, last: number): string => `Round ${n} of ${last}`;

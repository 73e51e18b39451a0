/** What is said to a finger that has picked something up. */
export const heldTapSlot = (part: string): string => `${part} is held. Tap a slot to put it there, or tap it again.`;

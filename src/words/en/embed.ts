/** What embed says. */

// Embed
export const timeline = 'Timeline';
export const memory = 'Memory';
export const openInFull = 'Open in full';
export const picture = 'Picture';
export const story = 'Story';
export const previousStep = 'Previous step';
export const nextStep = 'Next step';

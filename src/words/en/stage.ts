/** What stage says. */

// Stage
export const notLoaded = 'This part of the page cannot be loaded: is it still where it was? The machine goes on.';
export const shownInPanels = ', shown in the panels';
export const takeAway = (name: string): string => `Take ${name} away`;

// StageSwitch
export const whatStageShows = 'What the stage shows';
export const map = 'Map';
export const pageTables = 'Page tables';
export const showOtherPanels = 'Show the other panels';
export const wholePage = 'Whole page';

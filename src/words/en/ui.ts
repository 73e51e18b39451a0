/** What ui says. */

// Dialog
export const close = 'Close';

// lazyPart
export const notLoaded = 'This part of the page cannot be loaded: is it still where it was?';

/** What ui says. */

// Dialog
export const close = 'Close';

// Menu: a group without a title
export const more = 'More';

// lazyPart
export const notLoaded = 'This part of the page cannot be loaded: is it still where it was?';

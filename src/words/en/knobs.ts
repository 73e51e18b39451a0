/** What knobs says. */

// LazyPanel
export const partNotLoaded = 'This part of the page cannot be loaded: is it still where it was?';
export const knobs = 'Knobs';
export const notLoaded = 'This part of the page cannot be loaded: is it still where it was? The machine goes on.';

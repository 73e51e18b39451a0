/** What guide says. */

// LazyGuide
export const notFound = 'Not found';
export const notLoaded = 'This part of the page cannot be loaded: is it still where it was? The machine goes on.';

// Term
export const whatIs = (name: string): string => `What is ${name}?`;

// TourOffer
export const tour = 'A tour';
export const fiveStopsOneMinute = <Node>(figure: Node): readonly (string | Node)[] => [
  figure,
  ' Five stops, one minute.',
];
export const newHere = 'New here?';
export const takeTour = 'Take the tour';
export const noTour = 'No tour';
export const itStaysInHelp = 'it stays in the help and among the commands';

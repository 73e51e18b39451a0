/** What story says. */

// LazyStory
export const storiesCannotBeLoaded =
  'The stories cannot be loaded: is the page still where it was? The machine goes on.';
export const stories = 'Stories';
export const guidedDemonstrations = 'guided demonstrations';

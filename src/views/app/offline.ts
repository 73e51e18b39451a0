/** Ms after the page stands before it is cached: opening it comes first. */
const WAIT_MS = 2500;

/**
 * Has the page cached by the browser (sw.js, written by the build), so that it opens without a network from then on. A
 * page in one file has nothing to cache, and says so by having no manifest.
 */
export function keepForOffline(): void {
  const manifest = document.querySelector('link[rel=manifest]');
  if (!import.meta.env.PROD || manifest === null || !('serviceWorker' in navigator)) return;
  setTimeout(() => {
    // where it is not allowed the page goes on as it is
    navigator.serviceWorker.register(new URL('sw.js', document.baseURI)).catch(() => undefined);
  }, WAIT_MS);
}

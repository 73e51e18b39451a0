/** A page that stands in a slide or a page of docs: `?embed=map`, `tables`, `timeline` or `story`, one view alone. */

export const EMBED_VIEWS = ['map', 'tables', 'timeline', 'story'] as const;
export type EmbedView = (typeof EMBED_VIEWS)[number];

/** The view an address asks for; undefined: the page is no embedded one. A view nobody knows is the map. */
export function embedView(search: string, hash: string): EmbedView | undefined {
  const asked = new URLSearchParams(search).get('embed');
  if (asked === null) return undefined;
  const known = EMBED_VIEWS.find((view) => view === asked);
  return known ?? (/(?:^#|&)story=/.test(hash) || /[?&]story=/.test(search) ? 'story' : 'map');
}

/**
 * Whether this page is an embedded one. It shares the storage of the tab and of the browser with whole pages, and must
 * neither take over nor overwrite what those keep: all it knows stands in its address.
 */
export const isEmbedded = (): boolean =>
  typeof location !== 'undefined' && embedView(location.search, location.hash) !== undefined;

/** Whoever embeds a page writes its keys into the query: they are those that otherwise stand behind #. */
export function hashFromQuery(search: string, hash: string): string {
  const query = new URLSearchParams(search);
  const own = new URLSearchParams(hash.replace(/^#/, ''));
  for (const [key, value] of query) if (key !== 'embed' && key !== 'line' && !own.has(key)) own.set(key, value);
  return `#${own.toString()}`;
}

/** Whether the query of an embedded page has lines for its machine. */
export function asksForLines(search: string): boolean {
  const query = new URLSearchParams(search);
  return query.has('embed') && query.has('line');
}

/** The address of the whole page at the same place. */
export function fullAddress(href: string): string {
  const url = new URL(href);
  url.search = '';
  return url.href;
}

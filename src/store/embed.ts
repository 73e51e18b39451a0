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

/** Whoever embeds a page writes its keys into the query: they are those that otherwise stand behind #. */
export function hashFromQuery(search: string, hash: string): string {
  const query = new URLSearchParams(search);
  const own = new URLSearchParams(hash.replace(/^#/, ''));
  for (const [key, value] of query) if (key !== 'embed' && !own.has(key)) own.set(key, value);
  return `#${own.toString()}`;
}

/** The address of the whole page at the same place. */
export function fullAddress(href: string): string {
  const url = new URL(href);
  url.search = '';
  return url.href;
}

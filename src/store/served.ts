/** Files from beside the page. A page in one file carries them along (served-inline.ts). */

import * as words from '#words/store.ts';

type Served = Promise<{ readonly text: string } | { readonly why: string }>;

/** Files that were asked for before anybody needed them. */
const ahead = new Map<string, Served>();

/** Fetches a file for whoever asks for it first. */
export function fetchAhead(file: string): void {
  ahead.set(file, served(file));
}

/** The text of a file below `machines/`, or in words why it cannot be had. */
export function servedText(file: string): Served {
  const found = ahead.get(file);
  ahead.delete(file);
  return found ?? served(file);
}

async function served(file: string): Served {
  const url = new URL(`machines/${file}`, document.baseURI);
  let response: Response;
  try {
    response = await fetch(url);
  } catch (error) {
    return { why: words.cannotBeFetched(url.href, error instanceof Error ? error.message : String(error)) };
  }
  return response.ok
    ? { text: await response.text() }
    : { why: words.serverAnswered(response.status, response.statusText, url.href).replace('  ', ' ') };
}

/** Files from beside the page. A page in one file carries them along (served-inline.ts). */

import * as words from '#words/store.ts';

type Served = Promise<{ readonly text: string } | { readonly why: string }>;

/** Files that were asked for before anybody needed them. */
const ahead = new Map<string, Served>();

/** Fetches a file for whoever asks for it first. */
export function fetchAhead(file: string): void {
  const fetching = served(file);
  ahead.set(file, fetching);
  // who comes after a failure tries again
  void fetching.then((found) => 'why' in found && ahead.get(file) === fetching && ahead.delete(file));
}

/** The text of a file below `machines/`, or in words why it cannot be had. */
export function servedText(file: string): Served {
  const found = ahead.get(file);
  ahead.delete(file);
  return found ?? served(file);
}

async function served(file: string): Served {
  const url = new URL(`machines/${file}`, document.baseURI);
  try {
    const response = await fetch(url);
    return response.ok
      ? { text: await response.text() }
      : { why: words.serverAnswered(response.status, response.statusText, url.href).replace('  ', ' ') };
  } catch (error) {
    // also where the connection ends in the middle of the file
    return { why: words.cannotBeFetched(url.href, error instanceof Error ? error.message : String(error)) };
  }
}

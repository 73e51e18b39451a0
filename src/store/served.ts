/** Files from beside the page. A page in one file carries them along (served-inline.ts). */

/** The text of a file below `machines/`, or in words why it cannot be had. */
import * as words from '#words/store.ts';

export async function servedText(file: string): Promise<{ readonly text: string } | { readonly why: string }> {
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

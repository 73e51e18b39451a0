/** Stands for served.ts in a page that is one file: the machines lie in it as texts (scripts/single-file.ts). */

import * as words from '#words/store.ts';

/** They are there already. */
export const fetchAhead = (): void => undefined;

/** The text of a file below `machines/`, or in words why it cannot be had. */
export function servedText(file: string): Promise<{ readonly text: string } | { readonly why: string }> {
  const text = document.getElementById(`machines/${file}`)?.textContent;
  return Promise.resolve(text === undefined ? { why: words.isNotPart } : { text });
}

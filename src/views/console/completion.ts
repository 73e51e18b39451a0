/** Putting a completion into the line. */

/** The longest beginning that all candidates share. */
export function commonStart(candidates: readonly string[]): string {
  let start = candidates[0] ?? '';
  for (const candidate of candidates) while (!candidate.startsWith(start)) start = start.slice(0, -1);
  return start;
}

/** The line with `[from, cursor)` replaced, and where the cursor then stands. */
export function replaced(
  text: string,
  from: number,
  cursor: number,
  by: string,
): { readonly text: string; readonly cursor: number } {
  return { text: text.slice(0, from) + by + text.slice(cursor), cursor: from + by.length };
}

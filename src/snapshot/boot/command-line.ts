/** A command line as it is pasted or typed, cut into words as a POSIX shell cuts it. */

/** Quotes and backslashes are taken away; a backslash before a line end joins the lines. Never fails: an open quote ends with the text. */
export function splitCommandLine(text: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const c = text.charAt(at);
    if (quote === "'") {
      if (c === quote) quote = '';
      else word = `${word ?? ''}${c}`;
    } else if (c === '\\') {
      const next = text.charAt(++at);
      // inside double quotes a backslash stays before what it need not protect
      const kept = quote === '"' && !/["\\$`\n]/.test(next) ? '\\' : '';
      if (next !== '\n') word = `${word ?? ''}${kept}${next}`;
    } else if (c === quote) quote = '';
    else if (quote === '' && (c === '"' || c === "'")) {
      quote = c;
      word ??= '';
    } else if (quote === '' && /\s/.test(c)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = `${word ?? ''}${c}`;
  }
  if (word !== undefined) words.push(word);
  return words;
}

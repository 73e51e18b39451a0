/** Words of a monitor line, as QEMU's human monitor reads them (monitor/hmp.c: get_command_name, get_str). */

/** A line cut into the command's name and what follows it. */
export interface MonitorLine {
  readonly name: string;
  readonly rest: string;
}

const isSpace = (c: string): boolean => c === ' ' || c === '\t' || c === '\n' || c === '\r';

/** Cuts off the command's name. */
export function splitCommand(line: string): MonitorLine {
  const text = line.replace(/^\s+/, '');
  const end = text.search(/\s/);
  return end < 0 ? { name: text, rest: '' } : { name: text.slice(0, end), rest: text.slice(end).replace(/^\s+/, '') };
}

/** The word at the start of a text; undefined: there is none, `unterminated`: its closing quote is missing. */
export type Word = { readonly text: string; readonly rest: string } | undefined | 'unterminated';

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', '\\': '\\', "'": "'", '"': '"' };

/** Reads one word: up to white space, or between double quotes with the usual escapes. */
export function takeWord(text: string): Word {
  let at = 0;
  while (isSpace(text.charAt(at))) at++;
  if (at >= text.length) return undefined;
  let word = '';
  if (text.charAt(at) !== '"') {
    while (at < text.length && !isSpace(text.charAt(at))) word += text.charAt(at++);
    return { text: word, rest: text.slice(at) };
  }
  for (at++; at < text.length && text.charAt(at) !== '"'; at++) {
    if (text.charAt(at) !== '\\') word += text.charAt(at);
    else {
      const escape = ESCAPES[text.charAt(++at)];
      if (escape === undefined) return 'unterminated';
      word += escape;
    }
  }
  return at >= text.length ? 'unterminated' : { text: word, rest: text.slice(at + 1) };
}

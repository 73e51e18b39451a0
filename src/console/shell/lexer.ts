/** Cuts a shell line into words and operators. */
import type { List, Part, Word } from './ast.ts';

export type Token =
  | {
      readonly kind: 'word';
      readonly word: Word;
      /** The text, when nothing in it is quoted or expanded. */ readonly plain: string | undefined;
    }
  | { readonly kind: 'operator'; readonly text: string; readonly fd: 0 | 1 | 2 | undefined }
  | { readonly kind: 'end' };

/** Raised for a line that is not shell; execution answers it as the shell does. */
export class ShellSyntaxError extends Error {
  override name = 'ShellSyntaxError';
}

const OPERATORS = ['&&', '||', ';;', '>>', '<<', '>&', '<&', ';', '&', '|', '(', ')', '>', '<', '\n'] as const;
const SPECIAL = /[?#$!@*0-9]/;

/** Reads tokens one after the other. `parse` turns the text inside $(…) into a list. */
export class Lexer {
  readonly #text: string;
  readonly #parse: (text: string) => List;
  #at = 0;

  constructor(text: string, parse: (text: string) => List) {
    this.#text = text;
    this.#parse = parse;
  }

  /** The next token. */
  next(): Token {
    this.#skipBlanks();
    if (this.#at >= this.#text.length) return { kind: 'end' };
    const fd = /^[0-2](?=[<>])/.exec(this.#text.slice(this.#at, this.#at + 2))?.[0];
    const from = this.#at + (fd === undefined ? 0 : 1);
    const text = OPERATORS.find((op) => this.#text.startsWith(op, from));
    if (text === undefined) return this.#word();
    this.#at = from + text.length;
    return { kind: 'operator', text, fd: fd === undefined ? undefined : fd === '0' ? 0 : fd === '1' ? 1 : 2 };
  }

  #skipBlanks(): void {
    for (;;) {
      const c = this.#text.charAt(this.#at);
      if (c === ' ' || c === '\t' || c === '\r') this.#at++;
      else if (c === '\\' && this.#text.charAt(this.#at + 1) === '\n') this.#at += 2;
      else if (c === '#') while (this.#at < this.#text.length && this.#text.charAt(this.#at) !== '\n') this.#at++;
      else return;
    }
  }

  #word(): Token {
    const parts: Part[] = [];
    let plain: string | undefined = '';
    while (this.#at < this.#text.length) {
      const c = this.#text.charAt(this.#at);
      if (/[ \t\r\n;&|()<>]/.test(c)) break;
      const part = this.#part(c, false);
      plain = plain !== undefined && part.kind === 'text' && !part.quoted ? plain + part.text : undefined;
      parts.push(part);
      if (c === '"') parts.push(...this.#quoted());
    }
    return { kind: 'word', word: parts, plain };
  }

  /** One piece that begins with `c`; a double quote gives an empty quoted piece, its inside follows. */
  #part(c: string, quoted: boolean): Part {
    if (c === '$') return this.#dollar(quoted);
    if (c === '`') {
      const end = this.#find('`', this.#at + 1, 'unterminated quoted string');
      const body = this.#parse(this.#text.slice(this.#at + 1, end));
      this.#at = end + 1;
      return { kind: 'commands', body, quoted };
    }
    if (quoted) {
      this.#at++;
      return { kind: 'text', text: c, quoted };
    }
    if (c === "'") {
      const end = this.#find("'", this.#at + 1, 'unterminated quoted string');
      const text = this.#text.slice(this.#at + 1, end);
      this.#at = end + 1;
      return { kind: 'text', text, quoted: true };
    }
    if (c === '"') {
      this.#at++;
      return { kind: 'text', text: '', quoted: true };
    }
    if (c === '\\') {
      const text = this.#text.charAt(this.#at + 1);
      this.#at += 2;
      return { kind: 'text', text: text === '' ? '\\' : text, quoted: true };
    }
    let end = this.#at + 1;
    while (end < this.#text.length && !/[ \t\r\n;&|()<>$`'"\\]/.test(this.#text.charAt(end))) end++;
    const text = this.#text.slice(this.#at, end);
    this.#at = end;
    return { kind: 'text', text, quoted: false };
  }

  /** The inside of double quotes, up to and with the closing one. */
  #quoted(): Part[] {
    const parts: Part[] = [];
    let text = '';
    for (;;) {
      if (this.#at >= this.#text.length) throw new ShellSyntaxError('unterminated quoted string');
      const c = this.#text.charAt(this.#at);
      const after = this.#text.charAt(this.#at + 1);
      if (c === '"') {
        this.#at++;
        if (text !== '') parts.push({ kind: 'text', text, quoted: true });
        return parts;
      }
      if (c === '\\' && /[$`"\\\n]/.test(after)) {
        if (after !== '\n') text += after;
        this.#at += 2;
      } else if (c === '$' || c === '`') {
        if (text !== '') parts.push({ kind: 'text', text, quoted: true });
        text = '';
        parts.push(this.#part(c, true));
      } else {
        text += c;
        this.#at++;
      }
    }
  }

  #dollar(quoted: boolean): Part {
    const rest = this.#text.slice(this.#at + 1);
    const at = this.#at;
    if (rest.startsWith('((')) {
      const end = this.#closing(at + 3, 2);
      this.#at = end + 2;
      return { kind: 'arithmetic', expression: this.#text.slice(at + 3, end), quoted };
    }
    if (rest.startsWith('(')) {
      const end = this.#closing(at + 2, 1);
      this.#at = end + 1;
      return { kind: 'commands', body: this.#parse(this.#text.slice(at + 2, end)), quoted };
    }
    if (rest.startsWith('{')) {
      const end = this.#find('}', at + 2, 'unterminated quoted string');
      const m = /^([A-Za-z_]\w*|[?#$!@*0-9])(?::?-([\s\S]*))?$/.exec(this.#text.slice(at + 2, end));
      if (m === null) throw new ShellSyntaxError('bad substitution');
      this.#at = end + 1;
      return { kind: 'variable', name: m[1] ?? '', fallback: m[2], quoted };
    }
    const name = /^[A-Za-z_]\w*/.exec(rest)?.[0] ?? (SPECIAL.test(rest.charAt(0)) ? rest.charAt(0) : '');
    this.#at += 1 + name.length;
    return name === '' ? { kind: 'text', text: '$', quoted } : { kind: 'variable', name, fallback: undefined, quoted };
  }

  #find(what: string, from: number, otherwise: string): number {
    const end = this.#text.indexOf(what, from);
    if (end < 0) throw new ShellSyntaxError(otherwise);
    return end;
  }

  /** Where the parentheses opened before `from` close; `count` closing ones must stand together. */
  #closing(from: number, count: 1 | 2): number {
    let depth = 0;
    for (let at = from; at < this.#text.length; at++) {
      const c = this.#text.charAt(at);
      if (c === '\\') at++;
      else if (c === "'" || c === '"') at = this.#find(c, at + 1, 'unterminated quoted string');
      else if (c === '(') depth++;
      else if (c === ')') {
        if (depth === 0 && (count === 1 || this.#text.charAt(at + 1) === ')')) return at;
        depth--;
      }
    }
    throw new ShellSyntaxError(`unexpected end of file${count === 2 ? ' (expecting "))")' : ' (expecting ")")'}`);
  }
}

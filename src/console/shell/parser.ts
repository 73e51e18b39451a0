/** Makes trees of a shell line: lists, pipelines, loops, conditions, redirections. */
import { nestedTooDeeply } from '#words/shell.ts';
import type { AndOr, Assignment, Command, List, Pipeline, Redirect, Word } from './ast.ts';
import { Lexer, ShellSyntaxError } from './lexer.ts';
import type { Token } from './lexer.ts';

const RESERVED = new Set([
  'if',
  'then',
  'elif',
  'else',
  'fi',
  'for',
  'do',
  'done',
  'while',
  'until',
  'case',
  'esac',
  '{',
  '}',
  '!',
]);
/** How deep commands may stand inside each other: far beyond what anybody types. */
const MAX_DEPTH = 100;

/** Parses a line; throws ShellSyntaxError with what ash says. */
export function parseShell(text: string): List {
  return parseAt(text, 0);
}

function parseAt(text: string, depth: number): List {
  if (depth > MAX_DEPTH) throw new ShellSyntaxError(nestedTooDeeply);
  const parser = new Parser(text, depth);
  const list = parser.list([]);
  parser.expectEnd();
  return list;
}

class Parser {
  readonly #lexer: Lexer;
  #token: Token;
  #depth: number;

  constructor(text: string, depth: number) {
    this.#depth = depth;
    this.#lexer = new Lexer(text, (inner) => parseAt(inner, this.#depth + 1));
    this.#token = this.#lexer.next();
  }

  expectEnd(): void {
    if (this.#token.kind !== 'end') this.#unexpected();
  }

  /** Commands up to one of the words in `stop` or a closing parenthesis. */
  list(stop: readonly string[]): List {
    if (++this.#depth > MAX_DEPTH) throw new ShellSyntaxError(nestedTooDeeply);
    const out: AndOr[] = [];
    for (;;) {
      while (this.#operator('\n')) this.#advance();
      if (this.#token.kind === 'end' || this.#operator(')') || this.#atWord(stop)) break;
      const { first, rest } = this.#andOr();
      const background = this.#operator('&');
      out.push({ first, rest, background });
      if (background || this.#operator(';')) this.#advance();
      else if (!this.#operator('\n')) break;
    }
    this.#depth--;
    return out;
  }

  #andOr(): { first: Pipeline; rest: AndOr['rest'] } {
    const first = this.#pipeline();
    const rest: { when: '&&' | '||'; pipeline: Pipeline }[] = [];
    for (;;) {
      const when = this.#operator('&&') ? '&&' : this.#operator('||') ? '||' : undefined;
      if (when === undefined) return { first, rest };
      this.#advance();
      this.#skipNewlines();
      rest.push({ when, pipeline: this.#pipeline() });
    }
  }

  #pipeline(): Pipeline {
    let negated = false;
    while (this.#atWord(['!'])) {
      negated = !negated;
      this.#advance();
    }
    const commands = [this.#command()];
    while (this.#operator('|')) {
      this.#advance();
      this.#skipNewlines();
      commands.push(this.#command());
    }
    return { negated, commands };
  }

  #command(): Command {
    const redirects: Redirect[] = [];
    const word = this.#token.kind === 'word' ? this.#token.plain : undefined;
    const finish = <T extends object>(c: T): T & { redirects: readonly Redirect[] } => {
      while (this.#redirect(redirects));
      return { ...c, redirects };
    };
    if (this.#operator('(')) {
      this.#advance();
      const body = this.#body([]);
      if (!this.#operator(')')) this.#unexpected(')');
      this.#advance();
      return finish({ kind: 'subshell', body } as const);
    }
    switch (word) {
      case 'for':
        return finish(this.#for());
      case 'if':
        return finish(this.#if());
      case 'while':
      case 'until':
        return finish(this.#while(word === 'until'));
      case '{': {
        this.#advance();
        const body = this.#body(['}']);
        this.#word('}');
        return finish({ kind: 'group', body } as const);
      }
      default:
        return this.#simple(redirects);
    }
  }

  #simple(redirects: Redirect[]): Command {
    const assignments: Assignment[] = [];
    const words: Word[] = [];
    for (;;) {
      if (this.#redirect(redirects)) continue;
      if (this.#token.kind !== 'word') break;
      const { word, plain } = this.#token;
      if (words.length === 0 && assignments.length === 0 && plain !== undefined && RESERVED.has(plain))
        this.#unexpected();
      const assignment = words.length === 0 ? asAssignment(word) : undefined;
      if (assignment === undefined) words.push(word);
      else assignments.push(assignment);
      this.#advance();
    }
    if (words.length + assignments.length + redirects.length === 0) this.#unexpected();
    return { kind: 'simple', assignments, words, redirects };
  }

  #for() {
    this.#advance();
    const variable = this.#token.kind === 'word' ? this.#token.plain : undefined;
    if (variable === undefined || !/^[A-Za-z_]\w*$/.test(variable)) throw new ShellSyntaxError('bad for loop variable');
    this.#advance();
    const words: Word[] = [];
    this.#skipNewlines();
    if (this.#atWord(['in'])) {
      this.#advance();
      while (this.#token.kind === 'word') {
        words.push(this.#token.word);
        this.#advance();
      }
    }
    if (this.#operator(';')) this.#advance();
    this.#skipNewlines();
    this.#word('do');
    const body = this.#body(['done']);
    this.#word('done');
    return { kind: 'for', variable, words, body } as const;
  }

  #if() {
    const branches: { condition: List; body: List }[] = [];
    let otherwise: List = [];
    do {
      this.#advance();
      const condition = this.#body(['then']);
      this.#word('then');
      branches.push({ condition, body: this.#body(['elif', 'else', 'fi'], 'fi') });
    } while (this.#atWord(['elif']));
    if (this.#atWord(['else'])) {
      this.#advance();
      otherwise = this.#body(['fi']);
    }
    this.#word('fi');
    return { kind: 'if', branches, otherwise } as const;
  }

  #while(until: boolean) {
    this.#advance();
    const condition = this.#body(['do']);
    this.#word('do');
    const body = this.#body(['done']);
    this.#word('done');
    return { kind: 'while', until, condition, body } as const;
  }

  /** A list that may not be empty. */
  #body(stop: readonly string[], expecting = stop.at(-1) ?? ')'): List {
    const list = this.list(stop);
    if (list.length === 0) this.#unexpected(this.#token.kind === 'end' ? expecting : undefined);
    return list;
  }

  #redirect(into: Redirect[]): boolean {
    const token = this.#token;
    if (token.kind !== 'operator' || !/^[<>]/.test(token.text)) return false;
    if (token.text === '<<') throw new ShellSyntaxError('unexpected redirection');
    this.#advance();
    const target = this.#token;
    if (target.kind !== 'word') this.#unexpected();
    const how = token.text === '>' ? 'write' : token.text === '>>' ? 'append' : token.text === '<' ? 'read' : 'copy';
    into.push({ fd: token.fd ?? (token.text.startsWith('<') ? 0 : 1), how, target: target.word });
    this.#advance();
    return true;
  }

  #word(expected: string): void {
    if (!this.#atWord([expected])) this.#unexpected(expected);
    this.#advance();
  }
  #atWord(words: readonly string[]): boolean {
    return this.#token.kind === 'word' && this.#token.plain !== undefined && words.includes(this.#token.plain);
  }
  #operator(text: string): boolean {
    return this.#token.kind === 'operator' && this.#token.text === text;
  }
  #skipNewlines(): void {
    while (this.#operator('\n')) this.#advance();
  }
  #advance(): void {
    this.#token = this.#lexer.next();
  }
  #unexpected(expecting?: string): never {
    const t = this.#token;
    const what =
      t.kind === 'end'
        ? 'end of file'
        : t.kind === 'operator'
          ? /^[<>]/.test(t.text)
            ? 'redirection'
            : t.text === '\n'
              ? 'newline'
              : `"${t.text}"`
          : t.plain !== undefined && RESERVED.has(t.plain)
            ? `"${t.plain}"`
            : 'word';
    throw new ShellSyntaxError(`unexpected ${what}${expecting === undefined ? '' : ` (expecting "${expecting}")`}`);
  }
}

/** `name=value` at the start of a command. */
function asAssignment(word: Word): Assignment | undefined {
  const [head, ...rest] = word;
  if (head?.kind !== 'text' || head.quoted) return undefined;
  const m = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(head.text);
  if (m === null) return undefined;
  const value = m[2] ?? '';
  return { name: m[1] ?? '', value: value === '' ? rest : [{ ...head, text: value }, ...rest] };
}

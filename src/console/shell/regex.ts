/**
 * Regular expressions as grep knows them, basic and extended, run without backtracking: whatever the pattern, a line of
 * n characters costs n × the pattern's size (Thompson's construction). Lines come from links and files, so no pattern may
 * make the machine hang.
 */

/** What grep's options say about a pattern. */
export interface RegexFlags {
  readonly extended: boolean;
  readonly fixed: boolean;
  readonly ignoreCase: boolean;
  /** The match is a whole word, or the whole line. */
  readonly around: 'word' | 'line' | undefined;
}

type Assertion = 'start' | 'end' | 'boundary';
type Tree =
  | { readonly kind: 'set'; readonly has: (c: string) => boolean }
  | { readonly kind: 'assert'; readonly what: Assertion }
  | { readonly kind: 'sequence' | 'choice'; readonly parts: readonly Tree[] }
  | { readonly kind: 'repeat'; readonly part: Tree; readonly min: number; readonly max: number };

type State =
  | { readonly kind: 'set'; readonly has: (c: string) => boolean; readonly next: number }
  | { readonly kind: 'assert'; readonly what: Assertion; readonly next: number }
  | { readonly kind: 'split'; readonly next: readonly number[] }
  | { readonly kind: 'match' };

/** More states than any real pattern needs: beyond, `{…}` was piled on `{…}`. */
const STATE_LIMIT = 4000;
const DEPTH_LIMIT = 50;

/** Raised inside for a pattern that is none. */
class BadRegex extends Error {
  override name = 'BadRegex';
}

const isWord = (c: string | undefined): boolean => c !== undefined && /[A-Za-z0-9_]/.test(c);
const CLASSES: Readonly<Record<string, RegExp>> = {
  alnum: /[A-Za-z0-9]/,
  alpha: /[A-Za-z]/,
  blank: /[ \t]/,
  digit: /\d/,
  lower: /[a-z]/,
  punct: /[!-/:-@[-`{-~]/,
  space: /\s/,
  upper: /[A-Z]/,
  xdigit: /[0-9a-fA-F]/,
};

/** A compiled pattern. */
export class Regex {
  readonly #states: readonly State[];
  readonly #start: number;

  constructor(states: readonly State[], start: number) {
    this.#states = states;
    this.#start = start;
  }

  /** Compiles a pattern; undefined: it is none. */
  static compile(pattern: string, flags: RegexFlags): Regex | undefined {
    try {
      const inner = new Parser(pattern, flags).parse();
      const edge: Assertion | undefined = flags.around === 'word' ? 'boundary' : undefined;
      const [before, after] = edge === undefined ? (['start', 'end'] as const) : ([edge, edge] as const);
      const whole: Tree =
        flags.around === undefined
          ? inner
          : { kind: 'sequence', parts: [{ kind: 'assert', what: before }, inner, { kind: 'assert', what: after }] };
      const states: State[] = [{ kind: 'match' }];
      return new Regex(states, build(states, whole, 0));
    } catch (e) {
      if (e instanceof BadRegex) return undefined;
      throw e;
    }
  }

  /** Whether the pattern matches anywhere in the line. */
  test(line: string): boolean {
    return this.#run(line, 0, true) !== undefined;
  }

  /** The longest match that begins at `from`; undefined: none does. */
  matchAt(line: string, from: number): string | undefined {
    const end = this.#run(line, from, false);
    return end === undefined ? undefined : line.slice(from, end);
  }

  /** Where the longest match ends; with `anywhere` where the first to be complete does, wherever it began. */
  #run(line: string, from: number, anywhere: boolean): number | undefined {
    let now = new Set<number>();
    let found: number | undefined;
    for (let at = from; ; at++) {
      if (at === from || anywhere) this.#reach(now, this.#start, line, at);
      if (now.has(0)) {
        if (anywhere) return at;
        found = at;
      }
      if (at >= line.length || (now.size === 0 && !anywhere)) return found;
      const c = line.charAt(at);
      const next = new Set<number>();
      for (const i of now) {
        const s = this.#states[i];
        if (s?.kind === 'set' && s.has(c)) this.#reach(next, s.next, line, at + 1);
      }
      now = next;
    }
  }

  /** Adds a state and all that can be had from it without reading a character. */
  #reach(into: Set<number>, start: number, line: string, at: number): void {
    const open = [start];
    for (let i = open.pop(); i !== undefined; i = open.pop()) {
      if (into.has(i)) continue;
      into.add(i);
      const s = this.#states[i];
      if (s?.kind === 'split') open.push(...s.next);
      else if (s?.kind === 'assert' && holds(s.what, line, at)) open.push(s.next);
    }
  }
}

function holds(what: Assertion, line: string, at: number): boolean {
  if (what === 'start') return at === 0;
  if (what === 'end') return at === line.length;
  return isWord(line[at - 1]) !== isWord(line[at]);
}

/** Appends the states of a tree that go on to `next`; answers the first of them. */
function build(states: State[], tree: Tree, next: number): number {
  const add = (s: State): number => {
    if (states.length >= STATE_LIMIT) throw new BadRegex('too large');
    return states.push(s) - 1;
  };
  switch (tree.kind) {
    case 'set':
      return add({ kind: 'set', has: tree.has, next });
    case 'assert':
      return add({ kind: 'assert', what: tree.what, next });
    case 'sequence':
      return tree.parts.reduceRight((to, part) => build(states, part, to), next);
    case 'choice':
      return add({ kind: 'split', next: tree.parts.map((part) => build(states, part, next)) });
    case 'repeat': {
      let to = next;
      if (tree.max === Number.POSITIVE_INFINITY) {
        const loop: number[] = [next];
        to = add({ kind: 'split', next: loop });
        loop.push(build(states, tree.part, to));
      } else {
        for (let n = tree.min; n < tree.max; n++)
          to = add({ kind: 'split', next: [next, build(states, tree.part, to)] });
      }
      for (let n = 0; n < tree.min; n++) to = build(states, tree.part, to);
      return to;
    }
  }
}

/** Reads a pattern. Basic patterns have `\( \) \{ \} \| \+ \?` where extended ones have them plain. */
class Parser {
  readonly #text: string;
  readonly #flags: RegexFlags;
  #at = 0;
  #depth = 0;

  constructor(text: string, flags: RegexFlags) {
    this.#text = text;
    this.#flags = flags;
  }

  parse(): Tree {
    if (this.#flags.fixed) return { kind: 'sequence', parts: Array.from(this.#text, (c) => this.#literal(c)) };
    const tree = this.#choice();
    if (this.#at < this.#text.length) throw new BadRegex('unmatched )');
    return tree;
  }

  #choice(): Tree {
    if (++this.#depth > DEPTH_LIMIT) throw new BadRegex('nested too deeply');
    const parts = [this.#sequence()];
    while (this.#take('|')) parts.push(this.#sequence());
    this.#depth--;
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind: 'choice', parts };
  }

  #sequence(): Tree {
    const parts: Tree[] = [];
    while (this.#at < this.#text.length && !this.#sees('|') && !(this.#sees(')') && this.#depth > 1)) {
      parts.push(this.#repeated(this.#atom(parts.length === 0)));
    }
    return { kind: 'sequence', parts };
  }

  #repeated(part: Tree): Tree {
    let tree = part;
    for (;;) {
      if (this.#plainTake('*')) tree = { kind: 'repeat', part: tree, min: 0, max: Number.POSITIVE_INFINITY };
      else if (this.#take('+')) tree = { kind: 'repeat', part: tree, min: 1, max: Number.POSITIVE_INFINITY };
      else if (this.#take('?')) tree = { kind: 'repeat', part: tree, min: 0, max: 1 };
      else if (this.#take('{')) tree = this.#counted(tree);
      else return tree;
    }
  }

  #counted(part: Tree): Tree {
    const m = /^(\d{1,3})(,(\d{0,3}))?/.exec(this.#text.slice(this.#at));
    if (m === null) throw new BadRegex('bad count');
    this.#at += m[0].length;
    if (!this.#take('}')) throw new BadRegex('unmatched {');
    const min = Number(m[1]);
    const max = m[2] === undefined ? min : m[3] === '' ? Number.POSITIVE_INFINITY : Number(m[3]);
    if (max < min || min > 255) throw new BadRegex('bad count');
    return { kind: 'repeat', part, min, max };
  }

  #atom(first: boolean): Tree {
    if (this.#take('(')) {
      const inner = this.#choice();
      if (!this.#take(')')) throw new BadRegex('unmatched (');
      return inner;
    }
    const c = this.#text.charAt(this.#at++);
    if (c === '^' && (first || this.#flags.extended)) return { kind: 'assert', what: 'start' };
    if (c === '$' && (this.#flags.extended || this.#at === this.#text.length || this.#sees(')') || this.#sees('|'))) {
      return { kind: 'assert', what: 'end' };
    }
    if (c === '.') return { kind: 'set', has: () => true };
    if (c === '[') return this.#bracket();
    if (c === '\\') return this.#escape();
    return this.#literal(c);
  }

  #escape(): Tree {
    if (this.#at >= this.#text.length) throw new BadRegex('trailing backslash');
    const c = this.#text.charAt(this.#at++);
    if (c === 'b' || c === '<' || c === '>') return { kind: 'assert', what: 'boundary' };
    if (c === 'w') return { kind: 'set', has: isWord };
    if (c === 'W') return { kind: 'set', has: (x) => !isWord(x) };
    if (c === 's') return { kind: 'set', has: (x) => /\s/.test(x) };
    if (c === 'S') return { kind: 'set', has: (x) => !/\s/.test(x) };
    return this.#literal(c);
  }

  #bracket(): Tree {
    const negated = this.#text.charAt(this.#at) === '^';
    if (negated) this.#at++;
    const tests: ((c: string) => boolean)[] = [];
    for (let first = true; ; first = false) {
      const c = this.#text.charAt(this.#at++);
      if (c === '') throw new BadRegex('unmatched [');
      if (c === ']' && !first) break;
      const name = c === '[' ? /^:([a-z]+):\]/.exec(this.#text.slice(this.#at, this.#at + 12))?.[1] : undefined;
      if (name !== undefined) {
        const known = Object.hasOwn(CLASSES, name) ? CLASSES[name] : undefined;
        if (known === undefined) throw new BadRegex('no such class');
        tests.push((x) => known.test(x));
        this.#at += name.length + 3;
        continue;
      }
      const to = this.#text.charAt(this.#at + 1);
      if (this.#text.charAt(this.#at) !== '-' || to === ']' || to === '') {
        tests.push(this.#equals(c));
        continue;
      }
      if (to < c) throw new BadRegex('bad range');
      this.#at += 2;
      const within = (x: string): boolean => c <= x && x <= to;
      tests.push(this.#flags.ignoreCase ? (x) => within(x.toLowerCase()) || within(x.toUpperCase()) : within);
    }
    return { kind: 'set', has: (x) => tests.some((t) => t(x)) !== negated };
  }

  #literal(c: string): Tree {
    return { kind: 'set', has: this.#equals(c) };
  }
  #equals(c: string): (x: string) => boolean {
    const lower = c.toLowerCase();
    return this.#flags.ignoreCase ? (x) => x.toLowerCase() === lower : (x) => x === c;
  }

  /** Whether an operator of the language in use stands here. */
  #sees(operator: string): boolean {
    return this.#text.startsWith(this.#flags.extended ? operator : `\\${operator}`, this.#at);
  }
  #take(operator: string): boolean {
    if (!this.#sees(operator)) return false;
    this.#at += this.#flags.extended ? 1 : 2;
    return true;
  }
  /** `*` is the same in both languages, and an ordinary character where nothing stands before it. */
  #plainTake(operator: string): boolean {
    if (this.#text.charAt(this.#at) !== operator) return false;
    this.#at++;
    return true;
  }
}

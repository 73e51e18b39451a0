/** The shell language as trees: what the parser makes and the interpreter walks. */

/** A piece of a word. Quoted pieces are neither split nor matched against file names. */
export type Part =
  | { readonly kind: 'text'; readonly text: string; readonly quoted: boolean }
  /** $name, ${name}, ${name:-default}. */
  | {
      readonly kind: 'variable';
      readonly name: string;
      readonly fallback: string | undefined;
      readonly quoted: boolean;
    }
  /** $(commands). */
  | { readonly kind: 'commands'; readonly body: List; readonly quoted: boolean }
  /** $((expression)). */
  | { readonly kind: 'arithmetic'; readonly expression: string; readonly quoted: boolean };
export type Word = readonly Part[];

export interface Redirect {
  readonly fd: 0 | 1 | 2;
  readonly how: 'read' | 'write' | 'append' | 'copy';
  readonly target: Word;
}

export interface Assignment {
  readonly name: string;
  readonly value: Word;
}

export type Command = (
  | { readonly kind: 'simple'; readonly assignments: readonly Assignment[]; readonly words: readonly Word[] }
  | { readonly kind: 'for'; readonly variable: string; readonly words: readonly Word[]; readonly body: List }
  | {
      readonly kind: 'if';
      readonly branches: readonly { readonly condition: List; readonly body: List }[];
      readonly otherwise: List;
    }
  | { readonly kind: 'while'; readonly until: boolean; readonly condition: List; readonly body: List }
  | { readonly kind: 'group'; readonly body: List }
  | { readonly kind: 'subshell'; readonly body: List }
) & { readonly redirects: readonly Redirect[] };

export interface Pipeline {
  readonly negated: boolean;
  readonly commands: readonly Command[];
}

/** Pipelines joined by && and ||; `background`: ended by &. */
export interface AndOr {
  readonly first: Pipeline;
  readonly rest: readonly { readonly when: '&&' | '||'; readonly pipeline: Pipeline }[];
  readonly background: boolean;
}
export type List = readonly AndOr[];

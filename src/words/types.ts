/** What another language owes. */

type Said<English> = English extends string
  ? string
  : English extends (...filledIn: infer Arguments) => infer Out
    ? (...filledIn: Arguments) => Said<Out>
    : English extends object
      ? { readonly [Name in keyof English]: Said<English[Name]> }
      : English;

/**
 * The shape of a room's words in any language: every name that English has, with its kind; functions take the same
 * arguments (or fewer: a language may not need them all). `Room`: `typeof import('./en/map.ts')`.
 */
export type SameWords<Room> = { readonly [Name in keyof Room]: Said<Room[Name]> };

/** An entry of the glossary. `source`: a file of the kernel and a name in it. */
export interface Term {
  readonly title: string;
  readonly text: string;
  readonly source?: readonly [file: string, name: string];
}

/**
 * A rule the engine follows: what *Explain this* on the screen and docs/rules.md say. A rule stays under its id for ever;
 * one that is no more keeps its number.
 */
export interface Rule {
  /** The topic's three letters and a number: `ADD-1`. */
  readonly id: `${string}-${number}`;
  readonly text: string;
  /** How a figure comes about, with `{names}` for what is filled in: `{min} = {pages_min} × {managed} ÷ {sharing}`. */
  readonly formula?: string;
  /** Kernel (or QEMU) file and function. */
  readonly fn: string;
  /** Version range [since, until); without `until` it holds on. Versions before v6.12 are from general knowledge where no recording covers them. */
  readonly since: string;
  readonly until?: string;
  /** Source file of the engine, below src. */
  readonly source: string;
  /** No recording confirms it: it follows the source, and what a kernel answered that nobody could record. */
  readonly unverified?: true;
  /** Tests (paths) and recordings (names) that express it. */
  readonly tests: readonly string[];
}

type Wordless = Omit<Rule, 'text'>;

/**
 * Rules with their texts, which stand in words/en/rules: it does not compile while a rule has no text, or a text no rule.
 */
export const told = <
  const Rules extends readonly Wordless[],
  Texts extends Readonly<Record<Rules[number]['id'], string>>,
>(
  texts: Texts & Readonly<Record<Exclude<keyof Texts, Rules[number]['id']>, never>>,
  rules: Rules,
): readonly (Rules[number] & { readonly text: string })[] => {
  const textOf: Readonly<Record<string, string>> = texts;
  return rules.map((rule: Rules[number]) => ({ ...rule, text: textOf[rule.id] ?? '' }));
};

/** Rules of one subject. */
export interface Topic {
  readonly title: string;
  readonly rules: readonly Rule[];
}

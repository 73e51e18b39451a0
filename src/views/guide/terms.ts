/** What the glossary says of a word. */
import { TERMS } from '#words/terms.ts';
import type { Term } from '../../words/types.ts';
import { sourceAddress } from './source.ts';

/** What is said of a word, with the address of its source. */
export interface Entry extends Term {
  readonly link: string | undefined;
}

/** What the glossary says of a word; undefined: nothing. */
export function entryOfTerm(name: string): Entry | undefined {
  const term = TERMS[name];
  return term && { ...term, link: term.source && sourceAddress(term.source[1]) };
}

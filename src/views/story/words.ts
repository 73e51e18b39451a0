/** Which words of a narration are explained: kernel functions, and words of the glossary that are set in italics. */
import { sourceOf } from '../../engine/kernel/sources.ts';
import type { Source } from '../../stories/types.ts';
import { ALSO, singular } from '#words/story-terms.ts';
import { TERM_NAMES } from '#words/term-names.ts';

const BY_LOWER: ReadonlyMap<string, string> = new Map([...TERM_NAMES].map((name) => [name.toLowerCase(), name]));

/** The entry of the glossary for an emphasised word; undefined: there is none. */
export function termOf(word: string): string | undefined {
  const lower = word.toLowerCase();
  const one = singular(lower);
  return ALSO[lower] ?? ALSO[one] ?? BY_LOWER.get(lower) ?? BY_LOWER.get(one);
}

/** File and function, where a piece of code names a function of the kernel; undefined: it does not. */
export function functionOf(code: string, sources: readonly Source[]): string | undefined {
  const name = code.replace(/\(\)$/, '');
  const told = sources.find((source) => source.kind === 'kernel' && source.fn.endsWith(`: ${name}`));
  if (told?.kind === 'kernel') return told.fn;
  const file = sourceOf(name);
  return file && `${file}: ${name}`;
}

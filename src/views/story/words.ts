/** Which words of a narration are explained: kernel functions, and words of the glossary that are set in italics. */
import { sourceOf } from '../../engine/kernel/sources.ts';
import type { Source } from '../../stories/types.ts';
import { TERM_NAMES } from '#words/term-names.ts';

/** Words of the glossary that stories inflect, or call otherwise than the inspector does. */
const ALSO: Readonly<Record<string, string>> = {
  'memory block': 'block',
  subsection: 'subsection_map',
  dma: 'DMA·DMA32',
  dma32: 'DMA·DMA32',
  reference: 'pinned',
  poisoned: 'poison',
};
const BY_LOWER: ReadonlyMap<string, string> = new Map([...TERM_NAMES].map((name) => [name.toLowerCase(), name]));

/** The entry of the glossary for an emphasised word; undefined: there is none. */
export function termOf(word: string): string | undefined {
  const lower = word.toLowerCase();
  const one = lower.replace(/s$/, '');
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

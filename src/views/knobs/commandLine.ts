/** The kernel's command line, read and rewritten option by option. */
import type { Access } from './types.ts';

/** Words of a command line; what stands in double quotes is one word. */
export function wordsOf(cmdline: string): readonly string[] {
  return cmdline.match(/(?:"[^"]*"|[^\s"])+/g) ?? [];
}

/** Dashes and underscores are the same to the kernel in a parameter's name. */
const named = (word: string): string => (word.split('=')[0] ?? '').replaceAll('-', '_');
/** After `--` words belong to init. */
const mine = (words: readonly string[]): readonly string[] =>
  words.includes('--') ? words.slice(0, words.indexOf('--')) : words;

/** What a command line says to a knob: its value (`''` for a flag that is given); undefined: nothing. */
export function optionOf(cmdline: string, access: Access): string | undefined {
  const words = mine(wordsOf(cmdline));
  switch (access.kind) {
    case 'option':
      // the last one counts
      return words.findLast((w) => w.includes('=') && named(w) === access.name)?.replace(/^[^=]*=/, '');
    case 'flag':
      return words.includes(access.name) ? '' : undefined;
    case 'listed':
      return words.some((w) => named(w) === access.name && listOf(w).includes(access.word)) ? '' : undefined;
    case 'file':
    case 'symbol':
    case 'choice':
    case 'rule':
      return undefined;
  }
}

const listOf = (word: string): readonly string[] => word.replace(/^[^=]*=/, '').split(',');

/** The command line with a knob at another value; undefined: without it. All other words stay as they are. */
export function withOption(cmdline: string, access: Access, value: string | undefined): string {
  const all = wordsOf(cmdline);
  const words = mine(all);
  const rest = all.slice(words.length);
  const join = (kept: readonly string[], ...added: readonly string[]): string => [...kept, ...added, ...rest].join(' ');
  switch (access.kind) {
    case 'option': {
      const kept = words.filter((w) => !(w.includes('=') && named(w) === access.name));
      return value === undefined ? join(kept) : join(kept, `${access.name}=${value}`);
    }
    case 'flag': {
      const kept = words.filter((w) => w !== access.name);
      return value === undefined ? join(kept) : join(kept, access.name);
    }
    case 'listed': {
      const at = words.findLastIndex((w) => w.includes('=') && named(w) === access.name);
      const others = words.flatMap((w) => (w.includes('=') && named(w) === access.name ? listOf(w) : []));
      const list = [...others.filter((w) => w !== access.word), ...(value === undefined ? [] : [access.word])];
      const kept = words.filter((w) => !(w.includes('=') && named(w) === access.name));
      const word = list.length === 0 ? [] : [`${access.name}=${list.join(',')}`];
      return at < 0 ? join(kept, ...word) : join(kept.toSpliced(Math.min(at, kept.length), 0, ...word));
    }
    case 'file':
    case 'symbol':
    case 'choice':
    case 'rule':
      return cmdline;
  }
}

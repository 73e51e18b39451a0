/** What is to be other at the next boot. */
import { optionOf, withOption } from './commandLine.ts';
import { KNOBS } from './knobs.ts';
import type { Knob } from './types.ts';
import { type Known, currentOf } from './value.ts';

/** Values for the next boot, by knob; undefined: not given. */
export type Draft = ReadonlyMap<string, string | undefined>;

export const NO_DRAFT: Draft = new Map();

/** What a knob was given at this boot; `''`: given without a value; undefined: nothing, or not known. */
export function givenTo(knob: Knob, known: Known): string | undefined {
  if (knob.stage === 'boot') return optionOf(known.cmdline, knob.access);
  const current = currentOf(knob, known);
  return current.kind === 'unknown' ? undefined : current.text;
}

/** The draft with a knob at another value; the value that it has already is no change. */
export function drafted(draft: Draft, knob: Knob, value: string | undefined, known: Known): Draft {
  const next = new Map(draft);
  if (value === givenTo(knob, known)) next.delete(knob.id);
  else next.set(knob.id, value);
  return next;
}

/** The command line with everything that a draft changes. */
export function nextCommandLine(cmdline: string, draft: Draft): string {
  return KNOBS.reduce(
    (line, { id, access }) => (draft.has(id) ? withOption(line, access, draft.get(id)) : line),
    cmdline,
  );
}

/** The word that `boot` on channel world takes for a knob at a value; undefined: it knows no such knob. */
function wordOf({ access }: Knob, value: string | undefined): string | undefined {
  switch (access.kind) {
    case 'option':
      return `${access.name}=${value ?? ''}`;
    case 'flag':
      return value === undefined ? `${access.name}=n` : access.name;
    case 'listed':
      return value === undefined ? `${access.word}=n` : access.word;
    case 'symbol':
      return `${access.name}=${value ?? 'n'}`;
    case 'choice':
      return value === undefined ? undefined : `${access.prefix}${value}=y`;
    case 'file':
    case 'rule':
      return undefined;
  }
}

/** The word of a knob that is a symbol of the build and that a draft changes; none otherwise. */
export function symbolWords(knob: Knob, draft: Draft): readonly string[] {
  const word = knob.stage === 'build' && draft.has(knob.id) ? wordOf(knob, draft.get(knob.id)) : undefined;
  return word === undefined ? [] : [word];
}

/** The line of channel world that boots with a draft. */
export function bootLine(draft: Draft): string {
  const words = KNOBS.flatMap((knob) => (draft.has(knob.id) ? [wordOf(knob, draft.get(knob.id))] : []));
  return ['boot', ...words.filter((word) => word !== undefined)].join(' ');
}

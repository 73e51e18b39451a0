/** What the screen says of a kernel function: what the simulator takes from it, and what the glossary tells with it. */
import { FUNCTIONS } from '#words/guide-functions.ts';
import { TERMS } from '#words/terms.ts';
import { RULES } from '../../engine/rules/index.ts';
import { sourceAddress } from './source.ts';
import type { Entry } from './terms.ts';

/** More rules than this are no glance any more. */
const MOST = 2;

/** The entry of a function; `place`: file and function, such as `mm/sparse.c: section_activate`. */
export function entryOfFunction(place: string): Entry | undefined {
  const [file, name] = place.split(': ');
  if (file === undefined || name === undefined) return undefined;
  const rules = RULES.filter((rule) => rule.fn === place).map((rule) => rule.text);
  const term = Object.values(TERMS).find(({ source }) => source?.[0] === file && source[1] === name);
  const texts = rules.length > 0 ? rules.slice(0, MOST) : [term?.text ?? FUNCTIONS[name] ?? ''];
  return { title: name, text: texts.join(' '), source: [file, name], link: sourceAddress(name) };
}

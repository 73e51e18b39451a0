import * as words from '#words/rules/document.ts';
import { named } from './formula.ts';
import type { Rule, Topic } from './rule.ts';

const code = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');

/** Names in running text that Markdown would take for emphasis or HTML. */
const plain = (text: string): string => text.replace(/[*<]|_(?=\W|$)|(?<=\W|^)_/g, '\\$&');

function entry({ id, text, formula, fn, since, until, source, unverified, tests }: Rule): string {
  return [
    `### ${id}`,
    '',
    plain(text),
    '',
    ...(formula === undefined ? [] : [`    ${named(formula)}`, '']),
    `- ${words.kernel(fn, since, until)}`,
    `- ${words.code(source)}`,
    `- ${(unverified === true ? words.unverified : words.confirmedBy)(code(tests))}`,
    '',
  ].join('\n');
}

/** The rules document (docs/rules.md): one heading a topic, one a rule, so that two new rules seldom touch the same lines. */
export function rulesDocument(topics: readonly Topic[]): string {
  return [
    [...words.head, ''].join('\n'),
    ...topics.flatMap(({ title, rules }) => [`## ${title}\n`, ...rules.map(entry)]),
  ].join('\n');
}

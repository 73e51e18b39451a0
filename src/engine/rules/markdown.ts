import { named } from './formula.ts';
import type { Rule, Topic } from './rule.ts';

const code = (words: readonly string[]): string => words.map((word) => `\`${word}\``).join(', ');

/** Names in running text that Markdown would take for emphasis or HTML. */
const plain = (text: string): string => text.replace(/[*<]|_(?=\W|$)|(?<=\W|^)_/g, '\\$&');

function entry({ id, text, formula, fn, since, until, source, unverified, tests }: Rule): string {
  const versions = until === undefined ? `since ${since}` : `${since} to before ${until}`;
  return [
    `### ${id}`,
    '',
    plain(text),
    '',
    ...(formula === undefined ? [] : [`    ${named(formula)}`, '']),
    `- Kernel: \`${fn}\`, ${versions}`,
    `- Code: \`src/${source}\``,
    `- ${unverified === true ? '_Unverified_: no recording confirms it. Expressed by' : 'Confirmed by'}: ${code(tests)}`,
    '',
  ].join('\n');
}

/** The rules document (docs/rules.md): one heading a topic, one a rule, so that two new rules seldom touch the same lines. */
export function rulesDocument(topics: readonly Topic[]): string {
  const head = [
    '# Rules',
    '',
    'What the engine does, rule by rule. Written by `npm run rules` from `src/engine/rules`; a test compares the two. A version',
    'range is [since, until); the engine models 6.12. A path under _Confirmed by_ is a test, a name is a recording.',
    '',
  ].join('\n');
  return [head, ...topics.flatMap(({ title, rules }) => [`## ${title}\n`, ...rules.map(entry)])].join('\n');
}

/** What docs/rules.md says around the rules. */

export const head = [
  '# Rules',
  '',
  'What the engine does, rule by rule. Written by `npm run rules` from `src/engine/rules`; a test compares the two. A version',
  'range is [since, until); the engine models 6.12. A path under _Confirmed by_ is a test, a name is a recording.',
];
export const kernel = (fn: string, since: string, until: string | undefined): string =>
  `Kernel: \`${fn}\`, ${until === undefined ? `since ${since}` : `${since} to before ${until}`}`;
export const code = (source: string): string => `Code: \`src/${source}\``;
/** `tests`: paths of tests and names of recordings. */
export const confirmedBy = (tests: string): string => `Confirmed by: ${tests}`;
export const unverified = (tests: string): string => `_Unverified_: no recording confirms it. Expressed by: ${tests}`;

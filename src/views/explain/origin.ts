/** Where a figure that follows a rule comes from. */
import * as words from '#words/explain.ts';
import type { Provenance } from '../../engine/kernel/types.ts';
import type { Rule } from '../../engine/rules/rule.ts';

/** As the machine's rooms have it, and one more: by a rule that no recording confirms. */
export interface Origin {
  readonly word: Provenance | 'unverified';
  readonly says: string;
}

/** What confirms a rule: names of recordings, paths of tests. */
export function proofOf(rule: Rule): { readonly recordings: readonly string[]; readonly tests: readonly string[] } {
  return {
    recordings: rule.tests.filter((test) => !test.includes('/')),
    tests: rule.tests.filter((test) => test.includes('/')),
  };
}

/** The kernels for which a rule holds. */
export const kernels = ({ since, until }: Rule): string =>
  until === undefined ? words.since(since) : words.toBefore(since, until);

/**
 * @param provenance of the room that the figure belongs to; undefined: of none
 * @param untouched nothing was done to the machine yet: what was read at boot still stands
 */
export function originOf(rule: Rule, provenance: Provenance | undefined, untouched: boolean): Origin {
  if (provenance === 'modelled') return { word: 'modelled', says: words.choiceOfThisSimulator };
  if (provenance === 'recorded' && untouched) return { word: 'recorded', says: words.readFromRealKernel };
  return proofOf(rule).recordings.length > 0
    ? { word: 'derived', says: words.byRuleThatRecordings }
    : { word: 'unverified', says: words.byRuleFromSource };
}

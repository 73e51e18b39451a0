/** What explain says. */

// Card
export const kernel = 'kernel';
export const confirmedBy = 'confirmed by';
export const noRecordingOfOurs = (tests: number): string =>
  `no recording; ${tests === 1 ? 'a test' : `${tests} tests`} of ours`;

// Explain
export const notLoaded = 'This part of the page cannot be loaded: is it still where it was?';
export const explain = (label: string): string => `Explain ${label}`;
export const explainRule = (id: string): string => `Explain: rule ${id}`;
export const rule = (id: string): string => `Rule ${id}`;

// origin
export const since = (since: string): string => `since ${since}`;
export const toBefore = (since: string, until: string): string => `${since} to before ${until}`;
export const choiceOfThisSimulator = 'a choice of this simulator where several are right';
export const readFromRealKernel = 'read from a real kernel at boot';
export const byRuleThatRecordings = 'by a rule that recordings confirm';
export const byRuleFromSource = 'by a rule from the source; no recording shows it';
export const origin = {
  recorded: 'recorded',
  derived: 'derived',
  modelled: 'modelled',
  unverified: 'unverified',
} as const;

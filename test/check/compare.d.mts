/** Types of compare.mjs, which is a copy and stays as it is. */

export interface Tally {
  right: number;
  wrong: number;
  extra: number;
}
/** Class of what was compared (blocks, iomem, trace, …) → how it went. */
export type Scores = Record<string, Tally>;

/** A recording as read from its file; only what the comparer looks at. */
export interface Recording {
  readonly name: string;
  readonly title: string;
  readonly kernel: object;
  readonly steps: readonly object[];
}
/** A recording without its answers, as `simulate` gets it. */
export type Question = Omit<Recording, 'name' | 'title'>;
/** What `simulate` answers. */
export interface Prediction {
  readonly steps: readonly object[];
}

export function question(recording: Recording): Question;
/** Scores one prediction; pushes what is wrong to `faults`. */
export function score(recording: Recording, prediction: Prediction, faults?: string[]): Scores;
/** Right of all, 0 to 100. */
export function percent(tally: Tally): number;
/** The mean of the classes' percentages. */
export function mean(scores: Scores): number;
/** Adds scores to a total and returns it. */
export function add(into: Scores, scores: Scores): Scores;

/** The comparer (test/check/compare.mjs) and the recordings it is given, for the test and for `check`. */
import { readFileSync, readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import * as v from 'valibot';
import { predict } from './predict.ts';

/** Lines of a class: as the kernel has them, missing or wrong, and not the kernel's at all. */
export interface Tally {
  readonly right: number;
  readonly wrong: number;
  readonly extra: number;
}
export type Scores = Readonly<Record<string, Tally>>;

interface Comparer {
  readonly score: (recording: unknown, prediction: unknown, faults: string[]) => Scores;
  readonly question: (recording: unknown) => unknown;
  /** A class's score in per cent. */
  readonly percent: (tally: Tally) => number;
  /** The mean of the classes. */
  readonly mean: (scores: Scores) => number;
}

function isComparer(m: unknown): m is Comparer {
  const has = (name: string): boolean =>
    typeof m === 'object' && m !== null && typeof Reflect.get(m, name) === 'function';
  return ['score', 'question', 'percent', 'mean'].every(has);
}

/** Loads the comparer. @throws Error when the file is not one. */
export async function loadComparer(): Promise<Comparer> {
  const found: unknown = await import(/* @vite-ignore */ new URL('../../test/check/compare.mjs', import.meta.url).href);
  if (!isComparer(found)) throw new Error('test/check/compare.mjs is not the comparer');
  return found;
}

const RecordingSchema = v.looseObject({ name: v.string(), steps: v.array(v.unknown()) });
/** A recording as it was read: only its name and the number of its steps are looked at here. */
export type Recording = v.InferOutput<typeof RecordingSchema>;

/** Reads a recording, packed or not. @throws Error when it is none. */
export function readRecording(path: string): Recording {
  const bytes = readFileSync(path);
  const value: unknown = JSON.parse((path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'));
  return v.parse(RecordingSchema, value);
}

/** Paths of the recordings that belong to the project. */
export function recordingPaths(set: 'recordings' | 'judged' = 'recordings'): string[] {
  const folder = fileURLToPath(new URL(`../../test/${set}/`, import.meta.url));
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json.gz'))
    .sort()
    .map((name) => `${folder}${name}`);
}
export const recordingName = (path: string): string => basename(path).replace(/\.json(\.gz)?$/, '');

/** How a recording is predicted. */
export interface Result {
  readonly scores: Scores;
  /** Scores in per cent, by class. */
  readonly classes: Readonly<Record<string, number>>;
  readonly mean: number;
  readonly faults: readonly string[];
}

/** Predicts a recording from its question and scores the prediction. */
export function scoreRecording(comparer: Comparer, recording: Recording): Result {
  const faults: string[] = [];
  // through JSON and back, as the question reaches the simulator and its answer the comparer
  const asked: unknown = JSON.parse(JSON.stringify(comparer.question(recording)));
  const answered: unknown = JSON.parse(JSON.stringify(predict(asked)));
  const scores = comparer.score(recording, answered, faults);
  const classes = Object.fromEntries(Object.entries(scores).map(([name, tally]) => [name, comparer.percent(tally)]));
  return { scores, classes, mean: comparer.mean(scores), faults };
}

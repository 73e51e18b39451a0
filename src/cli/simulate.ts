/**
 * Predicts what a real kernel did:
 *   npm run simulate -- QUESTION.json
 * reads a recording without its answers (argv, cmdline, config, step 0, then each step's line) and prints
 * {"steps":[{"reply":…,"state":…,"trace":…},…]} on standard output.
 *   npm run simulate -- --boot QUESTION.json
 * predicts step 0 itself, from argv, cmdline and config alone.
 */
import { readFileSync } from 'node:fs';
import { predictBoot } from './boot.ts';
import { predict } from './predict.ts';

const args = process.argv.slice(2);
const booting = args.includes('--boot');
const [path] = args.filter((a) => a !== '--boot');

function answer(question: unknown): unknown {
  if (!booting) return predict(question);
  const { prediction, notes } = predictBoot(question);
  for (const note of notes) console.error(note);
  return prediction;
}

if (path === undefined) {
  console.error('usage: npm run simulate -- [--boot] QUESTION.json');
  process.exitCode = 2;
} else {
  try {
    process.stdout.write(`${JSON.stringify(answer(JSON.parse(readFileSync(path, 'utf8'))))}\n`);
  } catch (e) {
    console.error(`simulate: ${path}: ${e instanceof Error ? (e.stack ?? e.message) : String(e)}`);
    process.exitCode = 1;
  }
}

/**
 * Predicts what a real kernel did:
 *   npm run simulate -- QUESTION.json
 * reads a recording without its answers (argv, cmdline, config, step 0, then each step's line) and prints
 * {"steps":[{"reply":…,"state":…,"trace":…},…]} on standard output.
 */
import { readFileSync } from 'node:fs';
import { predict } from './predict.ts';

const [path] = process.argv.slice(2);
if (path === undefined) {
  console.error('usage: npm run simulate -- QUESTION.json');
  process.exitCode = 2;
} else {
  try {
    process.stdout.write(`${JSON.stringify(predict(JSON.parse(readFileSync(path, 'utf8'))))}\n`);
  } catch (e) {
    console.error(`simulate: ${path}: ${e instanceof Error ? (e.stack ?? e.message) : String(e)}`);
    process.exitCode = 1;
  }
}

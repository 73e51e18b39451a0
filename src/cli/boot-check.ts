/**
 * Compares predicted boots with recorded ones, class by class:
 *   npx tsx src/cli/boot-check.ts [--faults] RECORDING.json …
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import * as v from 'valibot';
import { compareBoot } from './boot-compare.ts';
import { predictBoot } from './boot.ts';

const RecordingSchema = v.looseObject({
  name: v.string(),
  steps: v.pipe(v.array(v.looseObject({ state: v.record(v.string(), v.nullable(v.string())) })), v.minLength(1)),
});

const args = process.argv.slice(2);
const faults = args.includes('--faults');
for (const path of args.filter((a) => a !== '--faults')) {
  try {
    const bytes = readFileSync(path);
    const recording = v.parse(
      RecordingSchema,
      JSON.parse((path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')),
    );
    const { steps, ...head } = recording;
    const { prediction } = predictBoot(head);
    const result = compareBoot(steps[0]?.state ?? {}, prediction.steps[0].state);
    const cells = Object.entries(result).map(([name, c]) => `${name} ${c.right}/${c.right + c.wrong.length}`);
    console.log(`${recording.name.padEnd(36)} ${cells.join('  ')}`);
    if (faults)
      for (const [name, c] of Object.entries(result)) for (const w of c.wrong) console.log(`      ${name}: ${w}`);
  } catch (e) {
    console.error(`boot-check: ${path}: ${e instanceof Error ? (e.stack ?? e.message) : String(e)}`);
    process.exitCode = 1;
  }
}

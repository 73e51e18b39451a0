/**
 * The long property run: random lines over the bundled machines, every invariant after every line.
 *   npm run properties -- [LINES [SEED [MACHINE]]]
 * A failing sequence is made smaller and printed with its seed: it belongs into a test with a name.
 */
import { readFileSync, readdirSync } from 'node:fs';
import fc from 'fast-check';
import { DEVICE_MODULES } from '../console/device-modules.ts';
import { deviceLine, harderLine } from '../console/random-lines.ts';
import { run } from '../console/testing.ts';
import { invariants } from '../engine/invariants.ts';
import type { Line } from '../engine/lines.ts';
import { loadMachine } from '../snapshot/load.ts';
import { parseSnapshot } from '../snapshot/check.ts';
import type { Snapshot } from '../snapshot/schema.ts';

const [wanted = '100000', first = '1', only] = process.argv.slice(2);
const LINES = 40;
/** How often it says how far it is, in lines. */
const SAY_EVERY = 5000;
const folder = 'public/machines';

function read(file: string): { readonly name: string; readonly snapshot: Snapshot } {
  const parsed = parseSnapshot(JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')));
  if (!parsed.ok) throw new Error(`${file}: ${JSON.stringify(parsed.problems)}`);
  return { name: file.replace(/\.json$/, ''), snapshot: parsed.snapshot };
}

/** Lines for a machine with devices. */
const either = (blocks: readonly number[]): fc.Arbitrary<Line> =>
  fc.oneof({ weight: 2, arbitrary: harderLine(blocks) }, { weight: 1, arbitrary: deviceLine });

const machines = readdirSync(folder)
  .filter((f) => f.endsWith('.json') && f !== 'index.json' && (only === undefined || f === `${only}.json`))
  .map(read);
let done = 0;
let failures = 0;
let said = 0;
const beginning = performance.now();
for (let seed = Number(first); done < Number(wanted) && machines.length > 0; seed++) {
  for (const { name, snapshot } of machines) {
    const start = loadMachine(snapshot, DEVICE_MODULES);
    const at = start.k.store.checkpoint();
    // what boot broke no line did
    const known = new Set(invariants(start));
    const last = start.blocks.extent.value.to;
    const blocks = Array.from({ length: 16 }, (_, i) => Math.max(0, last - 8 + i));
    const property = fc.property(
      fc.array(start.devices.length === 0 ? harderLine(blocks) : either(blocks), {
        minLength: LINES / 2,
        maxLength: LINES,
      }),
      (all: Line[]) => {
        const m = start.fork(at);
        for (const [n, line] of all.entries()) {
          run(m, line);
          done++;
          const broken = invariants(m).filter((b) => !known.has(b));
          if (broken.length > 0)
            throw new Error(`line ${n + 1}: ${JSON.stringify(line)}: ${broken.slice(0, 3).join('; ')}`);
        }
      },
    );
    const result = fc.check(property, { numRuns: 10, seed });
    if (done >= said + SAY_EVERY) {
      said = done;
      console.log(`${done} of ${wanted} lines, seed ${seed}, ${failures} failing`);
    }
    if (!result.failed) continue;
    failures++;
    const why = result.errorInstance instanceof Error ? result.errorInstance.stack : String(result.errorInstance);
    console.log(`${name}: seed ${seed} fails\n${JSON.stringify(result.counterexample?.[0])}\n${why ?? ''}\n`);
  }
}
console.log(
  `${done} lines on ${machines.length} machines in ${Math.round((performance.now() - beginning) / 1000)} s, ${failures} failing seeds`,
);
process.exitCode = failures > 0 ? 1 : 0;

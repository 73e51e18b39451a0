/**
 * Scores the simulator against recordings of real kernels and prints a table:
 *   npx tsx src/cli/check.ts [--worst N] [RECORDING.json[.gz] …]
 * Without recordings: those in test/recordings. `--worst N` shows N faults of each.
 */
import { loadComparer, readRecording, recordingName, recordingPaths, scoreRecording } from './comparer.ts';
import type { Result } from './comparer.ts';

function readArguments(args: readonly string[]): { worst: number; paths: readonly string[] } {
  const at = args.indexOf('--worst');
  if (at < 0) return { worst: 0, paths: args };
  return { worst: Number(args[at + 1] ?? 0), paths: args.filter((_, i) => i !== at && i !== at + 1) };
}

/** A Markdown table: a row a recording, a column a class. */
function table(rows: readonly (readonly [name: string, result: Result])[]): string {
  const classes = [...new Set(rows.flatMap(([, r]) => Object.keys(r.classes)))].sort();
  const cell = (n: number | undefined): string => (n === undefined ? '–' : n >= 99.95 ? '100' : n.toFixed(1));
  const lines = [
    ['recording', ...classes, 'mean'],
    ['---', ...classes.map(() => '---:'), '---:'],
    ...rows.map(([name, r]) => [name, ...classes.map((c) => cell(r.classes[c])), cell(r.mean)]),
  ];
  return lines.map((l) => `| ${l.join(' | ')} |`).join('\n');
}

const { worst, paths } = readArguments(process.argv.slice(2));
const comparer = await loadComparer();
const rows: [string, Result][] = [];
for (const path of paths.length > 0 ? paths : recordingPaths()) {
  try {
    const result = scoreRecording(comparer, readRecording(path));
    rows.push([recordingName(path), result]);
    if (worst === 0) continue;
    console.log(`${result.mean.toFixed(1).padStart(6)} %  ${recordingName(path)}`);
    for (const fault of result.faults.slice(0, worst)) console.log(`           ${fault}`);
    if (result.faults.length > worst) console.log(`           … ${result.faults.length - worst} more`);
  } catch (e) {
    console.error(`check: ${path}: ${e instanceof Error ? e.message : String(e)}`);
    process.exitCode = 1;
  }
}
console.log(table(rows));

/** What real kernels did, predicted: every line of the recordings is sent to the simulator and every answer compared. */
import { describe, expect, it } from 'vitest';
import { loadComparer, readRecording, recordingName, recordingPaths, scoreRecording } from '../src/cli/comparer.ts';
import type { Result } from '../src/cli/comparer.ts';

/** Least score in per cent, by class, of every recording. */
const AT_LEAST: Readonly<Record<string, number>> = {
  blocks: 100,
  nodes: 100,
  iomem: 100,
  lsmem: 100,
  qemu: 100,
  reply: 100,
  events: 100,
  ptdump: 100,
  zones: 100,
  output: 100,
  meminfo: 100,
  watermarks: 100,
  dmesg: 99,
  dax: 100,
  nd: 100,
  trace: 93,
};
/** Least mean of the classes. */
const MEAN = 97;

/** What falls short, and the first faults behind it. */
function shortcomings({ classes, mean, faults }: Result): string[] {
  const least = { ...AT_LEAST, mean: MEAN };
  const low = Object.entries({ ...classes, mean }).filter(
    ([c, n]) => n < (Object.entries(least).find(([l]) => l === c)?.[1] ?? 0),
  );
  return low.length === 0 ? [] : [...low.map(([c, n]) => `${c}: ${n.toFixed(2)} %`), ...faults.slice(0, 10)];
}

const comparer = await loadComparer();
const cases = (set: 'recordings' | 'judged') => recordingPaths(set).map((path) => [recordingName(path), path] as const);

// judged: scenarios of our own on the same kernel, each kept for a rule that it corrected
describe.each(['recordings', 'judged'] as const)('%s of real kernels', (set) => {
  it.each(cases(set))('%s', (_name, path) => {
    expect(shortcomings(scoreRecording(comparer, readRecording(path)))).toEqual([]);
  });
});

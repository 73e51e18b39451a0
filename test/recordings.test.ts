/** What real kernels did, predicted: every line of the recordings is sent to the simulator and every answer compared. */
import { describe, expect, it } from 'vitest';
import { loadComparer, readRecording, recordingName, recordingPaths, scoreRecording } from '../src/cli/comparer.ts';

/** Classes that are right to the last line wherever a DIMM is plugged into an x86_64 machine. */
const EXACT = ['blocks', 'nodes', 'iomem', 'lsmem', 'qemu', 'reply', 'events', 'ptdump', 'zones', 'meminfo', 'watermarks'];
/** Least score in per cent, by class. */
const AT_LEAST: Readonly<Record<string, number>> = { dmesg: 97, trace: 90 };
/** Least mean of the classes, for every recording of a machine with DIMMs. */
const MEAN = 95;

const comparer = await loadComparer();

describe('recordings of real kernels', () => {
  for (const path of recordingPaths().filter((p) => /dimm|failures|big-block/.test(recordingName(p)))) {
    const name = recordingName(path);
    it(name, () => {
      const { classes, mean, faults } = scoreRecording(comparer, readRecording(path));
      const shown = faults.slice(0, 10).join('\n');
      expect(mean, shown).toBeGreaterThanOrEqual(MEAN);
      if (!name.startsWith('x86_64-dimm-')) return;
      for (const c of EXACT) if (c in classes) expect(classes[c], `${c}\n${shown}`).toBe(100);
      for (const [c, least] of Object.entries(AT_LEAST)) {
        if (c in classes) expect(classes[c], `${c}\n${shown}`).toBeGreaterThanOrEqual(least);
      }
    });
  }
});

import { bench, describe } from 'vitest';
import { bigMachine } from './big.ts';
import { loadMachine } from './load.ts';
import { parseSnapshotText } from './check.ts';
import { bundledSnapshot } from './testing.ts';

const text = JSON.stringify(bundledSnapshot('x86_64-dimm-lifecycle'));

describe('starting a machine', () => {
  bench('4 GiB: check the snapshot file', () => void parseSnapshotText(text));
  bench('4 GiB: build', () => {
    const parsed = parseSnapshotText(text);
    if (parsed.ok) loadMachine(parsed.snapshot);
  });
  bench('64 TiB: generate', () => void bigMachine());
});

/** Recordings of real machines for tests: those in the project, and all of them where they lie beside it. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parseSnapshot } from './check.ts';
import type { Snapshot } from './schema.ts';

const FOLDERS = ['test/recordings', '../shared/recordings'];

/** Paths of all recordings, each name once. */
export function recordingFiles(): readonly string[] {
  const found = new Map<string, string>();
  for (const folder of FOLDERS) {
    if (!existsSync(folder)) continue;
    for (const file of readdirSync(folder)) {
      const name = /^(.+)\.json(?:\.gz)?$/.exec(file)?.[1];
      if (name !== undefined && !found.has(name)) found.set(name, join(folder, file));
    }
  }
  return [...found.values()];
}

/** A recording as it lies on disk, unchecked. */
export function readRecording(path: string): unknown {
  const bytes = readFileSync(path);
  return JSON.parse((path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString());
}

/** Step 0 of a recording in the project. */
export function bundledSnapshot(name: string): Snapshot {
  const parsed = parseSnapshot(readRecording(`test/recordings/${name}.json.gz`));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.snapshot;
}

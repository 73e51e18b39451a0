/** Opens the machine that the page asked for. */
import type { Machine } from '../engine/machine.ts';
import { bigMachine } from '../snapshot/big.ts';
import { loadMachine, SnapshotError } from '../snapshot/load.ts';
import type { Problem } from '../snapshot/problems.ts';
import { parseSnapshotText } from '../snapshot/schema.ts';
import type { MachineSource } from './messages.ts';

/** A machine that has just booted, or what is wrong with its file, field by field. */
export function openMachine(
  source: MachineSource,
  text: string | undefined,
  progress: (what: string, fraction: number) => void,
): { readonly machine: Machine } | { readonly problems: readonly Problem[] } {
  switch (source.kind) {
    case 'preset':
      progress('Building 64 TiB', 0);
      return { machine: bigMachine() };
    case 'bundled':
      return text === undefined
        ? { problems: [{ field: `${source.id}.json`, why: 'was not fetched' }] }
        : fromText(text, progress);
    case 'file':
      return fromText(source.text, progress);
  }
}

function fromText(text: string, progress: (what: string, fraction: number) => void): ReturnType<typeof openMachine> {
  progress('Reading the snapshot', 0);
  const parsed = parseSnapshotText(text);
  if (!parsed.ok) return { problems: parsed.problems };
  progress('Building the machine', 0.5);
  try {
    return { machine: loadMachine(parsed.snapshot) };
  } catch (error) {
    if (error instanceof SnapshotError) return { problems: error.problems };
    throw error;
  }
}

/** For tests: lines run on a machine, one after the other. */
import type { Line, Reply } from '../engine/lines.ts';
import { runLine } from './run-line.ts';
import type { RunnableMachine } from './run-line.ts';

/** Runs a line until everything rests and answers its reply. */
export function run(machine: RunnableMachine, line: Line): Reply {
  const { parts, events, pending } = runLine(machine, line);
  return { ...parts, events, ...(pending === undefined ? {} : { pending }) };
}

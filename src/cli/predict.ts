/** Answers a question of the comparer: what the machine of step 0 does with every later line. */
import * as v from 'valibot';
import { runLine } from '../console/run-line.ts';
import type { Machine } from '../engine/machine.ts';
import type { Line } from '../engine/lines.ts';
import { loadMachine } from '../snapshot/load.ts';
import { parseSnapshot } from '../snapshot/schema.ts';

const LineSchema = v.variant('channel', [
  v.object({ channel: v.literal('monitor'), line: v.string() }),
  v.object({ channel: v.literal('shell'), line: v.string() }),
  v.object({ channel: v.literal('world'), line: v.string() }),
  v.object({ channel: v.literal('write'), path: v.string(), value: v.string(), timeout_s: v.optional(v.number()) }),
]);
const StepsSchema = v.object({ steps: v.array(v.looseObject({ do: v.unknown() })) });

/** One step of a prediction. */
export interface PredictedStep {
  readonly reply: {
    readonly errno?: string | null;
    readonly output?: string;
    readonly status?: number;
    readonly events: readonly { readonly event: string; readonly data: Readonly<Record<string, unknown>> }[];
    /** Why the step could not be carried out at all. */
    readonly problem?: string;
  };
  /** What changed: path → text; null: gone. */
  readonly state: Readonly<Record<string, string | null>>;
  readonly trace: readonly (readonly [depth: number, name: string])[];
}
export interface Prediction {
  readonly steps: readonly PredictedStep[];
}

const NOTHING: PredictedStep = { reply: { events: [] }, state: {}, trace: [] };

/**
 * Predicts every step.
 * @throws Error when the question is not a recording that a machine can be made of.
 */
export function predict(question: unknown): Prediction {
  const { steps } = v.parse(StepsSchema, question);
  const parsed = parseSnapshot(question);
  if (!parsed.ok) throw new Error(parsed.problems.map((p) => `${p.field} ${p.why}`).join('\n'));
  const machine = loadMachine(parsed.snapshot);
  let shown = new Map(machine.files.all());
  const out: PredictedStep[] = [NOTHING];
  for (const step of steps.slice(1)) {
    const line = v.safeParse(LineSchema, step.do);
    if (!line.success) {
      out.push({ ...NOTHING, reply: { events: [], problem: 'no such channel' } });
      continue;
    }
    const { timeout_s: timeout, ...rest } =
      line.output.channel === 'write' ? line.output : { ...line.output, timeout_s: undefined };
    const { answer, files } = predictStep(
      machine,
      rest.channel === 'write' && timeout !== undefined ? { ...rest, timeout_s: timeout } : rest,
      shown,
    );
    shown = files;
    out.push(answer);
  }
  return { steps: out };
}

function predictStep(
  machine: Machine,
  line: Line,
  before: ReadonlyMap<string, string>,
): { answer: PredictedStep; files: Map<string, string> } {
  const { parts, events, dmesg, pending } = runLine(machine, line);
  const trace = machine.k.trace.calls();
  const files = new Map(machine.files.all());
  const state: Record<string, string | null> = {};
  for (const [path, text] of files) if (before.get(path) !== text) state[path] = text;
  for (const path of before.keys()) if (!files.has(path)) state[path] = null;
  if (dmesg.length > 0) state['dmesg'] = dmesg.map((l) => `${l}\n`).join('');
  const reply = {
    ...(line.channel === 'write' && parts !== undefined ? { errno: parts.errno ?? null } : {}),
    ...(parts?.output === undefined ? {} : { output: parts.output }),
    ...(parts?.status === undefined ? {} : { status: parts.status }),
    ...(pending === undefined ? {} : { problem: pending }),
    events,
  };
  return { answer: { reply, state, trace }, files };
}

/** Answers a question of the comparer: what the machine of step 0 does with every later line. */
import * as v from 'valibot';
import { DEVICE_MODULES } from '../console/device-modules.ts';
import { runLine } from '../console/run-line.ts';
import type { Machine } from '../engine/machine.ts';
import { EventKind } from '../engine/kernel/trace.ts';
import type { Line } from '../engine/lines.ts';
import { loadMachine } from '../snapshot/load.ts';
import { parseSnapshot } from '../snapshot/check.ts';

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
  const machine = loadMachine(parsed.snapshot, DEVICE_MODULES);
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

/** Bytes that a leaf takes in the tracer's ring buffer, entry and return with their headers (measured on full buffers). */
const BYTES_PER_CALL = { x86_64: 85, arm64: 97, riscv64: 97 } as const;

/** The calls that the tracer's ring buffer still holds: `trace_buf_size` bytes, the oldest are overwritten. */
function kept(machine: Machine): readonly (readonly [number, string])[] {
  const { trace, config, geometry } = machine.k;
  const size = /(?:^| )trace_buf_size=(\d+)([KMG]?)/.exec(config.cmdline);
  const calls = trace.calls();
  if (size === null) return calls;
  const bytes = Number(size[1]) * 1024 ** ' KMG'.indexOf(size[2] === '' || size[2] === undefined ? ' ' : size[2]);
  const room = Math.floor(bytes / BYTES_PER_CALL[geometry.arch]);
  const { kinds, args, names, nameOf } = trace.data();
  // only a flood of one function ever fills the buffer: what came before the last one that does is gone
  let after = 0;
  for (let i = kinds.length - 1; i >= 0; i--) {
    if (kinds[i] === EventKind.leave) after++;
    if (kinds[i] !== EventKind.many || after + (args[i] ?? 0) < room) continue;
    const name = names[nameOf[i] ?? 0] ?? '';
    const at = calls.findLastIndex((c) => c[1] === name);
    const depth = calls[at]?.[0] ?? 0;
    return calls.slice(at).map(([d, n], j) => (j === 0 ? ([depth, n] as const) : ([d, n] as const)));
  }
  return calls;
}

function predictStep(
  machine: Machine,
  line: Line,
  before: ReadonlyMap<string, string>,
): { answer: PredictedStep; files: Map<string, string> } {
  const { parts, events, dmesg, pending } = runLine(machine, line);
  const trace = kept(machine);
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

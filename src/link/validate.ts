/**
 * What arrives over the wire, checked at the border: requests in the worker, messages in the page. A frame's arrays are
 * checked by kind and length, not element by element, so that the check costs nothing beside the frame.
 */
import * as v from 'valibot';
import * as words from '#words/link.ts';
import type { Line } from '../engine/lines.ts';
import { QUESTIONS } from './messages.ts';
import { PRESET_IDS } from './presets.ts';
import type {
  Bookmark,
  ChunkUpdate,
  Frame,
  Ghost,
  MachineInfo,
  Message,
  Request,
  SavedSession,
  SessionLine,
  SessionTree,
} from './messages.ts';

const index = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const step = v.pipe(v.number(), v.safeInteger(), v.minValue(-1));
/** Longer lines than this are refused before a machine sees them. */
const text = v.pipe(v.string(), v.maxLength(1 << 16));

/** A line of any channel. */
export const lineSchema: v.GenericSchema<unknown, Line> = v.variant('channel', [
  v.object({ channel: v.literal('monitor'), line: text }),
  v.pipe(
    v.object({
      channel: v.literal('write'),
      path: text,
      value: text,
      timeout_s: v.optional(v.pipe(v.number(), v.finite(), v.minValue(0))),
    }),
    v.transform(({ timeout_s, ...rest }): Line => (timeout_s === undefined ? rest : { ...rest, timeout_s })),
  ),
  v.object({ channel: v.literal('shell'), line: text }),
  v.object({ channel: v.literal('world'), line: text }),
]);
const lines = v.pipe(v.array(lineSchema), v.maxLength(100_000));
const lineSource = v.picklist(['person', 'clock']);
/** A name that a person gave something. */
const label = v.pipe(v.string(), v.maxLength(200));
const sent = v.object({ line: lineSchema, source: lineSource, group: index });
const branches = v.pipe(
  v.array(
    v.object({
      id: index,
      name: v.exactOptional(label),
      shares: v.exactOptional(v.object({ of: index, lines: index })),
      lines: v.pipe(v.array(sent), v.maxLength(100_000)),
    }),
  ),
  v.maxLength(1000),
);

/** A session as kept outside the worker, for instance by the browser over a reload. */
export const savedSchema: v.GenericSchema<unknown, SavedSession> = v.object({
  lines: v.pipe(v.array(sent), v.maxLength(100_000)),
  undone: v.array(v.object({ at: index, lines: v.array(sent) })),
  branch: v.exactOptional(index),
  branchName: v.exactOptional(label),
  others: v.exactOptional(branches),
});
/** A moment with a name, as kept outside the worker. */
export const bookmarkSchema: v.GenericSchema<unknown, Bookmark> = v.object({
  label,
  branch: index,
  line: step,
  step: v.exactOptional(index),
});
const machineId = v.pipe(v.string(), v.regex(/^[\w.-]+$/, words.notNameOfBundled));
/** Which machine to start. */
export const sourceSchema = v.variant('kind', [
  v.object({
    kind: v.literal('bundled'),
    id: machineId,
  }),
  v.object({ kind: v.literal('file'), name: v.string(), text: v.string() }),
  v.object({ kind: v.literal('preset'), id: v.picklist(PRESET_IDS) }),
  v.object({
    kind: v.literal('qemu'),
    text: v.pipe(v.string(), v.maxLength(1 << 16, words.longerThanCommandLine)),
    // the kernel's COMMAND_LINE_SIZE is 2048 or less on every architecture here
    cmdline: v.exactOptional(v.pipe(v.string(), v.maxLength(2048, words.longerThanKernelTakes))),
    base: v.exactOptional(machineId),
  }),
]);

const requestSchema = v.variant('type', [
  v.object({
    id: index,
    type: v.literal('load'),
    source: sourceSchema,
    text: v.optional(v.string()),
    saved: savedSchema,
  }),
  v.object({ id: index, type: v.literal('line'), line: lineSchema, source: lineSource }),
  v.object({ id: index, type: v.literal('lines'), lines, source: lineSource }),
  v.object({ id: index, type: v.literal('undo') }),
  v.object({ id: index, type: v.literal('redo') }),
  v.object({ id: index, type: v.literal('ghost'), lines }),
  v.object({
    id: index,
    type: v.literal('moment'),
    moment: v.optional(v.object({ line: step, step: v.optional(index) })),
  }),
  v.object({ id: index, type: v.literal('interrupt') }),
  v.object({ id: index, type: v.literal('switch'), branch: index }),
  v.object({ id: index, type: v.literal('name'), branch: index, name: v.optional(label) }),
  v.object({ id: index, type: v.literal('drop'), branch: index }),
  v.object({ id: index, type: v.literal('crash') }),
  v.object({ id: index, type: v.literal('ack'), frame: index }),
  v.object({ id: index, type: v.literal('ask'), question: v.picklist(QUESTIONS), about: v.looseObject({}) }),
]);

/** What is wrong with a request, field by field. */
export interface BadRequest {
  readonly id: number | undefined;
  readonly problems: readonly { readonly field: string; readonly why: string }[];
}

/** What valibot found, as a field's path and words. */
export function problemsOf(
  issues: readonly v.BaseIssue<unknown>[],
): { readonly field: string; readonly why: string }[] {
  return issues.map((issue) => ({ field: v.getDotPath(issue) ?? '', why: issue.message }));
}

/** A request, or why it is none. What a question asks about is checked where it is answered (worker-questions.ts). */
export function parseRequest(data: unknown): { readonly request: Request } | { readonly bad: BadRequest } {
  const parsed = v.safeParse(requestSchema, data);
  if (parsed.success) return { request: parsed.output as Request };
  const id = v.safeParse(v.object({ id: index }), data);
  return { bad: { id: id.success ? id.output.id : undefined, problems: problemsOf(parsed.issues) } };
}

const object = (x: unknown): x is Readonly<Record<string, unknown>> => typeof x === 'object' && x !== null;
const KINDS: Readonly<Record<string, unknown>> = {
  u8: Uint8Array,
  u16: Uint16Array,
  u32: Uint32Array,
  f64: Float64Array,
};

function isChunk(x: unknown): x is ChunkUpdate {
  if (!object(x) || typeof x['name'] !== 'string' || typeof x['type'] !== 'string') return false;
  const kind = KINDS[x['type']];
  const { index: at, data } = x;
  if (typeof kind !== 'function' || typeof at !== 'number' || at < 0 || !(data instanceof kind)) return false;
  const { length } = data as ArrayLike<number>;
  return length > 0 && (length & (length - 1)) === 0;
}

function isFrame(x: unknown): x is Frame {
  return (
    object(x) &&
    typeof x['number'] === 'number' &&
    typeof x['full'] === 'boolean' &&
    Array.isArray(x['chunks']) &&
    x['chunks'].every(isChunk) &&
    object(x['cells']) &&
    object(x['moment']) &&
    typeof x['moment']['line'] === 'number' &&
    object(x['session']) &&
    typeof x['session']['length'] === 'number' &&
    Array.isArray(x['session']['pending']) &&
    (x['info'] === undefined || isInfo(x['info']))
  );
}

function isSessionLine(x: unknown): x is SessionLine {
  return (
    object(x) &&
    typeof x['index'] === 'number' &&
    v.is(lineSchema, x['line']) &&
    v.is(lineSource, x['source']) &&
    object(x['reply']) &&
    Array.isArray(x['reply']['events']) &&
    typeof x['steps'] === 'number' &&
    Array.isArray(x['dmesg'])
  );
}

const isInfo = (x: unknown): x is MachineInfo =>
  object(x) &&
  typeof x['id'] === 'string' &&
  object(x['geometry']) &&
  object(x['sizes']) &&
  typeof x['blockBytes'] === 'number';
const isGhost = (x: unknown): x is Ghost =>
  object(x) && Array.isArray(x['runs']) && Array.isArray(x['replies']) && object(x['blocks']);

const isTree = (x: unknown): x is SessionTree =>
  object(x) && typeof x['branch'] === 'number' && v.is(branches, x['others']);

const sessionLine = v.custom<SessionLine>(isSessionLine, words.notLineOfSession);
const messageSchema: v.GenericSchema<unknown, Message> = v.variant('type', [
  v.object({ type: v.literal('ready'), protocol: v.number() }),
  v.object({
    type: v.literal('loaded'),
    id: index,
    info: v.custom<MachineInfo>(isInfo),
    history: v.array(sessionLine),
  }),
  v.object({
    type: v.literal('refused'),
    id: index,
    problems: v.array(v.object({ field: v.string(), why: v.string() })),
  }),
  v.object({ type: v.literal('frame'), frame: v.custom<Frame>(isFrame) }),
  v.object({ type: v.literal('ran'), id: index, line: sessionLine, group: index }),
  v.object({ type: v.literal('ended'), line: sessionLine }),
  v.object({ type: v.literal('rewound'), id: index, length: index, how: v.picklist(['undo', 'redo', 'branch']) }),
  v.object({
    type: v.literal('switched'),
    id: index,
    length: index,
    lines: v.array(v.object({ line: sessionLine, group: index })),
  }),
  v.object({ type: v.literal('tree'), tree: v.custom<SessionTree>(isTree) }),
  v.object({ type: v.literal('done'), id: index }),
  v.object({ type: v.literal('ghost'), id: index, ghost: v.custom<Ghost>(isGhost) }),
  v.object({ type: v.literal('answer'), id: index, answer: v.unknown() }),
  v.object({ type: v.literal('progress'), id: index, what: v.string(), fraction: v.number() }),
  v.pipe(
    v.object({ type: v.literal('failed'), id: v.optional(index), message: v.string() }),
    v.transform((m): Message => ({ type: 'failed', id: m.id, message: m.message })),
  ),
]);

/** A message of the worker; undefined: it is none. */
export function parseMessage(data: unknown): Message | undefined {
  const parsed = v.safeParse(messageSchema, data);
  return parsed.success ? parsed.output : undefined;
}
